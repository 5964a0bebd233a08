"""What watching finds: a state of each thing that is watched."""

from __future__ import annotations

from dataclasses import dataclass

OK, FAILED = "ok", "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one thing that is watched.

    Attributes:
        check: what was checked: ``broker``, ``credential``, ``topic``, ``heartbeat``, ``silence``,
            ``group`` or ``disk``.
        subject: of what: a topic, a group, an address, a path.
        text: what was found.
        error: why it has failed; it gives the exit code. None: all is well.
        values: numbers for the metrics, by their names.
    """

    check: str
    subject: str
    text: str
    error: BaseException | None = None
    values: tuple[tuple[str, float], ...] = ()

    @property
    def key(self) -> str:
        """What was checked, and of what."""
        return f"{self.check} {self.subject}"

    @property
    def state(self) -> str:
        """``ok`` or ``failed``."""
        return OK if self.error is None else FAILED


def duration(seconds: float) -> str:
    """Return a time as people say it, in one unit."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"
