"""Handlers: how they are found and called, and the threads that call them."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import hop
from hop._handlers import Call, Retry, Run, find_handler
from hop._handlers.workers import Workers
from hop.errors import HandlerError

MODULE = """
import functools
number = 7
def handle(message): pass
class Telescope:
    @staticmethod
    def point(message): pass
def generate(message):
    yield message
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"handlers_of_{tmp_path.name.replace('-', '_')}"
    (tmp_path / f"{name}.py").write_text(MODULE)
    (tmp_path / f"{name}_broken.py").write_text("import sys\nsys.exit(4)\n")
    (tmp_path / f"{name}_lacking.py").write_text("import no_such_thing_here\n")
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_a_handler_is_found(module: str) -> None:
    assert find_handler(f"{module}:handle") is sys.modules[module].handle
    assert find_handler(f"{module}:Telescope.point") is sys.modules[module].Telescope.point


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("{}", "give package.module:function"),
        ("{}:", "give package.module:function"),
        (":handle", "give package.module:function"),
        ("no_such_module_at_all:f", "there is no module 'no_such_module_at_all'"),
        ("{}.part:f", "there is no module"),
        ("{}.py:handle", "is a file, and a module is wanted: give handlers_of"),
        ("./desk.py:handle", "give desk:handle, in its folder"),
        ("{}:handel", "did you mean 'handle'"),
        ("{}:number", "is of the type int, which cannot be called"),
        ("{}:generate", "take the `yield` out"),
        ("{}_broken:f", "cannot be imported: SystemExit: 4"),
        ("{}_lacking:f", "cannot be imported: ModuleNotFoundError: No module named"),
    ],
)
def test_names_of_no_handler_are_refused(module: str, name: str, told: str) -> None:
    with pytest.raises(HandlerError) as caught:
        find_handler(name.format(module))
    assert told in str(caught.value)


def test_handlers_may_ask_for_metadata() -> None:
    got: list[Any] = []

    def both(message: Any, metadata: Any) -> None:
        got.append((message, metadata))

    known: Any = "known"
    Call(both)("message", known)
    Call(got.append)("alone", known)
    assert got == [("message", "known"), "alone"]


def test_async_handlers_share_one_loop() -> None:
    loops = []

    async def handle(_: Any) -> None:
        await asyncio.sleep(0)
        loops.append(asyncio.get_running_loop())

    call = Call(handle)
    known: Any = None
    call(1, known)
    call(2, known)
    call.close()
    assert loops[0] is loops[1]


def test_an_async_handler_that_exits_leaves_the_loop_alone() -> None:
    async def handle(message: Any) -> None:
        if message == "bad":
            sys.exit(3)

    call = Call(handle)
    known: Any = None
    with pytest.raises(HandlerError, match=r"sys\.exit\(3\)"):
        call("bad", known)
    call("good", known)
    call.close()


def test_an_async_handler_that_stops_the_loop_blocks_no_other() -> None:
    async def handle(message: Any) -> None:
        if message == "interrupted":
            raise KeyboardInterrupt
        if message == "stopped":
            asyncio.get_running_loop().stop()
            await asyncio.sleep(0.01)

    call = Call(handle)
    known: Any = None
    with pytest.raises(KeyboardInterrupt):
        call("interrupted", known)
    call("stopped", known)
    call("good", known)
    call.close()


def test_the_event_loop_is_closed() -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    async def handle(_: Any) -> None:
        loops.append(asyncio.get_running_loop())

    call = Call(handle)
    known: Any = None
    call(1, known)
    call.close()
    end = time.monotonic() + 60
    while not loops[0].is_closed():
        assert time.monotonic() < end
        time.sleep(0.01)


class Generating:
    def __call__(self, message: Any) -> Any:
        yield message


def test_a_handler_that_returns_a_generator_is_refused() -> None:
    known: Any = None
    with pytest.raises(HandlerError, match="take the `yield` out"):
        Call(Generating())("message", known)


def test_jobs_of_one_key_keep_their_order() -> None:
    done: dict[str, list[int]] = {"a": [], "b": [], "c": []}
    at_once, most = 0, 0
    lock = threading.Lock()

    def work(job: tuple[str, int]) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.001 * (job[1] % 3))
        done[job[0]].append(job[1])
        with lock:
            at_once -= 1

    workers = Workers(work, 3, 100, lambda: None)
    for number in range(60):
        for key in done:
            assert workers.submit((key, number), key, 10)
    assert workers.wait(60)
    assert done == {key: list(range(60)) for key in "abc"}
    assert most > 1
    workers.stop()


def test_submit_waits_for_room() -> None:
    go = threading.Event()
    workers = Workers(lambda _: go.wait(60) and None, 1, 2, lambda: None)
    assert workers.submit(1, None, 1)
    assert workers.submit(2, None, 1)
    assert not workers.submit(3, None, 0.01)
    go.set()
    assert workers.submit(3, None, 10)
    assert workers.wait(60)
    workers.stop()


def test_an_error_ends_all_work() -> None:
    told = threading.Event()
    done: list[int] = []

    def work(job: int) -> None:
        if job == 1:
            raise OSError("full")
        done.append(job)

    workers = Workers(work, 1, 10, told.set)
    for job in (0, 1, 2):
        workers.submit(job, "key", 1)
    assert told.wait(60)
    assert workers.wait(60)
    assert isinstance(workers.error, OSError)
    assert done == [0]


def test_pauses_grow_up_to_a_minute() -> None:
    retry = Retry(3, 1.0)
    assert 0.8 <= retry.pause(1) <= 1.0
    assert 3.2 <= retry.pause(3) <= 4.0
    assert 48.0 <= retry.pause(10_000) <= 60.0
    with pytest.raises(ValueError, match="0 or more"):
        Retry(-1)


def test_invalid_options_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a consumer group"):
        Run(print, "kafka://localhost/topic")
    with pytest.raises(ValueError, match="dead_letter is empty"):
        Run(print, "kafka://group@localhost/topic", dead_letter="")
    with pytest.raises(ValueError, match="concurrency is 1 or more"):
        Run(print, "kafka://g@localhost/topic", concurrency=0)
    with pytest.raises(HandlerError, match="cannot be called"):
        hop.run(7, "kafka://g@localhost/topic")  # type: ignore[arg-type]


def test_run_is_the_function() -> None:
    from hop import run

    assert run is hop.run
    assert run.__module__ == "hop._handlers.runner"
