"""Threads that work side by side, and one after the other where order matters."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Job = TypeVar("_Job")


class Workers(Generic[_Job]):
    """Threads that do jobs. Those of one key are done one after the other, in their order.

    Args:
        work: does a job; what it raises ends all work.
        count: how many jobs are done at a time.
        room: how many may be there, done or waited for.
        on_fault: called, by a worker, when a job has raised something.
    """

    def __init__(
        self, work: Callable[[_Job], None], count: int, room: int, on_fault: Callable[[], None]
    ) -> None:
        self._work, self._room, self._on_fault = work, room, on_fault
        self._changed = threading.Condition()
        self._ready: deque[tuple[Hashable, _Job]] = deque()
        self._behind: dict[Hashable, deque[_Job]] = {}
        self._in_hand: dict[int, _Job] = {}
        self._left = 0
        self._stopped = False
        self.fault: BaseException | None = None
        for number in range(count):
            # Daemons: a job that never ends must not keep the process.
            threading.Thread(
                target=self._run, args=(number,), name=f"handler-{number}", daemon=True
            ).start()

    def submit(self, job: _Job, key: Hashable | None, wait: float) -> bool:
        """Hand over a job.

        Args:
            job: the job.
            key: jobs of the same key keep their order; None: there is none to keep.
            wait: how long to wait for room, s.

        Returns:
            Whether there was room for it.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._left < self._room, wait):
                return False
            self._left += 1
            if key is not None:
                if key in self._behind:
                    self._behind[key].append(job)
                    return True
                self._behind[key] = deque()
            self._ready.append((key, job))
            self._changed.notify_all()
            return True

    def stop(self) -> list[_Job]:
        """Begin no further job.

        Returns:
            Those that are in hand, and will be done.
        """
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            return list(self._in_hand.values())

    def wait(self, seconds: float) -> bool:
        """Wait until all is done; after :meth:`stop`, all that was in hand.

        Returns:
            Whether it is.
        """
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._in_hand and (self._stopped or not self._left), seconds
            )

    def in_hand(self) -> list[_Job]:
        """The jobs that are being done."""
        with self._changed:
            return list(self._in_hand.values())

    def _run(self, number: int) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._ready)
                if self._stopped:
                    return
                key, job = self._ready.popleft()
                self._in_hand[number] = job
            fault: BaseException | None = None
            try:
                self._work(job)
            except BaseException as error:  # told to whoever waits; a thread has nobody to tell
                fault = error
            with self._changed:
                if fault is not None:
                    self.fault = self.fault or fault
                    self._stopped = True
                del self._in_hand[number]
                self._left -= 1
                if key is not None:
                    behind = self._behind[key]
                    if behind:
                        self._ready.append((key, behind.popleft()))
                    else:
                        del self._behind[key]
                self._changed.notify_all()
            if fault is not None:
                self._on_fault()
