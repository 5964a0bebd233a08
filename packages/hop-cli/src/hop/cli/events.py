"""``hop events``: what is known of each event, from all of its notices."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hop._console import encode, escape_json, has_colours, is_terminal, put, show
from hop._messages import to_line
from hop.cli.exits import show_help_and_fail
from hop.cli.options import (
    SELECTION,
    Login,
    WordsCommand,
    check_until,
    group_option,
    json_option,
    login_options,
    parse_source,
    reading_options,
    usage_errors,
)
from hop.cli.stopping import stops
from hop.cli.types import DURATION, TIME
from hop.errors import StateError
from hop.io import Consumer, Stream

if TYPE_CHECKING:
    from hop._config import Options
    from hop.events import Event, Events, Update

_log = logging.getLogger(__name__)

_AT_ONCE = 200
"""So many messages at most are added before their offsets are committed."""
_FORGET_EVERY_S = 3600.0


def default_file() -> Path:
    """Return the file of events that is used if none is given."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "hop" / "events.db"


def _file_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--file",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The file of events (SQLite). Default: ~/.local/share/hop/events.db.",
    )(command)


@click.group(invoke_without_command=True, short_help="Tell what is known of each event.")
@click.pass_context
def events(ctx: click.Context) -> None:
    """Collect the notices of each event, from all missions and formats, and tell what is known.

    `hop events follow` reads notices and puts them together. The others show what it found. The
    order and the repetition of notices change nothing.
    """
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


@events.command(cls=WordsCommand)
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@_file_option
@click.option(
    "--keep",
    type=DURATION,
    metavar="TIME",
    help="Forget an event when its last notice is older than this, such as 90d.",
)
@reading_options("start_at", "until", "until_eos", "idle_timeout", "tests", *SELECTION)
@json_option("each change")
@group_option
@login_options
def follow(
    *,
    urls: tuple[str, ...],
    file: Path | None,
    keep: timedelta | None,
    options: Options,
    as_json: bool,
    group_id: str | None,
    login: Login,
) -> None:
    """Read the topics at each URL, and print what each notice changes of its event.

    The command waits for new messages. With -e it stops at the end of the streams.
    """
    sources = [parse_source(url) for url in urls]
    grouped = any(group_id or each.group_id for each in sources)
    check_until(options, grouped=grouped)
    if "until_eos" not in options:
        options["persist"] = True
    targets = [login.resolve(each) for each in sources]
    with _open(file, make=True) as found, ExitStack() as stack:
        follower = _Follower(found, keep, as_json=as_json)
        with usage_errors():
            consumers = [Stream().open(each, "r", group_id, **options) for each in targets]
        with stops(follower, grouped=grouped):
            for consumer in consumers:
                follower.consumers.append(stack.enter_context(consumer))
            follower.run()
    _log.info("%d messages read, %d events changed", follower.read, follower.changed)


class _Follower:
    """Reads streams, each in a thread of its own, and adds their messages to one file.

    Args:
        events: the events.
        keep: how long an event is kept after its last notice; None: for ever.
        as_json: print JSON.

    Attributes:
        consumers: the streams.
        read: the number of messages that were read.
        changed: how often an event changed.
    """

    def __init__(self, events: Events, keep: timedelta | None, *, as_json: bool) -> None:
        self.consumers: list[Consumer] = []
        self.read = self.changed = 0
        self._events, self._keep, self._as_json = events, keep, as_json
        self._lock = threading.Lock()
        self._errors: list[BaseException] = []
        self._forgot_at: float | None = None

    def stop(self) -> None:
        """Stop reading; what has been read is finished first."""
        for each in self.consumers:
            each.stop()

    def run(self) -> None:
        """Read until all streams have ended.

        Raises:
            hop.errors.HopError: of a stream, or of the file; the other streams are stopped then.
        """
        threads = [
            threading.Thread(target=self._follow, args=(each,), name=f"stream {number}")
            for number, each in enumerate(self.consumers)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        if self._errors:
            raise self._errors[0]

    def _follow(self, consumer: Consumer) -> None:
        batch: list[tuple[Any, Any]] = []
        try:
            for message, metadata in consumer.read(metadata=True, autocommit=False):
                batch.append((message, metadata))
                if not consumer.at_hand or len(batch) >= _AT_ONCE:
                    self._add(consumer, batch)
                    batch.clear()
            self._add(consumer, batch)
        except BaseException as error:
            self._errors.append(error)
            self.stop()

    def _add(self, consumer: Consumer, batch: list[tuple[Any, Any]]) -> None:
        with self._lock:
            self._forget()
            updates = self._events.add(*(message for message, _ in batch))
            self.read += len(batch)
            for each in updates:
                self.changed += bool(each.changes)
                if each.changes:
                    _print(each, as_json=self._as_json)
        for _, metadata in batch:
            consumer.mark_done(metadata)

    def _forget(self) -> None:
        now = time.monotonic()
        if self._keep is None or (self._forgot_at and now - self._forgot_at < _FORGET_EVERY_S):
            return
        self._forgot_at = now
        count = self._events.forget(datetime.now(UTC) - self._keep)
        _log.info("%d old events forgotten", count)


def _print(update: Update, *, as_json: bool) -> None:
    from hop.cli.event_text import update_line

    if not as_json:
        show(update_line(update))
        return
    _put(
        {
            "event": update.event.asdict(),
            "changes": [each.asdict() for each in update.changes],
            "is_new": update.is_new,
        }
    )


def _put(tree: Any) -> None:
    put(encode(escape_json(to_line(tree)), for_people=is_terminal()))


@events.command("list")
@_file_option
@click.option("--since", type=TIME, metavar="TIME", help="Only events told of since this time.")
@click.option("--until", type=TIME, metavar="TIME", help="Only events told of before this time.")
@click.option("--tests", is_flag=True, help="List events that are tests too.")
@json_option("each event")
def list_(
    *, file: Path | None, since: datetime | None, until: datetime | None, tests: bool, as_json: bool
) -> None:
    """List the events: time, keys, names, position, and the number of notices."""
    from hop.cli.event_text import lines_of

    with _open(file) as found:
        chosen = [each for each in found.all(since, until) if tests or not each.is_test]
    if as_json:
        for each in chosen:
            _put(each.asdict())
    elif chosen:
        for line in lines_of(chosen, colours=has_colours()):
            show(line)


@events.command("show")
@click.argument("event", metavar="EVENT")
@_file_option
@json_option("the event and its timeline")
def show_(*, event: str, file: Path | None, as_json: bool) -> None:
    """Show what is known of EVENT, and what each notice changed.

    EVENT is a key (swift:1234567), a name ('GRB 240812B'), or a key without its namespace.
    """
    from hop.cli.event_text import page_of

    with _open(file) as found:
        one = _one(found, event)
        timeline, near = found.timeline(one), found.near(one)
    if as_json:
        _put(
            {
                **one.asdict(),
                "timeline": [each.asdict() for each in timeline],
                "maybe_related": [each.event_id for each in near],
            }
        )
        return
    for line in page_of(one, timeline, near, colours=has_colours()):
        show(line)


def _one(found: Events, text: str) -> Event:
    fitting = found.find(text)
    if not fitting:
        raise click.UsageError(f"no event is known as {text!r}; `hop events list` shows all")
    if len(fitting) > 1:
        keys = ", ".join(each.event_id for each in fitting)
        raise click.UsageError(f"several events are known as {text!r}: {keys}; give one of these")
    return fitting[0]


@events.command()
@_file_option
@click.option("--since", type=TIME, metavar="TIME", help="Only events told of since this time.")
@click.option("--until", type=TIME, metavar="TIME", help="Only events told of before this time.")
def export(*, file: Path | None, since: datetime | None, until: datetime | None) -> None:
    """Print each event with its timeline as a line of JSON."""
    with _open(file) as found:
        for each in found.all(since, until):
            timeline = [entry.asdict() for entry in found.timeline(each)]
            _put({**each.asdict(), "timeline": timeline})


def _open(file: Path | None, *, make: bool = False) -> Events:
    """Open the file of events.

    Raises:
        hop.errors.StateError: it is not there, or cannot be used.
    """
    from hop.events import Events

    path = file or default_file()
    if make and file is None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not make and not path.exists():
        raise StateError(f"there are no events in {path} yet: run `hop events follow URL` first")
    return Events(path)
