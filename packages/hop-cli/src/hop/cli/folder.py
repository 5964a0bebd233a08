"""A folder that messages are written to, a file each, with what is known of it beside."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hop.cli import output
from hop.json import to_line

if TYPE_CHECKING:
    from hop.metadata import Metadata

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]|\A[.-]")
_LONGEST_TOPIC = 160
_METADATA = ".meta.json"
_DOCUMENTS = ((b"<", ".xml"), (b"Obj\x01", ".avro"), (b"{", ".json"), (b"[", ".json"))


class Folder:
    """A folder of messages.

    A file has the name of topic, partition and offset, nothing of which the message decides, and
    the suffix of its kind. It is there whole or not at all, and after the file with its metadata,
    which has the same name and ``.meta.json``. What has the same place replaces what was there.

    Args:
        path: the folder; it is made if it is not there.
        as_json: write each message as a line of JSON.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, path: str, *, as_json: bool) -> None:
        self._path, self._as_json = Path(path), as_json
        self._path.mkdir(parents=True, exist_ok=True)

    def prepare(self, message: Any, metadata: Metadata) -> File:
        """Make of a message what is to be written.

        Raises:
            hop.errors.EncodeError: a field that has no JSON form.
        """
        data = output.render(message, as_json=self._as_json)
        name = f"{_safe(metadata.topic)}-{metadata.partition}-{metadata.offset}{_suffix(data)}"
        return File(
            self._path / name, data, (to_line(_describe(message, metadata)) + "\n").encode()
        )


@dataclass(frozen=True, slots=True)
class File:
    """A file to be written.

    Attributes:
        path: where.
        data: the message.
        known: its metadata.
    """

    path: Path
    data: bytes
    known: bytes

    def write(self) -> Path:
        """Write the metadata, and then the message.

        Returns:
            The file with the message.

        Raises:
            OSError: it cannot be written.
        """
        _put(self.path.with_name(self.path.name + _METADATA), self.known)
        _put(self.path, self.data)
        return self.path


def _put(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        # Made here and nowhere else: whatever stands there, a link say, is not followed.
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(path)
    except BaseException as fault:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(fault, OSError):
            raise type(fault)(fault.errno, fault.strerror, str(path)) from fault
        raise


def _safe(topic: str) -> str:
    """A topic as part of a name; Kafka's own rules leave it as it is, but a broker may not."""
    safe = _UNSAFE.sub("_", topic) or "_"
    if len(safe) > _LONGEST_TOPIC or safe != topic:
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


def _describe(message: Any, metadata: Metadata) -> dict[str, Any]:
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
        **({"error": str(error)} if isinstance(error, Exception) else {}),
        "headers": [[name, _plain(value)] for name, value in metadata.headers],
    }


def _plain(value: str | bytes | None) -> Any:
    """Text where it is text; other bytes become ``{"base64": …}`` when they are written."""
    if isinstance(value, bytes):
        with contextlib.suppress(UnicodeDecodeError):
            return value.decode()
    return value
