"""The options of one stream, for type checkers."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from hop._messages import Start

if TYPE_CHECKING:
    from hop._wire import Errors


Where = str | Callable[[Any], Any]
"""A filter of alerts: an expression, or a function of an alert that says whether it passes."""


class Options(TypedDict, total=False):
    """What :meth:`hop.io.Stream.open` takes: the fields of :class:`hop.io.Stream` but ``auth``.

    Type checkers cannot derive this from the fields; a test holds the two equal.
    """

    start_at: Start
    persist: bool
    until_eos: bool | None
    until: datetime | None
    idle_timeout: float | None
    ignoretest: bool
    where: Where | None
    deduplicate: bool
    state: str | os.PathLike[str] | None
    envelope: bool
    errors: Errors
    fetch_external: bool | None
    automatic_offload: bool | None
    journal: str | os.PathLike[str] | None
    journal_bytes: int
    kafka: Mapping[str, Any] | None
