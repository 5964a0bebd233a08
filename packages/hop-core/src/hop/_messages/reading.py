"""Read files that a user names: real ones, and what the user's own shell hands over."""

from __future__ import annotations

import errno
import gzip
import io
import os
import re
import stat
import zlib
from pathlib import Path

from hop.errors import DecodeError, LimitExceeded

GZIP = b"\x1f\x8b\x08"
"""What a file begins with that is compressed by gzip (RFC 1952, 2.3.1)."""
MAX_UNPACKED_BYTES = 64 * 2**20
"""How large a compressed file may become, in bytes; brokers take far smaller messages."""

# Standard input, and what a shell makes of <(…): open already, so nobody else has put it there.
_HANDED_OVER = re.compile(r"/dev/stdin|/dev/fd/\d+|/proc/self/fd/\d+")
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_NAMES = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def open_file(path: str | os.PathLike[str]) -> io.BufferedReader:
    """Open a file to read bytes from it.

    A named pipe or a device could hold up the program for ever, or give bytes without end.
    ``/dev/stdin`` and ``/dev/fd/N`` are opened whatever they are.

    Raises:
        OSError: it cannot be opened, or is neither of them.
    """
    if _HANDED_OVER.fullmatch(os.fspath(path)):
        return Path(path).open("rb")
    check_file(path)  # to open a device may already do something
    # Without waiting: it may be another one by now.
    file = open(path, "rb", opener=lambda name, flags: os.open(name, flags | _AT_ONCE))  # noqa: SIM115
    try:
        _check(os.fstat(file.fileno()).st_mode, path)
    except BaseException:
        file.close()
        raise
    return file


def read_file(path: str | os.PathLike[str], *, unpack: bool = False) -> bytes:
    """The bytes of a file; see :func:`open_file`.

    Args:
        path: the file.
        unpack: unpack it if it is compressed by gzip.

    Raises:
        OSError: it cannot be read, or is no file.
        hop.errors.DecodeError: it is damaged; the text names the file.
        hop.errors.LimitExceeded: it becomes larger than :data:`MAX_UNPACKED_BYTES`.
    """
    with open_file(path) as file:
        data = file.read()
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


def check_file(path: str | os.PathLike[str]) -> None:
    """Check that others, who open files by their names, can open this one without waiting.

    Raises:
        OSError: it is a named pipe, a socket or a device, or there is none.
    """
    if not _HANDED_OVER.fullmatch(os.fspath(path)):
        _check(Path(path).stat().st_mode, path)


def _check(mode: int, path: str | os.PathLike[str]) -> None:
    for is_one, name in _NAMES:
        if is_one(mode):
            raise OSError(errno.EINVAL, f"it is {name}, not a file", os.fspath(path))
