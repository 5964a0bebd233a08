"""How far the messages of a journal are on their way to the broker, topic by topic."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0


@dataclass(slots=True)
class Lane:
    """The messages of one topic, in their order: sent up to a number, waiting behind it.

    Attributes:
        topic: the topic.
        sent: the number of the last message that librdkafka was given.
        waits: whether there are messages behind it.
        in_flight: those that librdkafka has, and has not told of.
        again_at: when to begin anew with what is left, monotonic, s; None where nothing failed.
        alone: up to this number messages go one by one: some among them may be too large.
    """

    topic: str
    sent: int = 0
    waits: bool = False
    in_flight: set[int] = field(default_factory=set)
    again_at: float | None = None
    alone: int = 0
    _suspect: int = 0
    _pause: float = _FIRST_PAUSE_S

    def is_open(self) -> bool:
        """Whether the next message that is written can be sent right away."""
        return not self.waits and self.again_at is None

    def has_failed(self) -> bool:
        """Whether nothing goes on before it is tried anew."""
        return self.again_at is not None and not self.in_flight

    def succeed(self, number: int) -> None:
        """Note that a message is acknowledged."""
        self.in_flight.discard(number)
        self._pause = _FIRST_PAUSE_S

    def fail(self, number: int) -> None:
        """Note that a message was not taken: it, and those behind it, are sent again later."""
        self.in_flight.discard(number)
        if self.again_at is None:
            self.again_at = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE_S)

    def check_again(self) -> None:
        """Note that a message may be in the journal or not: what is left is looked at anew."""
        if self.again_at is None:
            self.again_at = time.monotonic()

    def is_single(self, number: int) -> bool:
        """Whether a message went without company, so that the broker judged it and no other.

        A batch is refused that is too large though each message in it is small. What was in
        company now goes alone when it is sent again.
        """
        if number <= self.alone:
            return True
        self._suspect = max(self._suspect, number)
        return False

    def begin_anew(self) -> None:
        """Go back to the first message that is left, when nothing is under way any more."""
        if self.again_at is not None and not self.in_flight and time.monotonic() >= self.again_at:
            self.restart()

    def restart(self) -> None:
        """Go back to the first message that is left; what is under way counts no longer."""
        self.in_flight.clear()
        self.sent, self.waits, self.again_at = 0, True, None
        self.alone = self._suspect

    def room(self, window: int) -> int:
        """How many more messages librdkafka may have."""
        if self.again_at is not None or not self.waits:
            return 0
        return (1 if self.sent < self.alone else window) - len(self.in_flight)
