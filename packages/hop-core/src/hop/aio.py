"""Streams for asyncio, with the options, semantics and errors of :mod:`hop.io`.

What waits for the broker waits in a thread of the stream's own; messages are decoded in the event
loop, a millisecond at a time. A task that is cancelled while it waits loses nothing: what arrives
meanwhile is there when the next message is asked for.

    async with stream.aopen("kafka://hostname:port/topic") as s:
        async for message in s:
            print(message)
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from hop.consumer import BATCH_SIZE, Consumer
from hop.errors import TransportError
from hop.producer import Producer

if TYPE_CHECKING:
    from datetime import timedelta
    from types import TracebackType

    from hop.metadata import Metadata
    from hop.wire import HeadersInput

_Stream = TypeVar("_Stream", Consumer, Producer)
_Result = TypeVar("_Result")

# How long messages are handed over before the other tasks of the loop get their turn.
_TURN_S = 0.001


class AsyncStream(Generic[_Stream]):
    """A stream that is opened by ``async with``, or by :meth:`open`.

    Args:
        opener: opens the stream; it waits for the broker.
    """

    def __init__(self, opener: Callable[[], _Stream]) -> None:
        self._opener: Callable[[], _Stream] = opener
        self._opened: _Stream | None = None
        self._turn_ends = 0.0
        # One thread: what waits is done in the order in which it was asked for.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hop")

    async def _in_thread(self, function: Callable[..., _Result], *arguments: Any) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)

    async def _give_way(self) -> None:
        """Let the other tasks of the loop have their turn, when it is time for that."""
        now = time.monotonic()
        if now > self._turn_ends:
            await asyncio.sleep(0)
            self._turn_ends = time.monotonic() + _TURN_S

    @property
    def _stream(self) -> _Stream:
        if self._opened is None:
            raise TransportError("the stream is not open: use it in `async with`, or await open()")
        return self._opened

    async def open(self) -> Self:
        """Connect to the broker.

        Raises:
            hop.errors.HopError: what :meth:`hop.io.Stream.open` raises.
        """
        if self._opened is None:
            opening = asyncio.ensure_future(self._in_thread(self._opener))
            try:
                self._opened = await asyncio.shield(opening)
            except asyncio.CancelledError:
                # The thread opens it all the same; then it is closed where it was opened.
                opening.add_done_callback(self._discard)
                raise
        return self

    def _discard(self, opening: asyncio.Future[_Stream]) -> None:
        if not opening.cancelled() and opening.exception() is None:
            self._thread.submit(opening.result().close)
        self._thread.shutdown(wait=False)

    async def close(self) -> None:
        """Shut down as :meth:`hop.io.Consumer.close` and :meth:`hop.io.Producer.close` do."""
        opened, self._opened = self._opened, None
        try:
            if opened is not None:
                # Not to be cancelled: half a shutdown would lose acknowledgements or places.
                await asyncio.shield(self._in_thread(opened.close))
        finally:
            self._thread.shutdown(wait=False)

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self.close()
        except TransportError as failure:
            if error is None:
                raise
            error.add_note(str(failure))


class AsyncConsumer(AsyncStream[Consumer]):
    """A stream opened for reading; see :class:`hop.io.Consumer`."""

    async def read(
        self,
        metadata: bool = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> AsyncIterator[Any]:
        """Read messages; see :meth:`hop.io.Consumer.read`."""
        stream = self._stream
        wait = stream._wait_of(batch_size, batch_timeout)
        while not stream._stopped and (stream._ready or await self._fetch(batch_size, wait)):
            for message in stream._drain(metadata, autocommit):
                yield message
                await self._give_way()

    async def _fetch(self, size: int, wait: float) -> bool:
        # A look at a time: one that nobody waits for any more ends soon, and holds up no other.
        while (found := await self._in_thread(self._stream._look, size, wait)) is None:
            pass
        return found

    def __aiter__(self) -> AsyncIterator[Any]:
        return self.read()

    def mark_done(self, metadata: Metadata) -> None:
        """Mark a message as done; see :meth:`hop.io.Consumer.mark_done`."""
        self._stream.mark_done(metadata)

    def stop(self) -> None:
        """End reading at once, without an exception."""
        self._stream.stop()


class AsyncProducer(AsyncStream[Producer]):
    """A stream opened for writing; see :class:`hop.io.Producer`."""

    async def write(
        self,
        message: Any,
        headers: HeadersInput | None = None,
        key: str | bytes | None = None,
        test: bool = False,
        topic: str | None = None,
    ) -> None:
        """Write a message; see :meth:`hop.io.Producer.write`.

        It waits, without holding up the loop, while the queue is full.
        """
        stream = self._stream
        await self._give_way()
        if stream.takes_at_once(topic):
            stream.write(message, headers, key, test, topic)
        else:
            await self._in_thread(stream.write, message, headers, key, test, topic)

    async def flush(self, timeout: float | None = None) -> None:
        """Wait until every message is acknowledged; see :meth:`hop.io.Producer.flush`."""
        await self._in_thread(self._stream.flush, timeout)
