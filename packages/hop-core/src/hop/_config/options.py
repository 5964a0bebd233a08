"""The options of one stream, for type checkers."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict, runtime_checkable

from hop._messages import Metadata, Start

if TYPE_CHECKING:
    from hop._wire import Errors


@runtime_checkable
class Selector(Protocol):
    """Chooses the messages of a stream. One may serve several streams."""

    def select(self, message: Any, metadata: Metadata, *, raises: bool = False) -> bool:
        """Whether a message is delivered.

        Args:
            message: the message.
            metadata: its metadata.
            raises: raise what a function of the user raises; otherwise the message is delivered.
        """

    def done(self, partition: tuple[str, int], offset: int) -> None:
        """Note that a message is done, before its offset is committed.

        Raises:
            hop.errors.StateError: what is to be remembered cannot be written.
        """

    def counts(self) -> Mapping[str, int]:
        """How many messages were left out: ``left_out`` by the filter, ``duplicate`` as such."""

    def close(self) -> None:
        """Shut down. May be repeated."""


Where = str | Callable[[Any], Any] | Selector
"""A filter of alerts: an expression, a function of an alert that says whether it passes, or what
several streams share."""


Tests = Literal["exclude", "include", "only", "header"]
"""Which messages a stream delivers: all but tests, all, tests only, or all but those that have the
header ``_test``, whatever they say."""

ResumeAt = Callable[[list[tuple[str, int]]], Mapping[tuple[str, int], int]]
"""For a program that keeps offsets with its data: given partitions, ``(topic, number)``, the offset
at which reading of each goes on. A partition that it leaves out starts as without it."""

Ranges = Mapping[tuple[str, int], tuple[int, int]]
"""What is read of partitions, ``(topic, number)``: the first offset, and the one after the last."""


class OptionsButErrors(TypedDict, total=False):
    """The options of one stream but ``errors``, which says what a typed stream delivers."""

    start_at: Start
    persist: bool
    until_eos: bool | None
    until: datetime | None
    idle_timeout: float | None
    ignoretest: bool
    tests: Tests | None
    where: Where | None
    deduplicate: bool
    state: str | os.PathLike[str] | None
    envelope: bool
    fetch_external: bool | None
    registry: str | os.PathLike[str] | None
    automatic_offload: bool | None
    journal: str | os.PathLike[str] | None
    journal_bytes: int
    resume_at: ResumeAt | None
    ranges: Ranges | None
    kafka: Mapping[str, Any] | None


class Options(OptionsButErrors, total=False):
    """What :meth:`hop.io.Stream.open` takes: the fields of :class:`hop.io.Stream` but ``auth``.

    Type checkers cannot derive this from the fields; a test holds the two equal.
    """

    errors: Errors
