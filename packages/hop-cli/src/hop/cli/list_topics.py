"""``hop list-topics``: the topics of a broker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hop.cli.options import client_options, resolve_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hop._kafka import Topic

_HEAD = ("TOPIC", "PARTITIONS", "MESSAGES")


@click.command("list-topics", short_help="List topics, and how much each holds.")
@click.argument("url", metavar="URL")
@click.option("-j", "--json", "as_json", is_flag=True, help="Print each topic as a line of JSON.")
@client_options
def list_topics(*, url: str, as_json: bool, no_auth: bool, user: str | None) -> None:
    """List the topics at URL, kafka://host[:port]/[topic,topic2…], or all that one may see.

    A topic that begins with ^ is a pattern. Of the number of messages, a topic that is compacted,
    or written in transactions, may hold less.
    """
    from hop.errors import UnknownTopic

    target = resolve_target(url, no_auth=no_auth, user=user)
    from hop import io
    from hop._messages.json import to_line
    from hop.cli.output import show

    found = io.list_topics(target)
    if as_json:
        for topic in found.values():
            show(to_line(_tree(topic)))
    elif found:
        for line in _table(found.values()):
            show(line)
    missing = [name for name in target.topics if name not in found and not name.startswith("^")]
    if missing:
        options = "--no-auth " if no_auth else ""
        raise UnknownTopic(
            f"{', '.join(missing)}: no such topic on {target.bootstrap}, or one that may not be "
            f"seen; `hop list-topics {options}kafka://{target.bootstrap}` lists all that may"
        )


def _tree(topic: Topic) -> dict[str, object]:
    return {
        "topic": topic.topic,
        "messages": topic.messages,
        "partitions": {
            str(number): bounds and {"first": bounds[0], "next": bounds[1]}
            for number, bounds in topic.partitions.items()
        },
    }


def _table(topics: Iterable[Topic]) -> Iterator[str]:
    rows = [_HEAD]
    for each in topics:
        messages = "?" if each.messages is None else str(each.messages)
        rows.append((each.topic, str(len(each.partitions)), messages))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for name, partitions, messages in rows:
        yield f"{name:{widths[0]}}  {partitions:>{widths[1]}}  {messages:>{widths[2]}}"
