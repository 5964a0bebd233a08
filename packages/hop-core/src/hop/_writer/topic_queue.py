"""How far the messages of a journal are on their way to the broker, topic by topic."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
# How long to wait before a message is sent again that was refused alone, by a rule that may change.
_PAUSES_S = (0.5, 1.0, 2.0, 4.0)


@dataclass(slots=True)
class TopicQueue:
    """The messages of one topic, in their order: sent up to a number, waiting behind it.

    Attributes:
        topic: the topic.
        sent: the number of the last message that librdkafka was given.
        waits: whether there are messages behind it.
        in_flight: those that librdkafka has, and has not reported: their keys and partitions.
        retry_at: when to send what is left again, monotonic, s; None if nothing has failed.
        alone: up to this number messages go one by one, since the broker refuses some among them;
            0: there are none.
        held: when to send the messages again that were refused alone, monotonic, s.
        untimely: messages whose time was refused.
        is_new: whether the client has had no acknowledgement for the topic. Until then messages go
            one by one: if the broker refuses the first one, librdkafka may still send the next one,
            and the broker takes it, since it does not know the client's sequence numbers yet.
    """

    topic: str
    sent: int = 0
    waits: bool = False
    in_flight: dict[int, tuple[bytes | None, int]] = field(default_factory=dict)
    retry_at: float | None = None
    alone: int = 0
    held: dict[int, float] = field(default_factory=dict)
    untimely: set[int] = field(default_factory=set)
    is_new: bool = True
    _suspect: int = 0
    _tries: dict[int, int] = field(default_factory=dict)
    # The keys of messages that are held: those behind them with the same key wait, too.
    _held_keys: set[bytes] = field(default_factory=set)
    _pause: float = _FIRST_PAUSE_S

    def is_open(self, key: bytes | None) -> bool:
        """Whether the next message that is written can be sent right away."""
        is_free = not (self.waits or self.goes_alone()) and self.retry_at is None
        return is_free and key not in self._held_keys

    def goes_alone(self) -> bool:
        """Whether one message is on its way, or is to go, and no other with it."""
        return bool(self.alone or (self.is_new and self.in_flight))

    def awaits_retry(self) -> bool:
        """Whether nothing goes on before the retry."""
        return self.retry_at is not None and not self.in_flight

    def is_paused(self) -> bool:
        """Whether nothing goes on before the retry, and that is not due yet."""
        return self.awaits_retry() and time.monotonic() < (self.retry_at or 0.0)

    def succeed(self, number: int) -> None:
        """Note that a message is acknowledged."""
        self.in_flight.pop(number, None)
        self.is_new = False
        if self._tries:
            self._tries.pop(number, None)
            self.untimely.discard(number)
        self._pause = _FIRST_PAUSE_S

    def fail(self, number: int) -> None:
        """Note that a message was not taken: it, and those behind it, are sent again later."""
        self.in_flight.pop(number, None)
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

    def hold(self, number: int, key: bytes | None) -> bool:
        """Note that a message was refused alone; whether it is to be sent again.

        Meanwhile the others go on, except those of the same key.
        """
        self.in_flight.pop(number, None)
        tries = self._tries.get(number, 0)
        if tries == len(_PAUSES_S):
            self.drop(number, key)
            return False
        self._tries[number] = tries + 1
        self.held[number] = time.monotonic() + _PAUSES_S[tries]
        if key is not None:
            self._held_keys.add(key)
        return True

    def drop(self, number: int, key: bytes | None) -> None:
        """Note that a message is put aside: those of its key need not wait for it any more."""
        self.in_flight.pop(number, None)
        self._tries.pop(number, None)
        self.untimely.discard(number)
        if key in self._held_keys:
            self.retry_soon()

    def holds(self, number: int, key: bytes | None) -> bool:
        """Whether a message is held, or waits behind one of its key; it is passed over then."""
        if number in self.held:
            if key is not None:
                self._held_keys.add(key)
        elif key not in self._held_keys:
            return False
        self.sent = number
        return True

    def is_due(self) -> bool:
        """Whether to go back to the first message, as soon as nothing is under way."""
        return self.awaits_retry() or any(at <= time.monotonic() for at in self.held.values())

    def retry_if_due(self) -> None:
        """Go back to the first message that is left, if nothing is under way any more."""
        if self.held and self.retry_at is None and min(self.held.values()) <= time.monotonic():
            self.retry_soon()
        if self.awaits_retry() and not self.is_paused():
            self.retry()

    def retry(self) -> None:
        """Go back to the first message that is left; what is under way counts no longer."""
        self.in_flight.clear()
        self.sent, self.waits, self.retry_at = 0, True, None
        now = time.monotonic()
        due = [number for number, at in self.held.items() if at <= now]
        for number in due:
            del self.held[number]
        self._held_keys.clear()
        self.alone = max(self.alone, self._suspect, *due)
        self._suspect = 0

    def room(self, window: int) -> int:
        """How many more messages librdkafka may have."""
        if self.alone and self.sent >= self.alone and not self.in_flight:
            self.alone = 0
        if self.retry_at is not None or not self.waits:
            return 0
        return (1 if self.alone or self.is_new else window) - len(self.in_flight)
