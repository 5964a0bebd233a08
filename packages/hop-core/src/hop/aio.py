"""Streams for asyncio, with the options, semantics and errors of :mod:`hop.io`.

What waits for the broker, a disk or a server waits in a thread of the stream's own, where messages
that take long are decoded, too; all others are decoded in the event loop, a millisecond at a time.
A task that is cancelled while it waits loses nothing: what arrives meanwhile is there when the next
message is asked for, and what failed meanwhile is told at the next call.

    async with stream.aopen("kafka://hostname:port/topic") as s:
        async for message in s:
            print(message)
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, Literal, overload

from hop._async_stream import AsyncStream
from hop._reader.consumer import BATCH_SIZE, Consumer
from hop._reader.prefetch import Ahead
from hop._reader.unpacking import PAUSE, payload_of
from hop._writer.producer import Producer
from hop.errors import TransportError

if TYPE_CHECKING:
    from datetime import timedelta

    from hop._messages.metadata import Metadata
    from hop._reader.receiver import Intake
    from hop._wire.headers import HeadersInput

__all__ = ["AsyncConsumer", "AsyncProducer"]

# How long a writer waits for room in the queue before it looks again.
_ROOM_S = 0.1


class AsyncConsumer(AsyncStream[Consumer]):
    """A stream opened for reading; see :class:`hop.io.Consumer`."""

    @overload
    def read(
        self,
        metadata: Literal[False] = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> AsyncIterator[Any]: ...

    @overload
    def read(
        self,
        metadata: Literal[True],
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> AsyncIterator[tuple[Any, Metadata]]: ...

    def read(
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
        return self._read(stream, metadata, autocommit, batch_size, wait)

    @overload
    def read_raw(
        self,
        metadata: Literal[False] = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> AsyncIterator[bytes]: ...

    @overload
    def read_raw(
        self,
        metadata: Literal[True],
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> AsyncIterator[tuple[bytes, Metadata]]: ...

    def read_raw(
        self,
        metadata: bool = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> AsyncIterator[Any]:
        """Read messages without decoding them; see :meth:`hop.io.Consumer.read_raw`."""
        stream = self._stream
        wait = stream._wait_of(batch_size, batch_timeout)
        return self._read(stream, metadata, autocommit, batch_size, wait, decode=payload_of)

    async def _read(
        self,
        stream: Consumer,
        metadata: bool,
        autocommit: bool,
        size: int,
        wait: float,
        *,
        decode: Callable[..., Any] | None = None,
    ) -> AsyncIterator[Any]:
        intake, unpacker = stream._intake, stream._unpacker
        ahead = None
        if decode is None:
            ahead = Ahead(intake, unpacker)
            await self._in_thread(stream._get_ready)
        while not intake.is_stopped and (intake.ready or await self._fetch(intake, size, wait)):
            if ahead is not None and ahead.is_needed():
                await self._in_thread(ahead.decode)
            for message in unpacker.unpack(metadata, autocommit, decode, pauses=True):
                if message is not PAUSE:
                    yield message
                    continue
                await self._give_way()
                if intake.is_to_be_served():
                    await self._in_thread(intake.look, 1, 0.0)
                if ahead is not None and ahead.is_needed():
                    await self._in_thread(ahead.decode)

    async def _fetch(self, intake: Intake, size: int, wait: float) -> bool:
        # A look at a time: one that nobody waits for any more ends soon, and holds up no other.
        while not intake.is_stopped:
            found = await self._in_thread(intake.look, size, wait)
            if found is not None:
                return found
        return False

    def _shut(self, opened: Consumer, is_over: Callable[[], bool]) -> None:
        opened.close()

    async def close(self) -> None:
        """End all subscriptions and shut down; see :meth:`hop.io.Consumer.close`."""
        if self._opened is not None:
            self._opened.stop()  # a task that reads ends at once
        await super().close()

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

    pack = staticmethod(Producer.pack)

    def _prepare(self, opened: Producer) -> None:
        opened._raise_when_full()

    async def write(
        self,
        message: Any,
        headers: HeadersInput | None = None,
        key: str | bytes | None = None,
        test: bool = False,
        topic: str | None = None,
    ) -> None:
        """Write a message; see :meth:`hop.io.Producer.write`.

        It waits, without holding up the loop, while the queue is full. If it is cancelled, the
        message may or may not be written.
        """
        await self._write(topic, self._stream.write, message, headers, key, test, topic)

    async def write_raw(
        self,
        packed_message: bytes,
        headers: HeadersInput | None = None,
        key: str | bytes | None = None,
        topic: str | None = None,
        *,
        partition: int | None = None,
    ) -> None:
        """Write a payload and headers as they are; see :meth:`hop.io.Producer.write_raw`."""
        stream = self._stream

        def write() -> None:
            stream.write_raw(packed_message, headers, key, topic, partition=partition)

        await self._write(topic, write)

    async def _write(self, topic: str | None, write: Callable[..., None], *message: Any) -> None:
        await self._give_way()
        while True:
            stream = self._stream
            try:
                if stream.takes_at_once(topic):
                    self._tell_unheard()
                    write(*message)
                else:
                    await self._in_thread(write, *message)
                return
            except BufferError:
                await self._in_thread(stream._listen, _ROOM_S)

    async def flush(self, timeout: float | None = None) -> None:
        """Wait until every message is acknowledged; see :meth:`hop.io.Producer.flush`."""
        is_over = threading.Event()
        try:
            await self._in_thread(self._stream._flush, timeout, is_over.is_set)
        except asyncio.CancelledError:
            is_over.set()  # nothing that is asked for next waits for it
            raise

    def _shut(self, opened: Producer, is_over: Callable[[], bool]) -> None:
        opened._close(None, is_over)

    async def close(self) -> None:
        """Wait until every message is acknowledged; see :meth:`hop.io.Producer.close`.

        If it is cancelled meanwhile, what is not acknowledged is given up, which a note of the
        ``CancelledError`` and the log tell; with a journal, it is kept there.
        """
        try:
            await super().close()
        except TransportError as failure:
            while self._unheard:
                failure.add_note(str(self._unheard.popleft()))
            raise
        self._tell_unheard()
