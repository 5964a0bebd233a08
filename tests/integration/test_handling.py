"""Handlers on a real stream: nothing is lost, whoever raises, stops or is killed."""

from __future__ import annotations

import json
import re
import socket
import struct
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import pytest

import hop
from hop import Stream
from hop._handlers import Retry, Run, State
from hop._handlers.metrics import Metrics, MetricsServer
from hop.errors import ConfigError, HandlerError, TransportError, URLError
from hop.io import Metadata, StartPosition
from hop.sandbox import KafkaCluster
from hop.sandbox._processes import free_ports

EVERYTHING = Stream(auth=False, start_at=StartPosition.EARLIEST)
QUICK: dict[str, Any] = {
    "auth": False,
    "start_at": StartPosition.EARLIEST,
    "persist": False,
}


def write(url: str, values: Any, keys: int = 0) -> None:
    with EVERYTHING.open(url, "w") as stream:
        for number, value in enumerate(values):
            stream.write(value, key=f"key {number % keys}" if keys else None)


def group() -> str:
    return f"group-{uuid.uuid4().hex[:8]}"


def test_each_message_is_handled_once(url: str) -> None:
    write(url, range(20))
    name, got = group(), []
    counters = hop.run(lambda message: got.append(message.content), url, name, **QUICK)
    assert got == list(range(20))
    assert (counters.done, counters.dead, counters.size) == (20, 0, 10 + 2 * 10)
    write(url, [20, 21])
    hop.run(lambda message: got.append(message.content), url, name, **QUICK)
    assert got == list(range(22))


def test_async_handlers_keep_the_order_of_each_key(kafka: KafkaCluster, new_topic: Any) -> None:
    import asyncio

    url = f"{kafka.url}/{new_topic(2)}"
    write(url, range(200), keys=5)
    got: dict[Any, list[int]] = {}
    at_once, most = 0, 0

    async def handle(message: Any, metadata: Metadata) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.001 * (message.content % 4))
        got.setdefault(metadata.key, []).append(message.content)
        at_once -= 1

    assert hop.run(handle, url, group(), concurrency=4, **QUICK).done == 200
    assert most > 1
    assert {key: numbers == sorted(numbers) for key, numbers in got.items()} == dict.fromkeys(
        got, True
    )
    assert sum(map(len, got.values())) == 200


def test_failed_messages_are_retried_then_kept_in_a_folder(url: str, tmp_path: Path) -> None:
    write(url, range(5))
    calls: list[int] = []

    def handle(message: Any) -> None:
        calls.append(message.content)
        if message.content == 1 and calls.count(1) < 3:
            raise ConnectionError("for a while")
        if message.content == 2:
            raise LookupError("no such star")
        if message.content == 3:
            raise SystemExit(9)

    counters = hop.run(
        handle, url, group(), retries=2, backoff=0.01, dead_letter=tmp_path / "dead", **QUICK
    )
    assert calls == [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4]
    assert (counters.done, counters.dead) == (3, 2)
    assert counters.errors == {"ConnectionError": 2, "LookupError": 3, "SystemExit": 3}
    topic = url.rsplit("/", 1)[1]
    assert (tmp_path / "dead" / f"{topic}-0-2.txt").read_bytes() == b"2"
    known = json.loads((tmp_path / "dead" / f"{topic}-0-2.txt.meta.json").read_text())
    assert (known["cause"], known["attempts"], known["offset"]) == (
        "LookupError: no such star",
        3,
        2,
    )
    assert 'raise LookupError("no such star")' in known["traceback"]
    assert len(list((tmp_path / "dead").iterdir())) == 4


@pytest.mark.parametrize("form", ["{url}/{topic}", "sandbox:{topic}"])
def test_failed_messages_are_kept_in_a_topic(
    kafka: KafkaCluster, url: str, new_topic: Any, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setenv("HOP_SANDBOX_URL", kafka.url)
    with EVERYTHING.open(url, "w") as stream:
        stream.write({"star": "é"}, headers={"mine": "1"}, key="k")
    dead = form.format(url=kafka.url, topic=new_topic())

    def handle(_: Any) -> None:
        raise ValueError("ünfit")

    counters = hop.run(handle, url, group(), retries=0, dead_letter=dead, **QUICK)
    assert (counters.done, counters.dead) == (0, 1)
    with EVERYTHING.open(dead) as stream:
        ((message, metadata),) = stream.read(metadata=True)
    assert message.content == {"star": "é"}
    headers = dict(metadata.headers)
    assert (headers["mine"], metadata.key) == (b"1", b"k")
    assert headers["dead_letter_topic"].decode() == url.rsplit("/", 1)[1]
    assert headers["dead_letter_offset"] == b"0"
    assert headers["dead_letter_cause"].decode() == "ValueError: ünfit"


@pytest.mark.parametrize("journal", [False, True])
def test_a_tombstone_is_a_tombstone_as_a_dead_letter(
    kafka: KafkaCluster, url: str, new_topic: Any, tmp_path: Path, journal: bool
) -> None:
    dead = f"{kafka.url}/{new_topic()}"
    options: dict[str, Any] = {"journal": tmp_path / "journal"} if journal else {}
    with EVERYTHING.open(url, "w", **options) as stream:
        stream.write_raw(None, key="k")
        stream.write_raw(b"", key="k")

    def handle(_: Any) -> None:
        raise ValueError("unfit")

    hop.run(handle, url, group(), retries=0, dead_letter=dead, **QUICK)
    for each in (url, dead):
        with EVERYTHING.open(each) as reader:
            known = [metadata for _, metadata in reader.read(metadata=True)]
        assert [(each.is_tombstone, each.key) for each in known] == [(True, b"k"), (False, b"k")]


def test_a_dead_letter_that_fails_again_has_its_headers_once(
    kafka: KafkaCluster, url: str, new_topic: Any
) -> None:
    write(url, [1])
    first, second = (f"{kafka.url}/{new_topic()}" for _ in range(2))

    def handle(_: Any) -> None:
        raise ValueError("unfit")

    for source, dead in ((url, first), (first, second)):
        assert hop.run(handle, source, group(), retries=0, dead_letter=dead, **QUICK).dead == 1
    with EVERYTHING.open(second) as stream:
        ((_, metadata),) = stream.read(metadata=True)
    topics = [value for name, value in metadata.headers if name == "dead_letter_topic"]
    assert topics == [first.rsplit("/", 1)[1].encode()]
    names = [name for name, _ in metadata.headers]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("form", ["{topic}", "^{topic}.*"])
def test_dead_letters_are_not_read_by_another_address(
    kafka: KafkaCluster, topic: str, form: str
) -> None:
    host, port = kafka.url.removeprefix("kafka://").split(":")
    other = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}[host]
    read, dead = f"{kafka.url}/{form.format(topic=topic)}", f"kafka://{other}:{port}/{topic}"
    with pytest.raises(URLError, match="the handler reads that topic"):
        hop.run(print, read, group(), dead_letter=dead, **QUICK)


class Unshowable(Exception):
    def __str__(self) -> str:
        raise KeyboardInterrupt


def test_no_error_and_no_change_of_folder_ends_the_run(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(url, range(3))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()

    def handle(message: Any) -> None:
        monkeypatch.chdir(tmp_path / "elsewhere")
        raise (Unshowable() if message.content == 0 else ValueError("x" * 5_000_000))

    options: dict[str, Any] = {"retries": 1, "backoff": 0.01, "dead_letter": "dead"}
    assert hop.run(handle, url, group(), **options, **QUICK).dead == 3
    assert len(list((tmp_path / "dead").iterdir())) == 6
    assert len(caplog.text) < 30_000


def test_without_dead_letters_a_failure_ends_the_run(url: str) -> None:
    write(url, range(4))
    name, got = group(), []

    def handle(message: Any) -> None:
        if message.content == 2:
            raise ValueError("two")
        got.append(message.content)

    with pytest.raises(HandlerError, match=r"offset 2, 2 times.*ValueError: two.*--dead-letter"):
        hop.run(handle, url, name, retries=1, backoff=0.01, **QUICK)
    assert got == [0, 1]
    assert hop.run(lambda message: got.append(message.content), url, name, **QUICK).done == 2
    assert got == [0, 1, 2, 3]


def test_a_dead_letter_that_cannot_be_written_ends_the_run(url: str, tmp_path: Path) -> None:
    write(url, [1])
    name, folder = group(), tmp_path / "dead"

    def handle(_: Any) -> None:
        folder.rmdir()
        raise ValueError

    with pytest.raises(OSError, match="No such file"):
        hop.run(handle, url, name, retries=0, dead_letter=folder, **QUICK)
    assert hop.run(lambda _: None, url, name, **QUICK).done == 1


def in_thread(run: Run) -> tuple[threading.Thread, list[BaseException]]:
    faults: list[BaseException] = []

    def go() -> None:
        try:
            run.go()
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=go, daemon=True)
    thread.start()
    return thread, faults


def test_a_stop_waits_for_messages_in_progress(url: str) -> None:
    write(url, range(10))
    name, began, go, done = group(), threading.Event(), threading.Event(), []

    def handle(message: Any) -> None:
        began.set()
        go.wait(60)
        done.append(message.content)

    run = Run(handle, url, name, auth=False, start_at=StartPosition.EARLIEST)
    thread, faults = in_thread(run)
    assert began.wait(60)
    run.stop()
    time.sleep(0.3)
    assert thread.is_alive()
    go.set()
    thread.join(60)
    assert not thread.is_alive()
    assert (done, faults) == ([0], [])
    assert hop.run(lambda message: done.append(message.content), url, name, **QUICK).done == 9
    assert done == list(range(10))


def test_a_stop_waits_only_for_the_stop_timeout(url: str) -> None:
    write(url, range(2))
    name, began, never, got = group(), threading.Event(), threading.Event(), []

    def handle(_: Any) -> None:
        began.set()
        never.wait()

    run = Run(handle, url, name, auth=False, start_at=StartPosition.EARLIEST, stop_timeout=0.5)
    thread, faults = in_thread(run)
    assert began.wait(60)
    run.stop()
    thread.join(60)
    assert not thread.is_alive()
    (fault,) = faults
    assert isinstance(fault, HandlerError)
    assert "has not ended 0.5 s after the stop" in str(fault)
    assert "offset 0" in str(fault)
    hop.run(lambda message: got.append(message.content), url, name, **QUICK)
    assert got == [0, 1]
    never.set()


def test_a_stop_does_not_wait_for_another_attempt(url: str) -> None:
    write(url, [1])
    name, failed = group(), threading.Event()

    def handle(_: Any) -> None:
        failed.set()
        raise ValueError

    run = Run(handle, url, name, auth=False, start_at=StartPosition.EARLIEST, retry=Retry(9, 60.0))
    thread, faults = in_thread(run)
    assert failed.wait(60)
    run.stop()
    thread.join(60)
    assert (thread.is_alive(), faults) == (False, [])
    assert hop.run(lambda _: None, url, name, **QUICK).done == 1


def fetch(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def values(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"^(hop_\S+) (\S+)$", text, re.M)}


def test_metrics_and_health(url: str, tmp_path: Path) -> None:
    write(url, range(10, 15))
    port, go, waiting = free_ports(1)[0], threading.Event(), threading.Event()

    def handle(message: Any) -> None:
        if message.content == 12:
            waiting.set()
            go.wait(60)
        elif message.content == 11:
            raise LookupError

    run = Run(
        handle,
        url,
        group(),
        auth=False,
        start_at=StartPosition.EARLIEST,
        retry=Retry(1, 0.01),
        dead_letter=tmp_path,
        metrics=port,
    )
    thread, faults = in_thread(run)
    assert waiting.wait(60)
    topic = url.rsplit("/", 1)[1]
    lag = f'hop_lag_messages{{partition="0",topic="{topic}"}}'
    end = time.monotonic() + 60
    while (found := values(fetch(port, "/metrics")[1])).get(lag) != 3:
        assert time.monotonic() < end, found
        time.sleep(0.1)
    assert found['hop_messages_total{outcome="done"}'] == 1
    assert found['hop_messages_total{outcome="dead_letter"}'] == 1
    assert found['hop_errors_total{kind="LookupError"}'] == 2
    assert (found["hop_bytes_total"], found["hop_restarts_total"]) == (4, 0)
    assert 0 <= found[f'hop_silence_seconds{{topic="{topic}"}}'] < 90
    assert found["hop_event_to_handler_seconds_count"] == 3
    assert 0 < found["hop_event_to_handler_seconds_sum"] < 90
    assert fetch(port, "/healthz") == (200, "reading\n")
    assert fetch(port, "/other")[0] == 404
    run.stop()
    assert fetch(port, "/healthz") == (503, "stopping\n")
    go.set()
    thread.join(60)
    assert (thread.is_alive(), faults) == (False, [])
    with pytest.raises(urllib.error.URLError):
        fetch(port, "/healthz")


def test_the_lag_is_known_before_anything_is_done(kafka: KafkaCluster, new_topic: Any) -> None:
    topic, name = new_topic(3), group()
    counts = {0: 4, 1: 3, 2: 0}
    with EVERYTHING.open(f"{kafka.url}/{topic}", "w") as stream:
        for partition, count in counts.items():
            for _ in range(count):
                stream.write_raw(b"1", partition=partition)
    go = threading.Event()
    options: dict[str, Any] = {"auth": False, "start_at": StartPosition.EARLIEST, "metrics": 0}

    def lags(run: Run) -> dict[int, int]:
        return {number: count for (_, number), count in run.statistics.lag().items()}

    # A new group, and then one that has a place in each partition: its messages are done.
    for expected in (counts, {0: 2, 1: 0, 2: 0}):
        run = Run(lambda _: go.wait(60), f"{kafka.url}/{topic}", name, **options)
        thread, faults = in_thread(run)
        end = time.monotonic() + 60
        while lags(run) != expected:
            assert time.monotonic() < end, lags(run)
            time.sleep(0.1)
        go.set()
        while any(lags(run).values()):
            assert time.monotonic() < end, lags(run)
            time.sleep(0.1)
        run.stop()
        thread.join(60)
        assert (thread.is_alive(), faults, run.statistics.lag()) == (False, [], {})
        go.clear()
        with EVERYTHING.open(f"{kafka.url}/{topic}", "w") as stream:
            for _ in range(2):
                stream.write_raw(b"1", partition=0)


def test_a_fenced_run_ends_and_is_not_reading(url: str) -> None:
    write(url, [0])
    got, states, name = threading.Event(), [], group()
    run = Run(
        lambda _: got.set(),
        url,
        name,
        auth=False,
        start_at=StartPosition.EARLIEST,
        kafka={"group.instance.id": "telescope"},
    )
    thread, faults = in_thread(run)
    assert got.wait(30)
    states.append(run.state())
    options: dict[str, Any] = {"persist": True, "kafka": {"group.instance.id": "telescope"}}
    with EVERYTHING.open(url, group_id=name, **options) as other:
        threading.Thread(target=list, args=(other,), daemon=True).start()
        thread.join(30)
    states.append(run.state())
    assert not thread.is_alive()
    assert [type(each) for each in faults] == [TransportError]
    assert states[0] is State.READING
    assert states[1] is not State.READING


def test_metrics_survive_silent_and_leaving_clients(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hop._handlers.metrics._Silent.timeout", 0.5)
    with (
        MetricsServer(0, Metrics(dict).registry, lambda: State.READING) as server,
        socket.create_connection(("127.0.0.1", server.port), 10) as silent,
    ):
        left = socket.create_connection(("127.0.0.1", server.port), 10)
        left.sendall(b"GET /metrics HTTP/1.1")
        left.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        left.close()
        assert fetch(server.port, "/healthz") == (200, "reading\n")
        assert silent.recv(1) == b"", "it is shut out after a while"
    assert capfd.readouterr().err == ""


def test_metrics_that_cannot_be_served(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"127\.0\.0\.1, port {port}: .*another port"):
            hop.run(print, url, group(), metrics=port, **QUICK)
    with pytest.raises(ValueError, match="PORT or HOST:PORT"):
        hop.run(print, url, group(), metrics="localhost", **QUICK)
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(ConfigError, match="pip install prometheus-client"):
        hop.run(print, url, group(), metrics=port, **QUICK)
