"""Dead letters: messages that a handler cannot deal with, kept in a folder or a topic."""

from __future__ import annotations

import contextlib
import os
import re
import threading
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from hop._config import RESERVED_NAMES, hide_url, is_broker_name, parse, resolve, shown
from hop._kafka import cluster_id
from hop._messages import (
    MessageFile,
    describe_message,
    file_name_of,
    make_folder,
    sync_folder,
    to_line,
)
from hop.errors import URLError
from hop.io import Stream

if TYPE_CHECKING:
    from hop._config import Auth, Target
    from hop._messages import Metadata
    from hop._writer import Producer

_SEPARATORS = (os.sep, os.altsep or os.sep)
# For a person to read, in logs, files and headers. The text of an exception may be megabytes long.
_LONGEST_CAUSE = 2000
_LONGEST_TRACEBACK = 20_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that a handler cannot deal with.

    Attributes:
        message: the message, as the handler got it.
        metadata: its metadata.
        error: what the handler raised last.
        attempts: how often it was called.
    """

    message: Any
    metadata: Metadata
    error: BaseException
    attempts: int

    @property
    def cause(self) -> str:
        """What the handler raised, on one line or a few; shortened if it is long."""
        try:
            text = str(self.error)
        except BaseException as fault:  # the text of an exception is code of the handler's author
            text = f"(no text: str() of it raised {type(fault).__name__})"
        return _shortened(f"{type(self.error).__name__}: {text}", _LONGEST_CAUSE)

    @property
    def traceback(self) -> str:
        """Where the handler raised it; shortened in the middle if it is long."""
        try:
            return _shortened("".join(traceback.format_exception(self.error)), _LONGEST_TRACEBACK)
        except Exception as fault:  # for the same reason
            return f"(no traceback: it raised {type(fault).__name__})"


class DeadLetters(Protocol):
    """Keeps dead letters."""

    def keep(self, letter: Letter) -> None:
        """Keep a message; when this returns, it is kept."""

    def close(self) -> None:
        """Shut down."""


class DeadLetterFolder:
    """A folder with a file for each message, and its metadata and cause in ``.meta.json`` beside.

    Args:
        path: the folder; it is made if it is not there. A handler may change the current folder: a
            relative path means where it was before.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        make_folder(self._path)

    def keep(self, letter: Letter) -> None:
        """Write the files to the disk; one that a run before has written is replaced.

        Raises:
            OSError: they cannot be written.
        """
        known = describe_message(letter.message, letter.metadata) | {
            "cause": letter.cause,
            "attempts": letter.attempts,
            "failed_at": _now(),
            "traceback": letter.traceback,
        }
        data = letter.metadata.payload
        path = self._path / file_name_of(letter.metadata, data)
        MessageFile(path, data, (to_line(known) + "\n").encode(errors="backslashreplace")).write()
        sync_folder(self._path)

    def close(self) -> None:
        """Nothing is open."""


class DeadLetterTopic:
    """A topic that gets each message as it came; more headers say where it was and why it failed.

    Args:
        producer: writes to the topic.
    """

    def __init__(self, producer: Producer) -> None:
        self._producer = producer
        self._lock = threading.Lock()

    def keep(self, letter: Letter) -> None:
        """Write the message, and wait until it is acknowledged.

        Raises:
            hop.errors.TransportError: it is not.
        """
        metadata = letter.metadata
        own: dict[str, str | bytes] = {
            "dead_letter_topic": metadata.topic,
            "dead_letter_partition": str(metadata.partition),
            "dead_letter_offset": str(metadata.offset),
            "dead_letter_cause": letter.cause.encode("utf-8", "replace"),
            "dead_letter_attempts": str(letter.attempts),
            "dead_letter_time": _now(),
        }
        # A message that was a dead letter before has these already.
        others = [(name, value) for name, value in metadata.headers if name not in own]
        payload = None if metadata.is_tombstone else metadata.payload
        with self._lock:
            self._producer.write_raw(payload, [*others, *own.items()], metadata.key)
            self._producer.flush()

    def close(self) -> None:
        """Close the stream."""
        self._producer.close()


def is_topic(where: str | Path) -> bool:
    """Whether dead letters go to a topic: a URL, or ``name:topic`` of a broker that has a name.

    Everything else is a folder: a name without a colon, and one with a slash that is no URL, such
    as ``./name:topic``.
    """
    if isinstance(where, Path):
        return False
    name, colon, rest = where.partition(":")
    name = name.rpartition("@")[2]
    if rest.startswith("//") or (colon and name in RESERVED_NAMES):
        return True
    return bool(colon) and is_broker_name(name) and not any(each in rest for each in _SEPARATORS)


def open_dead_letters(where: str | Path, auth: bool | Auth, source: str | Target) -> DeadLetters:
    """Open the folder or topic for dead letters.

    Args:
        where: a folder, or a topic: its URL, or ``name:topic`` of a broker that has a name.
        auth: the credential for the topic, as :class:`hop.io.Stream` takes it.
        source: what the handler reads.

    Raises:
        OSError: the folder cannot be made.
        hop.errors.URLError: no such topic is possible, or the handler would read it.
        hop.errors.HopError: the topic cannot be written to.
    """
    where = hide_url(where)
    if not is_topic(where):
        return DeadLetterFolder(Path(where))
    url = hide_url(str(where))
    try:
        parsed = parse(url)
        if len(parsed.topics) != 1 or parsed.topics[0].startswith("^"):
            raise URLError(
                f"dead letters go to one topic, and {shown(url)!r} does not name one; give one"
            )
        target = resolve(parsed, auth=auth)
    except URLError as error:
        if "://" in url:
            raise
        raise URLError(f"{error}; for a folder of that name give ./{shown(url)}") from None
    _refuse_what_is_read(target, resolve(source, auth=auth))
    return DeadLetterTopic(Stream().open(target, "w"))


def _refuse_what_is_read(target: Target, source: Target) -> None:
    (topic,) = target.topics
    if not any(_matches(topic, each) for each in source.topics):
        return
    if set(target.brokers) & set(source.brokers) or _are_one_cluster(target, source):
        raise URLError(
            f"dead letters cannot go to {target.text}: the handler reads that topic "
            f"({source.text}), so each would fail again and again; give another topic, or a folder"
        )


def _matches(topic: str, name: str) -> bool:
    if not name.startswith("^"):
        return topic == name
    with contextlib.suppress(re.error):  # told when the stream is opened
        return re.match(name, topic) is not None
    return False


def _are_one_cluster(target: Target, source: Target) -> bool:
    """Whether some brokers are the same cluster, by other addresses."""
    (topic,) = target.topics
    one, other = (cluster_id(each.bootstrap, each.auth, topic) for each in (target, source))
    return one is not None and one == other


def _shortened(text: str, longest: int) -> str:
    """A text without its middle, if it is long."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} … {text[-half:]} ({len(text)} characters)"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
