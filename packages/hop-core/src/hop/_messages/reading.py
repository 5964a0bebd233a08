"""Open files that a user names: real ones, and what the user's own shell hands over."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

# Standard input, and what a shell makes of <(…): open already, so nobody else has put it there.
_HANDED_OVER = re.compile(r"/dev/stdin|/dev/fd/\d+|/proc/self/fd/\d+")
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_NAMES = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def open_file(path: str | os.PathLike[str]) -> BinaryIO:
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


def read_file(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file; see :func:`open_file`.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    with open_file(path) as file:
        return file.read()


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
