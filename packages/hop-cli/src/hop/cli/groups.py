"""``hop groups``: show the committed offsets and the lag of a group, and reset its offsets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from hop._config import ask, parse
from hop._console import columns, show, tell
from hop._messages import to_line
from hop.cli.group_offsets import EARLIEST, LATEST, GroupOffset, Groups
from hop.cli.options import Login, group_option, json_option, login_options, url_argument
from hop.cli.remembered import remember
from hop.cli.types import Parsed, parse_time
from hop.errors import TransportError

_HEAD = ("TOPIC", "PARTITION", "NEXT", "END", "LAG")


def parse_reset(text: str) -> datetime | str:
    """Parse what offsets are reset to: ``EARLIEST``, ``LATEST`` or a time."""
    if text.upper() in (EARLIEST, LATEST):
        return text.upper()
    try:
        return parse_time(text)
    except ValueError as fault:
        raise ValueError(f"{fault}; or EARLIEST or LATEST") from None


@click.command(short_help="Show the offsets of a group, and change them.")
@url_argument
@group_option
@click.option(
    "--reset",
    "to",
    type=Parsed("target", parse_reset),
    metavar="EARLIEST|LATEST|TIME",
    help="Set the offsets of the group to an end, or to the first messages at or after a time.",
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask before --reset.")
@json_option("each offset, or group,")
@login_options
def groups(
    *,
    url: str,
    group_id: str | None,
    to: datetime | str | None,
    yes: bool,
    as_json: bool,
    login: Login,
) -> None:
    """Show the lag of the group at URL, kafka://GROUP@host[:port]/[topic,topic2…].

    For each partition: the offset of the next message that the group reads (NEXT), the offset after
    the newest message (END), and the number of messages between them (LAG). Without topics in URL,
    all topics are shown in which the group has an offset. Without a group, the groups are listed
    that you may see. --reset changes the offsets, after asking. The group must have no readers
    then.
    """
    parsed = parse(url)
    group = group_id or parsed.group_id or ""
    if to is not None and not group:
        raise click.UsageError("--reset needs a group: name it in the URL, GROUP@…, or with -g")
    target = login.resolve(parsed)
    with Groups(target, group) as found:
        if not group:
            names = found.names()
            remember(target.bootstrap, groups=names)
            for name in names:
                show(to_line({"group": name}) if as_json else name)
            return
        offsets = found.offsets()
        if to is not None:
            _reset(found, group, offsets, to, yes=yes)
            offsets = found.offsets()
        if not offsets:
            tell(f"The group {group} has no offsets there.")
        elif as_json:
            for each in offsets:
                show(to_line(_tree(each)))
        else:
            _show(offsets)


def _reset(
    found: Groups, group: str, offsets: Sequence[GroupOffset], to: datetime | str, *, yes: bool
) -> None:
    new = found.reset_to(offsets, to)
    if not new:
        raise TransportError(f"the group {group} has no offsets to reset; name topics in the URL")
    if members := found.members():
        raise TransportError(
            f"the offsets of the group {group} cannot be changed while it has readers, now "
            f"{members}; stop them first"
        )
    before = {(each.topic, each.partition): each.next for each in offsets}
    for each in new:
        old = before[each.topic, each.partition]
        shown = "no offset" if old is None else str(old)
        tell(f"{each.topic}, partition {each.partition}: {shown} -> {each.next}")
    if not yes and not _agrees(f"Reset the offsets of the group {group}?"):
        tell("Nothing is changed.")
        return
    found.commit(new)


def _agrees(question: str) -> bool:
    try:
        return ask(f"{question} [y/N]").lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        click.echo(err=True)  # ends the line of the question
        raise


def _show(offsets: Sequence[GroupOffset]) -> None:
    rows: list[tuple[str, ...]] = [_HEAD]
    for each in offsets:
        numbers = (each.next, each.end, each.lag)
        texts = ("-" if number is None else str(number) for number in numbers)
        rows.append((each.topic, str(each.partition), *texts))
    for line in columns(rows, numbers=(1, 2, 3, 4)):
        show(line)


def _tree(offset: GroupOffset) -> dict[str, Any]:
    return {
        "topic": offset.topic,
        "partition": offset.partition,
        "next": offset.next,
        "end": offset.end,
        "lag": offset.lag,
    }
