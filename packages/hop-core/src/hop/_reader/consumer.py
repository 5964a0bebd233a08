"""A stream opened for reading."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, overload

from hop._config import bootstrap_servers, redact
from hop._kafka import Client, ErrorContext, Partition, is_eager, reader_client, reader_settings
from hop._kafka import errors as kafka_errors
from hop._large import Fetcher, Offload
from hop._messages import (
    Message_co,
    Metadata,
    Record,
    Start,
    StartPosition,
    check_start,
    is_count,
    to_ms,
)
from hop._reader.assignment import AllPartitions, Assignment
from hop._reader.batches import Collection, collect_batches, find_batch_maker
from hop._reader.broken_batches import BrokenBatches
from hop._reader.decoder import RecordDecoder
from hop._reader.group import Commits, GroupAssignment
from hop._reader.offsets import OffsetTracker
from hop._reader.ranges import LostOffsets, RangeAssignment, RangeEnd, check_ranges
from hop._reader.receiver import BATCH_SIZE, ReadOptions, Receiver
from hop._reader.resets import Resets, take_reset_end
from hop._reader.stop import StopCondition, check_idle_timeout
from hop._reader.tests import TestFilter
from hop._registry import open_schemas
from hop._wire import Decoder, Errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hop._config import Auth, Ranges, ResumeAt, Selector, Tests
    from hop._messages import MessageModel

# So many topics are named in errors.
_FEW = 5
# Settings that are for a reader itself, not for a client that helps it.
_OF_ITSELF = {"group.id", "group.instance.id", "enable.auto.commit", "on_commit", "stats_cb"}


class Consumer(Generic[Message_co]):
    """A stream of the messages of one or more topics. Get one from :meth:`hop.io.Stream.open`.

    For type checkers, ``Consumer[LVKAlert]`` gives messages of that model, and ``Consumer`` any.

    Iterating over it gives messages as they come. Reading belongs to one thread; :meth:`stop`,
    :meth:`close` and :meth:`mark_done` may be called from any, and from signal handlers.

    Args:
        group_id: the consumer group: its members divide the partitions, and the broker stores its
            offsets; None: read everything, and commit no offsets.
        broker_addresses: ``host:port``, or several of them.
        topics: a name, or several; those that begin with ``^`` are patterns.
        auth: the credential.
        start_at: where to start if the group has no committed offset: at an end of the topics, at a
            time, or at a number of last messages (only without a group).
        until_eos: end at the end of every partition, as it was when reading reached it.
        until: end each partition before its first message at or after this time.
        idle_timeout: end if no message comes for this long, s.
        ignoretest: leave out tests.
        tests: what to do with messages that are tests; None: ``ignoretest`` decides.
        errors: what to do with a message that cannot be decoded, or is not of the model.
        model: the model of all messages; None: any.
        fetch_external: fetch large messages that are stored outside Kafka; None: as configured.
        registry: where the schemas are of messages in Avro that do not bring them: the address of
            a schema registry, or a folder of ``.avsc`` files.
        selector: chooses the messages that are delivered; None: all are. It is closed with this.
        kafka: librdkafka settings that go before hop's own.
        positions: the next offset of each partition, where an earlier reading without a group
            ended; reading goes on there, and notes in it where it ends. Empty: it begins at
            ``start_at``.
        resume_at: gives the offsets at which new partitions go on, which are kept elsewhere.
        ranges: for each partition that is read the first offset, and the one after the last; None:
            all of the topics is read.

    Raises:
        ValueError: an invalid start, end or timeout.
        hop.errors.UnknownTopic: a topic does not exist (with ``until_eos``; else it is waited for).
        hop.errors.AuthenticationFailed: the broker refuses the credential.
        hop.errors.NotAuthorized: the credential may not read that.
        hop.errors.ConnectionFailed: there is no such broker, or its certificate is not trusted.
        hop.errors.ConfigError: a setting that librdkafka refuses.
    """

    def __init__(
        self,
        group_id: str | None,
        broker_addresses: str | Sequence[str],
        topics: str | Sequence[str],
        *,
        auth: Auth | None = None,
        start_at: Start = StartPosition.LATEST,
        until_eos: bool = True,
        until: datetime | None = None,
        idle_timeout: float | None = None,
        ignoretest: bool = True,
        tests: Tests | None = None,
        errors: Errors = "blob",
        model: type[MessageModel] | None = None,
        fetch_external: bool | None = None,
        registry: str | os.PathLike[str] | None = None,
        selector: Selector | None = None,
        kafka: Mapping[str, Any] | None = None,
        positions: dict[Partition, int] | None = None,
        resume_at: ResumeAt | None = None,
        ranges: Ranges | None = None,
    ) -> None:
        kafka = redact(kafka or {})
        reset_end = take_reset_end(kafka)
        _check_start(start_at, group_id)
        check_idle_timeout(idle_timeout)
        if ranges is not None:
            others = {"until": until, "idle_timeout": idle_timeout, "resume_at": resume_at}
            check_ranges(ranges, group_id=group_id, **others)
            until_eos = True
        before = None if until is None else to_ms(until, "until")
        brokers = bootstrap_servers(broker_addresses)
        names = [topics] if isinstance(topics, str) else list(topics)
        decoder = Decoder(errors, model, open_schemas(registry))
        self._context = context = ErrorContext(
            brokers, auth.user if auth else None, _first_few(names), group_id or ""
        )
        commits = Commits(kafka.get("on_commit"))
        if group_id:
            kafka["on_commit"] = commits.on_commit
        # A group's offset moves to the end, though the last messages may never be delivered.
        tells_ends = until_eos or until is not None or is_count(start_at) or bool(group_id)
        settings = reader_settings(names, context, ends=until_eos, tells_ends=tells_ends)
        client = reader_client(context, auth, settings, kafka)
        read = (client, names, start_at, resume_at)
        fetcher = Fetcher(Offload(brokers, auth), decoder, fetch_external)
        chosen = TestFilter(tests or ("exclude" if ignoretest else "include"))
        records = RecordDecoder(decoder, fetcher, chosen)
        is_wanted, waits, eager = _filter(records, before), not until_eos, is_eager(kafka)
        offsets = OffsetTracker(client, BATCH_SIZE // 2) if group_id else None
        assignment: Assignment
        end: StopCondition | RangeEnd | None
        resets: Resets | LostOffsets
        if ranges is not None:
            assignment, end = RangeAssignment(client, ranges), RangeEnd(client, ranges)
            resets = LostOffsets(client, ranges)
        else:
            assignment = (
                GroupAssignment(*read, commits, waits=waits, is_eager=eager)
                if group_id
                else AllPartitions(*read, waits=waits, is_wanted=is_wanted, positions=positions)
            )
            end = _stop_condition(client, assignment, until, idle_timeout)
            resets = Resets(client, assignment, offsets, reset_end)
        broken = BrokenBatches(assignment, partial(_without_group, context, auth, names, kafka))
        # For hop.aio and hop.run, which poll in ways of their own.
        self.receiver = Receiver(
            client,
            assignment,
            records,
            offsets=offsets,
            stop_condition=end,
            ends=until_eos,
            recoveries={
                kafka_errors.OFFSET_GONE: resets,
                **dict.fromkeys(kafka_errors.BROKEN_BATCH, broken),
            },
            selector=selector,
        )
        # Of batches: for hop.aio, too.
        self.collection = Collection()
        self.receiver.start()

    @overload
    def read(
        self,
        metadata: Literal[False] = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[Message_co]: ...

    @overload
    def read(
        self,
        metadata: Literal[True],
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[tuple[Message_co, Metadata]]: ...

    def read(
        self,
        metadata: bool = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[Any]:
        """Read messages.

        Args:
            metadata: give ``(message, Metadata)`` instead of the message alone.
            autocommit: mark a message as done when the next one is asked for. Otherwise it is done
                when it is given to :meth:`mark_done`. The offset of the lowest message that is
                not done is committed.
            batch_size: how many messages to take at once, at most. What has arrived is delivered
                without waiting for more.
            batch_timeout: the longest single wait for messages, a timedelta or seconds.

        Returns:
            The messages, models of :mod:`hop.models` or Blobs, until the end (``persist=False``)
            or until :meth:`stop` or :meth:`close`.

        Raises:
            ValueError: a batch of less than one message, or a wait of no time.
            hop.errors.TransportError: the broker refuses what it allowed before, or the stream is
                closed.
            hop.errors.MessageError: a message that cannot be decoded, with ``errors="raise"``.
        """
        return self._read(ReadOptions(metadata, autocommit, batch_size, batch_timeout))

    @overload
    def read_raw(
        self,
        metadata: Literal[False] = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[bytes]: ...

    @overload
    def read_raw(
        self,
        metadata: Literal[True],
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[tuple[bytes, Metadata]]: ...

    def read_raw(
        self,
        metadata: bool = False,
        autocommit: bool = True,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float | None = None,
    ) -> Iterator[Any]:
        """Read messages without decoding them; the parameters are those of :meth:`read`.

        To leave tests out, hop looks at what each message says: ``tests="include"``, or
        ``"header"``, spares that.

        Returns:
            The payloads as they came, a null one as no bytes; with ``metadata``, whose headers
            name the format, as ``(payload, Metadata)``.

        Raises:
            ValueError: a batch of less than one message, or a wait of no time.
            hop.errors.TransportError: the broker refuses what it allowed before, or the stream is
                closed.
        """
        return self._read(ReadOptions(metadata, autocommit, batch_size, batch_timeout, raw=True))

    def read_batches(
        self,
        *,
        batch_size: int = BATCH_SIZE,
        batch_timeout: timedelta | float = 1.0,
        schema: Literal["alert", "writer"] = "alert",
        fields: Sequence[str] | None = None,
    ) -> Iterator[Any]:
        """Read messages as record batches of Apache Arrow.

        Its messages are done when the next batch is asked for. A batch is complete earlier when
        its payloads come to 64 MiB. This needs the packages hop-models and pyarrow.

        Args:
            batch_size: how many messages a batch has, at most.
            batch_timeout: how long the first message of a batch waits for others, a timedelta or
                seconds. A batch that is not full is delivered then.
            schema: ``"alert"``: a batch has a row for each alert, and one for each message without
                an alert; the columns are those of :func:`hop.models.batches.schema`. ``"writer"``:
                for messages in Avro, a batch has the column ``record``, with the fields of the
                schema that they were written with. Messages with another schema come in a batch
                of their own; so do messages that are no records, or cannot be decoded.
            fields: the columns that are wanted, or the fields of the record; None: all. A record
                is decoded as far as the last of these.

        Returns:
            Batches, each a :class:`pyarrow.RecordBatch`, as long as :meth:`read` gives messages.

        Raises:
            ValueError: a batch of less than one message, a wait of no time, or no such column.
            hop.errors.ConfigError: a package is missing.
            hop.errors.TransportError: the broker refuses what it allowed before, or the stream is
                closed.
            hop.errors.MessageError: a message that cannot be decoded, with ``errors="raise"``.
        """
        options = ReadOptions(True, False, batch_size, batch_timeout)
        self.receiver.check_open()
        # What is missing or wrong is told of before anything is read.
        make = find_batch_maker(schema, fields)
        return collect_batches(self.receiver, options, make, self.collection)

    def __iter__(self) -> Iterator[Message_co]:
        return self.read()

    def _read(self, options: ReadOptions) -> Iterator[Any]:
        self.receiver.check_open()
        return self._messages(options)

    def _messages(self, options: ReadOptions) -> Iterator[Any]:
        while self.receiver.poll(options):
            yield from self.receiver.deliver(options)

    def mark_done(self, metadata: Metadata) -> None:
        """Mark a message as done, in any order. Without a group, this changes nothing.

        Args:
            metadata: the metadata that came with the message.
        """
        self.receiver.mark_done((metadata.topic, metadata.partition), metadata.offset)

    def restart(self, topic: str, partition: int, offset: int) -> None:
        """Go on at another offset of a partition; what has arrived of it is dropped.

        It belongs to the thread that reads. A partition of another member stays as it is.

        Raises:
            hop.errors.TransportError: librdkafka does not read that, or nothing, any more.
        """
        self.receiver.restart((topic, partition), offset)

    @property
    def at_hand(self) -> int:
        """How many messages have arrived and can be delivered without waiting."""
        return self.receiver.at_hand

    def keep_alive(self) -> None:
        """Stay a member of the group while messages take long: to be called every few seconds.

        Asking for the next message does the same. It belongs to the thread that reads.
        """
        self.receiver.keep_alive()

    def stop(self) -> None:
        """End reading at once, without an exception. Call :meth:`close` after it."""
        self.receiver.stop()

    def close(self) -> None:
        """End all subscriptions and shut down; what is done is committed. May be repeated."""
        self.receiver.close()

    def __repr__(self) -> str:
        context = self._context
        group = f", group {context.group}" if context.group else ""
        closed = ", closed" if self.receiver.is_closed else ""
        where = f"{context.topic:.60} at {context.brokers:.60}"
        return f"<{type(self).__name__} of {where}{group}{closed}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _check_start(start_at: Start, group_id: str | None) -> None:
    check_start(start_at)
    if group_id and is_count(start_at):
        raise ValueError(
            f"the last {-start_at} messages are counted over all partitions, and a member of a "
            f"group reads only some: leave out the group, {group_id}, or start at a time"
        )


def _stop_condition(
    client: Client, assignment: Assignment, until: datetime | None, idle_timeout: float | None
) -> StopCondition | None:
    if until is None and idle_timeout is None:
        return None
    return StopCondition(client, assignment, until, idle_timeout)


def _filter(decoder: RecordDecoder, before: int | None) -> Callable[[Record], bool]:
    """Whether a message counts among the last ones."""

    def is_wanted(record: Record) -> bool:
        is_in_time = before is None or record.timestamp()[1] < before
        return is_in_time and decoder.is_wanted(record)

    return is_wanted


def _without_group(
    context: ErrorContext, auth: Auth | None, names: Sequence[str], kafka: Mapping[str, Any]
) -> Client:
    """A client with the settings of a reader, that is no member of its group."""
    alone = replace(context, group="")
    settings = reader_settings(names, alone, ends=True, tells_ends=True)
    overrides = {name: value for name, value in kafka.items() if name not in _OF_ITSELF}
    return reader_client(alone, auth, settings, overrides)


def _first_few(names: Sequence[str]) -> str:
    few = names if len(names) <= _FEW else [*names[:_FEW], f"{len(names) - _FEW} more"]
    return ", ".join(few)
