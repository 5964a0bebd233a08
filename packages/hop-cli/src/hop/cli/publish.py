"""``hop publish``: messages from files or standard input to a topic."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import click

from hop.cli import inputs
from hop.cli.formats import Format
from hop.cli.options import check_url, client_options, credential, usage_faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hop.message import MessageModel
    from hop.producer import Producer

_log = logging.getLogger(__name__)


@click.command(short_help="Publish messages.")
@click.argument("url", metavar="URL")
@click.argument("messages", metavar="[MESSAGE]...", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "-f",
    "--format",
    "model",
    type=Format(),
    default="BLOB",
    help="The format of the messages. Default: BLOB, a message without a schema.",
)
@click.option(
    "--envelope", is_flag=True, help="Write the JSON envelope that readers of 2021 expect."
)
@click.option(
    "-t", "--test", is_flag=True, help="Mark the messages as tests, which readers leave out."
)
@client_options
def publish(
    *,
    url: str,
    messages: tuple[str, ...],
    model: type[MessageModel],
    envelope: bool,
    test: bool,
    no_auth: bool,
    user: str | None,
) -> None:
    """Publish messages to the topic at URL, kafka://host[:port]/topic.

    Each MESSAGE is a file, or - for all of standard input; all are read and checked before the
    first is sent. Without any, standard input is read as JSON, one message a line, and each is
    sent as it comes. The command ends when the broker has acknowledged every message.

    A BLOB is sent as JSON if it is JSON, else as text, else as its bytes.
    """
    place = check_url(url, writing=True)
    auth = credential(place, no_auth=no_auth, user=user)
    loaded = _load(messages, model, envelope)
    from hop.io import Stream

    with usage_faults():
        producer = Stream(auth=auth, envelope=envelope).open(url, "w")
    with producer:
        count = _send(producer, loaded, test) if messages else _send_lines(producer, test)
    _log.info("the broker has acknowledged %d message%s", count, "" if count == 1 else "s")


def _load(messages: Sequence[str], model: type[MessageModel], envelope: bool) -> list[MessageModel]:
    from hop.cli.progress import track
    from hop.registry import model_for

    if not messages and model not in (model_for("blob"), model_for("json")):
        raise click.UsageError(
            f"standard input is read as lines of JSON, not as {model.hop_format.upper()}; "
            "name files, or - to read one message from it, or use -f BLOB"
        )
    if messages.count(inputs.STANDARD_INPUT) > 1:
        raise click.UsageError("standard input (-) can be one message only")
    return [
        inputs.load(each, model, envelope=envelope)
        for each in track(messages, "Reading", len(messages))
    ]


def _send(producer: Producer, messages: Sequence[MessageModel], test: bool) -> int:
    from hop.cli.progress import track

    for message in track(messages, "Sending", len(messages)):
        producer.write(message, test=test)
    return len(messages)


def _send_lines(producer: Producer, test: bool) -> int:
    from hop.cli.output import tell
    from hop.cli.progress import track
    from hop.errors import MessageError
    from hop.message import Blob

    stream = inputs.standard_input()
    if stream.isatty():
        tell("hop: type JSON, one message a line; Ctrl-D ends")
        values = inputs.json_lines(stream)
    else:
        values = track(inputs.json_lines(stream), "Sending")
    count = 0
    try:
        for value in values:
            producer.write(Blob(value), test=test)
            count += 1
    except MessageError as fault:
        producer.flush()
        fault.add_note(f"the {count} before it are sent" if count else "nothing was sent")
        raise
    return count
