"""Lines of JSON, and messages from files."""

from __future__ import annotations

import gzip
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hop import publish
from hop.errors import DecodeError, MessageError
from hop.models import (
    Blob,
    GCNCircular,
    GCNNotice,
    GCNTextNotice,
    LVKAlert,
    MessageModel,
    VOEvent,
)
from hop.publish import fault_lines

from .conftest import COMMAND, EXAMPLES, Result

Hop = Callable[..., Result]


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


def test_standard_input_is_judged_as_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Dear all,\n\nnothing.\n")))
    with pytest.raises(MessageError, match=r"standard input: no circular"):
        publish.load("-", GCNCircular)


def test_standard_input_may_be_compressed_by_gzip(monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress((EXAMPLES / "demo/voevent.xml").read_bytes())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert bytes(publish.load("-", VOEvent)) == gzip.decompress(data)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert bytes(publish.load("-", Blob)) == data


LOWERCASE = b"""<voe:VOEvent xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" version="2.0"
 ivorn="ivo://orchard.example/a#1"><What><Param name="a" datatype="int" value="1"/></What>
</voe:VOEvent>"""


@pytest.mark.parametrize(
    ("model", "data", "says"),
    [
        (VOEvent, LOWERCASE, "What/Param/@datatype"),
        (GCNNotice, b'{"ra": "far away"}', "ra: expected"),
        (GCNCircular, b"SUBJECT: caf\xe9\n\nb\n", "not UTF-8"),
        (GCNTextNotice, b"TITLE: GCN/X NOTICE\nCOMMENTS: caf\xe9\n", "not UTF-8"),
        (LVKAlert, b'{"superevent_id": "S1", "event": {"far": "x"}}', "event/far"),
    ],
    ids=["voevent", "notice", "circular", "text notice", "alert"],
)
def test_a_message_against_its_schema_is_loaded_leniently(
    tmp_path: Path, model: type[MessageModel], data: bytes, says: str
) -> None:
    file = tmp_path / "message"
    file.write_bytes(data)
    with pytest.raises(MessageError, match=re.escape(says)):
        publish.load(str(file), model)
    told: list[str] = []
    message = publish.load(
        str(file), model, on_faults=lambda name, faults: told.extend(fault_lines(name, faults))
    )
    assert says in told[0]
    assert str(file) in told[0]
    assert message.to_document() == data


def test_what_is_no_such_message_is_refused_leniently_too(tmp_path: Path) -> None:
    file = tmp_path / "message"
    file.write_bytes(b"<a/>")
    told: list[object] = []
    with pytest.raises(MessageError, match="VOEvent"):
        publish.load(str(file), VOEvent, on_faults=lambda *what: told.append(what))
    assert told == []


def test_a_good_message_tells_nothing_leniently() -> None:
    told: list[object] = []
    file = EXAMPLES / "demo/voevent.xml"
    publish.load(str(file), VOEvent, on_faults=lambda *what: told.append(what))
    assert told == []


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


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
@pytest.mark.parametrize(
    "command",
    [
        ["publish", "--no-auth", "kafka://localhost:1/topic"],
        ["validate"],
        ["validate", "-f", "CIRCULAR"],
    ],
)
def test_no_named_pipe_is_waited_for(tmp_path: Path, hop: Hop, command: list[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    hop(*command, tmp_path / "pipe").fails(74, "pipe", "it is a named pipe, not a file")


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
@pytest.mark.parametrize("file", ["-", "/dev/stdin"])
def test_standard_input_is_a_message(hop_process: Hop, file: str) -> None:
    reading, writing = os.pipe()
    os.write(writing, (EXAMPLES / "good/circular/non_ascii.gcn3").read_bytes())
    os.close(writing)
    try:
        result = hop_process("validate", "-f", "CIRCULAR", file, stdin=reading)
    finally:
        os.close(reading)
    assert (result.code, result.err) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_a_shell_gives_for_a_command_is_a_message(tmp_path: Path) -> None:
    words = " ".join(f"'{each}'" for each in COMMAND)
    line = f"{words} validate -f JSON <(echo '{{}}')"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_handler_runs_no_module_of_the_folder_for_another(tmp_path: Path) -> None:
    for name in ("asyncio", "certifi", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the file of this folder was run')")
    (tmp_path / "desk.py").write_text("import asyncio, certifi, json")
    program = [sys.executable, "-P", *COMMAND[1:], "run"]  # -P: as the installed command does
    for handler, told in (
        ("desk:nothing", "desk has no 'nothing'"),
        ("json:dumps", "json.py of this folder is not run"),
    ):
        done = subprocess.run(
            [*program, handler, "kafka://group@localhost:1/topic", "--no-auth"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert told in done.stderr
        assert "was run" not in done.stderr
        assert done.returncode != 0
