"""Several processes that handle one stream: they are started, watched, and stopped."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from hop._handlers.counters import Counters, State
from hop._handlers.runner import Run, stops_on_signals
from hop._kafka import timing
from hop.errors import HandlerError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_log = logging.getLogger(__name__)

_REPORT_EVERY_S = 1.0
# A worker that has not reported for so long hangs.
_SILENT_S = 10.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0
# After its handlers, a worker commits and leaves the group.
_LEAVE_S = 20.0
_STOP = b"stop"


@dataclass(frozen=True)
class Report:
    """What a worker tells the process that has started it.

    Attributes:
        state: what its run is doing.
        counts: the counters of its run.
        families: its metrics, as prometheus-client has them; none if nobody asks for them.
        error: what has ended it; None: nothing has.
        is_last: whether it ends now.
    """

    state: State
    counts: dict[str, Any]
    families: list[Any]
    error: BaseException | None = None
    is_last: bool = False


class Processes:
    """Processes that handle one stream, as members of one consumer group.

    A worker that dies is started again, after a pause that grows while it does nothing between. A
    worker that tells why it ends, such as a message that failed for good, ends them all.

    Args:
        make: makes the run of a worker; it is sent to each, so it must be possible to pickle it.
        count: how many there are.
        stop_timeout: how long a handler may take to end when it is told to stop, s.
        metrics: where the metrics of all are served; None: nowhere.

    Raises:
        ValueError: there are no workers, or ``metrics`` is no address.
        hop.errors.HandlerError: the handler, or an option, cannot be sent to another process.
        hop.errors.ConfigError: the library prometheus-client is missing.
    """

    def __init__(
        self,
        make: Callable[[], Run],
        count: int,
        *,
        stop_timeout: float = 30.0,
        metrics: int | str | None = None,
    ) -> None:
        if count < 1:
            raise ValueError(f"workers is 1 or more, not {count}")
        _check_sendable(make)
        self._stop_timeout = stop_timeout
        self._is_stopping = False
        self._workers = [_Worker(each, make) for each in range(1, count + 1)]
        self._server: Any = None
        if metrics is not None:
            from hop._handlers.metrics import MetricsServer, Sums  # http.server is heavy

            sums = Sums(self._families, self._own_counts)
            self._server = MetricsServer(metrics, sums.registry, self.state)

    def stop(self) -> None:
        """End all workers when what is in progress is done; for any thread, and signal handlers."""
        self._is_stopping = True

    def state(self) -> State:
        """What they are doing; that of the worst."""
        if self._is_stopping:
            return State.STOPPING
        states = {each.state() for each in self._workers if not each.is_over}
        return next((each for each in (State.STALLED, State.OPENING) if each in states), _READING)

    def go(self) -> Counters:
        """Run, until it is stopped or the stream ends; see :func:`hop.run`.

        Returns:
            The sums of what the workers have counted.

        Raises:
            hop.errors.HandlerError: a worker cannot begin, or does not end.
            BaseException: what a worker's run has raised.
        """
        with contextlib.ExitStack() as stack:
            if self._server is not None:
                stack.enter_context(self._server)
            stack.callback(self._kill)
            received = stack.enter_context(stops_on_signals(self.stop))
            self._watch()
        if signal.SIGINT in received:
            raise KeyboardInterrupt
        total = Counters()
        for each in self._workers:
            each.add_to(total)
        return total

    def _watch(self) -> None:
        error: BaseException | None = None
        end: float | None = None
        while not all(each.is_over for each in self._workers):
            for each in self._workers:
                each.start_when_due()
            sources = [source for each in self._workers for source in each.sources()]
            wait(sources, timing.SLICE_S) if sources else time.sleep(timing.SLICE_S)
            for each in self._workers:
                each.listen(is_stopping=self._is_stopping)
                if each.error is not None and error is None:
                    error = each.error
                    self._is_stopping = True
            if not self._is_stopping:
                continue
            if end is None:
                end = time.monotonic() + self._stop_timeout + _LEAVE_S
            for each in self._workers:
                each.stop()
            if time.monotonic() > end:
                late = HandlerError(
                    f"{_named([each for each in self._workers if not each.is_over])} not ended "
                    f"{self._stop_timeout + _LEAVE_S:g} s after the stop, and was killed; what it "
                    "had in work is read again by the next run"
                )
                raise error or late
        if error is not None:
            raise error

    def _kill(self) -> None:
        for each in self._workers:
            each.kill()

    def _families(self) -> Iterator[list[Any]]:
        for each in self._workers:
            yield from each.families()

    def _own_counts(self) -> tuple[int, int]:
        """How many workers live, and how often one was started again."""
        return (
            sum(each.is_alive for each in self._workers),
            sum(each.restarts for each in self._workers),
        )


_READING = State.READING


def _named(workers: list[_Worker]) -> str:
    names = ", ".join(str(each.number) for each in workers)
    return f"worker {names} has" if len(workers) == 1 else f"workers {names} have"


def _check_sendable(make: Callable[[], Run]) -> None:
    try:
        pickle.dumps(make)
    except Exception as error:  # whatever __reduce__ of a user's object raises
        raise HandlerError(
            f"the handler, or an option, cannot be sent to worker processes: {error}; give "
            "functions that are written in a module, no lambda and none inside a function, or "
            "leave out workers"
        ) from error


@dataclass(eq=False)
class _Worker:
    """A process, and those that come after it when it has died.

    Attributes:
        number: its number, from 1.
        make: makes its run.
        is_over: whether it has ended, and is not started again.
        error: what its run has raised.
        restarts: how often it was started again.
    """

    number: int
    make: Callable[[], Run]
    is_over: bool = False
    error: BaseException | None = None
    restarts: int = 0
    _process: SpawnProcess | None = None
    _connection: Connection[bytes, Report] | None = None
    _report: Report | None = None
    _reported_at: float = 0.0
    _is_told: bool = False
    _due: float = 0.0
    _pause: float = 0.0
    # What the processes before have reported last.
    _before: list[Report] = field(default_factory=list)

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def state(self) -> State:
        if self._report is None or not self.is_alive:
            return State.OPENING
        if time.monotonic() - self._reported_at > _SILENT_S:
            return State.STALLED
        return self._report.state

    def start_when_due(self) -> None:
        """Start the process, unless it is there or has to wait."""
        if self.is_over or self._process is not None or time.monotonic() < self._due:
            return
        context = multiprocessing.get_context("spawn")  # a fork would have locks of threads
        self._connection, theirs = context.Pipe()
        name = f"hop-worker-{self.number}"
        # Not a daemon: a handler may start processes, too.
        process = context.Process(target=_work, args=(self.make, theirs), name=name, daemon=False)
        with _interrupts_later():
            process.start()
        theirs.close()
        self._process, self._is_told = process, False

    def sources(self) -> list[Any]:
        """What shows that there is something to listen to."""
        if self._process is None or self._connection is None:
            return []
        return [self._connection, self._process.sentinel]

    def listen(self, *, is_stopping: bool) -> None:
        """Take the reports; if the process has ended, decide what follows.

        Args:
            is_stopping: whether none is started again.
        """
        if self._process is None:
            self.is_over = self.is_over or is_stopping
            return
        is_alive = self._process.is_alive()  # first: what a dead one has sent is all there
        self._take_reports()
        if not is_alive:
            self._bury(self._process, is_stopping)

    def _take_reports(self) -> None:
        # Half a report is the end: the process was killed while it wrote.
        with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
            while self._connection is not None and self._connection.poll():
                self._report, self._reported_at = self._connection.recv(), time.monotonic()

    def _bury(self, process: SpawnProcess, is_stopping: bool) -> None:
        report, code = self._report, process.exitcode or 0
        process.join()
        process.close()
        if self._connection is not None:
            self._connection.close()
        if report is not None:
            self._before.append(report)
        self._process = self._connection = self._report = None
        is_told = report is not None and report.is_last
        if report is not None and report.error is not None:
            self.is_over, self.error = True, report.error
        elif is_stopping or (report is not None and is_told and report.state is not State.STOPPING):
            self.is_over = True
        elif report is None and code > 0:
            self.is_over = True
            self.error = HandlerError(
                f"worker {self.number} could not begin: it ended with exit code {code}, and its "
                "message is above; a script that calls hop.run with workers does so below "
                "`if __name__ == '__main__':`"
            )
        else:
            self._restart_later(report, code)

    def _restart_later(self, report: Report | None, code: int) -> None:
        has_done = report is not None and bool(report.counts["done"] or report.counts["dead"])
        longer = min(_LONGEST_PAUSE_S, max(_FIRST_PAUSE_S, 2 * self._pause))
        self._pause = _FIRST_PAUSE_S if has_done else longer
        self._due = time.monotonic() + self._pause
        self.restarts += 1
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        _log.warning("worker %d %s; it starts again in %.0f s", self.number, how, self._pause)

    def stop(self) -> None:
        """Have the process end, when what it has in work is done."""
        if self._connection is not None and not self._is_told:
            self._is_told = True
            with contextlib.suppress(OSError):
                self._connection.send(_STOP)

    def kill(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.join()

    def families(self) -> Iterator[list[Any]]:
        """The metrics of the process, and of those before it as far as they are sums."""
        for each in self._before:
            yield [family for family in each.families if family.type != "gauge"]
        if self._report is not None:
            yield self._report.families

    def add_to(self, total: Counters) -> None:
        """Add what was counted."""
        for each in [*self._before, *([self._report] if self._report else [])]:
            total.add(each.counts)


@contextlib.contextmanager
def _interrupts_later() -> Iterator[None]:
    """Have Ctrl-C wait; a process that is started here begins with that, until it is ready."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In the worker.


def _work(make: Callable[[], Run], connection: Connection[Report, bytes]) -> None:
    """What a worker does: a run, which is reported on, and stopped when it is told to."""
    error: BaseException | None = None
    run: Run | None = None
    try:
        run = make()
        reports = _Reports(run, connection)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        run.go()
    except KeyboardInterrupt:
        pass  # the process that has started this one got it too
    except BaseException as raised:  # it is told to the process that has started this one
        _log.debug("the run of a worker has ended", exc_info=True)
        error = raised
    if run is None:
        last = Report(State.STOPPING, Counters().counts(), [], _portable(error), is_last=True)
        connection.send(last)
    else:
        reports.end(error)


class _Reports:
    """Reports on a run every second, and stops it when that is asked for, or nobody listens."""

    def __init__(self, run: Run, connection: Connection[Report, bytes]) -> None:
        self._run, self._connection = run, connection
        self._lock, self._has_ended = threading.Lock(), threading.Event()
        self._send()  # at once: it has begun
        threading.Thread(target=self._repeat, name="reports", daemon=True).start()
        threading.Thread(target=self._obey, name="stop", daemon=True).start()

    def _repeat(self) -> None:
        while not self._has_ended.wait(_REPORT_EVERY_S):
            self._send()

    def _obey(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            self._connection.recv()
        self._run.stop()

    def end(self, error: BaseException | None) -> None:
        """Send the last report."""
        self._has_ended.set()
        self._send(_portable(error), is_last=True)

    def _send(self, error: BaseException | None = None, *, is_last: bool = False) -> None:
        run = self._run
        report = Report(run.state(), run.counters.counts(), run.families(), error, is_last)
        with self._lock, contextlib.suppress(OSError):
            if is_last or not self._has_ended.is_set():
                self._connection.send(report)


def _portable(error: BaseException | None) -> BaseException | None:
    """The error, or one that says the same, for another process."""
    if error is None:
        return None
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - of this process itself
    except Exception:  # whatever a user's class raises
        return HandlerError(f"a worker has ended: {type(error).__name__}: {error}")
    return error
