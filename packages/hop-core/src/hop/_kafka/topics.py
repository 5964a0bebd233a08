"""The topics of a broker, and the offsets of their partitions."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from hop._config import check_topics, resolve
from hop._kafka import errors as kafka_errors
from hop._kafka.client import Client, partitions_of, reader_client
from hop._kafka.errors import ErrorContext
from hop._kafka.settings import group_settings
from hop._kafka.timing import OFFSETS_TIMEOUT_S, SLICE_S
from hop._messages import StartPosition, from_ms, to_ms
from hop.errors import NotAuthorized, TransportError

if TYPE_CHECKING:
    from hop._config import Auth, Target

Partition = tuple[str, int]
"""A topic and one of its partitions."""

BEGINNING, END = -2, -1
"""librdkafka's numbers for the two ends of a partition."""

_KAFKAS_OWN = "__"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a broker.

    Attributes:
        topic: its name.
        partitions: for each number, the offset of the oldest message and that of the next message;
            None if the broker does not tell.
    """

    topic: str
    partitions: dict[int, tuple[int, int] | None]

    @property
    def error(self) -> None:
        """Always None, since hop raises the broker's errors. Programs for hop-client ask for it."""

    @property
    def messages(self) -> int | None:
        """How many messages it holds; None if the broker does not tell.

        An upper limit: compacted or transactional topics may hold fewer.
        """
        bounds = [each for each in self.partitions.values() if each is not None]
        if len(bounds) < len(self.partitions):
            return None
        return sum(high - low for low, high in bounds)


def find_topics(
    brokers: str, names: Sequence[str], auth: Auth | None, timeout: float
) -> dict[str, Topic]:
    """The topics of a broker by name; see :func:`hop.io.list_topics`.

    Args:
        brokers: ``host:port``, or several of them, separated by commas.
        names: names and patterns; none for all topics.
        auth: the credential.
        timeout: how long the broker may take to answer, s; less than 0: without a limit.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    context = ErrorContext(brokers, auth.user if auth else None)
    timeout = math.inf if timeout < 0 else timeout
    client = reader_client(context, auth, group_settings(None, context), {})
    try:
        found: dict[str, Any] = {}
        for name in names:
            if not name.startswith("^"):
                # Asked one by one: this does not make a broker create topics, and one with
                # thousands of topics does not list all.
                found |= client.metadata(name, timeout).topics
        patterns = [re.compile(name) for name in names if name.startswith("^")]
        if patterns or not names:
            found |= {
                name: topic
                for name, topic in client.metadata(timeout=timeout).topics.items()
                if _is_chosen(name, patterns)
            }
        known = {
            name: sorted(topic.partitions)
            for name, topic in sorted(found.items())
            if topic.error is None
        }
        wanted = [(name, number) for name, numbers in known.items() for number in numbers]
        bounds = _bounds(client, wanted)
    finally:
        client.raw.close()
    return {
        name: Topic(name, {number: bounds.get((name, number)) for number in numbers})
        for name, numbers in known.items()
    }


class TopicOffsets:
    """Asks for the offsets of topics, over one connection, for programs that divide the work.

    Together with ``Stream(ranges=…)``: this tells which offsets there are, and each worker reads
    its own. It is for one thread.

    Args:
        url: ``kafka://host[:port]/topic[,topic2…]``; patterns work too.
        auth: a credential; True: the stored one for the host of the URL; False: none.

    Raises:
        hop.errors.URLError: a wrong URL.
        hop.errors.ConfigError: no stored credential fits, or its file cannot be used.
    """

    def __init__(self, url: str | Target, auth: bool | Auth = True) -> None:
        target = resolve(url, auth=auth)
        check_topics(target)
        self._auth, self._topics = target.auth, target.topics
        context = ErrorContext(target.bootstrap, target.user, ", ".join(target.topics))
        self._client = reader_client(context, target.auth, group_settings(None, context), {})
        self._admin: Client | None = None

    def at(self, when: StartPosition | datetime) -> dict[Partition, int]:
        """The offset of each partition at one of its ends, or at a time.

        Args:
            when: EARLIEST: the oldest message; LATEST: the next message; a datetime with a zone:
                the first message at or after it, or the next message.

        Returns:
            The offsets by partition, ``(topic, number)``: of all partitions that there are now.

        Raises:
            ValueError: a time without a zone.
            hop.errors.UnknownTopic: a topic does not exist.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        found = self._partitions()
        if isinstance(when, datetime):
            offsets = offsets_since(self._client, found, to_ms(when, "when"))
        else:
            end = BEGINNING if when is StartPosition.EARLIEST else END
            offsets = offsets_for_times(self._client, found, end)
        missing = sorted(set(found) - set(offsets))
        if missing:
            topic, number = missing[0]
            raise TransportError(
                f"{self._client.context.brokers} does not tell the offsets of topic {topic}, "
                f"partition {number}; it may have no leader now: try again",
                retriable=True,
            )
        return offsets

    def topic_ids(self) -> dict[str, str]:
        """The id of each topic. A topic that is made anew has another one.

        Raises:
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        from confluent_kafka import KafkaException, TopicCollection
        from confluent_kafka import admin as api  # heavy

        topics = sorted({topic for topic, _ in self._partitions()})
        context = self._client.context
        if self._admin is None:
            self._admin = Client(api.AdminClient, {}, context, self._auth, {})
        self._admin.raw.poll(0)  # it gets a new token if the old one ends
        try:
            answers = self._admin.raw.describe_topics(
                TopicCollection(topics), request_timeout=OFFSETS_TIMEOUT_S
            )
            return {topic: str(each.result().topic_id) for topic, each in answers.items()}
        except KafkaException as exception:
            raise kafka_errors.translate(exception.args[0], context) from exception

    def _partitions(self) -> list[Partition]:
        self._client.errors.clear()  # those of an earlier question say nothing of this one
        found: dict[str, Any] = {}
        patterns = [re.compile(topic) for topic in self._topics if topic.startswith("^")]
        if patterns:
            metadata = self._client.metadata()
            names = [name for name in metadata.topics if _is_chosen(name, patterns)]
            found |= partitions_of(metadata, names)
        for topic in self._topics:
            if not topic.startswith("^"):
                found[topic] = self._client.known_topic(topic).partitions
        return [(topic, number) for topic, numbers in found.items() for number in sorted(numbers)]

    def close(self) -> None:
        """Close the connection. May be repeated."""
        self._client.raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def last_times(
    brokers: str, names: Sequence[str], auth: Auth | None, timeout: float = OFFSETS_TIMEOUT_S
) -> dict[str, datetime | None]:
    """When the newest message of each topic was written; None where none is stored.

    Args:
        brokers: ``host:port``, or several of them, separated by commas.
        names: names and patterns.
        auth: the credential.
        timeout: how long the broker may take for each of two answers, s.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    from confluent_kafka import KafkaException, TopicPartition
    from confluent_kafka import admin as api  # heavy

    context = ErrorContext(brokers, auth.user if auth else None)
    topics = find_topics(brokers, names, auth, timeout)
    newest = _newest(api)
    asked = {
        TopicPartition(name, number): newest
        for name, topic in topics.items()
        for number in topic.partitions
    }
    if not asked:
        return {}
    admin = Client(api.AdminClient, {}, context, auth, {}).raw
    found: dict[str, int] = {}
    try:
        for partition, answer in admin.list_offsets(asked, request_timeout=timeout).items():
            result = answer.result()
            if result.offset >= 0:
                found[partition.topic] = max(found.get(partition.topic, 0), result.timestamp)
    except KafkaException as exception:
        raise kafka_errors.translate(exception.args[0], context) from exception
    return {name: from_ms(found[name]) if name in found else None for name in topics}


def _newest(api: Any) -> Any:
    return api.OffsetSpec.max_timestamp()  # its types are not declared


def cluster_id(brokers: str, auth: Auth | None, topic: str) -> str | None:
    """The id of the cluster that some brokers belong to; None if they do not tell.

    Args:
        brokers: ``host:port``, or several of them, separated by commas.
        auth: the credential.
        topic: a topic to ask about, since all may be thousands; it need not exist.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    context = ErrorContext(brokers, auth.user if auth else None)
    client = reader_client(context, auth, group_settings(None, context), {})
    try:
        found: str | None = client.metadata(topic).cluster_id
    finally:
        client.raw.close()
    return found


def _is_chosen(name: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    if not patterns:
        return not name.startswith(_KAFKAS_OWN)
    return any(pattern.match(name) for pattern in patterns)


def _bounds(client: Client, partitions: Sequence[Partition]) -> dict[Partition, tuple[int, int]]:
    try:
        lows = offsets_for_times(client, partitions, BEGINNING)
        highs = offsets_for_times(client, partitions, END)
    except NotAuthorized:  # a user may see names but not offsets
        return {}
    return {
        each: (lows[each], highs[each]) for each in partitions if each in lows and each in highs
    }


def offsets_for_times(
    client: Client, partitions: Iterable[Partition], when: int, timeout: float = OFFSETS_TIMEOUT_S
) -> dict[Partition, int]:
    """The offset of each partition at one of its ends, or of its first message at or after a time.

    Args:
        client: a reader's client.
        partitions: which partitions.
        when: :data:`BEGINNING`, :data:`END`, or a time, ms since 1970 UTC.
        timeout: how long the broker may take, s.

    Returns:
        The offsets; :data:`END` if no message is that new. Partitions that the broker does not
        answer for are left out.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    from confluent_kafka import KafkaException, TopicPartition

    asked = [TopicPartition(*each, when) for each in partitions]
    if not asked:
        return {}
    end = time.monotonic() + timeout
    while True:
        try:
            found = client.raw.offsets_for_times(asked, timeout=timeout)
            break
        except KafkaException as exception:
            error = kafka_errors.translate(exception.args[0], client.context)
            # A broker may not know yet that it leads a new partition.
            if not error.retriable or time.monotonic() > end:
                raise error from exception
        time.sleep(SLICE_S)
    return {
        (each.topic, each.partition): each.offset
        for each in found
        if each.error is None and (each.offset >= 0 or when >= 0)
    }


def offsets_since(
    client: Client, partitions: Iterable[Partition], when: int, timeout: float = OFFSETS_TIMEOUT_S
) -> dict[Partition, int]:
    """The offset in each partition of the first message at or after a time, else of the next one.

    Args:
        client: a reader's client.
        partitions: which partitions.
        when: the time, ms since 1970 UTC.
        timeout: how long the broker may take for each of two answers, s.

    Raises:
        hop.errors.TransportError: the broker refuses, or does not answer.
    """
    partitions = list(partitions)
    # The ends first: what is written between the two questions is new enough, and is not missed.
    ends = offsets_for_times(client, partitions, END, timeout)
    found = offsets_for_times(client, partitions, when, timeout)
    return {
        partition: offset if offset >= 0 else ends[partition]
        for partition, offset in found.items()
        if offset >= 0 or partition in ends
    }
