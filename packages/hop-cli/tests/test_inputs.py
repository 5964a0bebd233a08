"""Lines of JSON, and messages from files."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from hop import publish
from hop.errors import DecodeError, MessageError
from hop.models import Blob, GCNCircular

from .conftest import EXAMPLES


def values(data: bytes) -> list[object]:
    return list(publish.json_lines(io.BytesIO(data)))


def test_values_line_by_line() -> None:
    data = b'\xef\xbb\xbf{"a": 1}\r\n\n  \n"text"\n12345678901234567890123\nnull'
    assert values(data) == [{"a": 1}, "text", 12345678901234567890123, None]
    assert values(b"") == []


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b'1\n\n{"a": }\n2\n', 3, "column 7"),
        (b"[1,\n2]\n", 1, "column 4"),
        (b"\xff\n", 1, "byte 0"),
    ],
)
def test_a_broken_line_is_named(data: bytes, line: int, column: str) -> None:
    with pytest.raises(DecodeError, match=f"line {line} of standard input.*{column}"):
        values(data)


def test_the_lines_before_a_broken_one_come_first() -> None:
    lines = publish.json_lines(io.BytesIO(b"1\n2\nx\n"))
    assert [next(lines), next(lines)] == [1, 2]
    with pytest.raises(DecodeError, match="line 3"):
        next(lines)


@pytest.mark.parametrize(
    ("data", "content"),
    [(b'{"a": 1}', {"a": 1}), (b"plain \xc3\xa9\n", "plain é\n"), (b"\xff", b"\xff"), (b"", "")],
)
def test_blobs_of_files_and_of_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, content: object
) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    assert publish.load(str(file), Blob) == Blob(content)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert publish.load("-", Blob) == Blob(content)


def test_a_model_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    file = EXAMPLES / "demo/circular.gcn3"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    assert publish.load("-", GCNCircular) == GCNCircular.load_file(file)


def test_load_refuses_a_message_that_cannot_be_sent(tmp_path: Path) -> None:
    file = tmp_path / "raw"
    file.write_bytes(b"\xff")
    publish.load(str(file), Blob)
    with pytest.raises(MessageError, match=r"raw: .*bytes"):
        publish.load(str(file), Blob, envelope=True)


def test_standard_input_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(OSError, match="standard input"):
        publish.load("-", Blob)
