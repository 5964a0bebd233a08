"""Chooses the messages of a stream: a filter, what follows from what passed, duplicates."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from hop._messages import Metadata, message_position
from hop.errors import StateError
from hop.models._filters.expression import Expression
from hop.models._filters.memory import MOST, Remembered, StateFile
from hop.models.alert import Alert

_log = logging.getLogger("hop.filter")
# A line for each message that is left out: `hop … --explain` shows them.
_explain = logging.getLogger("hop.explain")

Where = Callable[[Alert], Any]
_Position = tuple[tuple[str, int], int]

_DONE = object()
# What a later notice of an event that passed can be: it passes too.
_FOLLOWS = frozenset({"retraction", "update"})
_ABOUT = frozenset({"retraction", "supersedes"})
# Duplicates are told of again after so many.
_TELL_EVERY = 1000


class Selector:
    """Chooses the messages that pass, for one stream or for several at the same time.

    Streams make one of their options. Make one yourself to share what is remembered: between two
    brokers that send the same alerts, ``stream.open(url, where=selector)``.

    A message passes when one of its alerts does. A retraction or an update of an event that passed
    passes too, whatever it says. Of two notices with one ``message_id`` only the first passes.
    A notice that was delivered and is not done yet passes again: the reader has started again.

    Args:
        where: a filter of alerts, as text or as a function; None: everything passes.
        deduplicate: whether duplicates are left out.
        state: a file that remembers what passed; None: it is forgotten at the end.

    Raises:
        hop.errors.FilterError: the expression is wrong.
        hop.errors.StateError: the file cannot be used.
        hop.errors.ConfigError: the library for expressions is not installed.
    """

    def __init__(
        self,
        where: str | Where | None = None,
        *,
        deduplicate: bool = False,
        state: str | os.PathLike[str] | None = None,
    ) -> None:
        self._where = Expression(where) if isinstance(where, str) else where
        self._deduplicate = deduplicate
        self._lock = threading.RLock()
        self._events, self._messages = Remembered(), Remembered()
        # What is saved when the message at a position is done.
        self._pending: dict[_Position, tuple[list[str], list[str]]] = {}
        self._left_out = self._duplicates = 0
        self._is_closed = False
        self._file = StateFile(state) if state is not None else None
        if self._file is not None:
            for key in self._file.load("events"):
                self._events.put(key, None)
            for key in self._file.load("messages"):
                self._messages.put(key, _DONE)

    @property
    def fields(self) -> Sequence[str]:
        """The fields that are looked at in every alert, as far as an expression tells."""
        of_filter = self._where.fields if isinstance(self._where, Expression) else ()
        return (*of_filter, "kind", *(["message_id"] if self._deduplicate else []))

    def select(self, message: Any, metadata: Metadata, *, raises: bool = False) -> bool:
        """Whether a message passes.

        Args:
            message: the message.
            metadata: its metadata.
            raises: whether an error of the function is raised. Otherwise the message passes, with a
                warning: it may be the one that matters.
        """
        try:
            alerts = alerts_of(message)
        except Exception as error:  # of a model of somebody else
            if raises:
                raise
            _warn(metadata, error)
            return True
        position = (metadata.topic, metadata.partition), metadata.offset
        with self._lock:
            if self._deduplicate and self._is_duplicate(alerts, position):
                self._drop(alerts, metadata)
                return False
            if self._where is not None and not self._passes(alerts, metadata, raises):
                self._left_out += 1
                if _explain.isEnabledFor(logging.INFO):
                    self._tell(metadata, alerts, self._reason(alerts))
                return False
            self._remember(alerts, position)
            return True

    def _is_duplicate(self, alerts: Sequence[Alert], position: _Position) -> bool:
        if not alerts:
            return False
        seen = [self._messages.get(each.message_id) for each in alerts]
        return all(each is not None and each != position for each in seen)

    def _passes(self, alerts: Sequence[Alert], metadata: Metadata, raises: bool) -> bool:
        assert self._where is not None  # noqa: S101 - asked only then
        for each in alerts:
            try:
                if self._where(each):
                    return True
            except Exception as error:
                if raises:
                    raise
                _warn(metadata, error)
                return True
            if each.kind in _FOLLOWS and any(key in self._events for key in event_keys(each)):
                return True
        return False

    def _remember(self, alerts: Sequence[Alert], position: _Position) -> None:
        events = [key for each in alerts for key in event_keys(each)] if self._where else []
        messages = [each.message_id for each in alerts] if self._deduplicate else []
        for key in events:
            self._events.put(key, None)
        for key in messages:
            self._messages.put(key, position)
        if (events or messages) and (self._deduplicate or self._file is not None):
            self._pending[position] = events, messages
            if len(self._pending) > MOST:  # nobody marks messages as done
                del self._pending[next(iter(self._pending))]

    def done(self, partition: tuple[str, int], offset: int) -> None:
        """Note that a message is done; what it leaves to remember is on the disk afterwards.

        Raises:
            hop.errors.StateError: the file cannot be written.
        """
        with self._lock:
            position = partition, offset
            kept = self._pending.get(position)
            if kept is None:
                return
            events, messages = kept
            if self._file is not None:
                if self._is_closed:
                    raise StateError(
                        f"the state {self._file.path} is closed already; close it after the "
                        "streams that use it"
                    )
                self._file.save(events, messages)
            del self._pending[position]
            for key in messages:
                if self._messages.get(key) == position:
                    self._messages[key] = _DONE

    def counts(self) -> Mapping[str, int]:
        """How many messages were left out: ``left_out`` by the filter, ``duplicate`` as such."""
        return {"left_out": self._left_out, "duplicate": self._duplicates}

    def close(self) -> None:
        """Close the file, and tell how many messages were left out. May be repeated."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            if self._file is not None:
                self._file.close()
            _log.info(
                "%d messages left out by the filter, %d as duplicates",
                self._left_out,
                self._duplicates,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _drop(self, alerts: Sequence[Alert], metadata: Metadata) -> None:
        self._duplicates += 1
        if self._duplicates % _TELL_EVERY == 0:
            _log.info("%d duplicates left out so far", self._duplicates)
        if _explain.isEnabledFor(logging.INFO):
            self._tell(metadata, alerts, f"a duplicate: {alerts[0].message_id} has passed before")

    def _reason(self, alerts: Sequence[Alert]) -> str:
        if not alerts:
            return f"a message without an alert does not pass {self._called}"
        if not isinstance(self._where, Expression):
            return f"{self._called} is not true"
        reason = self._where.reason(alerts[0])
        return reason if len(alerts) == 1 else f"{reason} (the first of {len(alerts)} alerts)"

    @property
    def _called(self) -> str:
        if isinstance(self._where, Expression):
            return "the filter"
        return f"{getattr(self._where, '__qualname__', type(self._where).__name__)}()"

    def _tell(self, metadata: Metadata, alerts: Sequence[Alert], reason: str) -> None:
        event = next((each.event_id for each in alerts if each.event_id), None) or "no event"
        _explain.info("left out: %s, %s: %s", _place(metadata), event, reason)


def alerts_of(message: Any) -> Sequence[Alert]:
    """The alerts of a message; a model may have a field of that name, which is something else."""
    found = getattr(message, "alerts", ())
    is_view = type(found) is tuple and all(isinstance(each, Alert) for each in found)
    return found if is_view else ()


def _warn(metadata: Metadata, error: Exception) -> None:
    kind = type(error).__name__
    _log.warning(
        "the filter failed on %s: %s: %s; the message passes", _place(metadata), kind, error
    )


def event_keys(alert: Alert) -> list[str]:
    """The keys of the event of an alert, and of those that it withdraws or replaces."""
    keys = [alert.event_id] if alert.event_id else []
    return [*keys, *alert.aliases, *(each.event_id for each in alert.refs if each.kind in _ABOUT)]


def _place(metadata: Metadata) -> str:
    return message_position(metadata.topic, metadata.partition, metadata.offset)
