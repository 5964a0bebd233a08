"""Where ``hop subscribe`` writes messages, beside standard output: to files, or to a program."""

from __future__ import annotations

import logging
import os
import shlex
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hop._messages import (
    MessageFile,
    describe_message,
    file_name_of,
    make_folder,
    message_position,
    sync_folder,
    to_line,
)
from hop.cli import interrupts
from hop.cli.stopping import Ended
from hop.errors import HandlerError
from hop.subscribe import render

if TYPE_CHECKING:
    from hop._messages import Metadata
    from hop.cli.stopping import Stop

# The prefix of all variables that configure hop, credentials among them.
_OURS = "HOP_"
_PREFIX = "HOP_MESSAGE_"
# The system does not start a program with a longer variable, and senders choose keys and names.
_LONGEST_VALUE = 32_000
_NOBODY_READS = getattr(signal, "SIGPIPE", 0)  # as in `hop subscribe --exec … | head -1`
_SLICE_S = 0.1  # so that a second signal takes effect at once

_log = logging.getLogger(__name__)


class Folder:
    """A folder of messages.

    The name of a file has topic, partition and offset, nothing that the message decides, and the
    suffix of its type. A file is never half-written, and on the disk when it has its name. Its
    metadata are written first, to a file with the same name and ``.meta.json``. A message with the
    same offset replaces the earlier file.

    Args:
        path: the folder; it is created if it does not exist.
        as_json: write each message as a line of JSON.

    Raises:
        OSError: it cannot be created.
    """

    def __init__(self, path: str, *, as_json: bool) -> None:
        self._path, self._as_json = Path(path), as_json
        make_folder(self._path)

    def sync(self) -> None:
        """Have the names of all files on the disk.

        Raises:
            OSError: the disk fails.
        """
        sync_folder(self._path)

    def prepare(self, message: Any, metadata: Metadata) -> MessageFile:
        """Return the file of a message, to be written.

        Raises:
            hop.errors.EncodeError: a field has no JSON form.
        """
        data = render(message, as_json=self._as_json)
        return MessageFile(
            self._path / file_name_of(metadata, data),
            data,
            (to_line(describe_message(message, metadata)) + "\n").encode(),
        )


class Program:
    """A program with its arguments, which reads a message from its standard input.

    Args:
        command: its name or path, and its arguments, quoted as for a shell; no shell is run.
        as_json: give it each message as a line of JSON instead of byte for byte.

    Raises:
        click.UsageError: the command line is empty, or a quote is not closed.
        hop.errors.HandlerError: there is no such program.
    """

    def __init__(self, command: str, *, as_json: bool) -> None:
        self._path, self._words = find_program(command)
        self.name, self._as_json = self._words[0], as_json

    def prepare(self, message: Any, metadata: Metadata) -> Task:
        """Return the task of a message, to be run.

        Raises:
            hop.errors.EncodeError: a field has no JSON form.
        """
        data = render(message, as_json=self._as_json)
        if self._as_json:
            data += b"\n"
        place = message_position(metadata.topic, metadata.partition, metadata.offset)
        return Task(self, data, _variables(message, metadata), place)

    def start(self, variables: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start the program, with these variables instead of hop's own.

        Raises:
            OSError: it cannot be started.
        """
        return subprocess.Popen(
            self._words,
            executable=self._path,
            stdin=subprocess.PIPE,
            env=environment_of_program() | variables,
        )


@dataclass(frozen=True, slots=True)
class Task:
    """One message for a program.

    Attributes:
        program: the program.
        data: its standard input.
        variables: what its environment has, too.
        place: which message it is, for errors.
    """

    program: Program
    data: bytes
    variables: dict[str, str]
    place: str

    def run(self, keep_alive: Callable[[], None], stop: Stop) -> None:
        """Run the program, and wait until it has ended.

        The first signal lets the program finish, the second ends it, the third kills it. A terminal
        sends Ctrl-C to the program, too.

        Args:
            keep_alive: called again and again until then.
            stop: what has received the signals.

        Raises:
            hop.errors.HandlerError: it cannot be started, or failed.
            hop.cli.stopping.Ended: it failed after a signal, or was not started because of one.
            hop.errors.TransportError: ``keep_alive`` raised it; the program has ended by then.
        """
        if stop.received:
            raise Ended
        with interrupts.unlimited():
            try:
                process = self.program.start(self.variables)
            except OSError as fault:
                raise HandlerError(
                    f"the program {self.program.name!r} cannot be started for {self.place}: "
                    f"{fault.strerror or fault}; run it by hand to see why"
                ) from fault
            # In a thread: Python's own wait with a time limit looks every 50 ms only.
            waiting = threading.Thread(
                target=process.communicate, args=(self.data,), name="program", daemon=True
            )
            waiting.start()
            handled = 1
            try:
                while waiting.is_alive():
                    waiting.join(_SLICE_S)
                    if stop.signals > handled:
                        handled = stop.signals
                        (process.terminate if handled == 2 else process.kill)()
                    keep_alive()
            finally:
                waiting.join()
        if code := process.wait():
            self._fail(code, stop)

    def _fail(self, code: int, stop: Stop) -> None:
        if code == -_NOBODY_READS:
            time.sleep(_SLICE_S)  # the thread that watches the reader of this output may be late
            if stop.reader_is_gone:
                raise Ended
        what = f"the program {self.program.name!r} {_ending(code)} on {self.place}"
        if stop.received:
            _log.warning("%s, after a signal; that message is not done", what)
            raise Ended
        raise HandlerError(
            f"{what}; that message is not done, and a group reads it again: repair the program, or "
            "use `hop run`, which retries a message and keeps the messages that fail"
        )


def _ending(code: int) -> str:
    if code > 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:  # real-time signals have no names
        return f"was ended by signal {-code}"


def environment_of_program() -> dict[str, str]:
    """Return the environment of a program that hop starts: without hop's own variables."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}


def find_program(command: str) -> tuple[str, list[str]]:
    """Return the path of the program of ``--exec``, and its words, the name first.

    Raises:
        click.UsageError: the command line is empty, or a quote is not closed.
        hop.errors.HandlerError: there is no such program.
    """
    try:
        words = shlex.split(command)
    except ValueError as fault:
        raise click.UsageError(f"--exec {command!r}: {fault}") from fault
    if not words:
        raise click.UsageError("--exec names no program")
    return _find(words[0]), words


def _find(name: str) -> str:
    if path := shutil.which(name):
        return path
    if Path(name).is_file():
        raise HandlerError(
            f"{name} cannot be run: it is not executable; chmod +x it"
            + ("" if os.path.dirname(name) else f", and give it as ./{name}")  # noqa: PTH120
        )
    raise HandlerError(
        f"there is no program {name!r} to run; give its path, or install it in a "
        "folder of PATH (no shell is run: for pipes and the like, write --exec \"sh -c '…'\")"
    )


def _variables(message: Any, metadata: Metadata) -> dict[str, str]:
    known = describe_message(message, metadata)
    values = {
        "TOPIC": known["topic"],
        "PARTITION": str(known["partition"]),
        "OFFSET": str(known["offset"]),
        "TIMESTAMP": known["time"],
        "KEY": known["key"],
        "FORMAT": known["format"] and known["format"].upper(),
        "ID": known["id"],
        "SENDER": known["sender"],
        "TEST": "1" if known["is_test"] else None,
    }
    given = {}
    for name, value in values.items():
        if isinstance(value, str) and "\0" not in value:
            data = value.encode("utf-8", "backslashreplace")
            if len(data) <= _LONGEST_VALUE:
                given[_PREFIX + name] = os.fsdecode(data)  # UTF-8, whatever the locale
    return given
