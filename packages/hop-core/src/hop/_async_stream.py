"""What streams for asyncio have in common: they open and close, and wait in a thread."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from hop._kafka import errors as kafka_errors
from hop.errors import TransportError, TransportTimeout

if TYPE_CHECKING:
    from types import TracebackType

    from hop._reader.consumer import Consumer
    from hop._writer.producer import Producer

_Stream = TypeVar("_Stream", "Consumer", "Producer")
_Result = TypeVar("_Result")

_log = logging.getLogger(__name__)

# How long messages are handed over before the other tasks of the loop get their turn.
_TURN_S = 0.001
# How long a shutdown may take when nobody waits for it any more.
_GIVE_UP_S = 1.0


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
        # What was raised where nobody waited for it any more.
        self._unheard: deque[TransportError] = deque()
        # One thread: what waits is done in the order in which it was asked for.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hop")

    async def _in_thread(self, function: Callable[..., _Result], *arguments: Any) -> _Result:
        self._tell_unheard()
        try:
            job = self._thread.submit(function, *arguments)
        except RuntimeError:  # another task has closed the stream
            raise kafka_errors.closed() from None
        try:
            return await asyncio.wrap_future(job)
        except asyncio.CancelledError:
            job.add_done_callback(self._keep_fault)
            raise

    def _keep_fault(self, job: Future[Any]) -> None:
        fault = None if job.cancelled() else job.exception()
        if isinstance(fault, TransportError) and not isinstance(fault, TransportTimeout):
            self._unheard.append(fault)

    def _tell_unheard(self) -> None:
        if self._unheard:
            raise self._unheard.popleft()

    async def _give_way(self) -> None:
        """Let the other tasks of the loop have their turn, when it is time for that."""
        if time.monotonic() > self._turn_ends:
            await asyncio.sleep(0)
            self._turn_ends = time.monotonic() + _TURN_S

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

    def _prepare(self, opened: _Stream) -> None:
        """What an event loop needs of a stream."""

    def _discard(self, opening: asyncio.Future[_Stream]) -> None:
        if not opening.cancelled() and opening.exception() is None:
            self._thread.submit(opening.result().close)
        self._thread.shutdown(wait=False)

    async def close(self) -> None:
        """Shut down as :meth:`hop.io.Consumer.close` and :meth:`hop.io.Producer.close` do.

        It is not to be cancelled lightly: what is not acknowledged by then is given up, which is
        told in a note of the ``CancelledError`` and in the log.
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
        """Close the stream; this waits for the broker, or until ``is_over``."""

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
