"""One alert's way from what has come to the caller: decoded, or left out, and done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hop._messages import ExternalMessage
from hop._messages.metadata import Metadata, Record, place_of
from hop._reader.receiver import SERVE_EVERY_S
from hop._wire.decoding import JSON, json_message
from hop._wire.headers import marks

if TYPE_CHECKING:
    from hop._large.fetcher import Fetcher
    from hop._reader.events import Judge
    from hop._reader.offsets import Places
    from hop._reader.receiver import Intake
    from hop._reader.stop import Ending
    from hop._wire.decoding import Decoder


PAUSE = object()
"""Nothing is in hand now: whoever waits here loses no message, and repeats none."""


class Unpacker:
    """From records to what the caller gets, for one stream.

    Args:
        intake: what has come.
        judge: for the events among the messages.
        decoder: for the payloads.
        fetcher: for what is kept outside Kafka.
        places: the places of the group; None without one.
        ending: what comes after the end; None where only partitions end.
        ignoretest: leave out messages that carry the header ``_test``.
    """

    def __init__(
        self,
        intake: Intake,
        judge: Judge,
        decoder: Decoder,
        fetcher: Fetcher,
        *,
        places: Places | None,
        ending: Ending | None,
        ignoretest: bool,
    ) -> None:
        self._intake, self._judge, self._decoder = intake, judge, decoder
        self._fetcher, self._places, self._ending = fetcher, places, ending
        self._ignoretest = ignoretest
        self._ahead: _Decoded | None = None

    def unpack(
        self,
        metadata: bool,
        autocommit: bool,
        decode: Callable[..., Any] | None = None,
        *,
        pauses: bool = False,
    ) -> Iterator[Any]:
        """The messages that have come; this does not wait for more.

        Args:
            metadata: give ``(message, Metadata)`` instead of the message alone.
            autocommit: a message is done when the next one is asked for.
            decode: what makes a message, instead of the stream's decoder.
            pauses: give :data:`PAUSE` when a message is done and before the next one is taken, and
                leave looking after librdkafka to the caller.

        Raises:
            hop.errors.TransportError: an event that ends reading.
            hop.errors.MessageError: a message that cannot be decoded, if the stream raises such.
        """
        # What is looked up for each message is what most of its time goes to.
        is_plain, ignoretest = decode is None, self._ignoretest
        decode = decode or self._decoder.decode
        places, ending = self._places, self._ending
        intake, ready, monotonic = self._intake, self._intake.ready, time.monotonic
        while ready and not intake.is_stopped:
            record = ready.popleft()
            if record.error() is not None:
                self._judge.judge(record)
                continue
            if ending is not None and ending.leaves_out(record):
                continue
            headers = record.headers()
            form, is_test = marks(headers) if headers else (None, False)
            message: Any = None
            shown = record
            if form == JSON and is_plain and not is_test and self._ahead is None:
                message = json_message(record.value(), record.topic())
            if message is None and not (is_test and ignoretest):
                message, shown = self._make(record, is_test, decode)
            if places is not None and not autocommit:
                places.hand_out((record.topic(), record.partition()), record.offset())
            if message is not None:
                yield (message, Metadata.of(shown)) if metadata else message
            if places is not None:
                if autocommit:
                    places.pass_by(record)
                elif message is None:  # the caller never sees it, so nobody else marks it
                    places.note((record.topic(), record.partition()), record.offset())
                    places.settle()
            if pauses:
                yield PAUSE
            elif monotonic() - intake.served > SERVE_EVERY_S:
                intake.look(1, 0.0)

    def _make(
        self, record: Record, is_test: bool, decode: Callable[..., Any]
    ) -> tuple[Any, Record]:
        """The message of a record, and the record that its metadata are those of."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.record is record:
            return ahead.take()

        def where() -> str:
            return place_of(record.topic(), record.partition(), record.offset())

        message = decode(record.value(), record.headers(), where, record.topic(), is_test)
        if type(message) is ExternalMessage and self._fetcher.is_wanted:
            return self._fetcher.fetch(message, record, where, is_test)
        return message, record

    def decode_ahead(self, record: Record) -> None:
        """Decode a message before it is handed out; for readers whose own thread must not wait."""
        is_test = marks(record.headers() or ())[1]
        if record.error() is not None or (is_test and self._ignoretest):
            return
        decoded = _Decoded(record)
        try:
            decoded.result = self._make(record, is_test, self._decoder.decode)
        except Exception as fault:  # raised where the message is asked for
            decoded.fault = fault
        self._ahead = decoded

    def has_decoded(self, record: Record) -> bool:
        """Whether a message was decoded ahead."""
        return self._ahead is not None and self._ahead.record is record


@dataclass(slots=True)
class _Decoded:
    """A record that was decoded ahead, and what came of that."""

    record: Record
    result: tuple[Any, Record | Any] = (None, None)
    fault: Exception | None = None

    def take(self) -> tuple[Any, Record]:
        """The message, and the record that its metadata are those of."""
        if self.fault is not None:
            raise self.fault
        return self.result


def payload_of(payload: bytes | None, *_: Any) -> bytes:
    """A payload as it came, in a decoder's place; a null one as no bytes."""
    return b"" if payload is None else payload
