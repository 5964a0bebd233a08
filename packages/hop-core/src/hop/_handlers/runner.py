"""Calls a function for each message of a stream: at least once, in order, with retries."""

from __future__ import annotations

import logging
import random
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Unpack

from hop._config import hide_url, parse
from hop._handlers.call import Call
from hop._handlers.counters import Counters, State
from hop._handlers.dead_letters import DeadLetters, Letter, open_dead_letters
from hop._handlers.workers import Workers
from hop._kafka import call_after_fork, end_child, timing
from hop._messages import message_position
from hop._reader import ReadOptions, Statistics, open_selector
from hop.errors import HandlerError, TransportError
from hop.io import Stream

if TYPE_CHECKING:
    from hop._config import Auth, Options, Target
    from hop._messages import MessageModel, Metadata
    from hop._reader import Receiver

_log = logging.getLogger(__name__)

# A message is done when the handler has returned, not when the next one is asked for.
# A message on which the filter fails is tried again, as one on which the handler does.
_OPTIONS = ReadOptions(metadata=True, autocommit=False, keeps_filter_errors=True)
# So many messages are taken for each worker, that none waits for the reader.
_AHEAD = 16
_LONGEST_PAUSE_S = 60.0


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
    metrics: int | str | None = None,
    model: type[MessageModel] | None = None,
    **options: Unpack[Options],
) -> Counters:
    """Call a function for each message, until SIGTERM, Ctrl-C or the end of the stream.

    A message is done when the function has returned, or when it is a dead letter. Only then hop
    commits its offset. So the function gets each message at least once; after a crash, some twice.

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
        dead_letter: keeps messages on which all attempts failed, with the cause: a folder (such as
            ``./x:y``), or a topic (a URL, or ``broker:topic``). None: such a message ends the run.
        stop_timeout: how long a handler may take to end when it is told to stop, s.
        metrics: a port (of this machine only) or ``host:port`` to answer ``/metrics`` and
            ``/healthz`` by HTTP. It needs the library prometheus-client.
        model: the model that all messages are to be of; see :meth:`hop.io.Stream.open`.
        options: those of :meth:`hop.io.Stream.open`; ``persist`` is True if it is not given. If a
            function for ``where`` raises, hop does the same as if the handler had raised.

    Returns:
        Counts of what became of the messages.

    Raises:
        ValueError: an option has no such value, there is no group, or the URL or filter is wrong.
        hop.errors.HandlerError: the handler cannot be called, failed for good, or does not end.
        hop.errors.ConfigError: the metrics cannot be served there, or their library is missing.
        hop.errors.HopError: what opening a stream raises; or reading, if it cannot pass by itself.
        OSError: the dead letters cannot be written.
        KeyboardInterrupt: Ctrl-C ended the run, after the messages in progress. A second Ctrl-C
            does not wait for them.
    """
    url, dead_letter = hide_url(url), hide_url(dead_letter)
    return Run(
        handler,
        url,
        group_id,
        auth=auth,
        concurrency=concurrency,
        retry=Retry(retries, backoff),
        dead_letter=dead_letter,
        stop_timeout=stop_timeout,
        metrics=metrics,
        model=model,
        **options,
    ).go()


@dataclass(frozen=True, slots=True)
class Retry:
    """When a message is tried again.

    Attributes:
        count: how often.
        first_pause: how long to wait the first time, s.
    """

    count: int = 3
    first_pause: float = 1.0

    def __post_init__(self) -> None:
        if self.count < 0 or self.first_pause < 0:
            raise ValueError("retries and backoff are 0 or more")

    def pause(self, attempt: int) -> float:
        """How long to wait after an attempt, counted from 1, s."""
        longest = min(_LONGEST_PAUSE_S, self.first_pause * 2.0 ** min(attempt - 1, 30))
        return longest * random.uniform(0.8, 1.0)  # noqa: S311 - so that many do not come at once


@dataclass(frozen=True, slots=True)
class _Job:
    message: Any
    metadata: Metadata
    receiver: Receiver
    filter_failed: bool = False

    def __str__(self) -> str:
        metadata = self.metadata
        return message_position(metadata.topic, metadata.partition, metadata.offset)

    def mark_done(self) -> None:
        metadata = self.metadata
        self.receiver.mark_done((metadata.topic, metadata.partition), metadata.offset)


class Run:
    """One run of a handler over a stream; the parameters are those of :func:`hop.run`.

    Args:
        retry: when a message is tried again.

    Attributes:
        counters: what became of the messages.
        statistics: what librdkafka reports of the reader, if there are metrics.
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
        model: type[MessageModel] | None = None,
        **options: Unpack[Options],
    ) -> None:
        url, dead_letter = hide_url(url), hide_url(dead_letter)
        if concurrency < 1:
            raise ValueError(f"concurrency is 1 or more, not {concurrency}")
        if stop_timeout < 0:
            raise ValueError(f"stop_timeout is a time to wait, not {stop_timeout}")
        if dead_letter == "":  # of a variable that is not set; it would be the current folder
            raise ValueError("dead_letter is empty: give a folder or a topic, or leave it out")
        self._call = handler if isinstance(handler, Call) else Call(handler)
        if not (group_id or (parse(url) if isinstance(url, str) else url).group_id):
            raise ValueError(
                "a handler needs a consumer group, whose committed offsets say what is done: give "
                "kafka://GROUP@…, or group_id= (-g)"
            )
        options.setdefault("persist", True)
        self._url, self._group_id, self._auth, self._options = url, group_id, auth, options
        self._model = model
        self._concurrency, self._retry = concurrency, retry or Retry()
        self._dead_letter, self._stop_timeout = dead_letter, stop_timeout
        self._letters: DeadLetters | None = None
        self._receiver: Receiver | None = None
        # Stopping ends the run; winding up ends the reading of one stream.
        self._is_stopping = self._is_winding_up = False
        self._is_fork = False
        call_after_fork(self)
        self._is_reading = False
        self._done: deque[_Job] = deque()
        self.statistics = Statistics()
        self.counters, self._server = Counters(), None
        if metrics is not None:
            from hop._handlers.metrics import Metrics, MetricsServer  # http.server is heavy

            options["kafka"] = self.statistics.settings() | dict(options.get("kafka") or {})
            counted = Metrics(self.statistics.lag, self.statistics.silence)
            self.counters = counted
            self._server = MetricsServer(metrics, counted.registry, self.state)
        # One for the whole run: it goes on remembering when the stream is opened again.
        self._selector = open_selector(
            options.pop("where", None),
            options.pop("deduplicate", False),
            options.pop("state", None),
        )
        if self._selector is not None:
            self.counters.selection = self._selector.counts
            options["where"] = self._selector

    def state(self) -> State:
        """What the run is doing; for its health."""
        if self._is_stopping:
            return State.STOPPING
        if not self._is_reading:
            return State.OPENING
        return State.STALLED if self.statistics.is_stalled() else State.READING

    def after_fork(self) -> None:
        """Leave the run to its parent, where a handler has forked the process."""
        self._is_fork = True

    def stop(self) -> None:
        """End the run when what is in progress is done; for any thread, and signal handlers."""
        self._is_stopping = True
        if self._receiver is not None:
            self._receiver.stop()

    def go(self) -> Counters:
        """Run, until it is stopped or the stream ends; see :func:`hop.run`."""
        with ExitStack() as stack:
            stack.callback(self._call.close)
            if self._selector is not None:
                stack.callback(self._selector.close)
            if self._server is not None:
                stack.enter_context(self._server)
            if self._dead_letter is not None:
                self._letters = open_dead_letters(self._dead_letter, self._auth, self._url)
                stack.callback(self._letters.close)
            received = stack.enter_context(_stops_on_signals(self.stop))
            self._read_on()
        if signal.SIGINT in received:
            raise KeyboardInterrupt
        return self.counters

    # The thread that reads.

    def _read_on(self) -> None:
        """Read the stream, and open it again after an error that may pass by itself."""
        pause, before = 0.0, 0
        while not self._is_stopping:
            try:
                self._read()
                return
            except TransportError as error:
                if self._receiver is None or not error.retriable or self._is_stopping:
                    raise
                done = self.counters.done + self.counters.dead
                pause = 1.0 if done > before else min(_LONGEST_PAUSE_S, max(1.0, 2 * pause))
                before = done
                _log.warning("%s; the stream is opened again in %.0f s", error, pause)
            self._is_winding_up = False
            self._sleep(pause)
            self.counters.restart()

    def _read(self) -> None:
        stream = Stream(auth=self._auth)
        with stream.open(
            self._url, "r", self._group_id, model=self._model, **self._options
        ) as consumer:
            self._receiver = receiver = consumer.receiver
            receiver.on_missed = self.counters.miss
            receiver.tests.on_left_out = self.counters.leave_out_test
            self.statistics.watch(receiver.first_offsets)
            if self._is_stopping:  # it came while the stream was opened
                return
            count = self._concurrency
            workers = Workers(self._work, count, count * _AHEAD, receiver.stop)
            self._is_reading = True
            try:
                self._submit_all(receiver, workers)
            finally:
                self._is_reading = False
                try:
                    self._finish(workers)
                finally:
                    self._mark_done()
                self.statistics.clear()

    def _submit_all(self, receiver: Receiver, workers: Workers[_Job]) -> None:
        """Give the workers all messages, and wait until they are done."""
        while receiver.poll(_OPTIONS):
            self._mark_done()
            for message, metadata in receiver.deliver(_OPTIONS):
                failed = receiver.filter_error is not None
                if not self._submit(_Job(message, metadata, receiver, failed), workers):
                    return
        while not self._is_ending(workers) and not workers.wait(timing.SLICE_S):
            self._mark_done()
            receiver.keep_alive()

    def _submit(self, job: _Job, workers: Workers[_Job]) -> bool:
        """Give the workers a message as soon as there is room; whether the run goes on."""
        metadata = job.metadata
        partition = (metadata.topic, metadata.partition)
        key = partition if self._concurrency == 1 else metadata.key and (*partition, metadata.key)
        while not workers.submit(job, key, timing.SLICE_S):
            self._mark_done()
            job.receiver.keep_alive()
            if self._is_ending(workers):
                return False
        self._mark_done()
        return True

    def _is_ending(self, workers: Workers[_Job]) -> bool:
        return self._is_stopping or workers.error is not None

    def _mark_done(self) -> None:
        """Mark what the workers have done.

        Here, since the client belongs to the thread that reads: another would wait until that one
        does not poll, which on a quiet stream is hardly ever.
        """
        while self._done:
            self._done.popleft().mark_done()

    def _finish(self, workers: Workers[_Job]) -> None:
        """Wait for what is in progress; what is not begun is read again by the next run."""
        self._is_winding_up = True
        workers.stop()
        end: float | None = None
        while not workers.wait(timing.SLICE_S):
            if end is None and self._is_ending(workers):
                end = time.monotonic() + self._stop_timeout
            if end is not None and time.monotonic() > end:
                late = HandlerError(
                    f"the handler {self._call.name} has not ended {self._stop_timeout:g} s after "
                    f"the stop: {'; '.join(map(str, workers.in_progress()))}; that is not done, "
                    "and is read again by the next run"
                )
                if workers.error is None:
                    raise late
                workers.error.add_note(str(late))
                break
        if workers.error is not None:
            raise workers.error

    # The threads that call the handler.

    def _work(self, job: _Job) -> None:
        if self._is_over():  # a later message of a key must not overtake one that is left undone
            return
        metadata, began = job.metadata, time.monotonic()
        written = metadata.timestamp
        self.counters.begin(time.time() - written / 1000 if written >= 0 else None)
        attempt = 0
        while True:
            attempt += 1
            error = self._try(job)
            if error is None:
                break
            self.counters.fail(error)
            if self._is_over():
                return
            letter = Letter(job.message, metadata, error, attempt)
            if attempt > self._retry.count:
                self._give_up(letter, job)
                break
            pause = self._retry.pause(attempt)
            _log.warning("the handler failed on %s: %s; again in %.1f s", job, letter.cause, pause)
            if not self._sleep(pause):
                return
        # Counted first: never more messages are committed than are counted.
        size, seconds = len(metadata.payload), time.monotonic() - began
        self.counters.finish(size, seconds, dead=error is not None)
        if self._selector is not None:
            # At once: after a crash the handler does not get again what is done, though the thread
            # that reads may not have come to its offset.
            self._selector.done((metadata.topic, metadata.partition), metadata.offset)
        self._done.append(job)

    def _try(self, job: _Job) -> BaseException | None:
        """Call the handler; what it raised."""
        error: BaseException | None = None
        try:
            if not job.filter_failed or job.receiver.select(job.message, job.metadata):
                self._call(job.message, job.metadata)
        except BaseException as raised:  # SystemExit too: it is this message's error
            error = raised
        if self._is_fork:
            end_child(error)  # it would do the work of its parent, too
        return error

    def _give_up(self, letter: Letter, job: _Job) -> None:
        times = "once" if letter.attempts == 1 else f"{letter.attempts} times"
        if self._letters is None:
            raise HandlerError(
                f"the handler {self._call.name} failed on {job}, {times}, and "
                f"nothing keeps what fails: {letter.cause}; mend it, or give a folder or a topic "
                "for dead letters (dead_letter=, --dead-letter); the message is read again by the "
                "next run"
            ) from letter.error
        self._letters.keep(letter)
        _log.error(
            "the handler failed on %s, %s, and it is kept as a dead letter: %s",
            job,
            times,
            letter.cause,
        )

    def _sleep(self, seconds: float) -> bool:
        """Wait; whether nothing has ended the run meanwhile."""
        end = time.monotonic() + seconds
        while not self._is_over() and (left := end - time.monotonic()) > 0:
            time.sleep(min(timing.SLICE_S, left))
        return not self._is_over()

    def _is_over(self) -> bool:
        return self._is_stopping or self._is_winding_up


@contextmanager
def _stops_on_signals(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Stop by SIGTERM and Ctrl-C, where this is the main thread; a second Ctrl-C does not wait.

    Yields:
        The signals that were received.
    """
    received: list[int] = []

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT and number in received:
            raise KeyboardInterrupt
        received.append(number)
        stop()

    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:  # what is ignored stays ignored
                before[number] = signal.signal(number, on_signal)
    try:
        yield received
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
