"""What is loaded, what is completed, and what Ctrl-C does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from calibration import Clock

from .conftest import COMMAND, EXAMPLES, Result

Hop = Callable[..., Result]
HEAVY = (
    "hop.cli.hints",
    "confluent_kafka",
    "rich",
    "jsonschema",
    "lxml",
    "asyncio",
    "ssl",
    "importlib.metadata",
)
LOADED = """
import sys
from hop.cli import main
main(sys.argv[1:])
print(*[name for name in {heavy} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["subscribe", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    # The list of all commands has those of other packages, which it looks for.
    heavy = HEAVY[:-1] if arguments == ["--help"] else HEAVY
    code = LOADED.format(heavy=heavy)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.startswith(("Usage: hop", "hop "))
    assert done.stderr == "\n"


# Heavy libraries, models that the format does not need, and what looks for plugins. Nothing listens
# at the broker's port.
NEVER = ("jsonschema", "fastavro", "rich", "sqlite3", "importlib.metadata", "hop.models.notice")
OTHERS = {
    "BLOB": (*NEVER, "lxml", "hop.models.voevent"),
    "JSON": (*NEVER, "lxml", "hop.models.voevent"),
    "VOEVENT": NEVER,
}


@pytest.mark.parametrize("form", OTHERS)
def test_publishing_loads_what_it_needs(form: str, folder: Path) -> None:
    file = EXAMPLES / "demo/voevent.xml"
    if form != "VOEVENT":
        file = folder / "event.json"
        file.write_text('{"a": 1}')
    code = LOADED.format(heavy=(*OTHERS[form], "hop._wire.packing"))
    command = ["publish", "--no-auth", "-f", form, "kafka://127.0.0.1:1/topic", str(file)]
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, timeout=60
    )
    assert "127.0.0.1:1" in done.stderr
    assert done.stderr.splitlines()[-1] == "hop._wire.packing"


AT_THE_END = """
import atexit, sys
from hop.cli import main
atexit.register(lambda: print("and good-bye", end=""))
sys.argv = ["hop", *sys.argv[1:]]
sys.exit(main())
"""


@pytest.mark.parametrize(("option", "code"), [("--version", 0), ("--nonsense", 2)])
def test_functions_of_atexit_run_after_the_command(option: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_THE_END, option], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code
    assert done.stdout.endswith("and good-bye")
    assert bool(done.stderr) == bool(code)


def complete(hop: Hop, monkeypatch: pytest.MonkeyPatch, words: str) -> list[str]:
    monkeypatch.setenv("_HOP_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    result = hop()
    assert (result.code, result.err) == (0, "")
    return [line.split(",", 1)[1] for line in result.out.splitlines()]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hop s", ["sandbox", "schema", "subscribe"]),
        ("hop configure ", ["broker", "locate", "set", "setup", "show"]),
        ("hop publish -f C", ["CIRCULAR"]),
        ("hop explain auth", ["AuthenticationFailed"]),
        ("hop publish kafka://h/t --format v", ["VOEVENT"]),
        ("hop subscribe --st", ["--start-at", "--state"]),
    ],
)
def test_completion(
    hop: Hop, monkeypatch: pytest.MonkeyPatch, words: str, found: list[str]
) -> None:
    assert complete(hop, monkeypatch, words) == found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell(hop_process: Hop, shell: str) -> None:
    result = hop_process(env={"_HOP_COMPLETE": f"{shell}_source"})
    assert result.code == 0
    assert "_HOP_COMPLETE" in result.out


def interrupted(process: subprocess.Popen[bytes]) -> tuple[float, bytes]:
    """How long it lived after Ctrl-C, and what it said."""
    clock = Clock()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    return clock.seconds(), err


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("command", ["publish", "subscribe"])
def test_ctrl_c_while_a_broker_does_not_answer(command: str) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"kafka://127.0.0.1:{silent.getsockname()[1]}/topic"
        process = subprocess.Popen(
            [*COMMAND, command, "--no-auth", url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        connection, _ = silent.accept()  # by then the stream is being opened
        time.sleep(0.2)
        seconds, err = interrupted(process)
        connection.close()
    assert (process.returncode, err) == (130, b"")
    assert seconds < 2  # a broker that is silent is waited for 10 s


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_at_a_question() -> None:
    process = subprocess.Popen(
        [*COMMAND, "configure", "setup"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.read(9) == b"Username:"
    _, err = interrupted(process)
    assert (process.returncode, err.strip()) == (130, b"")


SWALLOWED = """
import os, signal, time
from hop.cli import exits, interrupts
interrupts.watch()
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(600)
except KeyboardInterrupt:
    {then}
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    "then",
    [
        "raise SystemExit(exits.report(ImportError('half of a library')))",
        "time.sleep(600)",  # a library that shuts down slowly
    ],
)
def test_ctrl_c_hides_the_errors_that_it_causes(then: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SWALLOWED.format(then=then)], capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (130, b"")


def distribution(folder: Path, name: str, version: str) -> None:
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


def test_a_warning_names_hop_client(hop_process: Hop, folder: Path) -> None:
    env = {"PYTHONPATH": str(folder)}
    assert "hop-client" not in hop_process("version", env=env).err
    distribution(folder, "hop-client", "0.13.0")
    result = hop_process("version", env=env)
    assert result.code == 0
    assert result.err.startswith("hop: warning: hop-client 0.13.0 is installed here too")
    assert "pip uninstall hop-client" in result.err

    (folder / "click.py").write_text("raise ImportError('no such thing')")
    hop_process("version", env=env).fails(1, "no such thing", "pip uninstall hop-client")


def test_a_broken_installation(hop_process: Hop, folder: Path) -> None:
    (folder / "confluent_kafka.py").write_text("raise ImportError('no such library')")
    result = hop_process("subscribe", "kafka://h/t", "--no-auth", env={"PYTHONPATH": str(folder)})
    result.fails(1, "no such library", "install hop-core, hop-models, hop-cli again")


def test_a_format_whose_model_cannot_be_loaded(hop_process: Hop, folder: Path) -> None:
    (folder / "lxml.py").write_text("raise ImportError('no such library')")
    env = {"PYTHONPATH": str(folder)}
    result = hop_process("publish", "--no-auth", "-f", "VOEVENT", "kafka://h/t", "x.xml", env=env)
    warning, error = result.err.splitlines()
    assert result.code == 2
    assert "no such library" in warning
    assert "the model of 'VOEVENT' cannot be loaded" in error


def test_versions(hop: Hop) -> None:
    import confluent_kafka

    from hop.version import get_packages

    result = hop("version")
    lines = dict(line.split("==") for line in result.out.splitlines())
    assert (result.code, result.err) == (0, "")
    assert list(lines) == get_packages()
    assert lines["librdkafka"] == confluent_kafka.libversion()[0]
    assert {"hop-core", "hop-models", "hop-cli", "click", "lxml", "python"} <= set(lines)
    assert all(version[0].isdigit() for version in lines.values())
