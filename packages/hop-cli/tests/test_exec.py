"""What a program gets of a message, how it may end, and what is said of it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hop._messages import mark_test
from hop.cli.output import Program
from hop.cli.stopping import Ended, Stop
from hop.errors import HandlerError
from hop.io import Metadata
from hop.models import Blob, GCNCircular, VOEvent

from .conftest import EXAMPLES, Result

Hop = Callable[..., Result]
URL = "kafka://localhost:1/topic"
IDENTITY = uuid.UUID(int=7)
HEADERS = [("_id", IDENTITY.bytes), ("_sender", b"alice"), ("_test", b"true")]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="its programs are those of a Unix")


@dataclass
class Record:
    """Of a record what metadata are made of."""

    its_key: bytes | None = None
    its_headers: Any = None
    time: int = 1_793_448_000_123

    def topic(self) -> str:
        return "alerts"

    def partition(self) -> int:
        return 3

    def offset(self) -> int:
        return 12

    def timestamp(self) -> tuple[int, int]:
        return 1, self.time

    def key(self) -> bytes | None:
        return self.its_key

    def headers(self) -> Any:
        return self.its_headers

    def value(self) -> bytes:
        return b""

    def error(self) -> None:
        return None


class Reading:
    """What a stop stops."""

    def stop(self) -> None:
        """There is nothing to be read here."""


def stop_with(*numbers: int) -> Stop:
    stop = Stop(Reading())  # type: ignore[arg-type]
    stop.received.extend(numbers)
    return stop


def run(
    command: str,
    message: Any = None,
    record: Record | None = None,
    *,
    as_json: bool = False,
    stop: Stop | None = None,
    keep_alive: Callable[[], None] = lambda: None,
) -> None:
    program = Program(command, as_json=as_json)
    task = program.prepare(message or Blob(1), Metadata.of(record or Record()))
    task.run(keep_alive, stop or stop_with())


def variables(capfd: pytest.CaptureFixture[str], message: Any, record: Record) -> dict[str, str]:
    """All by HOP_… that the program of a message is given."""
    code = "import json, os; print(json.dumps({k: v for k, v in os.environ.items()}))"
    capfd.readouterr()
    run(f'{sys.executable} -c "{code}"', message, record)
    found = json.loads(capfd.readouterr().out)
    assert "PATH" in found
    return {name: value for name, value in found.items() if name.startswith("HOP")}


@pytest.mark.parametrize(
    ("content", "given"),
    [(b"\xff\x00\n\n", b"\xff\x00\n\n"), ("text", b"text"), ({"é": 1}, '{"é": 1}'.encode())],
)
def test_a_program_gets_a_message_byte_for_byte(
    capfdbinary: pytest.CaptureFixture[bytes], content: Any, given: bytes
) -> None:
    run("cat", Blob(content))
    assert capfdbinary.readouterr().out == given


def test_documents_and_lines(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = EXAMPLES / "good/voevent/latin1.xml"
    message = VOEvent.load_file(path)
    run("cat", message)
    assert capfdbinary.readouterr().out == path.read_bytes()
    run("cat", message, as_json=True)
    line = capfdbinary.readouterr().out
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == message.asdict()


def test_gcns_circulars_keep_every_field_for_a_program(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    document = (EXAMPLES / "good/circular_record/corrected.json").read_bytes()
    run("cat", GCNCircular.from_wire(document))
    assert capfdbinary.readouterr().out == document
    run("cat", GCNCircular.from_wire(document), as_json=True)
    assert json.loads(capfdbinary.readouterr().out) == json.loads(document)


def test_variables_give_the_metadata(capfd: pytest.CaptureFixture[str]) -> None:
    message = Blob(1)
    mark_test(message)
    assert variables(capfd, message, Record("GRB é".encode(), HEADERS)) == {
        "HOP_MESSAGE_TOPIC": "alerts",
        "HOP_MESSAGE_PARTITION": "3",
        "HOP_MESSAGE_OFFSET": "12",
        "HOP_MESSAGE_TIMESTAMP": "2026-10-31T12:00:00.123000Z",
        "HOP_MESSAGE_KEY": "GRB é",
        "HOP_MESSAGE_FORMAT": "BLOB",
        "HOP_MESSAGE_ID": str(IDENTITY),
        "HOP_MESSAGE_SENDER": "alice",
        "HOP_MESSAGE_TEST": "1",
    }


def test_missing_metadata_have_no_variable(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor what a program further out was given, as when a program runs the command again."""
    monkeypatch.setenv("HOP_MESSAGE_KEY", "of another message")
    bare = {"HOP_MESSAGE_TOPIC", "HOP_MESSAGE_PARTITION", "HOP_MESSAGE_OFFSET"}
    assert variables(capfd, Blob(1), Record(time=-1)).keys() == bare | {"HOP_MESSAGE_FORMAT"}


@pytest.mark.parametrize("key", [b"\xff", b"a\0b", b"x" * 200_000])
def test_values_that_no_variable_can_hold_are_left_out(
    capfd: pytest.CaptureFixture[str], key: bytes
) -> None:
    given = variables(capfd, Blob(1), Record(key, [("_sender", key)]))
    assert "HOP_MESSAGE_KEY" not in given
    assert given.get("HOP_MESSAGE_SENDER", "\ufffd") == "\ufffd"


def test_a_program_gets_no_credentials(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hop._config import CREDENTIAL_VARIABLES

    for name in (*CREDENTIAL_VARIABLES, "HOP_FETCH_EXTERNAL"):
        monkeypatch.setenv(name, "swordfish")
    given = variables(capfd, Blob(1), Record())
    assert given
    assert all(name.startswith("HOP_MESSAGE_") for name in given)
    assert "swordfish" not in given.values()


@pytest.mark.timeout(30)
def test_a_large_message_and_a_program_that_reads_nothing(tmp_path: Path) -> None:
    data = os.urandom(5_000_000)
    run(f"sh -c 'cat > {tmp_path / 'file'}'", Blob(data))
    assert (tmp_path / "file").read_bytes() == data
    run("true", Blob(data))


def test_no_shell_reads_the_command(capfd: pytest.CaptureFixture[str]) -> None:
    run("echo 'a  b' \"$HOME\" ; echo c")
    assert capfd.readouterr().out == "a  b $HOME ; echo c\n"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (
            "sh -c 'exit 3'",
            "the program 'sh' ended with exit code 3 on topic alerts, partition 3, ",
        ),
        ("sh -c 'kill -9 $$'", "'sh' was ended by SIGKILL on topic alerts, partition 3, offset 12"),
        ("false", "that message is not done, and a group reads it again: repair the program"),
        ("false", "`hop run`"),
    ],
)
def test_a_program_that_fails(command: str, says: str) -> None:
    with pytest.raises(HandlerError) as caught:
        run(command)
    assert says in str(caught.value)


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    (tmp_path / "empty").touch(0o700)
    (tmp_path / "odd").write_text("#!/no/such/interpreter\n")
    (tmp_path / "odd").chmod(0o700)
    with pytest.raises(HandlerError, match=r"odd' cannot be started for topic alerts, partition 3"):
        run(str(tmp_path / "odd"))


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--exec", "nothing-of-that-name x"], 70, "there is no program 'nothing-of-that-name'"),
        (["--exec", "./nowhere"], 70, "there is no program './nowhere'"),
        (
            ["--exec", "./my-script"],
            70,
            "./my-script cannot be run: it is not ex",
        ),
        (["--exec", "my-script"], 70, "chmod +x it, and give it as ./my-script"),
        (["--exec", "echo 'a"], 2, "No closing quotation"),
        (["--exec", " "], 2, "names no program"),
        (["--exec", "cat", "-D", ","], 2, "leave out --delimiter"),
        (["--exec", "cat", "--output-dir", "d"], 2, "leave out --output-dir"),
    ],
)
def test_mistakes_are_found_before_the_broker_is_asked(
    hop: Hop,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(folder)
    (folder / "my-script").write_text("exit 0\n")
    hop("subscribe", "--no-auth", URL, *arguments).fails(code, says)


def test_the_group_is_kept_while_a_program_runs(tmp_path: Path) -> None:
    calls = 0

    def keep_alive() -> None:
        nonlocal calls
        calls += 1
        (tmp_path / f"call-{calls}").touch()

    run(f"sh -c 'until [ -e {tmp_path}/call-3 ]; do sleep 0.02; done'", keep_alive=keep_alive)
    assert calls >= 3


def test_a_program_ends_before_an_error_of_the_stream_is_raised(tmp_path: Path) -> None:
    def fail() -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        run(f"sh -c 'sleep 0.3; touch {tmp_path / 'done'}'", keep_alive=fail)
    assert (tmp_path / "done").exists()


def test_no_program_is_started_after_a_signal(tmp_path: Path) -> None:
    with pytest.raises(Ended):
        run(f"touch {tmp_path / 'file'}", stop=stop_with(signal.SIGTERM))
    assert not (tmp_path / "file").exists()


def later(stop: Stop, *numbers: int, when: Callable[[], bool] = lambda: True) -> None:
    def tell() -> None:
        while not when():
            time.sleep(0.01)
        for number in numbers:
            time.sleep(0.15)
            stop.received.append(number)

    threading.Thread(target=tell, daemon=True).start()


def test_the_first_signal_lets_a_program_finish(tmp_path: Path) -> None:
    stop = stop_with()
    later(stop, signal.SIGTERM)
    run(f"sh -c 'sleep 0.3; touch {tmp_path / 'done'}'", stop=stop)
    assert (tmp_path / "done").exists()


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_program_whose_output_nobody_reads(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, is_gone: bool
) -> None:
    """Where it is the command's own output, there is nobody to be told."""
    stop = stop_with()
    command = "sh -c 'kill -PIPE $$'"
    if is_gone:
        # Found only while the command waits for that.
        monkeypatch.setattr("hop.cli.output.time.sleep", lambda _: stop.by_reader())
        with pytest.raises(Ended):
            run(command, stop=stop)
    else:
        with pytest.raises(HandlerError, match="was ended by SIGPIPE"):
            run(command, stop=stop)
    assert not caplog.text


@pytest.mark.timeout(30)
def test_the_second_signal_ends_a_program_and_the_third_kills_it(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    ready = tmp_path / "ready"
    for command, count, name in (
        (f"sh -c 'touch {ready}; exec sleep 60'", 2, "SIGTERM"),
        (f"{sys.executable} -c 'import pathlib, signal; signal.signal(15, lambda *_: 0); "
         f'pathlib.Path("{ready}").touch(); [signal.pause() for _ in range(9)]\'', 3, "SIGKILL"),
    ):  # fmt: skip
        stop = stop_with()
        ready.unlink(missing_ok=True)
        later(stop, *[signal.SIGINT] * count, when=ready.exists)
        caplog.clear()
        with pytest.raises(Ended):
            run(command, stop=stop)
        assert f"was ended by {name} on topic alerts, partition 3, offset 12" in caplog.text
        assert "not done" in caplog.text
