"""Streams of messages: opened by a URL, for reading or for writing.

from hop import stream

with stream.open("kafka://hostname:port/topic", "r") as s:
    for message in s:
        print(message)
"""

from __future__ import annotations

import dataclasses
import enum
import logging
import os
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, Unpack, overload

from hop._config import (
    Auth,
    KafkaURL,
    Options,
    OptionsButErrors,
    Ranges,
    ResumeAt,
    Selector,
    Target,
    Tests,
    Where,
    check_topics,
    hide_url,
    parse,
    redact,
    resolve,
)
from hop._kafka import Partition, Topic, TopicOffsets, find_topics, timing
from hop._messages import (
    AnyModel,
    Metadata,
    Start,
    StartPosition,
    check_start,
    short_call,
    to_ms,
)
from hop._reader import Consumer, check_idle_timeout, check_tests, open_selector
from hop._writer import Producer

if TYPE_CHECKING:
    from hop._wire import Errors
    from hop.aio import AsyncConsumer, AsyncProducer
    from hop.message import Blob, MessageModel, Source

__all__ = [
    "Consumer",
    "Deserializer",
    "Metadata",
    "Producer",
    "StartPosition",
    "Stream",
    "Topic",
    "TopicOffsets",
    "list_topics",
]

_log = logging.getLogger(__name__)

_NOTHING_TO_READ = (
    "nothing to read: hop starts at the newest message and stops; messages that come before the "
    "next start are lost; add persist=True (-p) to wait for new messages, a group (group_id=, -g) "
    "to go on where reading ended, or StartPosition.EARLIEST (-s EARLIEST) to read the stored ones"
)


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Stream:
    """The options with which streams are opened. Each can be read as an attribute.

    A Stream that reads new messages (``start_at=LATEST``, no group) remembers where reading of a
    URL ended. If the same object opens that URL again, it goes on there: a loop around
    :meth:`open` misses nothing while the program runs. It begins at new messages again if ``open``
    gets ``start_at``, and with ``until``.

    Args:
        auth: a credential; True: the stored one for the host of the URL; False: none.
        start_at: where to start reading if the group has no saved offset: at new messages (LATEST),
            at the oldest message (EARLIEST), at the first message at or after a time (a datetime
            with a zone, for each partition), or at the last few messages, -5 for five, over all
            partitions in order of time (they are held in memory, and take no group).
        persist: read on for ever. Otherwise reading stops at the end of the stream: the end of
            every partition as it was when reading reached it.
        until_eos: the opposite of ``persist``, another name for it; None: ``persist`` decides.
        until: stop in each partition before its first message at or after this time (a datetime
            with a zone), also with ``persist``.
        idle_timeout: stop if no message comes for this long, s, also with ``persist``.
        ignoretest: leave out tests, which ``tests="exclude"`` means too; False: ``"include"``.
        tests: which messages to deliver: ``"exclude"`` all but tests, whatever marks them (a
            header, a topic, or the content: see ``message.is_test``), ``"include"`` all,
            ``"only"`` tests only, ``"header"`` all but those that have the header ``_test``, as
            hop-client does; None: ``ignoretest`` decides.
        where: leave out messages whose alerts do not pass: an expression such as
            ``"far < per_year(1) && !is_test"``, a function of a :class:`hop.models.Alert`, or a
            :class:`hop.models.filters.Selector` that several streams share. Retractions and updates
            of an event that passed pass too.
        deduplicate: leave out a notice that has passed before, in whatever format it comes.
        state: a file that remembers for ``where`` and ``deduplicate`` what passed; None: it is
            forgotten when the stream is closed.
        envelope: write the JSON envelope that readers of 2021 expect.
        errors: what to do with a message that cannot be decoded: ``"blob"``, ``"raise"``,
            ``"skip"``, or a callable of the error and the raw bytes.
        fetch_external: fetch large messages that are kept outside Kafka; None: as configured.
        registry: where the schemas are of messages in Avro that do not bring them, such as Rubin's:
            the address of a schema registry, or a folder of ``.avsc`` files. Its schemas are kept
            on disk. `hop auth add` stores a password for its host. None: as configured for the
            broker. If you give it for writing, messages in Avro are sent without their schema,
            which is added to the registry as ``TOPIC-value``.
        automatic_offload: keep messages too large for their topic outside Kafka, if the broker
            announces a service for that; None: as configured.
        journal: a file that keeps written messages until they are acknowledged; None: none. For
            writing only.
        journal_bytes: how much the journal may hold.
        resume_at: for a program that keeps offsets with its data: a function that gets new
            partitions, ``(topic, number)``, and returns the offset at which each goes on. It is
            asked at the start and after each rebalance. A later committed offset goes before it.
        ranges: read these offsets and nothing else, for a program that divides the work itself: for
            each partition, ``(topic, number)``, the first offset and the one after the last. It
            goes before ``start_at`` and ``persist``. hop raises a TransportError if the broker
            does not hold them any more.
        kafka: librdkafka settings, which replace hop's own.
    """

    auth: bool | Auth = True
    start_at: Start = StartPosition.LATEST
    persist: bool = False
    _: dataclasses.KW_ONLY
    until_eos: bool | None = None
    until: datetime | None = None
    idle_timeout: float | None = None
    ignoretest: bool = True
    tests: Tests | None = None
    where: Where | None = None
    deduplicate: bool = False
    state: str | os.PathLike[str] | None = None
    envelope: bool = False
    errors: Errors = "blob"
    fetch_external: bool | None = None
    registry: str | os.PathLike[str] | None = None
    automatic_offload: bool | None = None
    journal: str | os.PathLike[str] | None = None
    journal_bytes: int = 2**30
    resume_at: ResumeAt | None = None
    ranges: Ranges | None = None
    kafka: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        check_start(self.start_at)
        if self.until is not None:
            to_ms(self.until, "until")
        check_idle_timeout(self.idle_timeout)
        if self.tests is not None:
            check_tests(self.tests)
        if self.kafka is not None:
            object.__setattr__(self, "kafka", redact(self.kafka))

    def __repr__(self) -> str:
        given = [(each.name, getattr(self, each.name), each.default) for each in _fields(self)]
        return short_call(
            "Stream", [(name, value) for name, value, usual in given if value != usual]
        )

    @overload
    def open(
        self,
        url: str | Target,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        *,
        model: None = None,
        **options: Unpack[Options],
    ) -> Consumer: ...

    @overload
    def open(
        self,
        url: str | Target,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        *,
        model: type[AnyModel],
        errors: Literal["blob"] = "blob",
        **options: Unpack[OptionsButErrors],
    ) -> Consumer[AnyModel | Blob]: ...

    @overload
    def open(
        self,
        url: str | Target,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        *,
        model: type[AnyModel],
        errors: Literal["raise", "skip"],
        **options: Unpack[OptionsButErrors],
    ) -> Consumer[AnyModel]: ...

    @overload
    def open(
        self,
        url: str | Target,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        *,
        model: type[MessageModel] | None,
        **options: Unpack[Options],
    ) -> Consumer[Any]: ...

    @overload
    def open(
        self,
        url: str | Target,
        mode: Literal["w"],
        group_id: None = None,
        *,
        model: None = None,
        **options: Unpack[Options],
    ) -> Producer: ...

    @overload
    def open(
        self,
        url: str | Target,
        mode: str,
        group_id: str | None = None,
        *,
        model: type[MessageModel] | None = None,
        **options: Unpack[Options],
    ) -> Consumer[Any] | Producer: ...

    def open(
        self,
        url: str | Target,
        mode: str = "r",
        group_id: str | None = None,
        *,
        model: type[MessageModel] | None = None,
        **options: Unpack[Options],
    ) -> Consumer[Any] | Producer:
        """Open a stream.

        Args:
            url: ``kafka://[groupid@]host[:port]/topic[,topic2…]``, or ``[groupid@]name:topic`` for
                a broker that has a name (``gcn:gcn.circulars``).
            mode: ``"r"`` to read, ``"w"`` to write.
            group_id: the consumer group, instead of that of the URL.
            model: for reading: the model that all messages are to be of, such as
                :class:`hop.models.LVKAlert`. A message of another model goes to ``errors``. By
                default it arrives as a Blob with the reason; ``"skip"`` leaves it out, ``"raise"``
                ends reading. A message that no model claims is read by this one.
            options: any options of the class but ``auth``, for this stream alone.

        Returns:
            A :class:`Consumer` for reading, a :class:`Producer` for writing. Type checkers know
            what it gives: with ``model`` that model, and Blobs too unless ``errors`` is
            ``"raise"`` or ``"skip"``; otherwise any :class:`hop.models.MessageModel`.

        Raises:
            ValueError: another mode, several topics to write to, a wrong value of an option, (a
                URLError) a wrong URL, or (a FilterError) a wrong expression.
            hop.errors.ConfigError: no stored credential fits, or its file cannot be used; or the
                library for filters is not installed.
            hop.errors.StateError: the file of ``state`` cannot be used.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        url = hide_url(url)
        if mode not in ("r", "w"):
            raise ValueError(f"mode must be 'r' to read or 'w' to write, not {mode!r}")
        parsed = parse(url) if isinstance(url, str) else url
        stream = self._with(options)
        if "kafka" in options:
            options["kafka"] = stream.kafka  # which hides the secrets in it
        if mode == "w":
            if model is not None:
                raise ValueError("model is for reading, not for mode 'w'")
            return _open_writer(stream, parsed)
        # First: a wrong expression is told of before anything is asked of a broker.
        selector = open_selector(stream.where, stream.deduplicate, stream.state)
        try:
            return self._open_reader(stream, parsed, group_id, selector, options, model=model)
        except BaseException:
            if selector is not None:
                selector.close()
            raise

    def _open_reader(
        self,
        stream: Stream,
        url: KafkaURL | Target,
        group_id: str | None,
        selector: Selector | None,
        options: Options,
        *,
        model: type[MessageModel] | None,
    ) -> Consumer[Any]:
        target = _reading_target(stream, url, group_id)
        has_group = bool(group_id or target.group_id)
        positions: dict[Partition, int] | None = None
        if not has_group and "start_at" not in options and _reads_new(stream):
            positions = self._positions.setdefault((target.bootstrap, *target.topics), {})
        consumer = _open_consumer(stream, target, group_id, selector, positions, model=model)
        if not (has_group or positions or "persist" in options) and _ends_at_once(stream):
            _log.warning(_NOTHING_TO_READ)
        return consumer

    @cached_property
    def _positions(self) -> dict[tuple[str, ...], dict[Partition, int]]:
        """Where readings without a group ended, by brokers and topics."""
        return {}

    def _with(self, options: Options) -> Stream:
        if "persist" in options and "until_eos" not in options:
            options = {**options, "until_eos": None}  # or the default would go before it
        if "ignoretest" in options and "tests" not in options:
            options = {**options, "tests": None}
        return dataclasses.replace(self, **options)

    @overload
    def aopen(
        self,
        url: str | Target,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        *,
        model: None = None,
        **options: Unpack[Options],
    ) -> AsyncConsumer: ...

    @overload
    def aopen(
        self,
        url: str | Target,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        *,
        model: type[AnyModel],
        errors: Literal["blob"] = "blob",
        **options: Unpack[OptionsButErrors],
    ) -> AsyncConsumer[AnyModel | Blob]: ...

    @overload
    def aopen(
        self,
        url: str | Target,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        *,
        model: type[AnyModel],
        errors: Literal["raise", "skip"],
        **options: Unpack[OptionsButErrors],
    ) -> AsyncConsumer[AnyModel]: ...

    @overload
    def aopen(
        self,
        url: str | Target,
        mode: Literal["r"] = "r",
        group_id: str | None = None,
        *,
        model: type[MessageModel] | None,
        **options: Unpack[Options],
    ) -> AsyncConsumer[Any]: ...

    @overload
    def aopen(
        self,
        url: str | Target,
        mode: Literal["w"],
        group_id: None = None,
        *,
        model: None = None,
        **options: Unpack[Options],
    ) -> AsyncProducer: ...

    @overload
    def aopen(
        self,
        url: str | Target,
        mode: str,
        group_id: str | None = None,
        *,
        model: type[MessageModel] | None = None,
        **options: Unpack[Options],
    ) -> AsyncConsumer[Any] | AsyncProducer: ...

    def aopen(
        self,
        url: str | Target,
        mode: str = "r",
        group_id: str | None = None,
        *,
        model: type[MessageModel] | None = None,
        **options: Unpack[Options],
    ) -> AsyncConsumer[Any] | AsyncProducer:
        """Open a stream for asyncio: ``async with stream.aopen(url) as s: async for message in s``.

        The parameters, and the errors, which come when the block is entered, are those of
        :meth:`open`.
        """
        from hop.aio import AsyncConsumer, AsyncProducer  # asyncio is heavy

        opener: Any = partial(self.open, hide_url(url), mode, group_id, model=model, **options)
        return AsyncProducer(opener) if mode == "w" else AsyncConsumer(opener)


def _fields(stream: Stream) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(stream)


def _open_writer(stream: Stream, url: KafkaURL | Target) -> Producer:
    if stream.where is not None or stream.deduplicate or stream.state is not None:
        raise ValueError("where, deduplicate and state are for reading, not for mode 'w'")
    if len(url.topics) > 1 or any(topic.startswith("^") for topic in url.topics):
        raise ValueError(
            f"writing takes one topic, not {', '.join(url.topics)}; give one in the URL, or "
            "none and write(message, topic=…)"
        )
    target = resolve(url, auth=stream.auth)
    topic = target.topics[0] if target.topics else None
    return Producer(
        target.brokers,
        topic,
        auth=target.auth,
        envelope=stream.envelope,
        automatic_offload=stream.automatic_offload,
        journal=stream.journal,
        journal_bytes=stream.journal_bytes,
        registry=stream.registry,
        kafka=stream.kafka,
    )


def _reading_target(stream: Stream, url: KafkaURL | Target, group_id: str | None) -> Target:
    if stream.journal is not None:
        raise ValueError("a journal is for writing: open the stream with mode 'w'")
    check_topics(url)
    target = resolve(url, auth=stream.auth)
    if group_id is None and target.auth is not None and target.group_id == target.user:
        _log.warning(
            "%s in the URL is the consumer group, but also the user name of a stored "
            "credential; choose a credential with --user or Stream(auth=load_auth(user=…)), "
            "and a group with -g or group_id=",
            target.group_id,
        )
    return target


def _open_consumer(
    stream: Stream,
    target: Target,
    group_id: str | None,
    selector: Selector | None,
    positions: dict[Partition, int] | None,
    *,
    model: type[MessageModel] | None,
) -> Consumer[Any]:
    return Consumer(
        group_id or target.group_id,
        target.brokers,
        target.topics,
        auth=target.auth,
        start_at=stream.start_at,
        until_eos=not stream.persist if stream.until_eos is None else stream.until_eos,
        until=stream.until,
        idle_timeout=stream.idle_timeout,
        ignoretest=stream.ignoretest,
        tests=stream.tests,
        errors=stream.errors,
        model=model,
        fetch_external=stream.fetch_external,
        registry=stream.registry or (target.broker.registry if target.broker else None),
        selector=selector,
        kafka=stream.kafka,
        positions=positions,
        resume_at=stream.resume_at,
        ranges=stream.ranges,
    )


def _reads_new(stream: Stream) -> bool:
    """Whether reading begins at new messages, and may go on where it ended before."""
    says_where = (stream.until, stream.resume_at, stream.ranges) != (None,) * 3
    return stream.start_at is StartPosition.LATEST and not says_where


def _ends_at_once(stream: Stream) -> bool:
    """Whether reading ends where it starts, and no option asks for that."""
    chosen = (stream.until_eos, stream.until, stream.idle_timeout, stream.ranges)
    is_new = stream.start_at is StartPosition.LATEST and stream.resume_at is None
    return is_new and not stream.persist and chosen == (None,) * 4


def list_topics(
    url: str | Target, auth: bool | Auth = True, timeout: float = timing.OPEN_TIMEOUT_S
) -> dict[str, Topic]:
    """The topics of a broker that the credential may see.

    Args:
        url: ``kafka://host[:port]/[topic,topic2…]``. hop lists the topics that it names and
            that exist; patterns work too. Without topics, it lists all except Kafka's own, whose
            names begin with ``__``.
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
    target = resolve(url, auth=auth)
    return find_topics(target.bootstrap, target.topics, target.auth, timeout)


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

    def __getattr__(name: str) -> Any:
        # Made when it is first asked for: the formats need every plugin.
        if name != "Deserializer":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from hop._wire import known_models

        members = {each.upper(): model for each, model in known_models().items()}
        value = _Formats("Deserializer", members, module=__name__)
        value.__doc__ = "The formats that this installation reads, by their names in upper case."
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
