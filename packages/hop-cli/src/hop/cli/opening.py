"""A stream that is opened while the command does something else."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


class _Closable(Protocol):
    def close(self) -> None: ...


_Stream = TypeVar("_Stream", bound=_Closable)


class Opening(Generic[_Stream]):
    """Opens a stream in a thread of its own, while what is in the ``with`` block is done.

    An error in the block is the one that is told: what is opened is closed then, and nobody waits
    for it.

    Args:
        open_: opens it.
    """

    def __init__(self, open_: Callable[[], _Stream]) -> None:
        self._open = open_
        self._opened: _Stream | None = None
        self._fault: BaseException | None = None
        self._is_open, self._is_left = threading.Event(), threading.Event()
        self._is_wanted = True

    def _run(self) -> None:
        try:
            self._opened = self._open()
        except BaseException as fault:
            self._fault = fault
        self._is_open.set()
        self._is_left.wait()
        if self._opened is not None and not self._is_wanted:
            self._opened.close()

    def __enter__(self) -> Self:
        threading.Thread(target=self._run, name="opening", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_wanted = error is None
        self._is_left.set()

    def stream(self) -> _Stream:
        """The stream, as soon as it is open; its errors are those of opening it."""
        self._is_open.wait()
        if self._opened is None:
            raise self._fault or RuntimeError("there is no stream")
        return self._opened
