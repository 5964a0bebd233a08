"""A file that says who uses something, and lets nobody else."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import sys
from pathlib import Path

from hop._kafka import call_after_fork
from hop.errors import HopError, JournalError

# A link could lead to a file of somebody else, which would then be emptied.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
# Far behind the text, which others shall be able to read.
_LOCKED_BYTE = 1 << 30
_HOLDER = "process "


class FileLock:
    """The right to use a file, held by one process until it releases it or dies.

    Args:
        path: the file that says who holds it; it is there only meanwhile.
        what: what it is the right to, for the error.
        error: the type of the error.

    Raises:
        hop.errors.HopError: another process, or another part of this one, holds it; or the file
            cannot be made. It is of the type ``error``.
    """

    def __init__(self, path: Path, what: str, error: type[HopError] = JournalError) -> None:
        self._path = path
        self._descriptor = -1
        while self._descriptor < 0:
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
            except OSError as fault:
                raise error(
                    f"{what} cannot be used: {path}: {fault.strerror}; name a file in a folder "
                    "that this user may write to"
                ) from None
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.close(descriptor)
                raise error(f"{what} cannot be used: {path} is no file; remove it")
            if (text := _text(descriptor)) and not text.startswith(_HOLDER):
                os.close(descriptor)
                raise error(
                    f"{what} cannot be used: {path} is a file of something else; move it away"
                )
            if not _lock(descriptor):
                os.close(descriptor)
                raise error(
                    f"{what} is in use by {text or 'another process'}; end that one first, or "
                    "use another file"
                )
            if _is_same(descriptor, path):
                self._descriptor = descriptor
            else:
                os.close(descriptor)  # the holder before has just taken the file away
        text = f"{_HOLDER}{os.getpid()} on {socket.gethostname()}"
        with contextlib.suppress(OSError):  # a full disk: the lock holds without the text
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, text.encode())
        call_after_fork(self)

    def release(self) -> None:
        """Let others use it. May be repeated."""
        if self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            # In this order, so that nobody locks a file which then goes away unnoticed. Windows
            # keeps a file that is open: there it stays, and says nothing.
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, 0)
                self._path.unlink()
            os.close(descriptor)

    def after_fork(self) -> None:
        """Leave it to the parent: a child made by fork would hold it on after its death."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _is_same(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _text(descriptor: int) -> str:
    text = os.read(descriptor, 1000)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return text.decode("utf-8", "replace").strip()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
