"""From records to messages: decoded when they are delivered, or before, in another thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hop._messages import ExternalMessage, Record, message_position
from hop._wire import marks

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
        ignoretest: whether messages with the header ``_test`` are left out.

    Attributes:
        is_for_any: whether no model was asked for.
        prefetched: the record that was decoded before its delivery, with the result.
    """

    def __init__(self, decoder: Decoder, fetcher: Fetcher, *, ignoretest: bool) -> None:
        self._decoder, self._fetcher = decoder, fetcher
        self.ignoretest = ignoretest
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
        if prefetched is not None and prefetched.record is record:
            return prefetched.result()

        def where() -> str:
            return message_position(record.topic(), record.partition(), record.offset())

        message = self._decoder.decode(
            record.value(), record.headers(), where, record.topic(), is_test
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
        if is_test and self.ignoretest:
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
            prefetched.decoded = self.decode(record, is_test)
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

    def result(self) -> tuple[Any, Record]:
        """The message, and the record that has its metadata."""
        if self.error is not None:
            raise self.error
        assert self.decoded is not None  # noqa: S101 - one of the two is set
        return self.decoded
