"""A stream that is opened while the command does something else."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from hop.cli.opening import Opening
from hop.errors import ConnectionFailed


class Stream:
    def __init__(self) -> None:
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


def test_the_block_does_not_wait() -> None:
    stream, may_open = Stream(), threading.Event()

    def open_() -> Stream:
        assert may_open.wait(5)
        return stream

    with Opening(open_) as opening:
        may_open.set()
    assert opening.stream() is stream
    assert not stream.closed.wait(0.05)


def test_a_stream_that_cannot_be_opened() -> None:
    def open_() -> Stream:
        raise ConnectionFailed("nobody is there")

    with Opening(open_) as opening:
        pass
    with pytest.raises(ConnectionFailed, match="nobody is there"):
        opening.stream()


@pytest.mark.parametrize("opens_first", [True, False])
def test_an_error_in_the_block_closes_what_is_opened(opens_first: bool) -> None:
    stream, failed, opened = Stream(), threading.Event(), threading.Event()

    def open_() -> Stream:
        assert opens_first or failed.wait(5)
        opened.set()
        return stream

    with pytest.raises(ValueError, match="no message"), Opening(open_):
        assert not opens_first or opened.wait(5)
        raise ValueError("no message")
    failed.set()
    assert stream.closed.wait(5)


LIBRARY = """
import sys
from hop.cli import kafka_library
kafka_library.load()
import confluent_kafka
assert "asyncio" not in sys.modules and "ssl" not in sys.modules
from confluent_kafka import _serde_builder
assert _serde_builder.asyncio.sleep(0).close() is None
import asyncio
assert _serde_builder.asyncio.Task is asyncio.Task
assert type(asyncio).__name__ == "module"
kafka_library.load()
assert sys.modules["asyncio"] is asyncio
"""


def test_asyncio_is_there_for_whoever_uses_it() -> None:
    done = subprocess.run([sys.executable, "-c", LIBRARY], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
