"""``hop subscribe``: messages from a topic to standard output, to files, or to a program."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from hop.cli.delimiters import Delimiter
from hop.cli.options import Seconds, check_url, client_options, resolve_target, usage_faults
from hop.cli.times import Start, Time

if TYPE_CHECKING:
    from hop._messages.metadata import Metadata
    from hop._reader import Consumer
    from hop.cli.exec import Program
    from hop.cli.folder import Folder
    from hop.cli.stopping import Stop

Prepare = Callable[[Any], Callable[[], None]]
"""What makes of a message something that uses it, so that its own faults show first."""

_log = logging.getLogger(__name__)


@click.command(short_help="Subscribe to messages and print them.")
@click.argument("url", metavar="URL")
@click.option(
    "-s",
    "--start-at",
    type=click.Choice(["EARLIEST", "LATEST"], case_sensitive=False),
    metavar="[EARLIEST|LATEST]",
    help="Where to start where the group has no place yet. Default: LATEST.",
)
@click.option(
    "--start",
    type=Start(),
    metavar="TIME|-N",
    help="Start at a time instead, such as 2026-11-01T12:00:00Z or '2h ago', or with the last N "
    "messages over all partitions, in order of time.",
)
@click.option(
    "--until",
    type=Time(),
    metavar="TIME",
    help="Stop in each partition before its first message at or after this time.",
)
@click.option("-p", "--persist", is_flag=True, help="Go on for ever, waiting for new messages.")
@click.option(
    "-e", "--until-eos", is_flag=True, help="Stop at the end of the stream, as without -p."
)
@click.option(
    "--idle-timeout",
    type=Seconds(0.001),
    metavar="SECONDS",
    help="Wait for new messages, but stop when none has come for so long.",
)
@click.option(
    "-n",
    "--count",
    type=click.IntRange(min=1),
    metavar="COUNT",
    help="Stop after so many messages.",
)
@click.option("-j", "--json", "as_json", is_flag=True, help="Print each message as a line of JSON.")
@click.option(
    "-D",
    "--delimiter",
    type=Delimiter(),
    metavar="TEXT",
    help=r"What ends each message that does not end so by itself; \n, \t, \0, \x1e are understood. "
    r"Default: \n.",
)
@click.option(
    "--output-dir",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Write each message to a file in this folder, its metadata beside it, and print its path.",
)
@click.option(
    "--exec",
    "command",
    metavar="'CMD ARG…'",
    help="Run this program for each message, which it gets on its standard input, and what is "
    "known of it as HOP_MESSAGE_TOPIC and the like. Exit code 0: the message is done; any other "
    "ends the command.",
)
@click.option(
    "-g",
    "--group-id",
    metavar="NAME",
    help="Read as a member of this consumer group, which continues where it stopped.",
)
@click.option("-t", "--test", is_flag=True, help="Print messages marked as tests, too.")
@client_options
def subscribe(
    *,
    url: str,
    start_at: str | None,
    start: datetime | int | None,
    until: datetime | None,
    persist: bool,
    until_eos: bool,
    idle_timeout: float | None,
    count: int | None,
    as_json: bool,
    delimiter: bytes | None,
    output_dir: str | None,
    command: str | None,
    group_id: str | None,
    test: bool,
    no_auth: bool,
    user: str | None,
) -> None:
    """Print the messages of the topics at URL, kafka://[groupid@]host[:port]/topic[,topic2].

    Without -p the command stops at the end of the stream; with --idle-timeout, or a time to come in
    --until, it waits for new messages. A topic that begins with ^ is a pattern.

    A pipe or a file gets each message byte for byte, a terminal its text. The program of --exec is
    started for each message, without a shell, and gets that byte for byte.
    """
    parsed = check_url(url, writing=False)
    grouped = bool(group_id or parsed.group_id)
    for option, text in (("--group-id", group_id), ("--output-dir", output_dir)):
        if text == "":  # of a variable that is not set, and no group is not what was meant
            raise click.UsageError(f"{option} is empty: give a name, or leave it out")
    if persist and until_eos:
        raise click.UsageError("--persist and --until-eos contradict each other: give one of them")
    if start is not None and start_at is not None:
        raise click.UsageError("--start and --start-at contradict each other: give one of them")
    if delimiter is not None and output_dir is not None:
        raise click.UsageError("--delimiter is for one output, --output-dir makes a file of each")
    if command is not None and (delimiter is not None or output_dir is not None):
        other = "--output-dir" if delimiter is None else "--delimiter"
        raise click.UsageError(f"--exec gives messages to a program: leave out {other}")
    if until is not None:
        _check_until(until, start, from_now=start_at in (None, "LATEST") and not grouped)
    waits = idle_timeout is not None or (until is not None and until > datetime.now(UTC))
    target = resolve_target(parsed, no_auth=no_auth, user=user)
    from hop.cli import kafka_library
    from hop.cli.stopping import stops

    kafka_library.load()
    from hop.io import StartPosition, Stream

    folder, program = None, None
    if output_dir is not None:
        from hop.cli.folder import Folder

        folder = Folder(output_dir, as_json=as_json)
    elif command is not None:
        from hop.cli.exec import Program

        program = Program(command, as_json=as_json)

    with usage_faults():
        consumer = Stream(persist=persist or (waits and not until_eos)).open(
            target,
            "r",
            group_id,
            start_at=StartPosition[start_at or "LATEST"] if start is None else start,
            until_eos=until_eos or None,
            until=until,
            idle_timeout=idle_timeout,
            ignoretest=not test,
        )
    with stops(consumer, grouped=grouped) as stop, consumer:
        if program:
            use = _runner(program, consumer, stop)
        elif folder:
            use = _saver(folder, stop)
        else:
            use = _printer(as_json, b"\n" if delimiter is None else delimiter, stop)
        messages = consumer.read(metadata=True) if program or folder else consumer.read()
        _use_all(messages, use, consumer, count)


def _check_until(until: datetime, start: datetime | int | None, *, from_now: bool) -> None:
    if isinstance(start, datetime) and until <= start:
        raise click.UsageError("--until is not after --start: nothing lies between them")
    if start is None and from_now and until <= datetime.now(UTC):
        raise click.UsageError(
            "--until is over, and reading begins with what comes now: give --start, or -s EARLIEST"
        )


def _printer(as_json: bool, delimiter: bytes, stop: Stop) -> Prepare:
    from hop.cli import output

    for_people = output.is_terminal()

    def prepare(message: Any) -> Callable[[], None]:
        data = output.render(message, as_json=as_json, for_people=for_people)
        return lambda: stop.write(lambda: output.put(data, delimiter))

    return prepare


def _saver(folder: Folder, stop: Stop) -> Prepare:
    from hop.cli.output import show

    def prepare(pair: tuple[Any, Metadata]) -> Callable[[], None]:
        file = folder.prepare(*pair)
        return lambda: stop.write(lambda: show(str(file.write())))

    return prepare


def _runner(program: Program, consumer: Consumer, stop: Stop) -> Prepare:
    def prepare(pair: tuple[Any, Metadata]) -> Callable[[], None]:
        task = program.prepare(*pair)
        return lambda: task.run(consumer.keep_alive, stop)

    return prepare


def _use_all(
    messages: Iterable[Any], prepare: Prepare, consumer: Consumer, count: int | None
) -> None:
    read = 0
    for each in messages:
        try:
            use = prepare(each)
        except Exception as fault:  # a plugin's own, or a field that JSON has no form for
            # One message is at fault; the others are waited for.
            message = each[0] if isinstance(each, tuple) else each
            _log.warning(
                "a %s cannot be written: %s: %s",
                type(message).__name__,
                type(fault).__name__,
                fault,
            )
        else:
            use()
        read += 1
        if read == count:
            consumer.stop()  # what is in hand is done: the loop ends when it asks for the next
    _log.info("%d message%s read", read, "" if read == 1 else "s")
