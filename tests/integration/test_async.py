"""Streams in an event loop: as the synchronous ones, and the loop is never held up."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from typing import Any

import pytest
from calibration import Clock

from hop import Stream
from hop._reader import SERVE_EVERY_S
from hop.errors import (
    DeliveryFailed,
    MessageError,
    MessageTooLarge,
    TransportError,
    TransportTimeout,
    UnknownTopic,
)
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

EVERYTHING = Stream(auth=False, start_at=StartPosition.EARLIEST)


def write(url: str, values: Any) -> None:
    with EVERYTHING.open(url, "w") as stream:
        for value in values:
            stream.write(value)


def test_both_ways(url: str) -> None:
    async def main() -> None:
        async with EVERYTHING.aopen(url, "w") as stream:
            await stream.write({"a": 1}, headers={"x": "1"}, key="k")
            await stream.write(b"raw")
            await stream.flush()
        async with EVERYTHING.aopen(url) as stream:
            assert [message.content async for message in stream] == [{"a": 1}, b"raw"]
        async with EVERYTHING.aopen(url) as stream:
            found = [metadata async for _, metadata in stream.read(metadata=True)]
            assert [each.offset for each in found] == [0, 1]
            assert ("x", b"1") in found[0].headers
        stream = await EVERYTHING.aopen(url).open()
        assert [message.content async for message in stream.read(batch_size=1)] == [
            {"a": 1},
            b"raw",
        ]
        await stream.close()
        await stream.close()

    asyncio.run(main())


def test_errors_are_those_of_the_synchronous_streams(kafka: KafkaCluster, new_topic: Any) -> None:
    small = f"{kafka.url}/{new_topic(max_message_bytes=1000)}"

    async def main() -> None:
        with pytest.raises(UnknownTopic):
            async with EVERYTHING.aopen(f"{kafka.url}/no-such-topic"):
                pass
        with pytest.raises(ValueError, match="mode"):
            async with EVERYTHING.aopen(small, "rw"):  # type: ignore[call-overload]
                pass
        with pytest.raises(MessageTooLarge):
            async with EVERYTHING.aopen(small, "w") as stream:
                await stream.write(b"x" * 5000)
        with pytest.raises(ZeroDivisionError):
            async with EVERYTHING.aopen(small, "w") as stream:
                await stream.write("kept")
                _ = 1 / 0
        with pytest.raises(ValueError, match="batch_size"):
            async with EVERYTHING.aopen(small) as stream:
                async for _ in stream.read(batch_size=0):
                    pass
        with pytest.raises(TransportError, match="not open"):
            await EVERYTHING.aopen(small, "w").write("x")
        closed = EVERYTHING.aopen(small)
        await closed.close()
        for use in (closed.open, closed.read, closed.stop):
            with pytest.raises(TransportError, match="closed"):
                _ = await result if asyncio.iscoroutine(result := use()) else result

    asyncio.run(main())
    with EVERYTHING.open(small) as stream:
        assert [message.content for message in stream] == ["kept"]


def test_a_group_continues_at_its_committed_offset(url: str) -> None:
    grouped = url.replace("kafka://", "kafka://tasks@")
    write(url, range(5))

    async def main() -> None:
        async with EVERYTHING.aopen(grouped) as stream:
            number = 0
            async for message in stream:
                assert message == number
                number += 1
                if number == 3:
                    break
        async with EVERYTHING.aopen(grouped) as stream:
            async for message, place in stream.read(metadata=True, autocommit=False):
                assert message.content >= 2
                stream.mark_done(place)
        async with EVERYTHING.aopen(grouped) as stream:
            assert [message async for message in stream] == []

    asyncio.run(main())


def test_a_cancelled_read_loses_nothing(url: str) -> None:
    async def main() -> None:
        async with EVERYTHING.aopen(url, persist=True) as stream:
            got: list[Any] = []

            async def collect() -> None:
                async for message in stream:
                    got.append(message.content)

            for first in (0, 10, 20):
                reading = asyncio.create_task(collect())
                await asyncio.sleep(0.15)
                async with EVERYTHING.aopen(url, "w") as writer:
                    for number in range(first, first + 10):
                        await writer.write(number)
                reading.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await reading
            await asyncio.wait_for(until(lambda: len(got) >= 30, collect), 10)
            assert sorted(set(got)) == list(range(30))

    async def until(done: Any, collect: Any) -> None:
        reading = asyncio.create_task(collect())
        while not done():
            await asyncio.sleep(0.02)
        reading.cancel()

    asyncio.run(main())


def test_a_cancelled_read_marks_the_message_before_as_done(url: str) -> None:
    grouped = url.replace("kafka://", "kafka://cancelled@")
    write(url, range(3))

    async def main() -> None:
        async with EVERYTHING.aopen(grouped) as stream:
            messages = stream.read()
            assert await anext(messages) == 0

            async def ask() -> None:
                await anext(messages)

            await asyncio.sleep(0.01)  # so that the other tasks get their turn first
            asking = asyncio.create_task(ask())
            await asyncio.sleep(0)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
        async with EVERYTHING.aopen(grouped) as stream:
            assert [message.content async for message in stream] == [1, 2]

    asyncio.run(main())


def test_stop_ends_a_read(url: str) -> None:
    async def main() -> None:
        async with EVERYTHING.aopen(url, persist=True) as stream:
            asyncio.get_running_loop().call_later(0.3, stream.stop)
            assert [message async for message in stream] == []

    asyncio.run(main())


@pytest.mark.parametrize("while_it_waits", [False, True])
def test_closing_ends_a_read(url: str, while_it_waits: bool) -> None:
    """As without asyncio, whatever the reader is about: here, a message that took a while."""
    write(url, range(2))

    async def main() -> None:
        async with EVERYTHING.aopen(url, persist=True) as stream:
            closing = None
            got = []
            async for message in stream:
                got.append(message.content)
                if closing is None and (message.content == 1 or not while_it_waits):
                    closing = asyncio.create_task(stream.close())
                    await asyncio.sleep(0 if while_it_waits else 1.1 * SERVE_EVERY_S)
            assert got == ([0, 1] if while_it_waits else [0])
            await closing

    asyncio.run(main())


def test_the_event_loop_is_not_blocked(url: str) -> None:
    """A ticker beside a reader of many messages; how late that makes it, not the machine."""
    total = 60_000
    write(url, ({"number": number, "text": "x" * 100} for number in range(total)))

    async def count(percentile: float) -> float:
        number = 0

        async def read() -> None:
            nonlocal number
            async with EVERYTHING.aopen(url) as stream:
                async for _ in stream:
                    number += 1

        late = sorted(await lateness(read()))
        assert number == total
        return late[int((len(late) - 1) * percentile)]

    assert asyncio.run(count(0.5)) < 0.005
    assert asyncio.run(count(0.9)) < 0.02


def test_the_next_call_raises_the_error_of_a_cancelled_one(url: str) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def refuse() -> None:
        begun.set()
        goes_on.wait(60)
        raise DeliveryFailed("3 messages were not acknowledged")

    async def main(use: str, *arguments: Any) -> None:
        begun.clear()
        goes_on.clear()
        stream = await EVERYTHING.aopen(url, "w").open()
        await stream.write("x")
        waiting = asyncio.create_task(stream._in_thread(refuse))
        while not begun.is_set():
            await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        goes_on.set()
        while not stream._missed:
            await asyncio.sleep(0.01)
        with pytest.raises(DeliveryFailed, match="3 messages"):
            await getattr(stream, use)(*arguments)
        await stream.close()  # told once

    asyncio.run(main("write", "y"))
    asyncio.run(main("flush"))
    asyncio.run(main("close"))


def test_a_cancelled_flush_does_not_delay_the_next(kafka: KafkaCluster, url: str) -> None:
    async def main() -> None:
        async with EVERYTHING.aopen(url, "w") as stream:
            await stream.write(0)
            await stream.flush()
            with kafka.pause_broker(0):
                await stream.write(1)
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.2):
                        await stream.flush()
                clock = Clock()
                with pytest.raises(TransportTimeout, match=r"1 messages .* after 0.1 s"):
                    await stream.flush(0.1)
                assert clock.seconds() < 3

    asyncio.run(main())


def test_a_write_that_waits_for_room_does_not_block_the_loop(kafka: KafkaCluster, url: str) -> None:
    few = {"queue.buffering.max.messages": 10}

    async def main() -> None:
        async with EVERYTHING.aopen(url, "w", kafka=few) as stream:
            await stream.write(0)
            await stream.flush()
            with kafka.pause_broker(0):
                turns = await lateness(fill(stream))
            assert await asyncio.wait_for(stream.flush(60), 60) is None
        assert len(turns) > 20  # of a hundred; one if the loop were blocked

    async def fill(stream: Any) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                for number in range(1, 100):
                    await stream.write(number)

    asyncio.run(main())
    with EVERYTHING.open(url) as stream:
        assert [message.content for message in stream] == list(range(11))


def test_a_cancelled_close_names_what_it_gives_up(
    kafka: KafkaCluster, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        stream = await EVERYTHING.aopen(url, "w").open()
        await stream.write(0)
        await stream.flush()
        with kafka.pause_broker(0):
            await stream.write(1)
            clock = Clock()
            closing = asyncio.create_task(stream.close())
            await asyncio.sleep(0.2)
            closing.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await closing
            assert clock.seconds() < 10
        (note,) = caught.value.__notes__
        assert "not acknowledged" in note
        assert note in caplog.text

    asyncio.run(main())


def test_a_reader_whose_close_is_cancelled_ends_soon(kafka: KafkaCluster, url: str) -> None:
    async def main() -> float:
        stream = await EVERYTHING.aopen(url, group_id="let-go").open()
        assert [message.content async for message in stream] == [0]
        with kafka.pause_broker(0):
            closing = asyncio.create_task(stream.close())
            await asyncio.sleep(0.1)
            clock = Clock()
            closing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await closing
            return clock.seconds()

    write(url, [0])
    assert asyncio.run(main()) < 6


def test_slow_messages_are_decoded_in_the_thread(url: str) -> None:
    """The first of a kind, which may load models; what is large; what is fetched from elsewhere."""
    threads: list[tuple[int, bool]] = []

    def keep(_: MessageError, raw: bytes) -> bytes:
        threads.append((len(raw), threading.current_thread() is threading.main_thread()))
        return raw

    large, placeholder = b"<" * 100_000, b'{"url":"https://localhost:1/x"}'
    with EVERYTHING.open(url, "w") as writer:
        for payload in (b"<1", b"<12", large, b"<123", b"<"):
            writer.write_raw(payload, [("_format", b"voevent")])
        writer.write_raw(placeholder, [("_format", b"external")])
        writer.write({"json": 1})

    async def main() -> None:
        async with EVERYTHING.aopen(url, errors=keep) as stream:
            got = [getattr(message, "content", message) async for message in stream]
        assert got == [b"<1", b"<12", large, b"<123", b"<", placeholder, {"json": 1}]

    asyncio.run(main())
    small = [(2, False), (3, True), (len(large), False), (4, True), (1, True)]
    assert threads == [*small, (len(placeholder), False)]


def test_an_invalid_message_does_not_end_the_stream(url: str) -> None:
    with EVERYTHING.open(url, "w") as writer:
        for payload in (b"<1", b"<2", b"<" * 100_000):
            writer.write_raw(payload, [("_format", b"voevent")])
        writer.write("good")

    async def main() -> None:
        async with EVERYTHING.aopen(url, errors="raise") as stream:
            for _ in range(3):
                with pytest.raises(MessageError):
                    await anext(aiter(stream))
            assert await anext(aiter(stream)) == "good"

    asyncio.run(main())


async def lateness(work: Coroutine[Any, Any, Any]) -> list[float]:
    """How late some work makes each turn of a ticker of 10 ms, in processor time of the loop, s."""
    late: list[float] = []

    async def tick() -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(0.01)
            late.append(time.thread_time() - before - 0.01)

    ticker = asyncio.create_task(tick())
    await work
    ticker.cancel()
    assert len(late) > 10
    return late


def test_no_thread_is_left(url: str) -> None:
    async def main() -> None:
        async with EVERYTHING.aopen(url, "w") as stream:
            await stream.write("x")
        async with EVERYTHING.aopen(url) as reader:
            assert [message async for message in reader] == ["x"]

    before = threading.active_count()
    asyncio.run(main())
    end = time.monotonic() + 60
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.05)
    assert threading.active_count() <= before


def test_a_close_while_a_read_gives_way_ends_the_read(url: str) -> None:
    async def main() -> list[Any]:
        reader = await Stream(auth=False, persist=True).aopen(url).open()
        messages = reader.read()
        # It runs when the first poll lets other tasks have their turn.
        closing = asyncio.create_task(reader.close())
        found = [message async for message in messages]
        await closing
        return found

    assert asyncio.run(main()) == []
