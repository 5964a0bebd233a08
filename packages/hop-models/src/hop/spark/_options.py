"""The options of the data source, as text from Spark, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast, get_args

from hop._config import Tests, check_topics, parse
from hop.io import StartPosition, Stream
from hop.models import batches

if TYPE_CHECKING:
    import pyarrow as pa

NAMES = (
    "url",
    "auth",
    "start_at",
    "until",
    "tests",
    "where",
    "registry",
    "columns",
    "max_per_batch",
)
"""The options. ``path`` is the same as ``url``: Spark calls the argument of ``load`` so."""


@dataclass(frozen=True)
class SourceOptions:
    """What is read, and how.

    Attributes:
        url: the topics; without a consumer group.
        auth: whether the stored credential is used.
        start_at: where to start; None: where a stream or a batch usually does.
        until: where a batch ends; None: at the end of the topics.
        tests: which messages are read.
        where: a filter of alerts.
        registry: where the schemas of messages in Avro are.
        columns: the columns of the rows.
        max_per_batch: how many messages one micro-batch of a stream reads, at most.
    """

    url: str
    auth: bool
    start_at: StartPosition | datetime | None
    until: datetime | None
    tests: Tests
    where: str | None
    registry: str | None
    columns: tuple[str, ...]
    max_per_batch: int | None

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> SourceOptions:
        """Read the options that Spark hands on.

        Raises:
            ValueError: an unknown option, or a wrong value.
            hop.errors.URLError: a wrong URL.
            hop.errors.FilterError: ``where`` is no filter.
            hop.errors.ConfigError: the library for filters is not installed.
        """
        # Spark's own names are without a difference of case.
        options = {name.lower(): value for name, value in given.items()}
        if "path" in options:
            options["url"] = options.pop("path")
        unknown = sorted(set(options) - set(NAMES))
        if unknown:
            # Without its value, which may be a secret.
            raise ValueError(
                f"there is no option {unknown[0]!r}; there are {', '.join(NAMES)} (credentials "
                "come from hop's file on each machine: hop auth add)"
            )
        found = cls(
            url=_url(options.get("url")),
            auth=_truth("auth", options.get("auth", "true")),
            start_at=_start(options.get("start_at")),
            until=None if "until" not in options else _time("until", options["until"]),
            tests=_tests(options.get("tests", "exclude")),
            where=options.get("where"),
            registry=options.get("registry"),
            columns=_columns(options.get("columns")),
            max_per_batch=_count(options.get("max_per_batch")),
        )
        if found.where is not None:
            from hop.models.filters import Expression  # the library for filters is heavy

            Expression(found.where)
        return found

    def stream(self) -> Stream:
        """What opens the topics with these options."""
        return Stream(auth=self.auth, tests=self.tests, where=self.where, registry=self.registry)

    def schema(self) -> pa.Schema:
        """The columns, with types that Spark takes: its times have microseconds."""
        import pyarrow as pa  # heavy

        fields = [batches.schema().field(name) for name in self.columns]
        return pa.schema(
            [
                field.with_type(pa.timestamp("us", "UTC"))
                if pa.types.is_timestamp(field.type)
                else field
                for field in fields
            ]
        )


def _url(text: str | None) -> str:
    if not text:
        raise ValueError('there is no URL; give it to load("kafka://HOST/TOPIC")')
    parsed = parse(text)
    check_topics(parsed)
    if parsed.group_id is not None:
        raise ValueError(
            f"the URL names the consumer group {parsed.group_id}, but Spark's checkpoint keeps the "
            "offsets: leave it out"
        )
    return text


def _truth(name: str, text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(
            f"{name} is true or false: whether the stored credential is used; hop auth add stores "
            "it on each machine"
        )
    return text.lower() == "true"


def _start(text: str | None) -> StartPosition | datetime | None:
    if text is None:
        return None
    if text.upper() in StartPosition.__members__:
        return StartPosition[text.upper()]
    return _time("start_at", text, "EARLIEST, LATEST, or ")


def _time(name: str, text: str, others: str = "") -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.utcoffset() is None:
        raise ValueError(
            f"{name} is {others}a time with its zone, as 2026-11-30T18:00:00Z, not {text!r}"
        )
    return time


def _tests(text: str) -> Tests:
    if text not in get_args(Tests):
        raise ValueError(f"tests is one of {', '.join(get_args(Tests))}, not {text!r}")
    return cast(Tests, text)


def _columns(text: str | None) -> tuple[str, ...]:
    known = tuple(batches.schema().names)
    if text is None:
        return known
    names = tuple(each.strip() for each in text.split(","))
    for each in names:
        if each not in known:
            raise ValueError(f"there is no column {each!r}; there are {', '.join(known)}")
    if len(set(names)) < len(names):
        raise ValueError(f"columns names one twice: {text}")
    return names


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isdecimal() and int(text) > 0):
        raise ValueError(f"max_per_batch is a number of messages, 1 or more, not {text!r}")
    return int(text)
