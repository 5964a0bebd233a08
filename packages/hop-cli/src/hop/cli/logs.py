"""What hop logs, shown on standard error in the form of every other word of the command."""

from __future__ import annotations

import logging

from hop.cli.output import tell

_PREFIXES = {
    logging.DEBUG: "debug: ",
    logging.INFO: "",
    logging.WARNING: "warning: ",
    logging.ERROR: "error: ",
    logging.CRITICAL: "error: ",
}


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
    librdkafka.handlers[:] = [handler if level <= logging.DEBUG else logging.NullHandler()]
    librdkafka.propagate = False
