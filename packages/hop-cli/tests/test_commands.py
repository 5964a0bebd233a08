"""Help, and mistakes on the command line and in files: found before any broker is asked."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hop.cli import add_client_opts

from .conftest import COMMAND, EXAMPLES, Result

Hop = Callable[..., Result]
URL = "kafka://localhost:1/topic"
VOEVENT, CIRCULAR = EXAMPLES / "demo/voevent.xml", EXAMPLES / "demo/circular.gcn3"
INVALID = EXAMPLES / "demo/invalid.xml"
COMMANDS = ["configure", "configure locate", "configure setup", "list-topics", "publish", "sandbox"]
COMMANDS += ["subscribe", "validate"]


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", ["", *COMMANDS, "version"])
def test_every_command_has_help(hop: Hop, command: str, option: str) -> None:
    result = hop(*command.split(), option)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"Usage: hop {command}".rstrip())
    assert "-h, --help" in result.out
    if command:
        for option in ("-q, --quiet", "-v, --verbose", "--debug"):
            assert result.out.count(option) == 1


def test_the_help_names_every_command_and_format(hop: Hop) -> None:
    listed = hop("--help").out
    for command in ("configure", "list-topics", "publish", "sandbox", "subscribe", "validate"):
        assert f"\n  {command} " in listed
    formats = hop("publish", "--help").out.partition("--format [")[2].partition("]")[0]
    assert {"BLOB", "CIRCULAR", "VOEVENT"} <= set("".join(formats.split()).split("|"))


@pytest.mark.parametrize("command", ["", "configure"])
def test_help_is_shown_without_a_command(hop: Hop, command: str) -> None:
    result = hop(*command.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"Usage: hop {command}".rstrip())


def test_version_option(hop: Hop) -> None:
    from hop.cli._version import __version__

    assert hop("--version") == Result(0, f"hop {__version__}\n", "")


def test_python_runs_the_command_as_a_module() -> None:
    for arguments, code, says in (
        (["--version"], 0, "hop "),
        (["subscribe"], 2, "hop: missing argument 'URL'"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "hop", *arguments], capture_output=True, text=True
        )
        assert (done.returncode, (done.stdout + done.stderr)[: len(says)]) == (code, says)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fly"], "'fly'"),
        (["pubish"], "no such command 'pubish'; did you mean 'publish'? See `hop --help`"),
        (["auth", "lst"], "no such command 'lst'"),
        (["--versio"], "no such option '--versio'; did you mean '--version'? See `hop --help`"),
        (["--fly"], "--fly"),
        (["publish"], "hop publish --help"),
        (["publish", URL, "--fly"], "--fly"),
        (["publish", URL, "-f"], "option '-f' requires an argument; see `hop publish --help`"),
        (["configure", "broker", "add", "--ca-file"], "see `hop configure broker add --help`"),
        (["publish", URL, "-f", "CAKE", VOEVENT], "'CAKE' is an unknown format; known are"),
        (["publish", URL, "-f", "VOEVENT"], "not as VOEVENT"),
        (["publish", URL, "-", "-"], "one message only"),
        (["publish", URL, "--no-auth", "--user", "bob", VOEVENT], "--user contradict"),
        (["publish", URL, "--header", "name"], "'name' has no =; give NAME=VALUE"),
        (["publish", URL, "--header", "=value"], "a header's name is text"),
        (["publish", URL, "--header", "_test=true"], "'_test' is reserved"),
        (["publish", URL, "--header"], "--header"),
        (["publish", URL, "--compression", "zip"], "'zip' is not one of"),
        (["publish", URL, "--timeout", "soon"], "'soon' is not a number of seconds"),
        (["publish", URL, "--timeout", "-1"], "is not from 0 to 2000000 seconds"),
        (["publish", URL, "--timeout", "nan"], "is not from 0"),
        (["subscribe"], "missing argument 'URL'"),
        (["subscribe", URL, "more"], "more"),
        (["subscribe", URL, "-s", "MIDDLE"], "MIDDLE"),
        (["subscribe", URL, "-p", "-e"], "--persist and --until-eos"),
        (["subscribe", URL, "--start", "-5", "-s", "LATEST"], "--start-at and --start"),
        (["subscribe", URL, "--start", "-0"], "'-0' is not a time; give one such as"),
        (["subscribe", URL, "--start", "5"], "or -5 for the last five messages"),
        (["subscribe", URL, "-s", "ERLIEST"], "or EARLIEST, or LATEST"),
        (["subscribe", URL, "--since", "1h ago", "-s", "-5"], "--start-at and --since contradict"),
        (["run", "m:f", URL, "-g", "g", "--since", "1h ago", "--until", "2h ago"], "not after"),
        (["record", URL, "-o", "x", "--until", "2h ago"], "--until is in the past"),
        (["replay", "x", URL, "--since", "1h ago", "--until", "2h ago"], "nothing between them"),
        (["subscribe", URL, "--since", "-5"], "'-5' is not a time"),
        (["subscribe", URL, "--start", "1969-12-31"], "before 1970"),
        (["subscribe", URL, "--until", "2h"], "'2h' is not a time"),
        (["subscribe", URL, "--until", "-5"], "'-5' is not a time"),
        (["subscribe", URL, "--until", "2h ago"], "--until is in the past"),
        (["subscribe", URL, "--start", "1h ago", "--until", "2h ago"], "not after the start"),
        (["subscribe", URL, "--idle-timeout", "0"], "0.001"),
        (["subscribe", URL, "--idle-timeout", "inf"], "inf is not from"),
        (["subscribe", URL, "--idle-timeout", "x"], "'x' is not a number of seconds"),
        (["subscribe", URL, "-n", "0"], "0 is not in the range"),
        (["subscribe", URL, "-n", "many"], "many"),
        (["subscribe", URL, "-D", "\\q"], "\\q is an unknown escape"),
        (["subscribe", URL, "-D", ",", "--output-dir", "d"], "--output-dir makes a file of each"),
        (["subscribe", URL, "--output-dir", VOEVENT], "is a file"),
        (["subscribe", URL, "--no-auth", "-g", "g", "--start", "-5"], "leave out the group, g"),
        (["subscribe", URL, "--no-auth", "-g", ""], "--group-id is empty"),
        (["subscribe", URL, "--no-auth", "--output-dir", ""], "--output-dir is empty"),
        (["subscribe", "kafka://g@h/t", "--no-auth", "--start", "-5"], "leave out the group, g"),
        (["record", URL, "--no-auth", "-o", "-"], "-o needs the path of a file"),
        (["record", URL, "--no-auth", "-o", ""], "-o needs the path of a file"),
        (["list-topics"], "missing argument 'URL'"),
        (["list-topics", URL, "more"], "more"),
        (["list-topics", URL, "--no-auth", "--user", "bob"], "--user contradict"),
        (["configure", "fly"], "hop configure --help"),
        (["sandbox", "--port", "70000"], "70000"),
    ],
)  # fmt: skip
def test_mistakes_on_the_command_line(hop: Hop, arguments: list[str], says: str) -> None:
    hop(*arguments).fails(2, says, "--help`")


@pytest.mark.parametrize("command", ["publish", "subscribe"])
@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("topic", "no broker named 'topic'"),
        ("http://host/topic", "not a Kafka URL: it starts with http://"),
        ("kafka:///topic", "has no host"),
        ("kafka://host", "kafka://host/TOPIC"),
        ("kafka://host:port/topic", "'port'"),
        ("kafka://host/a b", "'a b'"),
    ],
)
def test_mistakes_in_a_url(hop: Hop, command: str, url: str, says: str) -> None:
    hop(command, url).fails(2, says)


@pytest.mark.parametrize("url", ["kafka://host/one,two", "kafka://host/^all"])
def test_publishing_takes_one_topic(hop: Hop, url: str) -> None:
    hop("publish", url, VOEVENT).fails(2, url, "one topic")
    hop("replay", "--no-auth", "no-recording", url).fails(2, url, "one topic")


@pytest.mark.parametrize(
    "arguments",
    [
        ["-f", "CIRCULAR", "--no-auth", URL, "nowhere.gcn3"],
        [URL, "-f", "circular", "nowhere.gcn3", "--no-auth"],
        [URL, "nowhere.gcn3", "--no-auth", "--format=Circular"],
    ],
)
def test_options_and_arguments_in_any_order(hop: Hop, arguments: list[str]) -> None:
    hop("publish", *arguments).fails(74, "nowhere.gcn3: No such file", "check the path")


def test_a_wrong_file_is_named_before_the_broker_is_asked(hop: Hop, folder: Path) -> None:
    publish = ("publish", "--no-auth", URL, "-f")
    hop(*publish, "VOEVENT", INVALID).fails(65, str(INVALID), "What/Param[2]/@dataType")
    hop(*publish, "VOEVENT", folder).fails(74, str(folder), "not a folder")
    raw = folder / "raw"
    raw.write_bytes(b"SUBJECT: \xff\xfe\n\nbody")
    result = hop(*publish, "CIRCULAR", raw)
    result.fails(65, str(raw), "UTF-8")
    assert result.err.count(str(raw)) == 1
    hop(*publish, "BLOB", "--envelope", raw).fails(65, str(raw), "bytes")
    result = hop(*publish, "VOEVENT", INVALID, folder)
    assert result.code == 65
    first, second, summary = result.err.splitlines()
    assert str(INVALID) in first
    assert str(folder) in second
    assert summary == "hop: 2 of 2 messages were not published"
    result = hop(*publish, "VOEVENT", VOEVENT, INVALID)
    assert result.code == 69
    first, second = result.err.splitlines()
    assert str(INVALID) in first
    assert "no connection to localhost:1" in second


def test_an_error_of_a_plugin_names_the_file(folder: Path, hop_process: Hop) -> None:
    """A model as in the documentation, whose load() says nothing itself of what is wrong."""
    info = folder / "donut-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: donut\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[hop_plugin]\ndonut = donut_module\n")
    (folder / "donut_module.py").write_text(
        "import json\nfrom dataclasses import dataclass\n"
        "from hop import plugins\nfrom hop.models import MessageModel\n"
        "@dataclass\nclass Donut(MessageModel):\n    flavor: str\n"
        "    @classmethod\n    def load(cls, input_):\n        return cls(**json.load(input_))\n"
        "@plugins.register\ndef get_models():\n    return {'donut': Donut}\n"
    )
    file = folder / "donut.json"
    file.write_text('{"flavour": "lemon"}')
    env = {"PYTHONPATH": str(folder)}
    result = hop_process("publish", "--no-auth", "-f", "Donut", URL, file, env=env)
    result.fails(65, str(file), "donut_module.Donut", "flavour")
    assert "DONUT" in hop_process("publish", "--help", env=env).out
    assert "\ndonut==1\n" in hop_process("version", env=env).out


@pytest.mark.parametrize(("data", "says"), [(b"{}", "standard input"), (b"\xff", "standard input")])
def test_a_message_from_standard_input(
    hop: Hop, monkeypatch: pytest.MonkeyPatch, data: bytes, says: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    hop("publish", "--no-auth", URL, "-f", "VOEVENT", "-").fails(65, says)


@pytest.mark.parametrize("command", ["publish", "subscribe", "list-topics"])
def test_a_missing_credential_is_an_error(hop: Hop, folder: Path, command: str) -> None:
    file = str(folder / "config/hop/config.toml")
    hop(command, URL).fails(78, file, "store one with `hop auth add`, or connect without one")
    csv = folder / "c.csv"
    csv.write_text("username,password\nbob,hush\n")
    assert hop("configure", "setup", "--import", csv).code == 0
    hop(command, URL, "--user", "eve").fails(78, "eve", "localhost:1")


@pytest.mark.parametrize("command", ["publish", "subscribe", "list-topics"])
def test_a_missing_broker_is_an_error(hop: Hop, command: str) -> None:
    hop(command, "--no-auth", URL).fails(69, "localhost:1", "check host and port")


@pytest.mark.parametrize("place", [0, 1, 3])
def test_debug_shows_traceback_and_librdkafkas_log(hop: Hop, place: int) -> None:
    arguments = ["subscribe", "--no-auth", URL]
    result = hop(*arguments[:place], "--debug", *arguments[place:])
    assert (result.code, result.out) == (69, "")
    assert "Traceback (most recent call last):" in result.err
    assert "rdkafka#consumer" in result.err
    assert result.err.splitlines()[-1].startswith("hop: no connection to localhost:1")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["--help"], ["configure", "locate"], ["version"]])
def test_a_full_disk_is_an_error(hop_process: Hop, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        hop_process(*arguments, stdout=full).fails(74, "No space left", "standard ")


def test_a_closed_pipe_ends_the_command_quietly() -> None:
    """As good Unix tools do: quiet, and with the code of SIGPIPE."""
    with subprocess.Popen(
        [*COMMAND, "version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_options_for_other_programs() -> None:
    import argparse

    parser = argparse.ArgumentParser()
    add_client_opts(parser)
    assert vars(parser.parse_args(["--no-auth", URL])) == {"url": URL, "no_auth": True}
    assert vars(parser.parse_args([URL])) == {"url": URL, "no_auth": False}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("publish --no-auth -f JSON kafka://localhost:1/t {}", 65),
        ("validate {}", 65),
        ("validate --schema {} {}", 78),
        ("inspect {}", 74),
        ("replay --no-auth {} kafka://localhost:1/t", 74),
    ],
)
def test_a_file_is_not_checked_before_it_is_read(
    hop: Hop, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, code: int
) -> None:
    """What the system says of permissions beforehand is a guess; and no fault of the line."""
    file = folder / "file"
    file.write_text("{")
    monkeypatch.setattr(os, "access", lambda *_arguments, **_options: False)
    result = hop(*command.format(file, file).split())
    assert result.code == code
