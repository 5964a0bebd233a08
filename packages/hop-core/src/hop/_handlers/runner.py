"""One run of a handler over a stream."""

from __future__ import annotations

import logging
import signal
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from hop._config import parse
from hop._handlers.call import Call
from hop._handlers.counters import State, Tally
from hop._handlers.dead_letters import DeadLetters, Letter, open_dead_letters
from hop._handlers.retry import LONGEST_PAUSE_S, Retry
from hop._handlers.signals import stops_on_signals
from hop._handlers.workers import Workers
from hop._kafka import call_after_fork, end_child
from hop._messages.metadata import place_of
from hop._reader.consumer import BATCH_SIZE
from hop._reader.lag import Lag
from hop.errors import HandlerError, TransportError

if TYPE_CHECKING:
    from hop._config import Auth, Target
    from hop._messages.metadata import Metadata
    from hop._options import Options
    from hop._reader.consumer import Consumer

_log = logging.getLogger(__name__)

_SLICE_S = 0.1  # so that a stop is heard at once
# So many messages are taken for each worker, that none waits for the reader.
_AHEAD = 16


@dataclass(frozen=True, slots=True)
class _Job:
    message: Any
    metadata: Metadata
    consumer: Consumer

    def __str__(self) -> str:
        metadata = self.metadata
        return place_of(metadata.topic, metadata.partition, metadata.offset)


class Run:
    """One run of a handler over a stream; the parameters are those of :func:`hop.run`.

    Args:
        retry: when a message is tried again.
    """

    def __init__(
        self,
        handler: Callable[..., Any],
        url: str | Target,
        group_id: str | None = None,
        *,
        auth: bool | Auth = True,
        concurrency: int = 1,
        retry: Retry | None = None,
        dead_letter: str | Path | None = None,
        stop_timeout: float = 30.0,
        metrics: int | str | None = None,
        **options: Unpack[Options],
    ) -> None:
        if concurrency < 1:
            raise ValueError(f"concurrency is 1 or more, not {concurrency}")
        if stop_timeout < 0:
            raise ValueError(f"stop_timeout is a time to wait, not {stop_timeout}")
        if dead_letter == "":  # of a variable that is not set; it would be the folder one is in
            raise ValueError("dead_letter is empty: give a folder or a topic, or leave it out")
        self._call = handler if isinstance(handler, Call) else Call(handler)
        if not (group_id or (parse(url) if isinstance(url, str) else url).group_id):
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
        self._is_fork = False
        call_after_fork(self)
        self._is_reading = False
        self._done: deque[_Job] = deque()
        self.lag = Lag()
        self.tally, self._server = Tally(), None
        if metrics is not None:
            from hop._handlers.metrics import Metrics, MetricsServer

            options["kafka"] = self.lag.settings() | dict(options.get("kafka") or {})
            counted = Metrics(self.lag)
            self.tally, self._server = counted, MetricsServer(metrics, counted, self.state)

    def state(self) -> State:
        """What the run is about; for its health."""
        if self._stopping:
            return State.STOPPING
        return State.READING if self._is_reading else State.OPENING

    def after_fork(self) -> None:
        """Leave the run to its parent, where a handler has forked the process."""
        self._is_fork = True

    def stop(self) -> None:
        """End the run when what is in hand is done; may be called from threads and signals."""
        self._stopping = True
        if self._consumer is not None:
            self._consumer.stop()

    def go(self) -> Tally:
        """Run, until it is stopped or the stream ends; see :func:`hop.run`."""
        with ExitStack() as stack:
            stack.callback(self._call.close)
            if self._server is not None:
                stack.enter_context(self._server)
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
            self.lag.watch(consumer._intake.starts)
            if self._stopping:  # it came while the stream was opened
                return
            count = self._concurrency
            workers = Workers(self._work, count, count * _AHEAD, consumer.stop)
            self._is_reading = True
            try:
                self._hand_over(consumer, workers)
            finally:
                self._is_reading = False
                try:
                    self._finish(workers)
                finally:
                    self._mark_done()
                self.lag.clear()

    def _hand_over(self, consumer: Consumer, workers: Workers[_Job]) -> None:
        consumer._get_ready()
        while not self._stopping and workers.fault is None:
            self._mark_done()
            found = True if consumer.at_hand else consumer._look(BATCH_SIZE, _SLICE_S)
            if found is None:
                continue
            if not found:
                break
            for message, metadata in consumer._drain(True, False):
                if not self._submit(_Job(message, metadata, consumer), workers):
                    return
        while not self._stopping and workers.fault is None and not workers.wait(_SLICE_S):
            self._mark_done()
            consumer.keep_alive()

    def _submit(self, job: _Job, workers: Workers[_Job]) -> bool:
        """Hand over a message as soon as there is room; whether the run goes on."""
        metadata = job.metadata
        place = (metadata.topic, metadata.partition)
        key = place if self._concurrency == 1 else metadata.key and (*place, metadata.key)
        while not workers.submit(job, key, _SLICE_S):
            self._mark_done()
            job.consumer.keep_alive()
            if self._stopping or workers.fault is not None:
                return False
        self._mark_done()
        return True

    def _mark_done(self) -> None:
        """Mark what the workers have done.

        Here, since the client belongs to the thread that reads: another would wait until that one
        does not poll, which on a quiet stream is hardly ever.
        """
        while self._done:
            job = self._done.popleft()
            job.consumer.mark_done(job.metadata)

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
            fault: BaseException | None = None
            try:
                self._call(job.message, metadata)
            except BaseException as error:  # SystemExit too: it is this message's fault
                fault = error
            if self._is_fork:
                end_child(fault)  # it would do the work of its parent, too
            if fault is None:
                break
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
        self._done.append(job)

    def _give_up(self, letter: Letter, job: _Job) -> None:
        if self._letters is None:
            raise HandlerError(
                f"the handler {self._call.name} failed on {job}, {_times(letter)}, and "
                f"nothing keeps what fails: {letter.cause}; mend it, or give a folder or a topic "
                "for dead letters (dead_letter=, --dead-letter); the message is read again by the "
                "next run"
            ) from letter.fault
        self._letters.keep(letter)
        _log.error(
            "the handler failed on %s, %s, and it is kept as a dead letter: %s",
            job,
            _times(letter),
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


def _times(letter: Letter) -> str:
    return "once" if letter.attempts == 1 else f"{letter.attempts} times"
