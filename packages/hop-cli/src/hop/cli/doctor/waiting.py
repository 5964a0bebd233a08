"""Calls with a time limit, for functions that have none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Late(Exception):
    """A call has not returned in time; its thread goes on."""


class Call(Generic[_T]):
    """Calls a function in a thread. The thread does not keep the process alive.

    Args:
        function: the function.
    """

    def __init__(self, function: Callable[[], _T]) -> None:
        self._function = function
        self._result: list[_T] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result.append(self._function())
        except BaseException as error:  # wait() raises it
            self._error = error

    def wait(self, seconds: float) -> _T:
        """Return what the function returns, or raise what it raises.

        Raises:
            Late: it has not ended in time.
        """
        self._thread.join(seconds)
        if self._error is not None:
            raise self._error
        if not self._result:
            raise Late
        return self._result[0]


def start(functions: Iterable[Callable[[], _T]]) -> list[Call[_T]]:
    """Call several functions at the same time."""
    return [Call(each) for each in functions]
