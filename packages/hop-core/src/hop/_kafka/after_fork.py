"""What a forked process must let go of: the clients, locks and files of its parent."""

from __future__ import annotations

import contextlib
import os
import sys
import weakref
from typing import Any, NoReturn, Protocol


class Forked(Protocol):
    """An object that belongs to the process that made it."""

    def after_fork(self) -> None:
        """Let go of what belongs to the parent; called in the child."""


_made: weakref.WeakSet[Any] = weakref.WeakSet()


def call_after_fork(thing: Forked) -> None:
    """Have ``after_fork`` of an object called in each child of this process."""
    _made.add(thing)


def never_destroy(thing: Any) -> None:
    """Keep an object for the whole life of the process.

    In the child, a destructor would wait for threads that only the parent has, or remove files
    that the parent uses.
    """
    import ctypes

    ctypes.pythonapi.Py_IncRef(ctypes.py_object(thing))


def end_child(error: BaseException | None) -> NoReturn:
    """End a forked process as Python ends a process, but without its exit handlers.

    Args:
        error: the exception that ends it; None without one.
    """
    status = 0
    if isinstance(error, SystemExit):
        code = error.code
        status = code if isinstance(code, int) else int(code is not None)
    elif error is not None:
        import traceback

        traceback.print_exception(error)
        status = 1
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _call_all() -> None:
    for thing in list(_made):
        thing.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_call_all)
