"""Calls that may hang, waited for no longer than is worth it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Late(Exception):
    """A call that has not returned in time; it is left to itself."""


class Call(Generic[_T]):
    """A call in a thread of its own, which does not keep the process alive.

    Args:
        function: what is called.
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
        except BaseException as error:  # handed to the one who waits
            self._error = error

    def wait(self, seconds: float) -> _T:
        """What it returns or raises.

        Raises:
            Late: neither, until now.
        """
        self._thread.join(seconds)
        if self._error is not None:
            raise self._error
        if not self._result:
            raise Late
        return self._result[0]


def start(functions: Iterable[Callable[[], _T]]) -> list[Call[_T]]:
    """Calls at the same time."""
    return [Call(each) for each in functions]
