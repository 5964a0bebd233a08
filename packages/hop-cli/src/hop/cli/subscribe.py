"""``hop subscribe``: messages from a topic to standard output, to files, or to a program."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import click

from hop._console import encode, escape_json, has_colours, is_terminal, put, show
from hop._messages import describe_message, to_line
from hop.cli.options import (
    SELECTION,
    Login,
    WordOption,
    WordsCommand,
    check_until,
    contradiction,
    group_option,
    login_options,
    parse_source,
    reading_options,
    reject_empty,
    url_argument,
    usage_errors,
    waits,
)
from hop.cli.output import Folder, Program
from hop.cli.stopping import Stop, stops
from hop.cli.types import DELIMITER
from hop.cli.waiting import tell_of_stream
from hop.io import Consumer, Metadata, Stream
from hop.subscribe import render

if TYPE_CHECKING:
    from hop._config import Options, Target

Prepare = Callable[[Any, Metadata], Callable[[], None]]
"""Renders a message, and returns a function that writes it.

Two steps: a message that has no JSON form is skipped, an output that cannot be written is an error.
"""

Form = Callable[[Any, Metadata], bytes]
"""Renders a message for standard output."""

_log = logging.getLogger(__name__)

# So many files at most are written before their folder is synced, and their offsets committed.
_FILES_AT_ONCE = 100


@click.command(cls=WordsCommand, short_help="Subscribe to messages and print them.")
@url_argument
@reading_options("start_at", "until", "persist", "until_eos", "idle_timeout", "tests", *SELECTION)
@click.option(
    "-n",
    "--count",
    type=click.IntRange(min=1),
    metavar="COUNT",
    help="Stop after this number of messages.",
)
@click.option(
    "-j", "as_json", is_flag=True, help="Print each message as a line of JSON: its content alone."
)
@click.option(
    "--json",
    "json_word",
    cls=WordOption,
    words=("content", "full"),
    alone="content",
    help="content: the same as -j. full: with topic, partition, offset, time, key, headers, "
    "format, is_test, message, and alerts.",
)
@click.option(
    "--full",
    "as_whole",
    is_flag=True,
    help="Show whole messages on a terminal, not only what matters of them.",
)
@click.option("--raw", is_flag=True, help="Write the bytes of each message, also to a terminal.")
@click.option(
    "--alerts",
    "as_alerts",
    is_flag=True,
    help="Print one line for each alert: time, event, kind, mission, position, false alarm rate, "
    "best class. With -j: all that is known of it, as a line of JSON. Messages that are no alerts "
    "are left out.",
)
@click.option(
    "-D",
    "--delimiter",
    type=DELIMITER,
    metavar="TEXT",
    help=r"Text to print after each message, unless the message ends with it; with \n, \t, \0, "
    r"\x1e. Default: \n.",
)
@click.option(
    "--output-dir",
    metavar="DIR",
    type=click.Path(file_okay=False),
    callback=reject_empty,
    help="Write each message to a file in this folder, and its metadata to a file beside it; print "
    "the paths.",
)
@click.option(
    "--exec",
    "command",
    metavar="'CMD ARG…'",
    help="Run this program for each message. It reads the message from its standard input, and the "
    "metadata from variables such as HOP_MESSAGE_TOPIC. Exit code 0: the message is done. Any "
    "other ends the command.",
)
@group_option
@login_options
def subscribe(
    *,
    url: str,
    options: Options,
    count: int | None,
    as_json: bool,
    json_word: str | None,
    as_whole: bool,
    raw: bool,
    as_alerts: bool,
    delimiter: bytes | None,
    output_dir: str | None,
    command: str | None,
    group_id: str | None,
    login: Login,
) -> None:
    """Print the messages of the topics at URL, kafka://[groupid@]host[:port]/topic[,topic2].

    Without -p the command stops at the end of the stream. With --idle-timeout, or a time in the
    future in --until, it waits for new messages. A topic that begins with ^ is a pattern.

    A pipe or a file gets each message byte for byte. A terminal shows what matters of it, at most
    a screen: --full shows all. Tests are left out, see --test. --exec starts the program
    for each message, without a shell. The program gets the message byte for byte.
    """
    as_json = as_json or json_word is not None
    asked = {
        "--json": as_json, "--full": as_whole, "--raw": raw, "--alerts": as_alerts,
        "--output-dir": output_dir is not None, "--exec": command is not None,
    }  # fmt: skip
    _check_form(asked, is_full=json_word == "full")
    source = parse_source(url)
    grouped = bool(group_id or source.group_id)
    if delimiter is not None and output_dir is not None:
        raise click.UsageError("--delimiter is for one output, --output-dir makes a file of each")
    if command is not None and (delimiter is not None or output_dir is not None):
        other = "--output-dir" if delimiter is None else "--delimiter"
        raise click.UsageError(f"--exec gives messages to a program: leave out {other}")
    if as_alerts:
        _check_lines(delimiter, output_dir, command)
    check_until(options, grouped=grouped)
    if waits(options):
        options["persist"] = True
    target = login.resolve(source)
    folder = Folder(output_dir, as_json=as_json) if output_dir is not None else None
    program = Program(command, as_json=as_json) if command is not None else None
    with usage_errors():
        consumer = Stream().open(target, "r", group_id, **options)
    if is_terminal():  # who types completes
        _remember(target, group_id)
    tell_of_stream(target, options, group_id or source.group_id, waits="persist" in options)
    with stops(consumer, grouped=grouped) as stop, consumer:
        if program:
            prepare = _to_program(program, consumer, stop)
        elif folder:
            prepare = _to_files(folder, stop)
        elif as_alerts:
            prepare = _to_lines(as_json, stop)
        else:
            form = _form(as_json, json_word, raw=raw or delimiter is not None, as_whole=as_whole)
            prepare = _to_output(form, b"\n" if delimiter is None else delimiter, stop)
        _read(consumer, prepare, count, folder)


def _check_form(asked: Mapping[str, bool], *, is_full: bool) -> None:
    """Check that one form of output is asked for; --json goes with most others."""
    forms = [name for name, is_asked in asked.items() if is_asked]
    if len(forms) > 1 and forms[0] == "--json" and not is_full and len(forms) == 2:
        alone = forms[1] in ("--full", "--raw")
    else:
        alone = len(forms) > 1 and bool({"--json", "--full", "--raw"} & {*forms})
    if alone:
        raise contradiction(f"{forms[0]}{'=full' if is_full else ''}", forms[1])


def _check_lines(delimiter: bytes | None, output_dir: str | None, command: str | None) -> None:
    for option, value in (
        ("--delimiter", delimiter),
        ("--output-dir", output_dir),
        ("--exec", command),
    ):
        if value is not None:
            raise click.UsageError(f"--alerts prints lines: leave out {option}")


def _remember(target: Target, group_id: str | None) -> None:
    from hop.cli.remembered import remember

    group = group_id or target.group_id
    remember(target.bootstrap, topics=target.topics, groups=[group] if group else [])


def _form(as_json: bool, word: str | None, *, raw: bool, as_whole: bool) -> Form:
    """How a message is written to standard output."""
    for_people = is_terminal()
    if word == "full":
        return _with_metadata
    if for_people and not (as_json or raw):
        from hop.cli.view import Terminal, lines_of_message

        def view(message: Any, metadata: Metadata) -> bytes:
            # Asked each time: the window may have another size by now.
            here = Terminal.here()
            lines = lines_of_message(message, metadata, here, whole=as_whole)
            return "\n".join(lines).encode("utf-8", "backslashreplace") + b"\n"

        return view
    escapes = for_people and as_json
    return lambda message, _: render(message, as_json=as_json, for_people=escapes)


def _with_metadata(message: Any, metadata: Metadata) -> bytes:
    """A message as a line of JSON, with its metadata and its alerts."""
    tree = {
        **describe_message(message, metadata),
        "message": message.to_tree(),
        "alerts": [each.asdict() for each in message.alerts],
    }
    return encode(escape_json(to_line(tree)), for_people=is_terminal())


def _to_output(form: Form, delimiter: bytes, stop: Stop) -> Prepare:
    def prepare(message: Any, metadata: Metadata) -> Callable[[], None]:
        data = form(message, metadata)
        return lambda: stop.write(lambda: put(data, delimiter))

    return prepare


def _to_lines(as_json: bool, stop: Stop) -> Prepare:
    from hop.cli.alert_text import heading, json_of, line_of

    colours = has_colours()
    if is_terminal() and not as_json:
        show(heading())

    def prepare(message: Any, _metadata: Metadata) -> Callable[[], None]:
        lines = [
            json_of(each)
            if as_json
            else line_of(each, colours=colours).encode("utf-8", "backslashreplace")
            for each in message.alerts
        ]
        return lambda: stop.write(lambda: put(b"\n".join(lines))) if lines else None

    return prepare


def _to_files(folder: Folder, stop: Stop) -> Prepare:
    def prepare(message: Any, metadata: Metadata) -> Callable[[], None]:
        file = folder.prepare(message, metadata)
        return lambda: stop.write(lambda: show(str(file.write())))

    return prepare


def _to_program(program: Program, consumer: Consumer, stop: Stop) -> Prepare:
    def prepare(message: Any, metadata: Metadata) -> Callable[[], None]:
        task = program.prepare(message, metadata)
        return lambda: task.run(consumer.keep_alive, stop)

    return prepare


def _read(
    consumer: Consumer, prepare: Prepare, count: int | None, folder: Folder | None = None
) -> None:
    messages: Iterable[tuple[Any, Metadata]] = consumer.read(metadata=True, autocommit=not folder)
    with ExitStack() as stack:
        if folder:
            messages = stack.enter_context(closing(_done_when_synced(consumer, messages, folder)))
        read = 0
        for message, metadata in messages:
            try:
                write = prepare(message, metadata)
            except Exception as fault:  # an error of a plugin's model, or one without a JSON form
                # Only this message is skipped; the others are still read.
                _log.warning(
                    "a %s cannot be written: %s: %s",
                    type(message).__name__,
                    type(fault).__name__,
                    fault,
                )
            else:
                write()
            read += 1
            if read == count:
                consumer.stop()  # this message is done: the loop ends when it asks for the next
    _log.info("%d message%s read", read, "" if read == 1 else "s")


def _done_when_synced(
    consumer: Consumer, messages: Iterable[tuple[Any, Metadata]], folder: Folder
) -> Generator[tuple[Any, Metadata]]:
    """Yield messages, and mark them as done when their files are on the disk.

    The folder is synced for all that have arrived together. A message is written when the next one
    is asked for.
    """
    written: list[Metadata] = []

    def settle() -> None:
        if written:
            folder.sync()
            for metadata in written:
                consumer.mark_done(metadata)
            written.clear()

    try:
        for message, metadata in messages:
            yield message, metadata
            written.append(metadata)
            if not consumer.at_hand or len(written) >= _FILES_AT_ONCE:
                settle()
    finally:
        settle()
