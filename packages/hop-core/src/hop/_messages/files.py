"""A message as a file, with a second file beside it for its metadata."""

from __future__ import annotations

import contextlib
import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hop._messages.metadata import Metadata

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]|\A[.-]")
_LONGEST_TOPIC = 160
_METADATA = ".meta.json"
# What file systems answer that cannot sync folders, some of networks among them.
_NOT_OF_FOLDERS = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
_DOCUMENTS = ((b"<", ".xml"), (b"Obj\x01", ".avro"), (b"{", ".json"), (b"[", ".json"))


def file_name_of(metadata: Metadata, data: bytes) -> str:
    """The name of a message's file: topic, partition, offset, and a suffix for its format.

    The content of the message decides the suffix only.
    """
    return f"{_safe(metadata.topic)}-{metadata.partition}-{metadata.offset}{_suffix(data)}"


@dataclass(frozen=True, slots=True)
class MessageFile:
    """A file to be written.

    Attributes:
        path: where.
        data: the message.
        known: its metadata, as JSON.
    """

    path: Path
    data: bytes
    known: bytes

    def write(self) -> Path:
        """Write the metadata, and then the message; both are on the disk before they have names.

        The names are on the disk after :func:`sync_folder`, which may be called once for many.

        Returns:
            The file with the message.

        Raises:
            OSError: it cannot be written.
        """
        write_whole(self.path.with_name(self.path.name + _METADATA), self.known)
        write_whole(self.path, self.data)
        return self.path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, which is on the disk before it has its name: nobody sees half of it.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    temporary = path.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        # Made here and nowhere else: whatever stands there, a link say, is not followed.
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException as fault:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(fault, OSError):
            raise type(fault)(fault.errno, fault.strerror, str(path)) from fault
        raise


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, which are on the disk then; one that is there stays.

    Raises:
        OSError: it cannot be made.
    """
    missing = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)


def sync_folder(path: Path) -> None:
    """Have the names in a folder on the disk: files that are new, renamed or removed.

    Raises:
        OSError: the disk fails.
    """
    if os.name != "posix":  # Windows does so by itself
        return
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder that one may write to, but not list
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_OF_FOLDERS:
            raise
    finally:
        os.close(descriptor)


def _safe(topic: str) -> str:
    """A topic as part of a name; Kafka's own rules leave it as it is, but a broker may not."""
    safe = _UNSAFE.sub("_", topic) or "_"
    if len(safe) > _LONGEST_TOPIC or safe != topic:
        import hashlib  # heavy

        safe = f"{safe[:_LONGEST_TOPIC]}-{hashlib.sha256(os.fsencode(topic)).hexdigest()[:8]}"
    return safe


def _suffix(data: bytes) -> str:
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for begin, suffix in _DOCUMENTS:
        if start.startswith(begin):
            return suffix
    try:
        data.decode()
    except UnicodeDecodeError:
        # XML in UTF-16 begins with a mark.
        return ".xml" if data[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<" in data[:4] else ".bin"
    return ".txt"


def describe_message(message: Any, metadata: Metadata) -> dict[str, Any]:
    """The metadata of a message, as a JSON tree."""
    error = getattr(message, "error", None)
    identity, time = metadata.id, metadata.time
    return {
        "topic": metadata.topic,
        "partition": metadata.partition,
        "offset": metadata.offset,
        "timestamp": metadata.timestamp,
        "time": time and time.isoformat().replace("+00:00", "Z"),
        "key": _plain(metadata.key),
        "id": identity and str(identity),
        "sender": metadata.sender,
        "format": getattr(message, "hop_format", None),
        "is_test": bool(getattr(message, "is_test", False)),
        **({"is_tombstone": True} if metadata.is_tombstone else {}),
        **({"error": str(error)} if isinstance(error, Exception) else {}),
        "headers": [[name, _plain(value)] for name, value in metadata.headers],
    }


def _plain(value: str | bytes | None) -> Any:
    """Text where it is text; other bytes become ``{"base64": …}`` when they are written."""
    if isinstance(value, bytes):
        with contextlib.suppress(UnicodeDecodeError):
            return value.decode()
    return value
