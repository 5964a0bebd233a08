"""Calling a function for each message: at least once, in order, and not for ever in vain."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from hop.dead_letters import DeadLetters, Letter, open_dead_letters
from hop.errors import HandlerError, TransportError
from hop.handlers import Call
from hop.retry import LONGEST_PAUSE_S, Retry
from hop.signals import stops_on_signals
from hop.tally import Tally
from hop.url import parse
from hop.workers import Workers

if TYPE_CHECKING:
    from hop.auth import Auth
    from hop.consumer import Consumer
    from hop.metadata import Metadata
    from hop.options import Given

_log = logging.getLogger(__name__)

_SLICE_S = 0.1  # so that a stop is heard at once
# So many messages are taken for each worker, that none waits for the reader.
_AHEAD = 16


def run(
    handler: Callable[..., Any],
    url: str,
    group_id: str | None = None,
    *,
    auth: bool | Auth = True,
    concurrency: int = 1,
    retries: int = 3,
    backoff: float = 1.0,
    dead_letter: str | Path | None = None,
    stop_timeout: float = 30.0,
    **options: Unpack[Given],
) -> Tally:
    """Call a function for each message, until SIGTERM, Ctrl-C or the end of the stream.

    A message is done when the function has returned, or when the dead letters have it; the group's
    place never passes one that is not done. After a crash the function gets again what was not:
    each message at least once, so let it bear a message that it has had.

    Args:
        handler: a function of a message, synchronous or not; one with a parameter ``metadata``
            gets that too. It runs in a thread that is not the main one.
        url: ``kafka://groupid@host[:port]/topic[,topic2…]``.
        group_id: the consumer group, instead of that of the URL; there has to be one.
        auth: a credential; True: the stored one for the host; False: none.
        concurrency: how many messages are handled at a time. Those with the same key, in the same
            partition, keep their order; with 1 all of a partition do.
        retries: how often a message is tried again after the handler has raised.
        backoff: how long to wait before that, s; twice as long each time, up to a minute.
        dead_letter: a folder, or the URL of a topic, that keeps what has failed each time, with
            the cause. None: the first such message ends the run.
        stop_timeout: how long a handler may take to end when it is told to stop, s.
        options: those of :meth:`hop.io.Stream.open`; ``persist`` is True if it is not given.

    Returns:
        What became of the messages.

    Raises:
        ValueError: an option has no such value, there is no group, or the URL is wrong.
        hop.errors.HandlerError: the handler cannot be called, has failed without a dead letter, or
            does not end.
        hop.errors.HopError: what opening and reading a stream raises; faults that may pass by
            themselves are waited for once the stream was open.
        OSError: the dead letters cannot be written.
        KeyboardInterrupt: it was Ctrl-C; what was in hand is done. A second one does not wait.
    """
    return Run(
        handler,
        url,
        group_id,
        auth=auth,
        concurrency=concurrency,
        retry=Retry(retries, backoff),
        dead_letter=dead_letter,
        stop_timeout=stop_timeout,
        **options,
    ).go()


@dataclass(frozen=True, slots=True)
class _Job:
    message: Any
    metadata: Metadata
    consumer: Consumer

    def __str__(self) -> str:
        metadata = self.metadata
        return f"topic {metadata.topic}, partition {metadata.partition}, offset {metadata.offset}"


class Run:
    """One run of a handler over a stream; the parameters are those of :func:`run`.

    Args:
        retry: when a message is tried again.
        tally: counts what becomes of the messages.
    """

    def __init__(
        self,
        handler: Callable[..., Any],
        url: str,
        group_id: str | None = None,
        *,
        auth: bool | Auth = True,
        concurrency: int = 1,
        retry: Retry | None = None,
        dead_letter: str | Path | None = None,
        stop_timeout: float = 30.0,
        tally: Tally | None = None,
        **options: Unpack[Given],
    ) -> None:
        if concurrency < 1:
            raise ValueError(f"concurrency is 1 or more, not {concurrency}")
        if stop_timeout < 0:
            raise ValueError(f"stop_timeout is a time to wait, not {stop_timeout}")
        self._call = Call(handler)
        if not (group_id or parse(url).group_id):
            raise ValueError(
                "a handler needs a consumer group, which keeps its place: give kafka://GROUP@…, or "
                "group_id= (-g)"
            )
        options.setdefault("persist", True)
        self._url, self._group_id, self._auth, self._options = url, group_id, auth, options
        self._concurrency, self._retry = concurrency, retry or Retry()
        self._dead_letter, self._stop_timeout = dead_letter, stop_timeout
        self._letters: DeadLetters | None = None
        self._consumer: Consumer | None = None
        self._stopping = self._winding_up = False
        self.tally = Tally() if tally is None else tally

    @property
    def consumer(self) -> Consumer | None:
        """The stream that is being read; None while there is none."""
        return self._consumer

    def stop(self) -> None:
        """End the run when what is in hand is done; may be called from threads and signals."""
        self._stopping = True
        if self._consumer is not None:
            self._consumer.stop()

    def go(self) -> Tally:
        """Run, until it is stopped or the stream ends; see :func:`run`."""
        with ExitStack() as stack:
            stack.callback(self._call.close)
            if self._dead_letter is not None:
                self._letters = open_dead_letters(self._dead_letter, self._auth)
                stack.callback(self._letters.close)
            told = stack.enter_context(stops_on_signals(self.stop))
            self._read_on()
        if signal.SIGINT in told:
            raise KeyboardInterrupt
        return self.tally

    def _read_on(self) -> None:
        """Read the stream, and open it again after a fault that may pass by itself."""
        pause, before = 0.0, 0
        while not self._stopping:
            try:
                self._read()
                return
            except TransportError as fault:
                if self._consumer is None or not fault.retriable or self._stopping:
                    raise
                done = self.tally.done + self.tally.dead
                pause = 1.0 if done > before else min(LONGEST_PAUSE_S, max(1.0, 2 * pause))
                before = done
                _log.warning("%s; the stream is opened again in %.0f s", fault, pause)
            self._winding_up = False
            self._sleep(pause)
            self.tally.restart()

    def _read(self) -> None:
        from hop.io import Stream

        with Stream(auth=self._auth).open(
            self._url, "r", self._group_id, **self._options
        ) as consumer:
            self._consumer = consumer
            if self._stopping:  # it came while the stream was opened
                return
            count = self._concurrency
            workers = Workers(self._work, count, count * _AHEAD, consumer.stop)
            try:
                self._hand_over(consumer, workers)
            finally:
                self._finish(workers)

    def _hand_over(self, consumer: Consumer, workers: Workers[_Job]) -> None:
        for message, metadata in consumer.read(metadata=True, autocommit=False):
            place = (metadata.topic, metadata.partition)
            key = place if self._concurrency == 1 else metadata.key and (*place, metadata.key)
            job = _Job(message, metadata, consumer)
            while not workers.submit(job, key, _SLICE_S):
                consumer.keep_alive()
                if self._stopping or workers.fault is not None:
                    return
        while not self._stopping and workers.fault is None and not workers.wait(_SLICE_S):
            consumer.keep_alive()

    def _finish(self, workers: Workers[_Job]) -> None:
        """Wait for what is in hand; what is not begun is read again by the next run."""
        self._winding_up = True
        workers.stop()
        end: float | None = None
        while not workers.wait(_SLICE_S):
            if end is None and (self._stopping or workers.fault is not None):
                end = time.monotonic() + self._stop_timeout
            if end is not None and time.monotonic() > end:
                late = HandlerError(
                    f"the handler {self._call.name} has not ended {self._stop_timeout:g} s after "
                    f"the stop: {'; '.join(map(str, workers.in_hand()))}; that is not done, and is "
                    "read again by the next run"
                )
                if workers.fault is None:
                    raise late
                workers.fault.add_note(str(late))
                break
        if workers.fault is not None:
            raise workers.fault

    def _work(self, job: _Job) -> None:
        if self._is_over():  # a later message of a key must not overtake one that is left undone
            return
        metadata, began = job.metadata, time.monotonic()
        written = metadata.timestamp
        self.tally.begin(time.time() - written / 1000 if written >= 0 else None)
        attempt = 0
        while True:
            attempt += 1
            try:
                self._call(job.message, metadata)
                break
            except BaseException as error:  # SystemExit too: it is this message's fault
                fault = error
            self.tally.fail(type(fault).__name__)
            if self._is_over():
                return
            letter = Letter(job.message, metadata, fault, attempt)
            if attempt > self._retry.count:
                self._give_up(letter, job)
                self._mark(job, began, dead=True)
                return
            pause = self._retry.pause(attempt)
            _log.warning("the handler failed on %s: %s; again in %.1f s", job, letter.cause, pause)
            if not self._sleep(pause):
                return
        self._mark(job, began, dead=False)

    def _mark(self, job: _Job, began: float, *, dead: bool) -> None:
        # Counted first: what the broker knows as done is never more than what is counted.
        size = len(job.metadata._raw.value() or b"")
        self.tally.finish(size, time.monotonic() - began, dead=dead)
        job.consumer.mark_done(job.metadata)

    def _give_up(self, letter: Letter, job: _Job) -> None:
        if self._letters is None:
            raise HandlerError(
                f"the handler {self._call.name} failed on {job}, {letter.attempts} times, and "
                f"nothing keeps what fails: {letter.cause}; mend it, or give a folder or a topic "
                "for dead letters (dead_letter=, --dead-letter); the message is read again by the "
                "next run"
            ) from letter.fault
        self._letters.keep(letter)
        _log.error(
            "the handler failed on %s, %d times, and it is kept as a dead letter: %s",
            job,
            letter.attempts,
            letter.cause,
        )

    def _sleep(self, seconds: float) -> bool:
        """Wait; whether nothing has ended the run meanwhile."""
        end = time.monotonic() + seconds
        while not self._is_over() and (left := end - time.monotonic()) > 0:
            time.sleep(min(_SLICE_S, left))
        return not self._is_over()

    def _is_over(self) -> bool:
        return self._stopping or self._winding_up
