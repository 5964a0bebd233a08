"""Streams of messages: opened by a URL, for reading or for writing.

from hop import stream

with stream.open("kafka://hostname:port/topic", "r") as s:
    for message in s:
        print(message)
"""

from __future__ import annotations

import enum
import logging
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Unpack, cast, overload

from hop._config.url import parse, with_topic
from hop._kafka.client import OPEN_TIMEOUT_S
from hop._messages.metadata import Metadata, Start, StartPosition
from hop._options import Given, Options

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from datetime import datetime

    from hop._config.auth import Auth
    from hop._config.url import KafkaURL
    from hop._kafka.topics import Topic
    from hop._reader.consumer import Consumer
    from hop._wire.decoding import Errors
    from hop._writer.producer import Producer
    from hop.aio import AsyncConsumer, AsyncProducer
    from hop.message import MessageModel, Source

__all__ = [
    "Consumer",
    "Deserializer",
    "Metadata",
    "Producer",
    "StartPosition",
    "Stream",
    "Topic",
    "list_topics",
]

_log = logging.getLogger(__name__)


class Stream:
    """The defaults with which streams are opened.

    Args:
        auth: a credential; True: the stored one for the host of the URL; False: none.
        start_at: where reading starts, where the group has no place: with what comes from now on
            (LATEST), with the oldest message (EARLIEST), with the first at or after a time (a
            datetime with a zone, for each partition), or with the last few messages, -5 for five,
            over all partitions in order of time (they are held in memory, and take no group).
        persist: whether reading goes on for ever; otherwise it stops at the end of the stream,
            which is that of every partition as it was when reading reached it.
        until_eos: the opposite of ``persist``, for those who know it by this name.
        until: reading ends in each partition before its first message at or after this time (a
            datetime with a zone), with ``persist`` too.
        idle_timeout: reading ends when nothing has come for so long, s, with ``persist`` too.
        ignoretest: leave out messages that carry the header ``_test``.
        envelope: write the JSON envelope that readers of 2021 expect.
        errors: what becomes of a message that cannot be decoded: ``"blob"``, ``"raise"``,
            ``"skip"``, or a callable of the error and the raw bytes.
        fetch_external: fetch large messages that are kept outside Kafka; None: as configured.
        automatic_offload: keep messages too large for their topic outside Kafka, where the broker
            announces a service for that; None: as configured.
        kafka: librdkafka settings that go before hop's own.
    """

    def __init__(
        self,
        auth: bool | Auth = True,
        start_at: Start = StartPosition.LATEST,
        persist: bool = False,
        *,
        until_eos: bool | None = None,
        until: datetime | None = None,
        idle_timeout: float | None = None,
        ignoretest: bool = True,
        envelope: bool = False,
        errors: Errors = "blob",
        fetch_external: bool | None = None,
        automatic_offload: bool | None = None,
        kafka: Mapping[str, Any] | None = None,
    ) -> None:
        self._auth = auth
        self._options = Options(
            start_at=start_at,
            persist=persist,
            until_eos=until_eos,
            until=until,
            idle_timeout=idle_timeout,
            ignoretest=ignoretest,
            envelope=envelope,
            errors=errors,
            fetch_external=fetch_external,
            automatic_offload=automatic_offload,
            kafka=kafka,
        )

    @overload
    def open(
        self,
        url: str,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        **options: Unpack[Given],
    ) -> Consumer: ...

    @overload
    def open(
        self, url: str, mode: Literal["w"], group_id: None = None, **options: Unpack[Given]
    ) -> Producer: ...

    @overload
    def open(
        self, url: str, mode: str, group_id: str | None = None, **options: Unpack[Given]
    ) -> Consumer | Producer: ...

    def open(
        self,
        url: str,
        mode: str = "r",
        group_id: str | None = None,
        **options: Unpack[Given],
    ) -> Consumer | Producer:
        """Open a stream.

        Args:
            url: ``kafka://[groupid@]host[:port]/topic[,topic2…]``, or ``[groupid@]name:topic`` of
                a broker that has a name (``gcn:gcn.circulars``).
            mode: ``"r"`` to read, ``"w"`` to write.
            group_id: the consumer group, instead of that of the URL.
            options: any of those of the class but ``auth``, for this stream alone.

        Returns:
            A :class:`Consumer` for reading, a :class:`Producer` for writing.

        Raises:
            ValueError: another mode, several topics to write to, an option that has no such value,
                or (a URLError) a wrong URL.
            hop.errors.ConfigError: no stored credential fits, or its file cannot be used.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        if mode not in ("r", "w"):
            raise ValueError(f"mode is 'r' to read or 'w' to write, not {mode!r}")
        place = parse(url)
        chosen = self._options.updated(options)
        ends_unasked = chosen.ends_by_default and "persist" not in options
        if "kafka" in options:
            options["kafka"] = chosen.kafka  # which hides what is secret in it
        if mode == "w":
            if len(place.topics) > 1 or any(topic.startswith("^") for topic in place.topics):
                raise ValueError(
                    f"writing takes one topic, not {', '.join(place.topics)}; name one in the URL, "
                    "or none, and then write(message, topic=…)"
                )
            topic = place.topics[0] if place.topics else None
            auth = self._auth_for(place)
            if chosen.journal is not None:
                from hop._writer.durable import DurableProducer  # with SQLite, which few need

                return DurableProducer(
                    place.brokers,
                    topic,
                    chosen.journal,
                    journal_bytes=chosen.journal_bytes,
                    auth=auth,
                    envelope=chosen.envelope,
                    kafka=chosen.kafka,
                )
            from hop._writer.producer import (
                Producer,
            )  # whoever reads does not wait for it, nor the other way

            return Producer(
                place.brokers,
                topic,
                auth=auth,
                envelope=chosen.envelope,
                automatic_offload=chosen.automatic_offload,
                kafka=chosen.kafka,
            )
        if chosen.journal is not None:
            raise ValueError("a journal is for writing: open the stream with mode 'w'")
        if not place.topics:
            raise ValueError(f"reading takes a topic: give {with_topic(url, 'topic[,topic2]')}")
        auth = self._auth_for(place)
        group = group_id or place.group_id
        if auth is not None and group_id is None and place.group_id == auth.user:
            _log.warning(
                "%s in the URL is the consumer group, though a stored credential has it for a user "
                "name; choose a credential by --user or Stream(auth=load_auth(user=…)), and a "
                "group by -g or group_id=",
                group,
            )
        from hop._reader.consumer import Consumer

        consumer = Consumer(
            group,
            place.brokers,
            place.topics,
            auth=auth,
            start_at=chosen.start_at,
            until_eos=chosen.ends,
            until=chosen.until,
            idle_timeout=chosen.idle_timeout,
            ignoretest=chosen.ignoretest,
            errors=chosen.errors,
            fetch_external=chosen.fetch_external,
            kafka=chosen.kafka,
        )
        if ends_unasked and not group:
            _log.warning(
                "reading begins at the end of the stream and stops there, so that hardly anything "
                "is read: persist=True (-p) waits for new messages, as hop-client did unasked, "
                "StartPosition.EARLIEST (-s EARLIEST) reads those there are"
            )
        return consumer

    @overload
    def aopen(
        self,
        url: str,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        **options: Unpack[Given],
    ) -> AsyncConsumer: ...

    @overload
    def aopen(
        self, url: str, mode: Literal["w"], group_id: None = None, **options: Unpack[Given]
    ) -> AsyncProducer: ...

    def aopen(
        self, url: str, mode: str = "r", group_id: str | None = None, **options: Unpack[Given]
    ) -> AsyncConsumer | AsyncProducer:
        """Open a stream for asyncio: ``async with stream.aopen(url) as s: async for message in s``.

        The parameters, and the errors, which come when the block is entered, are those of
        :meth:`open`.
        """
        from hop.aio import AsyncConsumer, AsyncProducer

        opener = partial(self.open, url, mode, group_id, **options)
        kind = AsyncProducer if mode == "w" else AsyncConsumer
        return kind(cast("Any", opener))

    def _auth_for(self, place: KafkaURL) -> Auth | None:
        if self._auth is True:
            from hop._config.brokers import credential

            return credential(place)
        return self._auth or None


def list_topics(
    url: str, auth: bool | Auth = True, timeout: float = OPEN_TIMEOUT_S
) -> dict[str, Topic]:
    """The topics of a broker that the credential may see.

    Args:
        url: ``kafka://host[:port]/[topic,topic2…]``. Topics that it names are listed if they exist,
            patterns too; without any all are, but those whose names begin with ``__``: Kafka's own.
        auth: a credential; True: the stored one for the host of the URL; False: none.
        timeout: how long the broker may take to answer, s; less than 0: without a limit.

    Returns:
        The topics by name, in the order of their names, each with its partitions and how many
        messages it holds.

    Raises:
        hop.errors.URLError: a wrong URL.
        hop.errors.ConfigError: no stored credential fits, or its file cannot be used.
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    from hop._kafka.topics import find_topics

    place = parse(url)
    credential = Stream(auth=auth)._auth_for(place)
    return find_topics(place.bootstrap, place.topics, credential, timeout)


class _Formats(enum.Enum):
    """What the members of :class:`Deserializer` can do."""

    def load(self, input_: Source) -> MessageModel:
        """Create a message of this format from a file object, text or bytes."""
        message: MessageModel = self.value.load(input_)
        return message

    def load_file(self, filename: str | os.PathLike[str]) -> MessageModel:
        """Create a message of this format from a file."""
        message: MessageModel = self.value.load_file(filename)
        return message


if TYPE_CHECKING:

    class Deserializer(_Formats):
        """The formats that this installation reads, by their names in upper case."""

        BLOB = object()

else:
    _LAZY = {
        "Consumer": "hop._reader.consumer",
        "Producer": "hop._writer.producer",
        "Topic": "hop._kafka.topics",
    }

    def __getattr__(name: str) -> Any:
        # Loaded, or made, when it is first asked for; the formats need every plugin.
        value: Any
        if name in _LAZY:
            value = getattr(import_module(_LAZY[name]), name)
        elif name == "Deserializer":
            from hop._wire.registry import known_models

            members = {each.upper(): model for each, model in known_models().items()}
            value = _Formats("Deserializer", members, module=__name__)
            value.__doc__ = (
                "The formats that this installation reads, by their names in upper case."
            )
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value
