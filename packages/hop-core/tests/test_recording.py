"""The file of a recording: what is written is read back, whatever cuts it off."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hop._messages.metadata import Metadata
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


def metadata(offset: int, key: bytes | None = None, headers: Any = ()) -> Metadata:
    raw: Any = SimpleNamespace(headers=lambda: list(headers))
    return Metadata("t", 0, offset, 1_700_000_000_000 + offset, key, raw)


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
        for offset in range(6):  # those that are there are left out
            recorder.add(b"y", metadata(offset))
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
