"""From records to messages: decoded when they are delivered, or before, in another thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hop._messages import ExternalMessage, Record, message_position
from hop._reader.tests import TestFilter
from hop._wire import json_message, marks

if TYPE_CHECKING:
    from hop._large import Fetcher
    from hop._wire import Decoder

# From this size on, bytes: JSON of it takes a tenth of a millisecond, a VOEvent two.
_LARGE = 32_768
_EXTERNAL = b"external"
# The first message of each topic and format may load a model. More of them are not remembered.
_MOST_MET = 10_000


class RecordDecoder:
    """Decodes the records of one stream, and fetches what is kept outside Kafka.

    Args:
        decoder: for the payloads.
        fetcher: for what is kept outside Kafka.
        tests: leaves out tests, or all others.

    Attributes:
        tests: the same.
        is_for_any: whether no model was asked for.
        prefetched: the record that was decoded before its delivery, with the result.
    """

    def __init__(self, decoder: Decoder, fetcher: Fetcher, tests: TestFilter) -> None:
        self._decoder, self._fetcher = decoder, fetcher
        self.tests = tests
        self.is_for_any = decoder.model is None
        self.prefetched: _Prefetched | None = None
        self._met: set[tuple[str, bytes | None]] = set()

    def decode(self, record: Record, is_test: bool) -> tuple[Any, Record]:
        """Decode a record, unless that was done before.

        Returns:
            The message, None where it is left out; and the record that has its metadata: that of
            a message that is kept outside Kafka has other headers.

        Raises:
            hop.errors.MessageError: it cannot be decoded, and the stream raises such errors.
        """
        prefetched, self.prefetched = self.prefetched, None
        if prefetched is None or prefetched.record is not record:
            prefetched = _Prefetched(record)
            prefetched.decoded, prefetched.is_left_out = self._decode(record, is_test)
        if prefetched.is_left_out:
            self.tests.count(record)
            return None, record
        return prefetched.result()

    def decode_json(self, record: Record) -> tuple[Any, Record]:
        """Decode a record that came as JSON: as :meth:`decode` does, without most of its steps.

        Raises:
            hop.errors.MessageError: as there.
        """
        message = json_message(record.value(), record.topic())
        if message is None:
            return self.decode(record, False)
        if self.tests.judges and self.tests.leaves_out(message, False):
            self.tests.count(record)
            return None, record
        return message, record

    def payload_of(self, record: Record, is_test: bool) -> tuple[bytes | None, Record]:
        """The payload as it came; None where it is left out.

        What a message says is looked at, but nothing is fetched: a message that is kept outside
        Kafka is a test if its record has the header.
        """
        payload = record.value() or b""
        if self.tests.judges:
            message = self._decoder.quietly(record)
            if self.tests.leaves_out(message, is_test):
                self.tests.count(record)
                return None, record
        return payload, record

    def is_wanted(self, record: Record) -> bool:
        """Whether a record is none that is left out; it is not counted."""
        _, is_test = marks(record.headers() or ())
        if is_test and self.tests.drops_marked:
            return False
        if not self.tests.judges:
            return True
        message = self._decoder.quietly(record)
        return not self.tests.leaves_out(message, is_test)

    def _decode(self, record: Record, is_test: bool) -> tuple[tuple[Any, Record], bool]:
        """The message with the record that has its metadata, and whether it is left out."""
        message, described = self._read(record, is_test)
        judges = self.tests.judges and message is not None
        return (message, described), judges and self.tests.leaves_out(message, is_test)

    def _read(self, record: Record, is_test: bool) -> tuple[Any, Record]:
        def where() -> str:
            return message_position(record.topic(), record.partition(), record.offset())

        message = self._decoder.decode(
            record.value(), record.headers(), where, record.topic(), is_test, key=record.key()
        )
        if type(message) is ExternalMessage:
            described = record
            if self._fetcher.is_wanted:
                message, described = self._fetcher.fetch(message, record, where, is_test)
            if type(message) is ExternalMessage:
                message = self._decoder.unfetched(message, record, where)
            return message, described
        return message, record

    def is_slow(self, record: Record) -> bool:
        """Whether decoding a record takes long.

        It does where the record is large, or refers to a message outside Kafka, or is the first of
        its topic and format, whose model may have to be loaded.
        """
        if record.error() is not None:
            return False
        form, is_test = marks(record.headers() or ())
        if is_test and self.tests.drops_marked:
            return False
        is_long = (
            (record.topic(), form) not in self._met
            or form == _EXTERNAL
            or len(record.value() or b"") >= _LARGE
        )
        return is_long and (self.prefetched is None or self.prefetched.record is not record)

    def prefetch(self, record: Record) -> None:
        """Decode a record before it is delivered; :meth:`decode` gives the result."""
        form, is_test = marks(record.headers() or ())
        self.prefetched = None
        prefetched = _Prefetched(record)
        try:
            prefetched.decoded, prefetched.is_left_out = self._decode(record, is_test)
        except Exception as error:  # raised where the message is delivered
            prefetched.error = error
        self.prefetched = prefetched
        if len(self._met) < _MOST_MET:
            self._met.add((record.topic(), form))


@dataclass(slots=True)
class _Prefetched:
    """A record that was decoded before its delivery, and what came of that."""

    record: Record
    decoded: tuple[Any, Record] | None = None
    error: Exception | None = None
    is_left_out: bool = False

    def result(self) -> tuple[Any, Record]:
        """The message, and the record that has its metadata."""
        if self.error is not None:
            raise self.error
        assert self.decoded is not None  # noqa: S101 - one of the two is set
        return self.decoded
