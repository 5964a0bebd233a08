"""What is found: good, worth a word, or the reason why it does not work."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from hop.cli.exits import entry_of
from hop.errors import HopError


class State(enum.Enum):
    """How it stands with what was looked at."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


OK, WARNING, FAILED = State.OK, State.WARNING, State.FAILED


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        check: what was looked at, in a word or two: ``tcp``, ``login``.
        state: how it stands with it.
        text: what was found, and where.
        cause: why, in the words of the system or of the broker; "" where all is well.
        cure: what to do about it; "" where there is nothing to do.
        error: what it would be as an error; None where all is well.
    """

    check: str
    state: State
    text: str
    cause: str = ""
    cure: str = ""
    error: BaseException | None = None

    def lines(self) -> list[str]:
        """It as it is read: cause and cure on lines of their own."""
        lines = [f"{self.state.value:8}{self.check}: {self.text}"]
        lines += [f"{'':8}  cause: {self.cause}"] if self.cause else []
        lines += [f"{'':8}  cure: {self.cure}"] if self.cure else []
        return lines

    def tree(self) -> dict[str, Any]:
        """It as a JSON tree."""
        return {
            "check": self.check,
            "state": self.state.value,
            "text": self.text,
            "cause": self.cause,
            "cure": self.cure,
        }


def failed(check: str, text: str, error: HopError) -> Finding:
    """What an error of hop's says; what follows its first semicolon is the cure.

    Where the text has none, the entry of the error has.
    """
    cause, _, cure = str(error).partition("; ")
    cure = cure or f"mend what that names; `hop explain {entry_of(error)}` says more"
    return Finding(check, FAILED, text, cause, cure, error)
