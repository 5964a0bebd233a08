"""How far the messages of a journal are on their way to the broker, topic by topic."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0


@dataclass(slots=True)
class TopicQueue:
    """The messages of one topic, in their order: sent up to a number, waiting behind it.

    Attributes:
        topic: the topic.
        sent: the number of the last message that librdkafka was given.
        waits: whether there are messages behind it.
        in_flight: those that librdkafka has, and has not reported.
        retry_at: when to send what is left again, monotonic, s; None if nothing has failed.
        alone: up to this number messages go one by one: the broker refuses some among them.
    """

    topic: str
    sent: int = 0
    waits: bool = False
    in_flight: set[int] = field(default_factory=set)
    retry_at: float | None = None
    alone: int = 0
    _suspect: int = 0
    _pause: float = _FIRST_PAUSE_S

    def is_open(self) -> bool:
        """Whether the next message that is written can be sent right away."""
        return not self.waits and self.retry_at is None

    def awaits_retry(self) -> bool:
        """Whether nothing goes on before the retry."""
        return self.retry_at is not None and not self.in_flight

    def is_paused(self) -> bool:
        """Whether nothing goes on before the retry, and that is not due yet."""
        return self.awaits_retry() and time.monotonic() < (self.retry_at or 0.0)

    def succeed(self, number: int) -> None:
        """Note that a message is acknowledged."""
        self.in_flight.discard(number)
        self._pause = _FIRST_PAUSE_S

    def fail(self, number: int) -> None:
        """Note that a message was not taken: it, and those behind it, are sent again later."""
        self.in_flight.discard(number)
        if self.retry_at is None:
            self.retry_at = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE_S)

    def retry_soon(self) -> None:
        """Read again, without a pause, what is left in the journal."""
        if self.retry_at is None:
            self.retry_at = time.monotonic()

    def is_single(self, number: int) -> bool:
        """Whether a message was sent alone, so that the broker judged no other with it.

        A batch is refused as a whole: because of one message in it, or because it is too large
        though each message is small. What was in a batch goes alone when it is sent again.
        """
        if number <= self.alone:
            return True
        self._suspect = max(self._suspect, number)
        return False

    def retry_if_due(self) -> None:
        """Go back to the first message that is left, if nothing is under way any more."""
        if self.awaits_retry() and not self.is_paused():
            self.retry()

    def retry(self) -> None:
        """Go back to the first message that is left; what is under way counts no longer."""
        self.in_flight.clear()
        self.sent, self.waits, self.retry_at = 0, True, None
        self.alone = self._suspect

    def room(self, window: int) -> int:
        """How many more messages librdkafka may have."""
        if self.retry_at is not None or not self.waits:
            return 0
        return (1 if self.sent < self.alone else window) - len(self.in_flight)
