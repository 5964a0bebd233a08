"""``hop publish``: messages from files or standard input to a topic."""

from __future__ import annotations

import logging
import math
import os
from typing import TYPE_CHECKING, Any

import click

from hop.cli import inputs
from hop.cli.formats import OutgoingFormat
from hop.cli.headers import Header
from hop.cli.options import Seconds, check_url, client_options, resolve_target, usage_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hop._writer.producer import Producer
    from hop.cli.formats import LazyFormat
    from hop.message import MessageModel

    Write = Callable[[MessageModel], None]

_log = logging.getLogger(__name__)


@click.command(short_help="Publish messages.")
@click.argument("url", metavar="URL")
@click.argument(
    "messages", metavar="[MESSAGE]...", nargs=-1, type=click.Path(allow_dash=True, readable=False)
)
@click.option(
    "-f",
    "--format",
    "form",
    type=OutgoingFormat(),
    default="BLOB",
    help="The format of the messages. Default: BLOB, a message without a schema.",
)
@click.option(
    "--envelope", is_flag=True, help="Write the JSON envelope that readers of 2021 expect."
)
@click.option(
    "-t", "--test", is_flag=True, help="Mark the messages as tests, which readers leave out."
)
@click.option(
    "--key", metavar="TEXT", help="Give each message this key; those of one key keep their order."
)
@click.option(
    "--header",
    "headers",
    type=Header(),
    metavar="NAME=VALUE",
    multiple=True,
    help="Give each message this header, too; may be repeated.",
)
@click.option(
    "--compression",
    type=click.Choice(["none", "gzip", "snappy", "lz4", "zstd"], case_sensitive=False),
    metavar="[none|gzip|snappy|lz4|zstd]",
    help="Compress messages on their way and where the broker keeps them. Default: none.",
)
@click.option(
    "--timeout",
    type=Seconds(0),
    metavar="SECONDS",
    help="How long a message may wait until it is acknowledged, 0: without limit. Default: 300.",
)
@click.option(
    "--journal",
    type=click.Path(),
    metavar="PATH",
    help="Keep messages in this file until they are acknowledged; those left in it are sent first.",
)
@client_options
def publish(
    *,
    url: str,
    messages: tuple[str, ...],
    form: LazyFormat,
    envelope: bool,
    test: bool,
    key: str | None,
    headers: tuple[tuple[str, bytes], ...],
    compression: str | None,
    timeout: float | None,
    journal: str | None,
    no_auth: bool,
    user: str | None,
) -> None:
    """Publish messages to the topic at URL, kafka://host[:port]/topic.

    Each MESSAGE is a file, or - for all of standard input; all are read and checked before the
    first is sent. Without any, standard input is read as JSON, one message a line, and each is
    sent as it comes. The command ends when the broker has acknowledged every message.

    With --journal a message is on the disk before it is sent: whatever dies meanwhile, the next
    command with the same file sends what is left in it, even without a MESSAGE.

    A BLOB is sent as JSON if it is JSON, else as text, else as its bytes.
    """
    parsed = check_url(url, writing=True)
    _check_inputs(messages, form)
    kafka: dict[str, Any] = {}
    if compression is not None:
        kafka["compression.type"] = compression
    if timeout is not None:
        kafka["message.timeout.ms"] = math.ceil(timeout * 1000)
    from hop.cli import kafka_library
    from hop.cli.opening import Opening

    kafka_library.load()
    from hop.io import Stream

    def open_() -> Producer:
        target = resolve_target(parsed, no_auth=no_auth, user=user)
        return Stream(envelope=envelope, kafka=kafka).open(target, "w", journal=journal)

    with Opening(open_) as opening:
        loaded = _load(messages, form.model, envelope)
    with usage_faults():
        producer = opening.stream()

    def write(message: MessageModel) -> None:
        producer.write(message, headers, None if key is None else os.fsencode(key), test)

    with producer:
        count = _send(write, loaded) if messages else _send_lines(producer, write)
    _log.info("the broker has acknowledged %d message%s", count, "" if count == 1 else "s")


def _check_inputs(messages: Sequence[str], form: LazyFormat) -> None:
    if not messages and form.name not in ("blob", "json"):
        raise click.UsageError(
            f"standard input is read as lines of JSON, not as {form.name.upper()}; "
            "name files, or - to read one message from it, or use -f BLOB"
        )
    if messages.count(inputs.STANDARD_INPUT) > 1:
        raise click.UsageError("standard input (-) can be one message only")


def _load(messages: Sequence[str], model: type[MessageModel], envelope: bool) -> list[MessageModel]:
    from hop.cli.progress import track

    return [
        inputs.load(each, model, envelope=envelope)
        for each in track(messages, "Reading", len(messages))
    ]


def _send(write: Write, messages: Sequence[MessageModel]) -> int:
    from hop.cli.progress import track

    for message in track(messages, "Sending", len(messages)):
        write(message)
    return len(messages)


def _send_lines(producer: Producer, write: Write) -> int:
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
            write(Blob(value))
            count += 1
    except MessageError as fault:
        producer.flush()
        fault.add_note(f"the {count} before it are sent" if count else "nothing was sent")
        raise
    return count
