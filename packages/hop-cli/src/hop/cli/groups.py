"""``hop groups``: where the readers of a group are, and how they are sent elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from hop.cli.options import client_options, resolve_target
from hop.cli.times import parse_time

if TYPE_CHECKING:
    from hop.cli.group_places import GroupPlace, Groups

    _TargetType = click.ParamType[datetime | str, Any]
else:
    _TargetType = click.ParamType

_HEAD = ("TOPIC", "PARTITION", "NEXT", "END", "LAG")


class Target(_TargetType):
    """Where places are moved to: ``EARLIEST``, ``LATEST`` or a time."""

    name = "target"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | str:
        """Read it."""
        if isinstance(value, datetime):
            return value
        if value.upper() in ("EARLIEST", "LATEST"):
            return str(value.upper())
        try:
            return parse_time(value, datetime.now(UTC))
        except ValueError as fault:
            self.fail(f"{fault}; or EARLIEST or LATEST", param, ctx)


@click.command(short_help="Show where a group is, and move it.")
@click.argument("url", metavar="URL")
@click.option("-g", "--group-id", metavar="NAME", help="The group, instead of that of the URL.")
@click.option(
    "--reset",
    "to",
    type=Target(),
    metavar="EARLIEST|LATEST|TIME",
    help="Move the group to an end, or to the first messages at or after a time.",
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask before --reset.")
@click.option("-j", "--json", "as_json", is_flag=True, help="Print each line as JSON.")
@client_options
def groups(
    *,
    url: str,
    group_id: str | None,
    to: datetime | str | None,
    yes: bool,
    as_json: bool,
    no_auth: bool,
    user: str | None,
) -> None:
    """Show how far the group at URL, kafka://GROUP@host[:port]/[topic,topic2…], is behind.

    For each partition: the next message that the group reads, the end, and how many are between.
    Without topics it is all in which the group has a place; without a group, the groups that one
    may see are listed. --reset moves the group, after asking; nobody may read with it meanwhile.
    """
    from hop._config import parse

    parsed = parse(url)
    group = group_id or parsed.group_id or ""
    if to is not None and not group:
        raise click.UsageError("--reset moves a group: name it in the URL, GROUP@…, or by -g")
    target = resolve_target(parsed, no_auth=no_auth, user=user)
    from hop._messages.json import to_line
    from hop.cli.group_places import Groups
    from hop.cli.output import show, tell

    with Groups(target, group) as found:
        if not group:
            for name in found.names():
                show(to_line({"group": name}) if as_json else name)
            return
        places = found.places()
        if to is not None:
            _reset(found, group, places, to, yes=yes)
            places = found.places()
        if not places:
            tell(f"The group {group} has no place there.")
        elif as_json:
            for each in places:
                show(to_line(_tree(each)))
        else:
            _show(places)


def _reset(
    found: Groups, group: str, places: list[GroupPlace], to: datetime | str, *, yes: bool
) -> None:
    from hop.cli.output import tell
    from hop.errors import TransportError

    moved = found.moved(places, to)
    if not moved:
        raise TransportError(f"the group {group} has no place to move; name topics in the URL")
    if members := found.members():
        raise TransportError(
            f"the group {group} has {members} reader{'' if members == 1 else 's'}, so that it "
            "cannot be moved; stop them first"
        )
    before = {(each.topic, each.partition): each.next for each in places}
    for each in moved:
        old = before[each.topic, each.partition]
        came = "no place" if old is None else str(old)
        tell(f"{each.topic}, partition {each.partition}: {came} -> {each.next}")
    if not yes and not _agreed(f"Move the group {group}?"):
        tell("Nothing is changed.")
        return
    found.move(moved)


def _agreed(question: str) -> bool:
    from hop._config import ask

    try:
        return ask(f"{question} [y/N]").lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        click.echo(err=True)  # ends the line of the question
        raise


def _show(places: list[GroupPlace]) -> None:
    from hop.cli.columns import columns
    from hop.cli.output import show

    rows: list[tuple[str, ...]] = [_HEAD]
    for each in places:
        numbers = (each.next, each.end, each.lag)
        texts = ("-" if number is None else str(number) for number in numbers)
        rows.append((each.topic, str(each.partition), *texts))
    for line in columns(rows, numbers=(1, 2, 3, 4)):
        show(line)


def _tree(place: GroupPlace) -> dict[str, Any]:
    return {
        "topic": place.topic,
        "partition": place.partition,
        "next": place.next,
        "end": place.end,
        "lag": place.lag,
    }
