"""What hop logs, shown on standard error in the form of every other word of the command."""

from __future__ import annotations

import logging
from logging import DEBUG, ERROR, INFO, WARNING

from hop.cli.output import tell

__all__ = ["DEBUG", "ERROR", "INFO", "WARNING", "show_logs"]

_PREFIXES = {
    DEBUG: "debug: ",
    INFO: "",
    WARNING: "warning: ",
    ERROR: "error: ",
    logging.CRITICAL: "error: ",
}


class _OncePerRow(logging.Filter):
    """Leaves out a line that says what the one before said: a broker that is away says it often."""

    def __init__(self) -> None:
        super().__init__()
        self._last = ""

    def filter(self, record: logging.LogRecord) -> bool:
        last, self._last = self._last, record.getMessage()
        return self._last != last


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = " ".join(record.getMessage().split())
        except Exception:
            self.handleError(record)
            return
        tell(f"hop: {_PREFIXES.get(record.levelno, '')}{text}")


def show_logs(level: int) -> None:
    """Show what hop and its plugins log from that level on, instead of what was shown before."""
    handler = _Handler()
    logging.getLogger().handlers[:] = [handler]
    logging.getLogger("hop").setLevel(level)
    # librdkafka's lines repeat what comes as errors: they are for those who ask.
    librdkafka = logging.getLogger("hop.librdkafka")
    librdkafka.handlers[:] = [_Handler() if level <= DEBUG else logging.NullHandler()]
    librdkafka.handlers[0].addFilter(_OncePerRow())
    librdkafka.propagate = False
