"""What a process keeps when it forks, and the child must not touch."""

from __future__ import annotations

import os
import weakref
from typing import Any, Protocol


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


def _forget_all() -> None:
    for thing in list(_made):
        thing.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
