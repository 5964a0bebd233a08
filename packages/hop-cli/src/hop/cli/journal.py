"""``hop journal``: the messages of a journal that the broker refused."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hop._console import columns, show, tell
from hop._messages import to_line
from hop._writer import message_name, open_journal
from hop.cli.exits import show_help_and_fail
from hop.cli.options import Login, json_option, login_options
from hop.io import Stream

if TYPE_CHECKING:
    from hop._writer import Journal, PutAside

_HEAD = ("NUMBER", "TOPIC", "KEY", "TIME", "BYTES", "REASON")
# A broker that is there acknowledges within seconds; one that is away is not waited for longer.
_PATIENCE_S = 30.0

_log = logging.getLogger(__name__)


@click.group(invoke_without_command=True, short_help="Show what a journal has put aside.")
@click.pass_context
def journal(ctx: click.Context) -> None:
    """Show the messages of a journal that the broker refused, send them again, or delete them.

    A program that publishes with a journal puts such messages aside, and sends the others. No
    program may have the journal open meanwhile.
    """
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


def _file_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("file", metavar="FILE", type=click.Path(path_type=Path))(command)


def _numbers_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("numbers", metavar="[NUMBER]...", type=int, nargs=-1)(command)


@journal.command("list")
@_file_argument
@json_option("each message")
def list_(*, file: Path, as_json: bool) -> None:
    """List the messages that were put aside: topic, key, time, size, and why."""
    opened = _open(file)
    try:
        found, waiting = opened.put_aside(), opened.count
    finally:
        opened.close()
    trees = [_tree(each) for each in found]
    if as_json:
        for tree in trees:
            show(to_line(tree))
    elif trees:
        rows = [_HEAD]
        for tree in trees:
            shown = (tree[name] for name in ("number", "topic", "key", "time", "bytes", "reason"))
            rows.append(tuple("-" if value is None else str(value) for value in shown))  # type: ignore[arg-type]
        for line in columns(rows, numbers=(0, 4)):
            show(line)
    else:
        tell(f"Nothing is put aside in {file}.")
    if waiting:
        tell(f"{waiting} other messages wait in {file}; the next program that opens it sends them.")


@journal.command()
@_file_argument
@_numbers_argument
@login_options
def resend(*, file: Path, numbers: tuple[int, ...], login: Login) -> None:
    """Send the messages NUMBER again, or all, and everything else that waits in the journal.

    `hop journal list` shows the numbers. If the broker is away, the messages wait in the journal.
    """
    opened = _open(file)
    try:
        chosen = _chosen(opened, numbers)
        opened.resend(chosen)
        brokers = opened.brokers()
    finally:
        opened.close()
    target = login.resolve(f"kafka://{','.join(brokers)}/")
    producer = Stream().open(target, "w", journal=file)
    producer.close(_PATIENCE_S)
    _log.info("%d messages that were put aside are acknowledged", len(chosen))


@journal.command()
@_file_argument
@_numbers_argument
@click.option("--all", "all_", is_flag=True, help="Delete all that were put aside.")
def drop(*, file: Path, numbers: tuple[int, ...], all_: bool) -> None:
    """Delete the messages NUMBER, or --all, that were put aside.

    `hop journal list` shows the numbers.
    """
    if all_ == bool(numbers):
        raise click.UsageError("give the numbers of messages, or --all")
    opened = _open(file)
    try:
        chosen = _chosen(opened, numbers)
        opened.drop(chosen)
    finally:
        opened.close()
    many = "1 message is" if len(chosen) == 1 else f"{len(chosen)} messages are"
    tell(f"{many} deleted from {file}.")


def _open(file: Path) -> Journal:
    if not file.exists():  # opening it would make it
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    return open_journal(file)


def _chosen(opened: Journal, numbers: Sequence[int]) -> list[int]:
    """The numbers that are given, or all."""
    known = [each.number for each in opened.put_aside()]
    if unknown := sorted(set(numbers) - set(known)):
        raise click.UsageError(
            f"nothing is put aside under {', '.join(map(str, unknown))}; `hop journal list` shows "
            "the numbers"
        )
    return [each for each in known if not numbers or each in numbers]


def _tree(found: PutAside) -> dict[str, Any]:
    entry = found.entry
    key = None if entry.key is None else entry.key.decode("utf-8", "backslashreplace")
    return {
        "number": found.number,
        "topic": entry.topic,
        "key": key,
        "time": _iso(entry.timestamp),
        "bytes": len(entry.payload or b""),
        "id": message_name("", entry.headers) or None,
        "reason": found.reason,
    }


def _iso(timestamp: int) -> str:
    try:
        time = datetime.fromtimestamp(timestamp / 1000, UTC)
    except (OverflowError, ValueError, OSError):  # the clock was wrong
        return f"{timestamp} ms"
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
