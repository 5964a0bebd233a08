"""What a check finds: ok, a warning, or the reason why it does not work."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from hop.cli.exits import entry_of
from hop.errors import HopError


class State(enum.Enum):
    """The result of a check."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


OK, WARNING, FAILED = State.OK, State.WARNING, State.FAILED


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    Attributes:
        check: the name of the check, in a word or two: ``tcp``, ``login``.
        state: the result.
        text: what was found, and where.
        cause: why, in the words of the system or of the broker; "" if all is well.
        cure: what to do; "" if there is nothing to do.
        error: the error for a failure; it gives the exit code. None if all is well.
    """

    check: str
    state: State
    text: str
    cause: str = ""
    cure: str = ""
    error: BaseException | None = None

    def lines(self) -> list[str]:
        """Return the lines to print: cause and cure have their own."""
        lines = [f"{self.state.value:8}{self.check}: {self.text}"]
        lines += [f"{'':8}  cause: {self.cause}"] if self.cause else []
        lines += [f"{'':8}  cure: {self.cure}"] if self.cure else []
        return lines

    def tree(self) -> dict[str, Any]:
        """Return the finding as a JSON tree."""
        return {
            "check": self.check,
            "state": self.state.value,
            "text": self.text,
            "cause": self.cause,
            "cure": self.cure,
        }


def failed(check: str, text: str, error: HopError) -> Finding:
    """Return the finding of one of hop's errors. The cure is its text after the first semicolon.

    If the text has no cure, the documentation of the error has one.
    """
    cause, _, cure = str(error).partition("; ")
    cure = cure or f"correct what the cause names; see `hop explain {entry_of(error)}`"
    return Finding(check, FAILED, text, cause, cure, error)
