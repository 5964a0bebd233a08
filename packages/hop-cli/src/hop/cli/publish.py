"""``hop publish``: messages from files or standard input to a topic."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from hop._console import tell
from hop.cli.logs import track
from hop.cli.options import Login, login_options, parse_destination, url_argument, usage_errors
from hop.cli.types import HEADER, Format, seconds
from hop.errors import MessageError
from hop.io import Producer, Stream
from hop.message import Blob, JSONBlob, MessageModel
from hop.publish import STANDARD_INPUT, fault_lines, json_lines, load, standard_input

if TYPE_CHECKING:
    from hop._config import Options
    from hop._messages import Fault

Write = Callable[[MessageModel], None]

_log = logging.getLogger(__name__)


@click.command(short_help="Publish messages.")
@url_argument
@click.argument(
    "messages", metavar="[MESSAGE]...", nargs=-1, type=click.Path(allow_dash=True, readable=False)
)
@click.option(
    "-f",
    "--format",
    "model",
    type=Format(),
    default="BLOB",
    help="The format of the messages. Default: BLOB, a message without a schema.",
)
@click.option(
    "--lenient",
    is_flag=True,
    help="Also send messages that break their schema, unchanged; print their errors on standard "
    "error.",
)
@click.option(
    "--envelope", is_flag=True, help="Write the JSON envelope that readers of 2021 expect."
)
@click.option(
    "-t", "--test", is_flag=True, help="Mark the messages as tests. Readers skip them by default."
)
@click.option(
    "--key",
    metavar="TEXT",
    help="Give each message this key. Messages with the same key keep their order.",
)
@click.option(
    "--header",
    "headers",
    type=HEADER,
    metavar="NAME=VALUE",
    multiple=True,
    help="Add this header to each message; may be repeated.",
)
@click.option(
    "--compression",
    type=click.Choice(["none", "gzip", "snappy", "lz4", "zstd"], case_sensitive=False),
    metavar="[none|gzip|snappy|lz4|zstd]",
    help="Compress messages, on the network and on the broker's disk. Default: none.",
)
@click.option(
    "--timeout",
    type=seconds(0),
    metavar="SECONDS",
    help="How long to wait until a message is acknowledged; 0: no limit. Default: 300.",
)
@click.option(
    "--journal",
    type=click.Path(),
    metavar="PATH",
    help="Keep messages in this file until they are acknowledged. Messages left in it are sent "
    "first.",
)
@login_options
def publish(
    *,
    url: str,
    messages: tuple[str, ...],
    model: type[MessageModel],
    lenient: bool,
    envelope: bool,
    test: bool,
    key: str | None,
    headers: tuple[tuple[str, bytes], ...],
    compression: str | None,
    timeout: float | None,
    journal: str | None,
    login: Login,
) -> None:
    """Publish messages to the topic at URL, kafka://host[:port]/topic.

    Each MESSAGE is a file, or - for the whole of standard input. hop reads and checks all of them
    before it sends the first. Without MESSAGE, it reads JSON from standard input, one message per
    line, and sends each line as it comes. The command ends when the broker has acknowledged every
    message.

    With --journal each message is on the disk before it is sent. If the command dies, the next one
    with the same file sends the messages that are left in it, even without a MESSAGE.

    A BLOB is sent as JSON if it is JSON, else as text, else as bytes. A file of another format that
    is compressed by gzip is unpacked.
    """
    destination = parse_destination(url)
    _check_messages(messages, model)
    loaded = [
        load(each, model, envelope=envelope, on_faults=_tell_faults if lenient else None)
        for each in track(messages, "Reading", len(messages))
    ]
    kafka: dict[str, Any] = {}
    if compression is not None:
        kafka["compression.type"] = compression
    if timeout is not None:
        kafka["message.timeout.ms"] = math.ceil(timeout * 1000)
    target = login.resolve(destination)
    options: Options = {"envelope": envelope, "kafka": kafka, "journal": journal}
    with usage_errors():
        producer = Stream().open(target, "w", **options)

    def write(message: MessageModel) -> None:
        producer.write(message, headers, None if key is None else os.fsencode(key), test)

    with producer:
        count = _send(write, loaded) if messages else _send_lines(producer, write)
    _log.info("the broker has acknowledged %d message%s", count, "" if count == 1 else "s")


def _tell_faults(name: str, faults: list[Fault]) -> None:
    for line in fault_lines(name, faults):
        tell(f"hop: {line}; it is sent all the same (--lenient)")


def _check_messages(messages: Sequence[str], model: type[MessageModel]) -> None:
    if not messages and model not in (Blob, JSONBlob):
        raise click.UsageError(
            f"standard input is read as lines of JSON, not as {model.hop_format.upper()}; "
            "name files, or - to read one message from it, or use -f BLOB"
        )
    if messages.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input (-) can be one message only")


def _send(write: Write, messages: Sequence[MessageModel]) -> int:
    for message in track(messages, "Sending", len(messages)):
        write(message)
    return len(messages)


def _send_lines(producer: Producer, write: Write) -> int:
    stream = standard_input()
    if stream.isatty():
        tell("hop: type JSON, one message a line; Ctrl-D ends")
        values = json_lines(stream)
    else:
        values = track(json_lines(stream), "Sending")
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
