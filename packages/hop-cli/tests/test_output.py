"""How messages are printed."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hop._console import columns, show
from hop.errors import EncodeError
from hop.models import Blob, GCNCircular, MessageModel, VOEvent
from hop.subscribe import print_message, render

from .conftest import EXAMPLES

DEMO = EXAMPLES / "demo"


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def shown(text: str, kind: Callable[..., io.TextIOWrapper] = io.TextIOWrapper) -> bytes:
    raw = io.BytesIO()
    stream = kind(raw, encoding="ascii")
    show(text, stream)
    return raw.getvalue()


def printed(
    capsysbinary: pytest.CaptureFixture[bytes], message: Any, json_dump: bool = False
) -> bytes:
    print_message(message, json_dump)
    return capsysbinary.readouterr().out


def test_models_are_printed_as_in_their_files(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for model, name in ((VOEvent, "voevent.xml"), (GCNCircular, "circular.gcn3")):
        message = model.load_file(DEMO / name)
        assert printed(capsysbinary, message) == (DEMO / name).read_bytes().rstrip(b"\n") + b"\n"
        line = printed(capsysbinary, message, json_dump=True)
        assert line.count(b"\n") == 1
        assert json.loads(line) == message.asdict()


def test_gcns_circulars_are_text_for_people_and_whole_as_json(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    document = (EXAMPLES / "good/circular_record/corrected.json").read_bytes()
    circular = GCNCircular.from_wire(document)
    assert render(circular, as_json=False, for_people=True).startswith(b"TITLE:   GCN CIRCULAR\n")
    assert json.loads(printed(capsysbinary, circular, json_dump=True)) == json.loads(document)
    assert printed(capsysbinary, circular) == document


@pytest.mark.parametrize(
    ("content", "text", "line"),
    [
        ("bare text", "bare text\n", '"bare text"\n'),
        ("two\nlines\n", "two\nlines\n", '"two\\nlines\\n"\n'),
        ({"é": [1, None]}, '{"é": [1, null]}\n', '{"é": [1, null]}\n'),
        (2**70, f"{2**70}\n", f"{2**70}\n"),
        ("", "\n", '""\n'),
        (b"bytes of text", "bytes of text\n", '{"base64": "Ynl0ZXMgb2YgdGV4dA=="}\n'),
        (b"\xff\x00", b"\xff\x00\n", '{"base64": "/wA="}\n'),
    ],
)
def test_blobs(
    capsysbinary: pytest.CaptureFixture[bytes], content: Any, text: str | bytes, line: str
) -> None:
    for message in (Blob(content), content):
        data = text if isinstance(text, bytes) else text.encode()
        assert printed(capsysbinary, message) == data
        assert printed(capsysbinary, message, json_dump=True) == line.encode()


def test_an_output_that_takes_text_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a notebook has it."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    print_message(Blob("é"))
    print_message(Blob(b"\xff"))
    assert stream.getvalue() == "é\n\\xff\n"


def test_a_message_without_a_json_form(capsys: pytest.CaptureFixture[str]) -> None:
    @dataclass
    class Odd(MessageModel):
        field: object

    with pytest.raises(EncodeError, match="object"):
        print_message(Odd(object()), json_dump=True)
    assert capsys.readouterr().out == ""


def test_any_text_is_printed_in_any_locale() -> None:
    assert shown("é \u2028\n") == "é \u2028\n".encode()
    assert shown("lone \ud800") == b"lone \\ud800\n"


def test_a_pipe_gets_what_was_sent() -> None:
    assert shown("\x1b[31m\x07\x9b\r\n") == "\x1b[31m\x07\x9b\r\n".encode()


def test_a_terminal_gets_no_control_characters() -> None:
    harmless = "é 漢字 \t\n"
    assert shown(harmless, Terminal) == harmless.encode()
    every = "".join(chr(each) for each in (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066))
    raw = shown(every, Terminal).decode()
    assert {each for each in raw if not each.isprintable()} == {"\n", "\t"}
    assert "\\u001b" in raw
    assert "\\u009b" in raw
    assert shown("windows\r\nlines\r\n", Terminal) == b"windows\nlines\n"


def test_json_is_one_line_for_every_reader_and_stays_json(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    text = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xD800))) + "é"
    line = printed(capsysbinary, {"text": text}, json_dump=True).decode()
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": text}
    assert all(each.isprintable() for each in line.rstrip("\n"))


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals here")
def test_on_a_real_terminal() -> None:
    import pty

    leader, follower = pty.openpty()
    code = (
        "from hop.subscribe import print_message; print_message('\\x1b]0;title\\x07'); "
        "print_message(b'\\xff')"
    )
    subprocess.run([sys.executable, "-c", code], stdout=follower, check=True, timeout=60)
    os.close(follower)
    assert os.read(leader, 100) == b'\\u001b]0;title\\u0007\r\n{"base64": "/w=="}\r\n'
    os.close(leader)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_cannot_be_written() -> None:
    with (
        pytest.raises(OSError, match="standard output"),
        Path("/dev/full").open("w", buffering=1) as full,
    ):
        try:
            show("text", full)
        finally:
            os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())


def test_a_closed_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="standard output"):
        print_message("text")


ROWS = [("TOPIC", "MESSAGES"), ("gcn.classic.voevent.FERMI_GBM_FLT_POS", "123456"), ("a", "1")]


def test_a_table_in_a_pipe_is_not_folded() -> None:
    assert list(columns(ROWS, numbers=(1,)))[1] == "gcn.classic.voevent.FERMI_GBM_FLT_POS    123456"


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_table_fits_the_terminal(width: int) -> None:
    lines = list(columns(ROWS, numbers=(1,), width=width))
    assert max(map(len, lines)) <= width
    shown = "".join(line[: -8 if line.endswith("123456") else None].strip() for line in lines[1:-1])
    assert shown.replace(" ", "") == ROWS[1][0]
    assert [line.split() for line in lines if line.startswith("a ")] == [["a", "1"]]


def test_a_table_is_never_narrower_than_it_can_be() -> None:
    assert list(columns([("abcdefgh",), ("12345678",)], width=1)) == [
        "abcdef",
        "gh",
        "123456",
        "78",
    ]
