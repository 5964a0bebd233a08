"""Streams for asyncio, with the options, semantics and errors of :mod:`hop.io`.

A thread of the stream's own waits for the broker, a disk or a server, and decodes messages that
take long. All others are decoded in the event loop, a millisecond at a time. A task that is
cancelled while it waits loses nothing: what arrives meanwhile is there when the next message is
asked for, and an error is raised by the next call.

    async with stream.aopen("kafka://hostname:port/topic") as s:
        async for message in s:
            print(message)
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar, overload

from hop._kafka import errors as kafka_errors
from hop._messages import Message_co
from hop._reader import (
    BATCH_SIZE,
    BatchMaker,
    Collection,
    Consumer,
    Messages,
    ReadOptions,
    Receiver,
    find_batch_maker,
    mark_done,
)
from hop._writer import Producer
from hop.errors import TransportError, TransportTimeout

if TYPE_CHECKING:
    from datetime import timedelta
    from types import TracebackType

    from hop._messages import Metadata
    from hop._wire import HeadersInput

__all__ = ["AsyncConsumer", "AsyncProducer"]

_log = logging.getLogger(__name__)

_Stream = TypeVar("_Stream", Consumer[Any], Producer)
_Result = TypeVar("_Result")

# How long messages are delivered before the other tasks of the loop get their turn.
_TURN_S = 0.001
# How long a shutdown may take when nobody waits for it any more.
_GIVE_UP_S = 1.0
# How long a writer waits for room in the queue before it looks again.
_ROOM_S = 0.1


class AsyncStream(ABC, Generic[_Stream]):
    """A stream that is opened by ``async with``, or by :meth:`open`.

    Args:
        opener: opens the stream; it waits for the broker.
    """

    def __init__(self, opener: Callable[[], _Stream]) -> None:
        self._opener: Callable[[], _Stream] = opener
        self._opened: _Stream | None = None
        self._closed = False
        self._turn_ends = 0.0
        # Errors of calls that were cancelled; the next call raises them.
        self._missed: deque[TransportError] = deque()
        # One thread: what waits is done in the order in which it was asked for.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hop")

    async def _in_thread(self, function: Callable[..., _Result], *arguments: Any) -> _Result:
        self._raise_missed()
        try:
            job = self._thread.submit(function, *arguments)
        except RuntimeError:  # another task has closed the stream
            raise kafka_errors.closed() from None
        try:
            return await asyncio.wrap_future(job)
        except asyncio.CancelledError:
            job.add_done_callback(self._keep_error)
            raise

    def _keep_error(self, job: Future[Any]) -> None:
        error = None if job.cancelled() else job.exception()
        if isinstance(error, TransportError) and not isinstance(error, TransportTimeout):
            self._missed.append(error)

    def _raise_missed(self) -> None:
        if self._missed:
            raise self._missed.popleft()

    async def _give_way(self) -> None:
        """Yield to the other tasks of the loop, when it is time for that."""
        if self._is_turn_over():
            await asyncio.sleep(0)
            self._turn_ends = time.monotonic() + _TURN_S

    def _is_turn_over(self) -> bool:
        return time.monotonic() > self._turn_ends

    @property
    def _stream(self) -> _Stream:
        if self._opened is None:
            if self._closed:
                raise kafka_errors.closed()
            raise TransportError("the stream is not open: use it in `async with`, or await open()")
        return self._opened

    async def open(self) -> Self:
        """Connect to the broker.

        Raises:
            hop.errors.HopError: what :meth:`hop.io.Stream.open` raises.
        """
        if self._closed:
            raise kafka_errors.closed()
        if self._opened is None:
            opening = asyncio.ensure_future(self._in_thread(self._opener))
            try:
                self._opened = await asyncio.shield(opening)
            except asyncio.CancelledError:
                # The thread opens it all the same; then it is closed where it was opened.
                self._closed = True
                opening.add_done_callback(self._discard)
                raise
            except BaseException:
                self._closed = True
                self._thread.shutdown(wait=False)
                raise
            self._prepare(self._opened)
        return self

    def __repr__(self) -> str:
        if self._opened is None:
            return f"<{type(self).__name__}, {'closed' if self._closed else 'not open'}>"
        return f"<Async{repr(self._opened)[1:]}"

    def _prepare(self, opened: _Stream) -> None:
        """Prepare an opened stream for an event loop."""

    def _discard(self, opening: asyncio.Future[_Stream]) -> None:
        if not opening.cancelled() and opening.exception() is None:
            self._thread.submit(opening.result().close)
        self._thread.shutdown(wait=False)

    async def close(self) -> None:
        """Shut down as :meth:`hop.io.Consumer.close` and :meth:`hop.io.Producer.close` do.

        If it is cancelled, messages that are not acknowledged are lost: a note of the
        ``CancelledError`` and the log say how many.
        """
        opened, self._opened, self._closed = self._opened, None, True
        if opened is None:
            self._thread.shutdown(wait=False)
            return
        is_over = threading.Event()
        closing = asyncio.wrap_future(self._thread.submit(self._shut, opened, is_over.is_set))
        self._thread.shutdown(wait=False)
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError as cancelled:
            is_over.set()
            # A writer gives up at once; a reader whose broker is away leaves its group by itself.
            done, _ = await asyncio.wait({closing}, timeout=_GIVE_UP_S)
            failure = closing.exception() if done else None
            if isinstance(failure, TransportError):
                cancelled.add_note(str(failure))
                _log.warning("%s", failure)
            raise

    @abstractmethod
    def _shut(self, opened: _Stream, is_over: Callable[[], bool]) -> None:
        """Close the stream; this blocks until the broker has answered, or until ``is_over``."""

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self.close()
        except TransportError as failure:
            if error is None:
                raise
            error.add_note(str(failure))
            if isinstance(error, TransportError):
                error.failures += failure.failures


class AsyncConsumer(AsyncStream[Consumer[Any]], Generic[Message_co]):
    """A stream opened for reading; see :class:`hop.io.Consumer`."""

    @overload
    def read(
        self,
        metadata: Literal[False] = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> AsyncIterator[Message_co]: ...

    @overload
    def read(
        self,
        metadata: Literal[True],
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> AsyncIterator[tuple[Message_co, Metadata]]: ...

    def read(
        self,
        metadata: bool = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> AsyncIterator[Any]:
        """Read messages; see :meth:`hop.io.Consumer.read`."""
        options = ReadOptions(metadata, autocommit, batch_size, batch_timeout, prefetch=True)
        return self._read(options)

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
        options = ReadOptions(metadata, autocommit, batch_size, batch_timeout, raw=True)
        return self._read(options)

    def read_batches(
        self,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float = 1.0,
        schema: Literal["alert", "writer"] = "alert",
        fields: Sequence[str] | None = None,
    ) -> AsyncIterator[Any]:
        """Read record batches of Apache Arrow; see :meth:`hop.io.Consumer.read_batches`.

        The columns are made in the thread of the stream.
        """
        options = ReadOptions(True, False, batch_size, batch_timeout, prefetch=True)
        stream = self._stream
        stream.receiver.check_open()
        make = find_batch_maker(schema, fields)
        return self._batches(stream.receiver, options, make, stream.collection)

    async def _batches(
        self, receiver: Receiver, options: ReadOptions, make: BatchMaker, collection: Collection
    ) -> AsyncIterator[Any]:
        def pause() -> bool:
            is_complete = collection.is_complete(options)
            return is_complete or self._is_turn_over() or not receiver.is_ready(options)

        def made(messages: Messages) -> list[tuple[Any, Messages]]:
            return list(make(messages))

        is_over = False
        while not is_over and not receiver.is_stopped:
            is_over = not await self._poll(receiver, options)
            for each in receiver.deliver(options, pause):
                collection.add(*each)
            is_due = is_over or collection.is_complete(options)
            if is_due and collection.messages and not receiver.is_stopped:
                # If this task is cancelled meanwhile, the messages stay for the next reading.
                for batch, messages in await self._in_thread(made, list(collection.messages)):
                    collection.remove(messages)
                    yield batch
                    mark_done(receiver, messages)

    def _read(self, options: ReadOptions) -> AsyncIterator[Any]:
        receiver = self._stream.receiver
        receiver.check_open()
        return self._messages(receiver, options)

    async def _messages(self, receiver: Receiver, options: ReadOptions) -> AsyncIterator[Any]:
        def pause() -> bool:
            return self._is_turn_over() or not receiver.is_ready(options)

        # Where another task closes the stream, reading ends without an error.
        while not receiver.is_stopped and await self._poll(receiver, options):
            for message in receiver.deliver(options, pause):
                yield message

    async def _poll(self, receiver: Receiver, options: ReadOptions) -> bool:
        # One poll at a time: one that nobody waits for any more ends soon, and delays no other.
        await self._give_way()
        if receiver.is_stopped:  # another task has closed the stream meanwhile
            return False
        return receiver.is_ready(options) or await self._in_thread(receiver.poll, options)

    def _shut(self, opened: Consumer[Any], is_over: Callable[[], bool]) -> None:
        opened.close()

    async def close(self) -> None:
        """End all subscriptions and shut down; see :meth:`hop.io.Consumer.close`."""
        if self._opened is not None:
            self._opened.stop()  # a task that reads ends at once
        await super().close()

    def __aiter__(self) -> AsyncIterator[Message_co]:
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
        opened.waits_for_room = False

    async def write(
        self,
        message: Any,
        headers: HeadersInput | None = None,
        key: str | bytes | None = None,
        test: bool = False,
        topic: str | None = None,
        *,
        name: str = "",
    ) -> None:
        """Write a message; see :meth:`hop.io.Producer.write`.

        It waits, without holding up the loop, while the queue is full. If it is cancelled, the
        message may or may not be written.
        """
        write = partial(self._stream.write, name=name) if name else self._stream.write
        await self._write(topic, write, message, headers, key, test, topic)

    async def write_raw(
        self,
        packed_message: bytes | None,
        headers: HeadersInput | None = None,
        key: str | bytes | None = None,
        topic: str | None = None,
        *,
        partition: int | None = None,
        name: str = "",
    ) -> None:
        """Write a payload and headers as they are; see :meth:`hop.io.Producer.write_raw`."""
        stream = self._stream

        def write() -> None:
            stream.write_raw(packed_message, headers, key, topic, partition=partition, name=name)

        await self._write(topic, write)

    async def _write(self, topic: str | None, write: Callable[..., None], *message: Any) -> None:
        await self._give_way()
        while True:
            stream = self._stream
            try:
                if stream.takes_at_once(topic):
                    self._raise_missed()
                    write(*message)
                else:
                    await self._in_thread(write, *message)
                return
            except BufferError:
                await self._in_thread(stream.wait_for_room, _ROOM_S)

    async def flush(self, timeout: float | None = None) -> None:
        """Wait until every message is acknowledged; see :meth:`hop.io.Producer.flush`."""
        is_over = threading.Event()
        try:
            await self._in_thread(partial(self._stream.flush, timeout, should_stop=is_over.is_set))
        except asyncio.CancelledError:
            is_over.set()  # nothing that is asked for next waits for it
            raise

    def _shut(self, opened: Producer, is_over: Callable[[], bool]) -> None:
        opened.close(should_stop=is_over)

    async def close(self) -> None:
        """Wait until every message is acknowledged; see :meth:`hop.io.Producer.close`.

        If it is cancelled, unacknowledged messages are lost; a journal keeps them. A note of the
        ``CancelledError`` and the log say how many.
        """
        try:
            await super().close()
        except TransportError as failure:
            while self._missed:
                failure.add_note(str(self._missed.popleft()))
            raise
        self._raise_missed()
