"""The file of a recording: what is written is read back, whatever happens to the file."""

from __future__ import annotations

import contextlib
import gzip
import json
import logging
import os
import random
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from damage import TIME_MS, metadata, try_recordings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hop.errors import RecordingError
from hop.recording import Recorder, Recording

MESSAGES = st.lists(
    st.tuples(
        st.none() | st.binary(max_size=50),
        st.none() | st.binary(max_size=5),
        st.lists(st.tuples(st.text(max_size=5), st.none() | st.binary(max_size=5)), max_size=3),
    ),
    max_size=8,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.hop"


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING, "hop")
    return caplog


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(messages=MESSAGES, batch=st.integers(1, 4))
def test_what_is_written_is_read_back(tmp_path: Path, messages: Any, batch: int) -> None:
    path = tmp_path / "x.hop"
    path.unlink(missing_ok=True)
    with Recorder(path, "kafka://h/t") as recorder:
        for offset, (payload, key, headers) in enumerate(messages):
            recorder.add(payload, metadata(offset, key, headers))
            if offset % batch == 0:
                recorder.flush()
    recording = Recording(path)
    for _ in range(2):
        found = [(each.payload, each.key, each.headers) for each in recording]
        assert found == messages
    assert recording.url == "kafka://h/t"
    assert recording.broken_bytes == 0


def make(path: Path, count: int = 5) -> list[int]:
    ends = []
    with Recorder(path, "kafka://h/t") as recorder:
        for offset in range(count):
            recorder.add(b"x" * 100, metadata(offset))
            recorder.flush()
            ends.append(path.stat().st_size)
    return ends


def test_a_file_cut_off_anywhere_keeps_its_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "x.hop"
    ends = make(path)
    data = path.read_bytes()
    head = ends[0] - (ends[1] - ends[0])
    for size in range(head + 5, len(data)):
        path.write_bytes(data[:size])
        recording = Recording(path)
        whole = [end for end in ends if end <= size]
        assert len(list(recording)) == len(whole)
        assert recording.whole_bytes + recording.broken_bytes == size
    with Recorder(path, "kafka://h/t") as recorder:
        # Those that are there are left out.
        added = [recorder.add(b"x" * 100, metadata(offset)) for offset in range(6)]
    assert added == [False] * 4 + [True] * 2
    aside = path.with_name("x.hop.damaged").read_bytes()
    assert aside == data[ends[3] : len(data) - 1]
    assert [each.offset for each in Recording(path)] == [0, 1, 2, 3, 4, 5]
    assert Recording(path).broken_bytes == 0


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["[]"], "no recording"),
        (['{"hop_recording": 2, "url": "", "started": ""}'], "version 2"),
        (['{"hop_recording": 1, "url": "", "started": ""}', "{"], "line 2"),
        (['{"hop_recording": 1, "url": "", "started": ""}', '{"topic": 1}'], "line 2"),
        (['{"hop_recording": 1, "url": "", "started": ""}', "[" * 100_000], "line 2"),
        (["[" * 100_000], "no recording"),
    ],
)
def test_what_is_none(tmp_path: Path, lines: list[str], told: str) -> None:
    path = tmp_path / "x.hop"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    before = path.read_bytes()
    with pytest.raises(RecordingError, match=told):
        list(Recording(path))
    with pytest.raises(RecordingError, match=told):
        Recorder(path, "kafka://h/t")
    assert path.read_bytes() == before


def test_broken_base64(tmp_path: Path) -> None:
    path = tmp_path / "x.hop"
    make(path, 1)
    entry = {"topic": "t", "partition": 0, "offset": 1, "timestamp": 0, "key": {"base64": "%"}}
    with path.open("ab") as file:
        file.write(gzip.compress(json.dumps({**entry, "headers": [], "value": None}).encode()))
    with pytest.raises(RecordingError, match="base64"):
        list(Recording(path))


def offsets(path: Path) -> list[int]:
    return [each.offset for each in Recording(path)]


@contextlib.contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file of this process grows beyond a size, as on a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("is_closed_by", ["with", "close"])
def test_a_full_disk_keeps_what_was_recorded(path: Path, is_closed_by: str) -> None:
    make(path)
    before = path.read_bytes()
    noise = random.Random(1).randbytes(5000)
    recorder = Recorder(path, "kafka://h/t")
    with full_disk(len(before) + 1000):
        recorder.add(noise, metadata(5))
        with pytest.raises(RecordingError, match="cannot be written"):
            if is_closed_by == "with":
                with recorder:
                    pass
            else:
                recorder.flush()
        recorder.close()
    assert path.read_bytes() == before
    assert offsets(path) == [0, 1, 2, 3, 4]


def test_a_full_disk_keeps_a_broken_end(path: Path) -> None:
    make(path)
    with path.open("ab") as file:
        file.write(gzip.compress(random.Random(1).randbytes(5000))[:-1])
    before = path.read_bytes()
    for size in (1000, 0):  # with room for the lock, and without
        with full_disk(size), pytest.raises(RecordingError, match="cannot be written"):
            Recorder(path, "kafka://h/t")
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["x.hop"]


def test_a_disk_with_space_again_loses_nothing(path: Path) -> None:
    make(path)
    noise = random.Random(1).randbytes(5000)
    with Recorder(path, "kafka://h/t") as recorder:
        with full_disk(path.stat().st_size + 1000):
            recorder.add(noise, metadata(5))
            for _ in range(2):
                with pytest.raises(RecordingError, match="cannot be written"):
                    recorder.flush()
        recorder.add(noise, metadata(6))
        recorder.flush()
        recorder.add(noise, metadata(7))
    assert offsets(path) == list(range(8))
    assert Recording(path).whole_bytes  # of its first line


def test_an_interrupted_write_is_written_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(path)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with Recorder(path, "kafka://h/t") as recorder:
        recorder.add(b"y", metadata(5))
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(os, "fsync", interrupt)
            recorder.flush()
        recorder.add(b"y", metadata(6))
    assert offsets(path) == list(range(7))


def test_a_named_pipe_is_no_recording_and_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(RecordingError, match="a named pipe"):
        Recording(pipe)
    with pytest.raises(RecordingError, match="a named pipe"):
        Recorder(pipe, "kafka://localhost/alerts")


def test_one_recorder_at_a_time_has_a_file(path: Path) -> None:
    link = path.with_name("link")
    link.symlink_to(path)
    with Recorder(path, "kafka://h/t") as recorder:
        recorder.add(b"y", metadata(0))
        for name in (path, link):
            with pytest.raises(RecordingError, match="in use by process"):
                Recorder(name, "kafka://h/t")
        recorder.add(b"y", metadata(1))
    with Recorder(path, "kafka://h/t") as recorder:
        recorder.add(b"y", metadata(2))
    assert offsets(path) == [0, 1, 2]
    assert sorted(each.name for each in path.parent.iterdir()) == ["link", "x.hop"]


@pytest.mark.parametrize("batch", range(6))
def test_a_flipped_bit_costs_one_batch(
    path: Path, warnings: pytest.LogCaptureFixture, batch: int
) -> None:
    make(path, 0)
    ends = [0, path.stat().st_size]
    path.unlink()
    ends += make(path)
    data = bytearray(path.read_bytes())
    data[(ends[batch] + ends[batch + 1]) // 2] ^= 1
    path.write_bytes(data)
    with Recorder(path, "kafka://h/t") as recorder:
        recorder.add(b"y", metadata(5))
    lost = batch - 1  # the first batch has the first line only
    kept = [offset for offset in range(5) if offset != lost]
    assert offsets(path) == [*kept, 5]
    assert ("cannot be read" if batch == 5 else "are damaged") in warnings.text
    aside = path.with_name("x.hop.damaged")
    if batch == 5:
        assert str(aside) in warnings.text
        assert path.read_bytes()[: ends[5]] + aside.read_bytes() == data
    else:
        assert path.read_bytes().startswith(data)
        assert not aside.exists()
    recording = Recording(path)
    assert recording.url == ("" if batch == 0 else "kafka://h/t")
    size = ends[batch + 1] - ends[batch]
    assert len(list(recording)) == len(kept) + 1
    assert recording.damaged_bytes == (0 if batch == 5 else size)


@pytest.mark.parametrize("start", [0, 50])
def test_a_topic_made_anew_is_recorded_too(
    path: Path, warnings: pytest.LogCaptureFixture, start: int
) -> None:
    with Recorder(path, "kafka://h/t") as recorder:
        for offset in range(start, start + 5):
            recorder.add(b"old", metadata(offset))
    for expected in (True, False):  # and once only
        with Recorder(path, "kafka://h/t") as recorder:
            for offset in range(3):
                later = metadata(offset, timestamp=TIME_MS + 10**6)
                assert recorder.add(b"new", later) is expected
        assert warnings.text.count("made anew") == 1
    found = [(each.offset, each.payload) for each in Recording(path)]
    assert found == [(start + n, b"old") for n in range(5)] + [(n, b"new") for n in range(3)]


def test_what_came_before_the_recording_is_left_out(
    path: Path, warnings: pytest.LogCaptureFixture
) -> None:
    with Recorder(path, "kafka://h/t") as recorder:
        recorder.add(b"x", metadata(50))
    with Recorder(path, "kafka://h/t") as recorder:
        assert [recorder.add(b"x", metadata(n)) for n in (48, 49, 50, 51)] == [False] * 3 + [True]
    assert not warnings.records


def test_a_tombstone_stays_one(path: Path) -> None:
    with Recorder(path, "kafka://h/t") as recorder:
        recorder.add(b"", metadata(0, payload=None))  # as Consumer.read_raw gives it
        recorder.add(b"", metadata(1, payload=b""))
    assert [each.payload for each in Recording(path)] == [None, b""]


def test_a_batch_that_unpacks_to_gigabytes_is_refused(path: Path) -> None:
    make(path)
    before = path.stat().st_size
    pack = zlib.compressobj(9, wbits=31)
    with path.open("ab") as file:
        for _ in range(160):
            file.write(pack.compress(bytes(2**20)))
        file.write(pack.flush())
    with pytest.raises(RecordingError, match=rf"its byte {before} unpacks to more than"):
        list(Recording(path))
    with pytest.raises(RecordingError, match="unpacks to more than"):
        Recorder(path, "kafka://h/t")


def test_a_message_that_no_recording_takes_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hop.recording._LARGEST_BATCH", 1000)
    with Recorder(path, "kafka://h/t") as recorder:
        for offset, size in enumerate((500, 700, 1200, 600)):
            if size > 1000:
                with pytest.raises(RecordingError, match="offset 2 cannot be recorded"):
                    recorder.add(b"x" * size, metadata(offset))
            else:
                recorder.add(b"x" * size, metadata(offset))
    assert offsets(path) == [0, 1, 3]


@pytest.mark.parametrize(
    "wrong",
    [
        {"offset": "1"},
        {"timestamp": 10**30},
        {"topic": 7},
        {"headers": [[1, "a"]]},
        {"partition": 0.5},
    ],
)
def test_an_entry_of_other_types_is_refused(path: Path, wrong: dict[str, Any]) -> None:
    make(path, 1)
    entry = {"topic": "t", "partition": 0, "offset": 1, "timestamp": 0, "key": None}
    with path.open("ab") as file:
        text = json.dumps({**entry, "headers": [], "value": None, **wrong})
        file.write(gzip.compress(text.encode(), mtime=0))
    with pytest.raises(RecordingError, match="line 3, is no message"):
        list(Recording(path))


def test_random_damage_is_told(tmp_path: Path) -> None:
    """A share of what tests/soak/test_damage.py does."""
    outcomes = try_recordings(tmp_path, 60, seed=1)
    assert sum(outcomes.values()) == 60
