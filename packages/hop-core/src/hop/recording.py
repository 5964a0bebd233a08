"""Recordings: the messages of a topic in one file that outlives whoever writes it.

A recording is lines of JSON, compressed by gzip: ``zcat`` shows it, and ``jq`` works with
it. The first line tells what it is; each other is a message::

    {"hop_recording": 1, "url": "kafka://…", "started": "2026-11-25T01:02:03Z"}
    {"topic": "t", "partition": 0, "offset": 7, "timestamp": 1764032523000, "key": null,
     "headers": [["_format", "json"]], "value": "{\\"a\\": 1}"}

Payloads, keys and values of headers that are no UTF-8 are ``{"base64": "…"}``, absent ones null.
Messages are appended in batches, each a gzip member of its own (RFC 1952, 2.2) that is on the disk
before the next begins: a writer that dies leaves at most one broken member at the end, which is
told of and passed over when the file is read, and cut off when it is continued.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from hop._messages import loads, to_line
from hop.errors import RecordingError

if TYPE_CHECKING:
    from hop._messages import Header, Metadata

__all__ = ["Recorded", "Recorder", "Recording"]

VERSION = 1
_MARK = "hop_recording"
_MAGIC = b"\x1f\x8b"
_CHUNK = 2**16
_BATCH_BYTES = 2**20
_BATCH_MESSAGES = 1000


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


class Recorder:
    """Appends messages to a recording; a context manager.

    Args:
        path: the file. One that is there is continued, if it is a recording.
        url: where the messages come from, for the first line.

    Raises:
        hop.errors.RecordingError: the file is no recording, of a later version, or cannot be
            written; it stays as it was.
    """

    def __init__(self, path: str | os.PathLike[str], url: str) -> None:
        self.path = Path(path)
        self.next_offsets: dict[tuple[str, int], int] = {}
        self._lines: list[str] = []
        self._size = 0
        is_new = not self.path.exists() or self.path.stat().st_size == 0
        end = 0 if is_new else self._read_places()
        try:
            self._file = self.path.open("r+b" if self.path.exists() else "x+b")
            self._file.truncate(end)
            self._file.seek(end)
        except OSError as fault:
            raise self._unwritable(fault) from None
        if is_new:
            started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            self._append(to_line({_MARK: VERSION, "url": url, "started": started}))
            self.flush()

    def _read_places(self) -> int:
        """Where each partition goes on; and where the last whole batch ends."""
        recording = Recording(self.path)
        for message in recording:
            self.next_offsets[message.topic, message.partition] = message.offset + 1
        return recording.whole_bytes

    def _unwritable(self, fault: OSError) -> RecordingError:
        return RecordingError(
            f"the recording {self.path} cannot be written: {fault.strerror or fault}; give a file "
            "on a disk with space; what was recorded before is kept"
        )

    def add(self, payload: bytes | None, metadata: Metadata) -> None:
        """Append a message; it is on the disk after :meth:`flush`, at the latest.

        A message that the recording has already, by its offset, is left out.

        Raises:
            hop.errors.RecordingError: the file cannot be written.
        """
        partition = metadata.topic, metadata.partition
        if metadata.offset < self.next_offsets.get(partition, 0):
            return
        key = metadata.key.encode() if isinstance(metadata.key, str) else metadata.key
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
            )
        )
        self.next_offsets[partition] = metadata.offset + 1
        if self._size > _BATCH_BYTES or len(self._lines) >= _BATCH_MESSAGES:
            self.flush()

    def _append(self, line: str) -> None:
        self._lines.append(line)
        self._size += len(line)

    def flush(self) -> None:
        """Put on the disk what has been added.

        Raises:
            hop.errors.RecordingError: the file cannot be written; it is as it was before.
        """
        if not self._lines:
            return
        text = "".join(f"{line}\n" for line in self._lines)
        start = self._file.tell()
        try:
            self._file.write(gzip.compress(text.encode("utf-8", "surrogatepass"), 6, mtime=0))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as fault:
            self._file = self.path.open("r+b")
            self._file.truncate(start)
            raise self._unwritable(fault) from None
        self._lines.clear()
        self._size = 0

    def close(self) -> None:
        """Put everything on the disk and close the file.

        Raises:
            hop.errors.RecordingError: the file cannot be written.
        """
        try:
            self.flush()
        finally:
            self._file.close()

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

    Args:
        path: the file.

    Attributes:
        url: where the messages came from.
        started: when it was begun, ISO 8601, UTC.
        whole_bytes: how much of the file is whole, once it has been read to its end.
        broken_bytes: how much at its end is not, of a writer that died.

    Raises:
        hop.errors.RecordingError: it cannot be read, is no recording, or of a later version.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.whole_bytes = self.broken_bytes = 0
        first = next(self._lines(), "")
        try:
            head = loads(first)
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
        next(lines)
        for number, line in enumerate(lines, 2):
            yield self._message(line, number)

    def _message(self, line: str, number: int) -> Recorded:
        try:
            entry = loads(line)
            return Recorded(
                entry["topic"],
                entry["partition"],
                entry["offset"],
                entry["timestamp"],
                _hidden(entry["key"]),
                [(name, _hidden(value)) for name, value in entry["headers"]],
                _hidden(entry["value"]),
            )
        except (ValueError, KeyError, TypeError) as fault:
            raise RecordingError(
                f"{self.path}, line {number}, is no message: {type(fault).__name__}: {fault}"
            ) from None

    def _lines(self) -> Iterator[str]:
        self.whole_bytes = self.broken_bytes = 0
        try:
            with self.path.open("rb") as file:
                if file.read(2) != _MAGIC:
                    raise RecordingError(f"{self.path} is no recording of hop: it is not gzip")
                file.seek(0)
                while (member := self._member(file)) is not None:
                    yield from io.StringIO(member, newline="\n")
        except OSError as fault:
            raise RecordingError(
                f"{self.path} cannot be read: {fault.strerror or fault}; check the path"
            ) from None

    def _member(self, file: io.BufferedReader) -> str | None:
        """The text of the next whole member; None at the end, or where a broken one begins."""
        start = file.tell()
        unpack = zlib.decompressobj(wbits=31)
        parts = []
        try:
            while not unpack.eof:
                chunk = file.read(_CHUNK)
                if not chunk:
                    raise EOFError
                parts.append(unpack.decompress(chunk))
            text = b"".join(parts).decode("utf-8", "surrogatepass")
        except (zlib.error, EOFError, UnicodeDecodeError):
            file.seek(0, os.SEEK_END)
            self.broken_bytes = file.tell() - start
            return None
        file.seek(-len(unpack.unused_data), os.SEEK_CUR)
        self.whole_bytes = file.tell()
        return text


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
