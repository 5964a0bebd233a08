"""A broker that is far away: what goes to it, and what comes from it, takes its time."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from hop.sandbox import KafkaCluster
from hop.sandbox._processes import free_ports


@contextlib.contextmanager
def far_broker(delay: float, *, auto_create: bool = False) -> Iterator[tuple[KafkaCluster, str]]:
    """A cluster of one broker, and the URL at which it is far away.

    Args:
        delay: how long what is sent takes, each way, s.
        auto_create: whether a topic comes to be when somebody asks for it.
    """
    (port,) = free_ports(1)
    # Clients go where the broker says it is, so it has to name the relay.
    named = {"advertised.listeners": f"PLAINTEXT://localhost:{port}"}
    with KafkaCluster(config=named, auto_create=auto_create) as kafka:
        relay = _Relay(port, int(kafka.bootstrap().rpartition(":")[2]), delay)
        with relay.running():
            yield kafka, f"kafka://localhost:{port}"


class _Relay:
    """Passes on all that is sent between a port and another one, after a while."""

    def __init__(self, port: int, target: int, delay: float) -> None:
        self._port, self._target, self._delay = port, target, delay
        self._loop = asyncio.new_event_loop()
        self._is_up = threading.Event()
        self._end = asyncio.Event()

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))
        thread.start()
        assert self._is_up.wait(60)
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._end.set)
            thread.join()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connect, "localhost", self._port)
        self._is_up.set()
        await self._end.wait()
        server.close()
        passing = asyncio.all_tasks() - {asyncio.current_task()}
        for task in passing:
            task.cancel()
        await asyncio.gather(*passing, return_exceptions=True)

    async def _connect(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self._delay * 2)  # as long as a connection takes to be made
        far, to_far = await asyncio.open_connection("localhost", self._target)
        await asyncio.gather(self._pass_on(near, to_far), self._pass_on(far, to_near))

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def arrive() -> None:
            while True:
                at, data = await under_way.get()
                await asyncio.sleep(max(0.0, at - self._loop.time()))
                if not data:
                    sink.close()
                    return
                sink.write(data)

        arriving = asyncio.ensure_future(arrive())
        with contextlib.suppress(OSError):
            while data := await source.read(2**16):
                under_way.put_nowait((self._loop.time() + self._delay, data))
        under_way.put_nowait((0.0, b""))
        await arriving
