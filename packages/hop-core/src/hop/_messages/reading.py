"""The bytes of a file, unpacked where it is compressed by gzip."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from pathlib import Path

from hop.errors import DecodeError, LimitExceeded

GZIP = b"\x1f\x8b\x08"
"""What a file begins with that is compressed by gzip (RFC 1952, 2.3.1)."""
MAX_UNPACKED_BYTES = 64 * 2**20
"""How large a compressed file may become, in bytes; brokers take far smaller messages."""


def read_file(path: str | os.PathLike[str], *, unpack: bool = True) -> bytes:
    """The bytes of a file.

    Args:
        path: the file.
        unpack: unpack it if it is compressed by gzip.

    Raises:
        OSError: it cannot be read.
        hop.errors.DecodeError: it is damaged; the text names the file.
        hop.errors.LimitExceeded: it becomes larger than :data:`MAX_UNPACKED_BYTES`.
    """
    data = Path(path).read_bytes()
    if not unpack:
        return data
    try:
        return unpacked(data)
    except DecodeError as fault:
        raise type(fault)(f"{path}: {fault}") from None


def unpacked(data: bytes) -> bytes:
    """What is in data that are compressed by gzip; all other data as they are.

    Raises:
        hop.errors.DecodeError: they are damaged.
        hop.errors.LimitExceeded: they become larger than :data:`MAX_UNPACKED_BYTES`.
    """
    if not data.startswith(GZIP):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            found = file.read(MAX_UNPACKED_BYTES + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise DecodeError(f"compressed by gzip, and damaged: {fault}") from None
    if len(found) > MAX_UNPACKED_BYTES:
        raise LimitExceeded(
            f"compressed by gzip, and more than {MAX_UNPACKED_BYTES // 2**20} MiB when unpacked: "
            "this is not read"
        )
    return found
