"""Names and kinds of the files that messages are written to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from hop.cli.output import Folder
from hop.io import Metadata
from hop.models import Blob, GCNCircular, GCNNotice, LVKAlert, VOEvent

from .conftest import EXAMPLES


class Record:
    """Of a record what metadata are made of."""

    def __init__(self, topic: str) -> None:
        self._topic = topic

    def topic(self) -> str:
        return self._topic

    def partition(self) -> int:
        return 3

    def offset(self) -> int:
        return 12

    def timestamp(self) -> tuple[int, int]:
        return 0, -1

    def key(self) -> None:
        return None

    def headers(self) -> Any:
        return None

    def value(self) -> bytes:
        return b""

    def error(self) -> None:
        return None


def save(folder: Path, message: Any, topic: str = "alerts", as_json: bool = False) -> Path:
    return Folder(str(folder), as_json=as_json).prepare(message, Metadata.of(Record(topic))).write()


@pytest.mark.parametrize("topic", ["alerts", "a.b_c-d", "9", "x" * 160])
def test_a_valid_topic_is_in_the_file_name_unchanged(tmp_path: Path, topic: str) -> None:
    assert save(tmp_path, Blob(1), topic).name == f"{topic}-3-12.txt"


@pytest.mark.parametrize(
    "topic",
    [
        "",
        ".",
        "..",
        "../../x",
        "/etc/passwd",
        "a/b",
        "a\\b",
        ".hidden",
        "-rf",
        "a\0b",
        "é",
        "x" * 249,
    ],
)
def test_no_topic_leads_out_of_the_folder(tmp_path: Path, topic: str) -> None:
    path = save(tmp_path / "in", Blob(1), topic)
    assert path.parent == tmp_path / "in"
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*-3-12\.txt", path.name)
    assert len(path.name) < 200
    assert sorted(each.name for each in (tmp_path / "in").iterdir()) == [
        path.name,
        f"{path.name}.meta.json",
    ]
    assert [each.name for each in tmp_path.iterdir()] == ["in"]
    assert json.loads(Path(f"{path}.meta.json").read_text())["topic"] == topic


def test_two_topics_share_no_file(tmp_path: Path) -> None:
    names = {save(tmp_path, Blob(1), topic).name for topic in ("a/b", "a\\b", "a_b", "é", "è")}
    assert len(names) == 5


@pytest.mark.parametrize(
    ("message", "suffix"),
    [
        (Blob({"a": 1}), ".json"),
        (Blob([1]), ".json"),
        (Blob("text"), ".txt"),
        (Blob(""), ".txt"),
        (Blob(b"\xff"), ".bin"),
        (Blob(b"\xff\xfe<\0a\0"), ".xml"),
        (Blob(b"\xef\xbb\xbf<a/>"), ".xml"),
        (VOEvent.load_file(EXAMPLES / "demo/voevent.xml"), ".xml"),
        (LVKAlert(superevent_id="S1", alert_type="INITIAL"), ".json"),
    ],
)
def test_suffixes(tmp_path: Path, message: Any, suffix: str) -> None:
    path = save(tmp_path, message)
    assert path.suffix == suffix
    assert path.read_bytes() == message.to_document()
    assert save(tmp_path, message, as_json=True).read_bytes().count(b"\n") == 0


def test_notices_are_written_as_they_came(tmp_path: Path) -> None:
    document = b'{\n  "$schema": "x",  "ra": 1.50,\n "more": [1e3]}\n'
    assert save(tmp_path, GCNNotice.load(document)).read_bytes() == document
    for file in (EXAMPLES / "good/lvkalert").glob("*.avro"):
        path = save(tmp_path, LVKAlert.load(file.read_bytes()))
        assert (path.suffix, path.read_bytes()) == (".avro", file.read_bytes())


def test_gcns_circulars_keep_every_field_in_files(tmp_path: Path) -> None:
    document = (EXAMPLES / "good/circular_record/corrected.json").read_bytes()
    path = save(tmp_path, GCNCircular.from_wire(document))
    assert (path.suffix, path.read_bytes()) == (".json", document)
    line = save(tmp_path, GCNCircular.from_wire(document), as_json=True).read_bytes()
    assert json.loads(line) == json.loads(document)


def test_no_file_is_half_written(tmp_path: Path) -> None:
    (tmp_path / "alerts-3-12.txt").mkdir()
    with pytest.raises(OSError, match=r"alerts-3-12\.txt"):
        save(tmp_path, Blob("text"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "alerts-3-12.txt",
        "alerts-3-12.txt.meta.json",
    ]
