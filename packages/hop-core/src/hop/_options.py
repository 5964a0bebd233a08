"""What a stream can be told beside where it is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from hop._config.secrets import hidden
from hop._messages.metadata import Start, StartPosition, check_start, to_ms
from hop._reader.stop import check_idle_timeout

if TYPE_CHECKING:
    from hop._wire.decoding import Errors


class Given(TypedDict, total=False):
    """The options of :meth:`hop.io.Stream.open`; those of :class:`Options`, each optional."""

    start_at: Start
    persist: bool
    until_eos: bool | None
    until: datetime | None
    idle_timeout: float | None
    ignoretest: bool
    envelope: bool
    errors: Errors
    fetch_external: bool | None
    automatic_offload: bool | None
    journal: str | os.PathLike[str] | None
    journal_bytes: int
    kafka: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a stream.

    Attributes:
        start_at: where reading starts, where the group has no place.
        persist: whether reading goes on for ever; otherwise it stops at the end of the stream.
        until_eos: the opposite of ``persist``; None where that one says it.
        until: the time at which reading ends, with or without ``persist``.
        idle_timeout: how long nothing may come before reading ends, s.
        ignoretest: whether messages with the header ``_test`` are left out.
        envelope: whether the JSON envelope of 2021 is written.
        errors: what becomes of a message that cannot be decoded.
        fetch_external: whether large messages that are kept outside Kafka are fetched; None: as
            configured.
        automatic_offload: whether messages too large for their topic are kept outside Kafka; None:
            as configured.
        journal: the file that keeps messages until they are acknowledged; None: there is none.
        journal_bytes: how much the journal holds at most.
        kafka: librdkafka settings that go before hop's own.
    """

    start_at: Start = StartPosition.LATEST
    persist: bool = False
    until_eos: bool | None = None
    until: datetime | None = None
    idle_timeout: float | None = None
    ignoretest: bool = True
    envelope: bool = False
    errors: Errors = "blob"
    fetch_external: bool | None = None
    automatic_offload: bool | None = None
    journal: str | os.PathLike[str] | None = None
    journal_bytes: int = 2**30
    kafka: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        check_start(self.start_at)
        if self.until is not None:
            to_ms(self.until, "until")
        check_idle_timeout(self.idle_timeout)
        if self.kafka is not None:
            object.__setattr__(self, "kafka", hidden(self.kafka))

    @property
    def ends(self) -> bool:
        """Whether reading stops at the end of the stream."""
        return not self.persist if self.until_eos is None else self.until_eos

    @property
    def ends_by_default(self) -> bool:
        """Whether reading ends where it begins, and nobody has said so."""
        said = (self.until_eos, self.until, self.idle_timeout)
        return self.start_at is StartPosition.LATEST and not self.persist and said == (None,) * 3

    def updated(self, given: Given) -> Options:
        """These options with some of them changed.

        Raises:
            TypeError: there is no such option.
            ValueError: an option has a wrong value.
        """
        if "persist" in given and "until_eos" not in given:
            given = {**given, "until_eos": None}  # what is said now goes before the default
        return replace(self, **given) if given else self
