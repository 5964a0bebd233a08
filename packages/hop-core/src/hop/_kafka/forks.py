"""What a process keeps when it forks, and the child must not touch."""

from __future__ import annotations

import contextlib
import os
import sys
import weakref
from typing import Any, NoReturn, Protocol


class Forked(Protocol):
    """Something that belongs to the process that made it."""

    def forget(self) -> None:
        """Let go of what is the parent's; called in the child."""


_made: weakref.WeakSet[Any] = weakref.WeakSet()


def watch(thing: Forked) -> None:
    """Have something forget what it holds, in each child of this process."""
    _made.add(thing)


def never_destroy(thing: Any) -> None:
    """Keep an object for the whole life of the process.

    A destructor would wait in the child for threads that only the parent has, or take away files
    that it uses.
    """
    import ctypes

    ctypes.pythonapi.Py_IncRef(ctypes.py_object(thing))


def end(fault: BaseException | None) -> NoReturn:
    """End a fork that has done what it was made for, as Python ends a process.

    Args:
        fault: what ended it; None: nothing did.
    """
    status = 0
    if isinstance(fault, SystemExit):
        code = fault.code
        status = code if isinstance(code, int) else int(code is not None)
    elif fault is not None:
        import traceback

        traceback.print_exception(fault)
        status = 1
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _forget_all() -> None:
    for thing in list(_made):
        thing.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
