"""``hop list-topics``: the topics of a broker."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from hop import io
from hop._console import columns, show
from hop._messages import to_line
from hop.cli.options import Login, json_option, login_options, url_argument
from hop.cli.remembered import remember
from hop.errors import UnknownTopic
from hop.io import Topic

if TYPE_CHECKING:
    from hop._config import Target

_HEAD = ("TOPIC", "PARTITIONS", "MESSAGES")


@click.command("list-topics", short_help="List topics, and how many messages each holds.")
@url_argument
@click.option(
    "--describe",
    "describes",
    is_flag=True,
    help="Show what is known of each topic: whose messages it has, their format and rate, when the "
    "oldest and the newest message were written, and how long a message is kept.",
)
@json_option("each topic")
@login_options
def list_topics(*, url: str, describes: bool, as_json: bool, login: Login) -> None:
    """List the topics at URL, kafka://host[:port]/[topic,topic2…], or all that you may see.

    A topic that begins with ^ is a pattern. MESSAGES is an upper limit: compacted or transactional
    topics may hold fewer. `hop topics` is a short name of this command.
    """
    target = login.resolve(url)
    found = io.list_topics(target)
    remember(target.bootstrap, topics=found)
    if describes:
        _describe(target, found, as_json=as_json)
    elif as_json:
        for topic in found.values():
            show(to_line(_tree(topic)))
    elif found:
        rows = [_HEAD]
        for each in found.values():
            messages = "?" if each.messages is None else str(each.messages)
            rows.append((each.topic, str(len(each.partitions)), messages))
        for line in columns(rows, numbers=(1, 2)):
            show(line)
    missing = [name for name in target.topics if name not in found and not name.startswith("^")]
    if missing:
        options = "--no-auth " if login.no_auth else ""
        raise UnknownTopic(
            f"{', '.join(missing)}: no such topic on {target.bootstrap}, or you may not see it; "
            f"`hop list-topics {options}kafka://{target.bootstrap}` lists all that you may see"
        )


def _describe(target: Target, found: dict[str, Topic], *, as_json: bool) -> None:
    from hop.cli import topic_details  # for this option only

    now = datetime.now(UTC)
    for number, each in enumerate(topic_details.describe(target, found)):
        if as_json:
            show(to_line(_tree(found[each.topic]) | topic_details.tree(each)))
        else:
            lines = topic_details.lines(each, now)
            show("\n".join(["", *lines] if number else lines))


def _tree(topic: Topic) -> dict[str, object]:
    return {
        "topic": topic.topic,
        "messages": topic.messages,
        "partitions": {
            str(number): bounds and {"first": bounds[0], "next": bounds[1]}
            for number, bounds in topic.partitions.items()
        },
    }
