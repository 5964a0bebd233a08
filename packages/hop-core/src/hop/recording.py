"""Recordings: the messages of a topic in one file that outlives whoever writes it.

A recording is lines of JSON, compressed by gzip: ``zcat`` shows it, and ``jq`` works with
it. The first line tells what it is; each other is a message::

    {"hop_recording": 1, "url": "kafka://…", "started": "2026-11-25T01:02:03Z"}
    {"topic": "t", "partition": 0, "offset": 7, "timestamp": 1764032523000, "key": null,
     "headers": [["_format", "json"]], "value": "{\\"a\\": 1}"}

Payloads, keys and values of headers that are no UTF-8 are ``{"base64": "…"}``, absent ones null.
Messages are appended in batches, each a gzip member of its own (RFC 1952, 2.2) that is on the disk
before the next begins. A writer that dies leaves at most one broken member, at the end. Readers
pass over members that are broken or damaged, and say so. Continuing a file moves a broken end to
another file; nothing else of it is changed.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import enum
import gzip
import io
import logging
import os
import shutil
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from hop._messages import (
    check_file,
    from_ms,
    loads,
    message_position,
    open_file,
    sync_folder,
    to_line,
)
from hop.errors import RecordingError

if TYPE_CHECKING:
    from hop._messages import Header, Metadata

__all__ = ["Recorded", "Recorder", "Recording"]

_log = logging.getLogger(__name__)

VERSION = 1
_MARK = "hop_recording"
_MAGIC = b"\x1f\x8b"
# How each batch begins: gzip's mark, "deflate", and no flags.
_BATCH_MAGIC = b"\x1f\x8b\x08\x00"
_CHUNK = 2**16
_BATCH_BYTES = 2**20
_BATCH_MESSAGES = 1000
# What a batch may unpack to, bytes. No message of Kafka comes near it.
_LARGEST_BATCH = 2**27
# Behind a damage, so many places are tried that look like the beginning of a batch. Chance makes
# one in 4 GB; only a file that was made for it has many.
_MOST_TRIES = 1000
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Recorded:
    """A message of a recording.

    Attributes:
        topic: the topic it was read from.
        partition: the partition of that topic.
        offset: its offset in that partition.
        timestamp: when it was written, ms since 1970 UTC.
        key: its key; None where it has none.
        headers: its headers, in order.
        payload: its payload; None where it is null.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    headers: list[Header]
    payload: bytes | None

    @property
    def time(self) -> datetime | None:
        """When it was written, UTC; None where the broker did not know, or the time is no date."""
        return from_ms(self.timestamp)


class _Verdict(enum.Enum):
    NEW = enum.auto()
    KNOWN = enum.auto()
    MADE_ANEW = enum.auto()


@dataclass(slots=True)
class _Partition:
    """What a recording holds of a partition, since its topic was last made.

    Attributes:
        offsets: the offset of each message, ascending.
        checksums: a checksum of each message. 12 bytes are kept for a message, of which there may
            be millions.
        newest: the latest time of a message, ms since 1970 UTC.
    """

    offsets: array[int] = field(default_factory=lambda: array("q"))
    checksums: array[int] = field(default_factory=lambda: array("I"))
    newest: int = _SMALLEST

    def judge(self, offset: int, timestamp: int, checksum: int) -> _Verdict:
        """Whether the recording has a message already, or its topic was made anew.

        A message from before the first one that was recorded counts as known: it was not wanted.
        """
        if not self.offsets or offset > self.offsets[-1]:
            return _Verdict.NEW
        at = bisect_left(self.offsets, offset)
        if self.offsets[at] == offset:
            return _Verdict.KNOWN if self.checksums[at] == checksum else _Verdict.MADE_ANEW
        return _Verdict.MADE_ANEW if timestamp > self.newest else _Verdict.KNOWN

    def add(self, offset: int, timestamp: int, checksum: int) -> None:
        """Note a message that the recording holds."""
        self.offsets.append(offset)
        self.checksums.append(checksum)
        self.newest = max(self.newest, timestamp)


class Recorder:
    """Appends messages to a recording; a context manager.

    One recorder at a time has a file. What a dead recorder has left broken at its end is moved to
    ``FILE.damaged``, and a warning says so.

    Args:
        path: the file. One that is there is continued, if it is a recording.
        url: where the messages come from, for the first line.

    Raises:
        hop.errors.RecordingError: the file is no recording, of a later version, in use, or cannot
            be written; it stays as it was.
    """

    def __init__(self, path: str | os.PathLike[str], url: str) -> None:
        from hop._writer import FileLock  # heavy, and readers need none of it

        self.path = Path(path)
        self._partitions: dict[tuple[str, int], _Partition] = {}
        self._lines: list[bytes] = []
        self._size = self._end = 0
        # Whether something behind the last whole batch may be half-written; whether that was told.
        self._is_torn = self._has_failed = False
        real = os.path.realpath(path)
        self._lock = FileLock(Path(f"{real}.lock"), f"the recording {path}", RecordingError)
        try:
            self._open(url)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, url: str) -> None:
        is_new = not self.path.exists() or self.path.stat().st_size == 0
        broken = 0 if is_new else self._read()
        try:
            if self.path.exists():
                check_file(self.path)
            # Without a buffer: what could not be written is not written later, somewhere else.
            self._file = self.path.open("r+b" if self.path.exists() else "x+b", buffering=0)
        except OSError as fault:
            raise self._unwritable(fault) from None
        try:
            sync_folder(self.path.parent)
            if broken:
                self._cut_off(broken)
            if is_new:
                started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
                self._append(to_line({_MARK: VERSION, "url": url, "started": started}))
                self.flush()
        except BaseException as fault:
            self._file.close()
            if isinstance(fault, OSError):
                raise self._unwritable(fault) from None
            raise

    def _read(self) -> int:
        """Learn what the file holds; how many bytes are broken at its end."""
        recording = Recording(self.path)
        for each in recording:
            partition = self._partitions.setdefault((each.topic, each.partition), _Partition())
            checksum = _checksum(each.timestamp, each.key, each.payload)
            if partition.offsets and each.offset <= partition.offsets[-1]:  # the topic made anew
                partition = self._partitions[each.topic, each.partition] = _Partition()
            partition.add(each.offset, each.timestamp, checksum)
        self._end = recording.whole_bytes
        return recording.broken_bytes

    def _cut_off(self, broken: int) -> None:
        """Move the broken end of the file to another one.

        Usually it is what a recorder wrote when it died. It may also be whole messages behind a
        damage, of which tools for broken gzip files can read some.
        """
        number, aside = 1, self.path.with_name(f"{self.path.name}.damaged")
        while aside.exists():
            number += 1
            aside = self.path.with_name(f"{self.path.name}.damaged-{number}")
        self._file.seek(self._end)
        with aside.open("xb") as kept:
            try:
                shutil.copyfileobj(self._file, kept)
                kept.flush()
                os.fsync(kept.fileno())
            except BaseException:
                aside.unlink()
                raise
        sync_folder(aside.parent)
        self._file.truncate(self._end)
        _log.warning(
            "the last %d bytes of %s cannot be read; they are kept as %s, and the recording goes "
            "on before them",
            broken,
            self.path,
            aside,
        )

    def _unwritable(self, fault: OSError) -> RecordingError:
        return RecordingError(
            f"the recording {self.path} cannot be written: {fault.strerror or fault}; give a file "
            "on a disk with space; what was recorded before is kept"
        )

    def add(self, payload: bytes | None, metadata: Metadata) -> bool:
        """Append a message; it is on the disk after :meth:`flush`, at the latest.

        A message that the recording has already, by its offset, is left out. If the topic was made
        anew, its offsets begin again: a warning says so, and its messages are appended.

        Args:
            payload: its payload. None for a null one; so is an empty one whose metadata say that
                it is a tombstone.
            metadata: its metadata.

        Returns:
            Whether it was appended.

        Raises:
            hop.errors.RecordingError: the file cannot be written, or the message is too large for
                a recording.
        """
        if not payload and metadata.is_tombstone:
            payload = None
        key = metadata.key.encode() if isinstance(metadata.key, str) else metadata.key
        checksum = _checksum(metadata.timestamp, key, payload)
        if not self._is_new(metadata, checksum):
            return False
        self._append(
            to_line(
                {
                    "topic": metadata.topic,
                    "partition": metadata.partition,
                    "offset": metadata.offset,
                    "timestamp": metadata.timestamp,
                    "key": _shown(key),
                    "headers": [[name, _shown(value)] for name, value in metadata.headers],
                    "value": _shown(payload),
                }
            ),
            metadata,
        )
        partition = self._partitions[metadata.topic, metadata.partition]
        partition.add(metadata.offset, metadata.timestamp, checksum)
        if self._size > _BATCH_BYTES or len(self._lines) >= _BATCH_MESSAGES:
            self.flush()
        return True

    def _is_new(self, metadata: Metadata, checksum: int) -> bool:
        name = metadata.topic, metadata.partition
        partition = self._partitions.setdefault(name, _Partition())
        verdict = partition.judge(metadata.offset, metadata.timestamp, checksum)
        if verdict is _Verdict.MADE_ANEW:
            _log.warning(
                "topic %s, partition %d, has other messages than those recorded up to offset %d: "
                "it was made anew; its messages from offset %d on are recorded too",
                *name,
                partition.offsets[-1],
                metadata.offset,
            )
            self._partitions[name] = _Partition()
        return verdict is not _Verdict.KNOWN

    def _append(self, text: str, metadata: Metadata | None = None) -> None:
        line = text.encode("utf-8", "surrogatepass") + b"\n"
        if self._size + len(line) > _LARGEST_BATCH:
            self.flush()
        if len(line) > _LARGEST_BATCH and metadata is not None:
            where = message_position(metadata.topic, metadata.partition, metadata.offset)
            raise RecordingError(
                f"the message at {where} cannot be recorded: it would take {len(line)} bytes in "
                f"{self.path}, and a recording takes {_LARGEST_BATCH}; save it by `hop subscribe "
                "--output-dir`"
            )
        self._lines.append(line)
        self._size += len(line)

    def flush(self) -> None:
        """Put on the disk what has been added.

        Raises:
            hop.errors.RecordingError: the file cannot be written. It holds what it held before; the
                next call tries again, but :meth:`close` does not.
        """
        if not self._lines:
            return
        data = memoryview(gzip.compress(b"".join(self._lines), 6, mtime=0))
        try:
            if self._is_torn:
                self._file.truncate(self._end)
            self._is_torn = True
            self._file.seek(self._end)
            rest = data
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError as fault:
            self._has_failed = True
            with contextlib.suppress(OSError):  # a broken end does no harm
                self._file.truncate(self._end)
            raise self._unwritable(fault) from None
        self._is_torn = self._has_failed = False
        self._end += len(data)
        self._lines.clear()
        self._size = 0

    def close(self) -> None:
        """Put everything on the disk and close the file. May be repeated.

        Raises:
            hop.errors.RecordingError: the file cannot be written. If :meth:`flush` has said so
                already, nothing is written and nothing raised.
        """
        try:
            if not self._has_failed:
                self.flush()
        finally:
            self._file.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Recording:
    """A recording to be read, from its beginning at each iteration.

    Batches that are damaged are passed over. When the end of the file is reached, a warning says
    how much could not be read, and so do the attributes.

    Args:
        path: the file.

    Attributes:
        url: where the messages came from; empty if the beginning of the file is damaged.
        started: when it was begun, ISO 8601, UTC; empty if the beginning of the file is damaged.
        whole_bytes: where the last whole batch ends, once the file has been read to its end.
        damaged_bytes: how much before that cannot be read.
        broken_bytes: how much behind it cannot be read, as of a writer that died.

    Raises:
        hop.errors.RecordingError: it cannot be read, is no recording, or of a later version.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.whole_bytes = self.damaged_bytes = self.broken_bytes = 0
        self.url = self.started = ""
        first = next(self._lines(), b"")
        self._has_head = not (self.damaged_bytes and self._is_message(first))
        if not self._has_head:
            return
        try:
            head = loads(first.decode())
            version, self.url, self.started = head[_MARK], head["url"], head["started"]
        except (ValueError, KeyError, TypeError):
            raise RecordingError(
                f"{self.path} is no recording of hop: its first line does not say so"
            ) from None
        if version != VERSION:
            raise RecordingError(
                f"{self.path} is a recording of version {version!r}, and this hop reads version "
                f"{VERSION}; use a newer hop"
            )

    def __iter__(self) -> Iterator[Recorded]:
        lines = self._lines()
        if self._has_head:
            next(lines)
        for number, line in enumerate(lines, 2):
            yield self._message(line, number)
        if self.damaged_bytes:
            _log.warning(
                "%d bytes in the middle of %s are damaged: the messages in them are lost, all "
                "others are read",
                self.damaged_bytes,
                self.path,
            )
        if self.broken_bytes:
            _log.warning(
                "the last %d bytes of %s cannot be read: the file is damaged, or its recorder "
                "died or is still writing; the messages before them are read",
                self.broken_bytes,
                self.path,
            )

    def _is_message(self, line: bytes) -> bool:
        try:
            self._message(line, 1)
        except RecordingError:
            return False
        return True

    def _message(self, line: bytes, number: int) -> Recorded:
        try:
            entry = loads(line.decode("utf-8", "surrogatepass"))
            message = Recorded(
                entry["topic"],
                entry["partition"],
                entry["offset"],
                entry["timestamp"],
                _hidden(entry["key"]),
                [(name, _hidden(value)) for name, value in entry["headers"]],
                _hidden(entry["value"]),
            )
            if not all(isinstance(each, str) for each in (message.topic, *dict(message.headers))):
                raise TypeError("the names of topics and headers are text")
            for each in (message.partition, message.offset, message.timestamp):
                if not (isinstance(each, int) and _SMALLEST <= each <= _LARGEST):
                    raise TypeError(f"{each!r:.40} is no number of Kafka")
        except (ValueError, KeyError, TypeError) as fault:
            raise RecordingError(
                f"{self.path}, line {number}, is no message: {type(fault).__name__}: {fault}"
            ) from None
        return message

    def _lines(self) -> Iterator[bytes]:
        self.whole_bytes = self.damaged_bytes = self.broken_bytes = 0
        try:
            with open_file(self.path) as file:
                if file.read(2) != _MAGIC:
                    raise RecordingError(f"{self.path} is no recording of hop: it is not gzip")
                for batch in self._batches(file):
                    yield from io.BytesIO(batch)
        except OSError as fault:
            raise RecordingError(
                f"{self.path} cannot be read: {fault.strerror or fault}; check the path"
            ) from None

    def _batches(self, file: io.BufferedReader) -> Iterator[bytes]:
        """The text of each whole member of the file."""
        size = os.fstat(file.fileno()).st_size
        start: int | None = 0
        tries = 0
        while start is not None and start < size and tries < _MOST_TRIES:
            file.seek(start)
            batch = self._batch(file)
            if batch is None:
                tries += 1
                start = _find(file, _BATCH_MAGIC, start + 1)
                continue
            self.damaged_bytes += start - self.whole_bytes
            start = self.whole_bytes = file.tell()
            yield batch
        self.broken_bytes = max(0, size - self.whole_bytes)

    def _batch(self, file: io.BufferedReader) -> bytes | None:
        """The text of the member that begins here; None if it is not whole."""
        start = file.tell()
        unpack = zlib.decompressobj(wbits=31)
        text = bytearray()
        try:
            while not unpack.eof:
                chunk = unpack.unconsumed_tail or file.read(_CHUNK)
                if not chunk:
                    return None
                text += unpack.decompress(chunk, _LARGEST_BATCH + 1 - len(text))
                if len(text) > _LARGEST_BATCH:
                    raise RecordingError(
                        f"{self.path} cannot be read: what begins at its byte {start} unpacks to "
                        f"more than {_LARGEST_BATCH} bytes, which no recorder of hop writes; do "
                        "not use this file"
                    )
        except zlib.error:
            return None
        file.seek(-len(unpack.unused_data), os.SEEK_CUR)
        return bytes(text)


def _find(file: io.BufferedReader, wanted: bytes, start: int) -> int | None:
    """Where some bytes are found first in a file, from a position on."""
    file.seek(start)
    before = b""
    while chunk := file.read(_CHUNK):
        found = (before + chunk).find(wanted)
        if found >= 0:
            return start - len(before) + found
        start += len(chunk)
        before = (before + chunk)[1 - len(wanted) :]
    return None


def _checksum(timestamp: int, key: bytes | None, payload: bytes | None) -> int:
    # A null payload counts as an empty one, as which it was once recorded.
    return zlib.crc32(payload or b"", zlib.crc32(key or b"", zlib.crc32(b"%d" % timestamp)))


def _shown(data: bytes | None) -> Any:
    if data is None:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _hidden(shown: Any) -> bytes | None:
    if shown is None:
        return None
    if isinstance(shown, str):
        return shown.encode()
    try:
        return base64.b64decode(shown["base64"], validate=True)
    except binascii.Error:
        raise ValueError("base64 that is broken") from None
