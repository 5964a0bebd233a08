"""Decides what is told of each alert, and tells it to each destination once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hop._console import escape_line
from hop._messages import message_position
from hop.cli.notify.note import Destination, Note
from hop.cli.notify.told import Told
from hop.errors import TransportError
from hop.io import Metadata
from hop.models import Alert
from hop.models._filters import Expression, alerts_of, event_keys

_log = logging.getLogger(__name__)
# A line for each alert that is not told: `--explain` shows them.
_explain = logging.getLogger("hop.explain")

_Write = Callable[[Alert, str], tuple[str, str]]


class Teller:
    """A handler of messages: tells each event once, and its retraction once.

    It raises while a destination cannot be reached; :func:`hop.run` then calls it again. Those who
    were told already are not told again.

    Args:
        destinations: who is told.
        told: what was told before.
        write: gives subject and text for an alert and its topic.
        where: leaves out the alerts that do not pass; None: none.
        updates: tell the updates of an event, too.
        tests: tell tests, too.

    Attributes:
        stop: ends the run; called if something fails that does not pass by itself.
        error: what has failed so.
        count: how many notifications were sent.
    """

    def __init__(
        self,
        destinations: Sequence[Destination],
        told: Told,
        write: _Write,
        *,
        where: Expression | None = None,
        updates: bool = False,
        tests: bool = False,
    ) -> None:
        self._destinations, self._told, self._write = destinations, told, write
        self._where, self._updates, self._tests = where, updates, tests
        # Decided once for each message: a filter may depend on the time.
        self._decided: dict[tuple[str, int, int], list[tuple[Alert, bool]]] = {}
        self.stop: Callable[[], None] = lambda: None
        self.error: BaseException | None = None
        self.count = 0

    def __call__(self, message: Any, metadata: Metadata) -> None:
        """Tell what a message says.

        Raises:
            hop.errors.HopError: a destination was not told.
        """
        position = (metadata.topic, metadata.partition, metadata.offset)
        if position not in self._decided:
            self._decided[position] = list(self._decide(message, metadata))
        errors = list[Exception]()
        for destination in self._destinations:
            try:
                for alert, passes in self._decided[position]:
                    self._tell(destination, alert, metadata.topic, passes=passes)
            except Exception as error:  # the others are told first
                errors.append(error)
        if not errors:
            del self._decided[position]
            return
        final = next((each for each in errors if not _may_pass(each)), None)
        if final is not None:
            self.error = final
            self.stop()
        raise final or errors[0]

    def _decide(self, message: Any, metadata: Metadata) -> Iterator[tuple[Alert, bool]]:
        """The alerts of a message, and whether each passes the filter; no tests."""
        where = message_position(metadata.topic, metadata.partition, metadata.offset)
        try:
            alerts = alerts_of(message)
        except Exception as error:  # of a model of somebody else
            _log.warning("%s: no alert can be read: %s: %s", where, type(error).__name__, error)
            return
        for alert in alerts:
            if alert.is_test and not self._tests:
                _leave_out(where, alert, "a test")
                continue
            passes = self._passes(alert, where)
            if not passes and self._where is not None:
                _leave_out(where, alert, self._where.reason)
            yield alert, passes

    def _passes(self, alert: Alert, where: str) -> bool:
        if self._where is None:
            return True
        try:
            return self._where(alert)
        except Exception as error:  # it may be the one that matters
            _log.warning("the filter failed on %s: %s; the alert passes", where, error)
            return True

    def _tell(self, destination: Destination, alert: Alert, topic: str, *, passes: bool) -> None:
        """Tell a destination of an alert, if that is news for it."""
        name, keys, notice = destination.name, _keys(alert), f"notice {alert.message_id}"
        root = self._told.root(name, keys)
        first = f"event {keys[0] if root is None else root}"
        retraction = f"retraction {keys[0] if root is None else root}"
        if root is None:
            key, is_news = first, passes
        elif alert.kind == "retraction":
            key, is_news = retraction, not self._told.has(name, retraction)
        else:
            key, is_news = notice, self._updates and not self._told.has(name, notice)
        if not is_news:
            if root is not None:
                _leave_out(name, alert, "its event was told before")
            return
        subject, text = self._write(alert, topic)
        destination.send(Note(subject, text, key, None if root is None else first))
        # Only a crash between these two lines lets somebody be told twice.
        whats = [notice, retraction] if alert.kind == "retraction" else [notice]
        self._told.add(name, root or keys[0], keys, *whats)
        self.count += 1
        _log.info("told %s: %s", name, subject)


def _keys(alert: Alert) -> list[str]:
    """The keys of the event; of an alert without event, or of another outburst, its own."""
    keys = [] if alert.kind == "subsequent" else event_keys(alert)
    return keys or [alert.message_id]


def _may_pass(error: Exception) -> bool:
    return isinstance(error, TransportError) and error.retriable


def _leave_out(where: str, alert: Alert, reason: str | Callable[[Alert], str]) -> None:
    if _explain.isEnabledFor(logging.INFO):
        told = reason if isinstance(reason, str) else reason(alert)
        event = escape_line(alert.event_id or "no event")
        _explain.info("not told: %s, %s: %s", where, event, told)
