"""Streams in an event loop: as the synchronous ones, and the loop is never held up."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from hop import Stream
from hop.errors import MessageTooLarge, TransportError, UnknownTopic
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

    asyncio.run(main())
    with EVERYTHING.open(small) as stream:
        assert [message.content for message in stream] == ["kept"]


def test_a_group_goes_on_where_it_was(url: str) -> None:
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


def test_stop_ends_a_read(url: str) -> None:
    async def main() -> None:
        async with EVERYTHING.aopen(url, persist=True) as stream:
            asyncio.get_running_loop().call_later(0.3, stream.stop)
            start = time.monotonic()
            assert [message async for message in stream] == []
            assert time.monotonic() - start < 2

    asyncio.run(main())


def test_the_loop_is_not_held_up(url: str) -> None:
    """A ticker beside a reader of many messages; how late it is, not how fast the machine is."""
    total = 60_000
    write(url, ({"number": number, "text": "x" * 100} for number in range(total)))

    async def main() -> None:
        late: list[float] = []

        async def tick() -> None:
            while True:
                due = time.perf_counter() + 0.01
                await asyncio.sleep(0.01)
                late.append(time.perf_counter() - due)

        ticker = asyncio.create_task(tick())
        count = 0
        async with EVERYTHING.aopen(url) as stream:
            async for _ in stream:
                count += 1
        ticker.cancel()
        assert count == total
        assert len(late) > 10
        late.sort()
        assert late[len(late) // 2] < 0.005
        assert late[int(len(late) * 0.9)] < 0.02

    asyncio.run(main())


def test_no_thread_is_left(url: str) -> None:
    import threading

    async def main() -> None:
        async with EVERYTHING.aopen(url, "w") as stream:
            await stream.write("x")
        async with EVERYTHING.aopen(url) as reader:
            assert [message async for message in reader] == ["x"]

    before = threading.active_count()
    asyncio.run(main())
    end = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.05)
    assert threading.active_count() <= before
