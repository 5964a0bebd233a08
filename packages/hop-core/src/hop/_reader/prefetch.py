"""Messages that take long to decode, decoded before they are asked for, in another thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hop._wire.headers import marks

if TYPE_CHECKING:
    from hop._messages.metadata import Record
    from hop._reader.receiver import Intake
    from hop._reader.unpacking import Unpacker

# From this size on, bytes: JSON of it takes a tenth of a millisecond, a VOEvent two.
_LARGE = 32_768
_EXTERNAL = b"external"
# Of each topic the first messages may load their models; more topics than this are not told apart.
_MOST_KINDS = 10_000


class Ahead:
    """Looks at the next message of a reader whose own thread must not be held up.

    Args:
        intake: what has come for the reader.
        unpacker: what hands it out.
    """

    def __init__(self, intake: Intake, unpacker: Unpacker) -> None:
        self._intake, self._ready, self._unpacker = intake, intake.ready, unpacker
        self._met: set[tuple[str | None, bytes | None]] = set()
        self._kind: tuple[str | None, bytes | None] = (None, None)

    def is_needed(self) -> bool:
        """Whether the next message is there, and takes long: it is large, or is the first of its
        kind, whose model may have to be loaded, or what it stands for is kept outside Kafka.
        """
        record = self._next()
        if record is None or record.error() is not None or self._intake.is_stopped:
            return False
        form = marks(record.headers() or ())[0]
        self._kind = kind = (record.topic(), form)
        return (
            kind not in self._met or form == _EXTERNAL or len(record.value() or b"") >= _LARGE
        ) and not self._unpacker.has_decoded(record)

    def decode(self) -> None:
        """Decode the next message; the reader finds it done."""
        record = self._next()
        if record is None:
            return
        self._unpacker.decode_ahead(record)
        if len(self._met) < _MOST_KINDS:
            self._met.add(self._kind)

    def _next(self) -> Record | None:
        try:
            return self._ready[0]
        except IndexError:
            return None
