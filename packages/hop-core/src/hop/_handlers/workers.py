"""Threads that work side by side, and one after the other where order matters."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Job = TypeVar("_Job")


class Workers(Generic[_Job]):
    """Threads that do jobs. Jobs of one key are done one after the other, in their order.

    Args:
        work: does a job; what it raises ends all work.
        count: how many jobs are done at a time.
        room: how many jobs may be there, in progress or waiting.
        on_error: called, by a worker, when a job has raised something.

    Attributes:
        error: the first error that a job has raised.
    """

    def __init__(
        self, work: Callable[[_Job], None], count: int, room: int, on_error: Callable[[], None]
    ) -> None:
        self._work, self._room, self._on_error = work, room, on_error
        self._changed = threading.Condition()
        self._ready: deque[tuple[Hashable, _Job]] = deque()
        self._waiting: dict[Hashable, deque[_Job]] = {}
        self._in_progress: dict[int, _Job] = {}
        self._left = 0
        self._stopped = False
        self.error: BaseException | None = None
        for number in range(count):
            # Daemons: a job that never ends must not keep the process.
            threading.Thread(
                target=self._run, args=(number,), name=f"handler-{number}", daemon=True
            ).start()

    def submit(self, job: _Job, key: Hashable | None, wait: float) -> bool:
        """Submit a job.

        Args:
            job: the job.
            key: jobs of the same key keep their order; None: the order does not matter.
            wait: how long to wait for room, s.

        Returns:
            Whether there was room for it.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._left < self._room, wait):
                return False
            self._left += 1
            if key is not None:
                if key in self._waiting:
                    self._waiting[key].append(job)
                    return True
                self._waiting[key] = deque()
            self._ready.append((key, job))
            self._changed.notify_all()
            return True

    def stop(self) -> None:
        """Begin no further job."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until all is done; after :meth:`stop`, until all that is in progress is done.

        Returns:
            Whether it is.
        """
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._in_progress and (self._stopped or not self._left), seconds
            )

    def drop(self, is_dropped: Callable[[_Job], bool]) -> None:
        """Leave out jobs that are not begun.

        Args:
            is_dropped: says whether one is left out.
        """
        with self._changed:
            before = self._left
            for key, jobs in self._waiting.items():
                kept = deque(each for each in jobs if not is_dropped(each))
                self._left -= len(jobs) - len(kept)
                self._waiting[key] = kept
            ready, self._ready = self._ready, deque()
            for key, job in ready:
                following = self._waiting.get(key)
                if not is_dropped(job):
                    self._ready.append((key, job))
                    continue
                self._left -= 1
                if following:
                    self._ready.append((key, following.popleft()))
                else:
                    self._waiting.pop(key, None)
            if self._left != before:
                self._changed.notify_all()

    def wait_for_those(self, is_meant: Callable[[_Job], bool], seconds: float) -> bool:
        """Wait until no job of a kind is in progress.

        Args:
            is_meant: says whether a job is of that kind.
            seconds: how long to wait, s.

        Returns:
            Whether none is.
        """
        with self._changed:
            return self._changed.wait_for(
                lambda: not any(map(is_meant, self._in_progress.values())), seconds
            )

    def in_progress(self) -> list[_Job]:
        """The jobs that are being done."""
        with self._changed:
            return list(self._in_progress.values())

    def _run(self, number: int) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._ready)
                if self._stopped:
                    return
                key, job = self._ready.popleft()
                self._in_progress[number] = job
            error: BaseException | None = None
            try:
                self._work(job)
            except BaseException as raised:  # for whoever waits; nobody catches it in a thread
                error = raised
            with self._changed:
                if error is not None:
                    self.error = self.error or error
                    self._stopped = True
                del self._in_progress[number]
                self._left -= 1
                if key is not None:
                    waiting = self._waiting[key]
                    if waiting:
                        self._ready.append((key, waiting.popleft()))
                    else:
                        del self._waiting[key]
                self._changed.notify_all()
            if error is not None:
                self._on_error()
