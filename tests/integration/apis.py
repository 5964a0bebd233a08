"""The streams that the tests use: hop's own, or those for asyncio with the surface of the others.

``pytest --api async`` runs the same tests, bodies and all, on the streams for asyncio. These live
in one event loop, in a thread of its own; whatever the tests call is done there, and waited for.

Programs that tests start find this module in ``PYTHONPATH``: ``from apis import Stream``.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, Self

import hop

VARIABLE = "TESTED_API"  # none of hop's own: a test counts those
APIS = ("sync", "async")
FOLDER = str(Path(__file__).parent)


class _Loop:
    """The event loop of all streams, which begins with the first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="loop", daemon=True).start()
        return asyncio.run_coroutine_threadsafe(work(), self._loop).result()


_LOOP = _Loop()


class _Messages:
    """An iterator of an asynchronous one."""

    def __init__(self, messages: Any) -> None:
        self._messages = messages

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        async def ask() -> tuple[Any, ...]:
            try:
                return (await anext(self._messages),)
            except StopAsyncIteration:  # no future may hold it
                return ()

        found = _LOOP.run(ask)
        if not found:
            raise StopIteration
        return found[0]

    def close(self) -> None:
        _LOOP.run(self._messages.aclose)


class AsyncAsSync:
    """A stream for asyncio, opened, with the methods of the synchronous one."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: Any) -> None:
        _LOOP.run(lambda: self.stream.__aexit__(*failure))

    def __iter__(self) -> Iterator[Any]:
        return self.read()

    def read(self, *arguments: Any, **options: Any) -> Any:
        return _Messages(self._call("read", arguments, options))

    def read_raw(self, *arguments: Any, **options: Any) -> Any:
        return _Messages(self._call("read_raw", arguments, options))

    def __getattr__(self, name: str) -> Any:
        if not callable(getattr(self.stream, name)):
            raise AttributeError(name)
        return lambda *arguments, **options: self._call(name, arguments, options)

    def _call(self, name: str, arguments: Any, options: Any) -> Any:
        async def call() -> Any:
            result = getattr(self.stream, name)(*arguments, **options)
            return await result if asyncio.iscoroutine(result) else result

        return _LOOP.run(call)


class AsyncStream:
    """A ``Stream`` whose ``open`` opens streams for asyncio."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._stream = hop.Stream(*arguments, **options)

    def open(self, *arguments: Any, **options: Any) -> Any:
        stream: Any = None

        async def enter() -> None:
            nonlocal stream
            stream = self._stream.aopen(*arguments, **options)
            await stream.__aenter__()

        _LOOP.run(enter)
        return AsyncAsSync(stream)


def api() -> str:
    """Which of the two is tested."""
    return os.environ.get(VARIABLE, APIS[0])


def inner(stream: Any) -> Any:
    """hop's own stream, which one for asyncio has within."""
    return stream.stream._stream if isinstance(stream, AsyncAsSync) else stream


def environment() -> dict[str, str]:
    """The variables of a program that imports this module."""
    path = os.pathsep.join(filter(None, (FOLDER, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def __getattr__(name: str) -> Any:
    # Which it is, is known when the tests are imported, but not when this module is.
    if name != "Stream":
        raise AttributeError(name)
    return AsyncStream if api() == "async" else hop.Stream
