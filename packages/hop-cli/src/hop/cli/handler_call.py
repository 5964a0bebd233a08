"""How ``hop run`` calls a function that prints where nobody reads any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hop._handlers import Call
from hop.cli.stopping import nobody_reads

if TYPE_CHECKING:
    from hop._messages.metadata import Metadata


class CallForReader(Call):
    """Calls a function; where its output has lost its reader, no message is at fault.

    Otherwise one message after the other would fail, be tried again, and become a dead letter.

    Args:
        handler: the function.

    Attributes:
        stop: stops the run; called when nobody reads any more, and the message in hand is not done
            then.
        reader_is_gone: whether that was so.
    """

    def __init__(self, handler: Callable[..., Any]) -> None:
        super().__init__(handler)
        self.stop: Callable[[], None] | None = None
        self.reader_is_gone = False

    def __call__(self, message: Any, metadata: Metadata) -> None:
        """Call it, and wait until it is done."""
        try:
            super().__call__(message, metadata)
        except BrokenPipeError:
            if self.stop is not None and nobody_reads():
                self.reader_is_gone = True
                self.stop()
            raise
