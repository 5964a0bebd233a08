"""``hop publish``: messages from files or standard input to a topic."""

from __future__ import annotations

import logging
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from hop._console import tell
from hop._detection import has_schema
from hop.cli import exits
from hop.cli.logs import track
from hop.cli.options import (
    Login,
    login_options,
    parse_destination,
    reject_empty,
    url_argument,
    usage_errors,
)
from hop.cli.types import HEADER, Format, seconds
from hop.errors import (
    DecodeError,
    DeliveryFailed,
    HopError,
    JournalError,
    MessageError,
    TransportError,
)
from hop.io import Producer, Stream
from hop.message import Blob, JSONBlob, MessageModel
from hop.publish import (
    STANDARD_INPUT,
    OnFaults,
    fault_lines,
    load,
    name_of,
    named_lines,
    standard_input,
    value_of_line,
)

if TYPE_CHECKING:
    from hop._config import Options
    from hop._messages import Fault

Named = tuple[str, MessageModel]
Write = Callable[[MessageModel, str], None]

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
    help="The format of the messages. Default: for each file the one that it looks like, else "
    "BLOB, a message without a schema.",
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
    callback=reject_empty,
    metavar="PATH",
    help="Keep messages in this file until they are acknowledged. Messages left in it are sent "
    "first.",
)
@click.option(
    "--registry",
    metavar="URL",
    callback=reject_empty,
    help="Add the schemas of messages in Avro to this schema registry, and send the messages "
    "without them.",
)
@login_options
def publish(
    *,
    url: str,
    messages: tuple[str, ...],
    model: type[MessageModel] | None,
    lenient: bool,
    envelope: bool,
    test: bool,
    key: str | None,
    headers: tuple[tuple[str, bytes], ...],
    compression: str | None,
    timeout: float | None,
    journal: str | None,
    registry: str | None,
    login: Login,
) -> None:
    """Publish messages to the topic at URL, kafka://host[:port]/topic.

    Each MESSAGE is a file, or - for the whole of standard input. Without MESSAGE, it reads JSON
    from standard input, one message per line, and sends each line as it comes. The command ends
    when the broker has acknowledged every message.

    A message that is wrong, or that the broker refuses, does not stop the others. The command names
    each message that was not sent or not acknowledged, and ends with an error.

    With --journal each message is on the disk before it is sent. If the command dies, the next one
    with the same file sends the messages that are left in it, even without a MESSAGE.

    Without -f, each file is sent in the format that it looks like, and is refused if it is not
    valid. JSON, text and bytes that look like no format are sent as a BLOB: as JSON if it is JSON,
    else as text, else as bytes. A file of another format that is compressed by gzip is unpacked.
    """
    destination = parse_destination(url)
    _check_messages(messages, model)
    unsent, on_faults = Unsent(), _tell_faults if lenient else None
    loaded = _load(messages, model, unsent, envelope=envelope, on_faults=on_faults)
    target = login.resolve(destination)
    report = Report()
    options: Options = {
        "envelope": envelope,
        "kafka": _kafka_settings(compression, timeout) | report.settings,
        "journal": journal,
        "registry": registry,
    }
    if messages and not loaded and journal is None:
        unsent.end(len(messages))
    try:
        with usage_errors():
            producer = Stream().open(target, "w", **options)
    except BaseException:
        unsent.show()
        raise

    report.watch(producer)

    def write(message: MessageModel, name: str) -> None:
        report.add(name, message)
        own_key = None if key is None else os.fsencode(key)
        producer.write(message, headers, own_key, test, name=name)

    if messages:
        names = [name for name, _ in loaded]
        _send(producer, write, track(loaded, "Sending", len(loaded)), unsent, names)
        count = len(messages)
    else:
        count = _send_lines(producer, write, unsent)
    report.end()
    unsent.end(count)
    _log.info("the broker has acknowledged %d message%s", count, "" if count == 1 else "s")


def _kafka_settings(compression: str | None, timeout: float | None) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    if compression is not None:
        settings["compression.type"] = compression
    if timeout is not None:
        settings["message.timeout.ms"] = math.ceil(timeout * 1000)
    return settings


def _tell_faults(name: str, faults: list[Fault]) -> None:
    for line in fault_lines(name, faults):
        tell(f"hop: {line}; it is sent all the same (--lenient)")


def _load(
    messages: Sequence[str],
    model: type[MessageModel] | None,
    unsent: Unsent,
    *,
    envelope: bool,
    on_faults: OnFaults | None,
) -> list[Named]:
    loaded: list[Named] = []
    for each in track(messages, "Reading", len(messages)):
        try:
            message = load(each, model, envelope=envelope, on_faults=on_faults)
        except (MessageError, OSError) as fault:
            unsent.add(fault)
        else:
            loaded.append((name_of(each), message))
            if model is None and has_schema(type(message)):
                _tell_format(name_of(each), message)
    return loaded


def _tell_format(name: str, message: MessageModel) -> None:
    if _log.isEnabledFor(logging.WARNING):
        tell(f"hop: {name}: sent as {message.hop_format.upper()}, the format that it looks like")


def _check_messages(messages: Sequence[str], model: type[MessageModel] | None) -> None:
    if not messages and model not in (None, Blob, JSONBlob):
        raise click.UsageError(
            f"standard input is read as lines of JSON, not as {model.hop_format.upper()}; "
            "name files, or - to read one message from it, or use -f BLOB"
        )
    if messages.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input (-) can be one message only")


def _send(
    producer: Producer,
    write: Write,
    messages: Iterable[Named],
    unsent: Unsent,
    names: Sequence[str] = (),
) -> None:
    """Write the messages, and wait until they are acknowledged.

    Args:
        producer: where to.
        write: writes one.
        messages: the messages; after an error that stops all, no more are taken from it.
        unsent: gets those that are not acknowledged.
        names: the names of all, if they are known.
    """
    current, count = "", 0
    try:
        with producer:
            for current, message in messages:
                count += 1
                try:
                    write(message, current)
                except MessageError as fault:
                    unsent.add(MessageError(f"{current}: {fault}"))
                except DeliveryFailed as failure:
                    # It is about earlier ones: this one is taken.
                    if not failure.failures:
                        raise
                    unsent.add_failures(failure)
            current = ""
    except (TransportError, JournalError) as failure:
        unsent.add_failures(failure)
        if current:
            unsent.stop(failure, [current, *names[count:]])
            if not names:
                failure.add_note(f"{current} and the lines after it were not sent")


def _send_lines(producer: Producer, write: Write, unsent: Unsent) -> int:
    """Write each line of standard input as it comes; how many there were."""
    stream = standard_input()
    unsent.shows_at_once = True
    if stream.isatty():
        tell("hop: type JSON, one message a line; Ctrl-D ends")
        lines = named_lines(stream)
    else:
        lines = track(named_lines(stream), "Sending")
    count = 0

    def messages() -> Iterator[Named]:
        nonlocal count
        for name, line in lines:
            count += 1
            try:
                yield name, Blob(value_of_line(name, line))
            except DecodeError as fault:
                unsent.add(fault)

    _send(producer, write, messages(), unsent)
    return count


class Report:
    """Tells on a terminal what was sent: as which format, to which partition, at which offset.

    Scripts are told of errors only.

    Attributes:
        settings: what librdkafka needs to tell of it.
    """

    MOST = 20
    """So many messages are told one by one."""

    def __init__(self) -> None:
        is_loud = logging.getLogger("hop").isEnabledFor(logging.WARNING)
        self._is_wanted = is_loud and sys.stderr is not None and sys.stderr.isatty()
        self.settings = {"delivery.report.only.error": False} if self._is_wanted else {}
        self._formats: dict[str, str] = {}
        self._count = 0

    def watch(self, producer: Producer) -> None:
        """Tell of what a producer sends."""
        if self._is_wanted:
            producer.on_acknowledged = self.acknowledge

    def add(self, name: str, message: MessageModel) -> None:
        """Note the format of a message that is to be sent."""
        if self._is_wanted and len(self._formats) < self.MOST:
            try:
                self._formats[name] = message.to_wire()[0].upper()
            except Exception:  # writing it tells what is wrong
                return

    def acknowledge(self, name: str, topic: str, partition: int, offset: int) -> None:
        """Tell of a message that the broker has acknowledged."""
        self._count += 1
        if self._count > self.MOST:
            return
        form = self._formats.get(name)
        what = f"{name}: sent as {form}" if form else f"{name or 'a message'}: sent"
        tell(f"hop: {what} to {topic}, partition {partition}, offset {offset}")

    def end(self) -> None:
        """Tell how many messages were not told one by one."""
        if self._count > self.MOST:
            tell(f"hop: and {self._count - self.MOST} more messages")


class Unsent:
    """The messages that were not sent, or not acknowledged, and why.

    Attributes:
        shows_at_once: name each on standard error when it is added; otherwise at the end.
    """

    def __init__(self) -> None:
        self.shows_at_once = False
        self._faults: list[HopError | OSError] = []
        self._shown = 0
        self._names: set[str] = set()
        self._cause: TransportError | JournalError | None = None

    def add(self, fault: HopError | OSError) -> None:
        """Add a message; the text of the error names it."""
        self._faults.append(fault)
        if self.shows_at_once:
            self.show()

    def add_failures(self, failure: TransportError | JournalError) -> None:
        """Add the messages that an error is about."""
        if isinstance(failure, JournalError) or not failure.failures:
            self._cause = failure
            return
        for name, reason in failure.failures:
            self._names.add(name)
            text = f"{name}: {reason}" if name else reason
            self.add(type(failure)(text, code=failure.code, retriable=failure.retriable))

    def stop(self, cause: TransportError | JournalError, names: Iterable[str]) -> None:
        """Add messages that were not sent, because of an error before; known ones are left out."""
        for name in names:
            if name not in self._names:
                self.add(type(cause)(f"{name}: not sent"))

    def show(self) -> None:
        """Name those on standard error that are not named yet."""
        for fault in self._faults[self._shown :]:
            tell(f"hop: {exits.text_of(fault)}")
        self._shown = len(self._faults)

    def end(self, count: int) -> None:
        """End the command with an error if there are any.

        Args:
            count: of how many messages.
        """
        many = len(self._faults)
        if self._cause is not None:
            if count > 1 and many:
                self.show()
                self._cause.add_note(f"{many} of {count} messages were not published")
            raise self._cause
        if not many:
            return
        first = self._faults[0]
        if many == 1 and not self._shown:
            if count > 1:
                first.add_note(f"the other {count - 1} of {count} are acknowledged")
            raise first
        self.show()
        others = "; the others are acknowledged" if count > many else ""
        tell(f"hop: {many} of {count} messages were not published{others}")
        raise click.exceptions.Exit(exits.code_of(first))
