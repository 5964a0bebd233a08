"""What is known of a topic: from its name, and from its broker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from hop._kafka import Client, ErrorContext
from hop._messages import from_ms
from hop._wire import claims

if TYPE_CHECKING:
    from hop._config import Target
    from hop.io import Topic

_ANSWER_S = 10.0
_DAY_S = 86400.0
# Fewer messages than these give no rate.
_FEWEST = 2
_MOST_IN_A_RATE = 100  # more are told for a shorter time

# Source: the pages of GCN, SCiMMA and LVK on their topics. The first pattern that fits counts.
_ABOUT = (
    (r"gcn\.circulars(\..+)?", "GCN Circulars: reports by astronomers", "about 8 a day"),
    (r"gcn\.heartbeat", "GCN: a sign of life of the broker", "1 a second"),
    (
        r"igwn\.gwalert.*",
        "LIGO/Virgo/KAGRA: gravitational waves",
        "a mock event about every hour, real ones less than once a day",
    ),
    (r"sys\.heartbeat", "Hopskotch: a sign of life of the broker", "1 every few seconds"),
    (r"snews\..+", "SNEWS: supernovae seen in neutrinos", ""),
    (r"gcn\.classic\.\w+\.AMON.*", "AMON: coincidences of several messengers", ""),
    (r"gcn\.classic\.\w+\.(SK|SUPERK)_.*", "Super-Kamiokande: neutrinos", ""),
    (r"gcn\.classic\.\w+\.LVC_.*", "LIGO/Virgo/KAGRA, in the classic form", ""),
    (r"gcn\.classic\.\w+\.(FERMI_GBM)_.*", "Fermi GBM, in the classic form", ""),
    (r"gcn\.classic\.\w+\.(FERMI_LAT)_.*", "Fermi LAT, in the classic form", ""),
    (r"gcn\.classic\.\w+\.(SWIFT)_.*", "Swift, in the classic form", ""),
    (r"gcn\.classic\.\w+\.(INTEGRAL)_.*", "INTEGRAL, in the classic form", ""),
    (r"gcn\.classic\.\w+\.(ICECUBE)_.*", "IceCube: neutrinos, in the classic form", ""),
    (r"gcn\.classic\.\w+\.(HAWC)_.*", "HAWC, in the classic form", ""),
    (r"gcn\.classic\.\w+\.(MAXI)_.*", "MAXI, in the classic form", ""),
    (r"gcn\.classic\.\w+\.(GECAM)_.*", "GECAM, in the classic form", ""),
    (r"gcn\.classic\..+", "GCN Notices, in the classic form", ""),
    (r"gcn\.notices\..+", "GCN Notices", ""),
)


@dataclass(frozen=True, slots=True)
class TopicDetails:
    """What is known of a topic; None where it is not known.

    Attributes:
        topic: its name.
        about: whose messages it has.
        format: the format of messages that do not name one.
        is_test: whether every message is a test, by the name of the topic.
        usual_rate: how many messages come, as its owner says.
        partitions: how many it has.
        messages: how many messages it holds at most.
        oldest: when its oldest message was written.
        newest: when its newest message was written.
        retention_s: how long it keeps a message, s; infinite if for ever.
        is_compacted: whether it keeps the last message of each key.
    """

    topic: str
    about: str | None
    format: str | None
    is_test: bool
    usual_rate: str | None
    partitions: int
    messages: int | None
    oldest: datetime | None
    newest: datetime | None
    retention_s: float | None
    is_compacted: bool | None

    @property
    def per_day(self) -> float | None:
        """How many messages came in a day, between the oldest and the newest."""
        if self.oldest is None or self.newest is None or (self.messages or 0) < _FEWEST:
            return None
        days = (self.newest - self.oldest).total_seconds() / _DAY_S
        return ((self.messages or 0) - 1) / days if days > 0 else None


def describe(target: Target, topics: Mapping[str, Topic]) -> list[TopicDetails]:
    """Ask a broker about topics, and look their names up.

    Args:
        target: the broker.
        topics: the topics, as :func:`hop.io.list_topics` gave them.

    Raises:
        hop.errors.TransportError: the broker does not answer. What it may not tell is None.
    """
    if not topics:
        return []
    from confluent_kafka import TopicPartition  # heavy

    admin: Any = import_module("confluent_kafka.admin")  # it has no types

    context = ErrorContext(target.bootstrap, target.user)
    client = Client(admin.AdminClient, {}, context, target.auth, {})
    client.metadata(next(iter(topics)))
    partitions = [
        TopicPartition(name, number) for name, each in topics.items() for number in each.partitions
    ]

    def times(spec: Any) -> dict[str, list[datetime]]:
        asked = client.raw.list_offsets(dict.fromkeys(partitions, spec), request_timeout=_ANSWER_S)
        return _times(asked)

    oldest, newest = (
        times(admin.OffsetSpec.for_timestamp(0)),
        times(admin.OffsetSpec.max_timestamp()),
    )
    resources = [admin.ConfigResource(admin.ConfigResource.Type.TOPIC, name) for name in topics]
    settings = {
        resource.name: found
        for resource, future in client.raw.describe_configs(
            resources, request_timeout=_ANSWER_S
        ).items()
        if (found := _answer(future)) is not None
    }
    return [
        _details(each, oldest.get(name, ()), newest.get(name, ()), settings.get(name, {}))
        for name, each in topics.items()
    ]


def _details(
    topic: Topic,
    oldest: Iterable[datetime],
    newest: Iterable[datetime],
    settings: Mapping[str, Any],
) -> TopicDetails:
    about, rate = _about(topic.topic)
    model = claims().for_topic(topic.topic)
    retention = _setting(settings, "retention.ms")
    policy = _setting(settings, "cleanup.policy")
    return TopicDetails(
        topic=topic.topic,
        about=about or None,
        format=None if model is None else model.hop_format.upper(),
        is_test=claims().is_for_tests(topic.topic),
        usual_rate=rate or None,
        partitions=len(topic.partitions),
        messages=topic.messages,
        oldest=min(oldest, default=None),
        newest=max(newest, default=None),
        retention_s=None if retention is None else _seconds(int(retention)),
        is_compacted=None if policy is None else "compact" in policy,
    )


def _about(topic: str) -> tuple[str, str]:
    found = ((about, rate) for pattern, about, rate in _ABOUT if re.fullmatch(pattern, topic))
    return next(found, ("", ""))


def _seconds(milliseconds: int) -> float:
    return float("inf") if milliseconds < 0 else milliseconds / 1000


def _setting(settings: Mapping[str, Any], name: str) -> str | None:
    entry = settings.get(name)
    return None if entry is None or entry.value is None else str(entry.value)


def _times(asked: Mapping[Any, Future[Any]]) -> dict[str, list[datetime]]:
    """The times of messages by topic; partitions without one are left out."""
    found: dict[str, list[datetime]] = {}
    for partition, future in asked.items():
        answer = _answer(future)
        time = None if answer is None or answer.timestamp < 0 else from_ms(answer.timestamp)
        if time is not None:
            found.setdefault(partition.topic, []).append(time)
    return found


def _answer(future: Future[Any]) -> Any:
    """What the broker answers; None if it may not tell, or does not know the question."""
    from confluent_kafka import KafkaException  # heavy

    try:
        return future.result(_ANSWER_S + 1)
    except (KafkaException, TimeoutError):
        return None


def lines(details: TopicDetails, now: datetime) -> Iterator[str]:
    """Yield what is known of a topic as aligned lines.

    Args:
        details: what is known.
        now: the time, for the age of the newest message.
    """
    yield details.topic + (" (every message is a test)" if details.is_test else "")
    newest = details.newest
    age = "" if newest is None else f", {_span((now - newest).total_seconds())} ago"
    policy = "; the last message of each key is kept" if details.is_compacted else ""
    rows = (
        ("about", details.about),
        ("format", details.format),
        ("usually", details.usual_rate),
        ("partitions", str(details.partitions)),
        ("messages", "?" if details.messages is None else f"{details.messages} at most"),
        ("oldest", _shown(details.oldest)),
        ("newest", newest and f"{_shown(newest)}{age}"),
        ("came", None if details.per_day is None else _rate(details.per_day)),
        ("kept for", details.retention_s and f"{_span(details.retention_s)}{policy}"),
    )
    for label, text in rows:
        if text:
            yield f"  {label:<11}{text}"


def tree(details: TopicDetails) -> dict[str, object]:
    """What is known of a topic as a JSON tree."""
    retention = details.retention_s
    return {
        "about": details.about,
        "format": details.format,
        "is_test": details.is_test,
        "usual_rate": details.usual_rate,
        "oldest": _shown(details.oldest),
        "newest": _shown(details.newest),
        "per_day": details.per_day,
        "retention_s": "forever" if retention == float("inf") else retention,
        "compacted": details.is_compacted,
    }


def _shown(time: datetime | None) -> str | None:
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%SZ}"


def _rate(per_day: float) -> str:
    if per_day < 1:
        return f"1 in {_span(_DAY_S / per_day)}"
    periods = ((_DAY_S, "day"), (3600.0, "hour"), (60.0, "minute"), (1.0, "second"))
    rates = [(per_day * length / _DAY_S, name) for length, name in periods]
    rate, name = next((each for each in rates if each[0] < _MOST_IN_A_RATE), rates[-1])
    return f"{rate:.0f} a {name}"


def _span(seconds: float) -> str:
    if seconds == float("inf"):
        return "ever"
    lengths = ((_DAY_S, "day"), (3600.0, "hour"), (60.0, "minute"), (1.0, "second"))
    length, name = next((each for each in lengths if seconds >= each[0]), lengths[-1])
    count = round(max(seconds, 0) / length)
    return f"{count} {name}" + ("" if count == 1 else "s")
