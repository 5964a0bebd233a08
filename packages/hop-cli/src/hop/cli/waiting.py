"""What ``hop subscribe`` tells on a terminal while it waits: where, for what, and since when."""

from __future__ import annotations

import logging
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hop._console import tell
from hop._kafka import last_times
from hop.io import StartPosition

if TYPE_CHECKING:
    from hop._config import Options, Target

_FEW = 3
_UNITS = ((86400, "d"), (3600, "h"), (60, "min"))


def tell_of_stream(target: Target, options: Options, group_id: str | None, *, waits: bool) -> None:
    """Tell where a stream is connected, and what it waits for, if standard error is a terminal.

    When the last message came is asked in another thread, with a connection of its own: reading
    does not wait for it, and nothing is told if the broker does not answer.

    Args:
        target: where it is.
        options: the options of the stream.
        group_id: the consumer group.
        waits: whether it waits for new messages.
    """
    is_quiet = not logging.getLogger("hop").isEnabledFor(logging.WARNING)
    if is_quiet or sys.stderr is None or not sys.stderr.isatty():
        return
    topics = _few(target.topics)
    tell(f"hop: connected to {_few(target.brokers)}; reading {topics} {_start(options, group_id)}")
    if not waits:
        return
    tell("hop: waiting for messages; Ctrl-C ends this")
    threading.Thread(target=_tell_last, args=(target,), name="last times", daemon=True).start()


def _few(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_FEW])
    return shown if len(names) <= _FEW else f"{shown} and {len(names) - _FEW} more"


def _start(options: Options, group_id: str | None) -> str:
    start = options.get("start_at", StartPosition.LATEST)
    if isinstance(start, datetime):
        told = f"from {start.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC on"
    elif isinstance(start, StartPosition):
        is_oldest = start is StartPosition.EARLIEST
        told = "from the oldest message on" if is_oldest else "from new messages on"
    else:
        told = f"from the last {-start} messages on"
    return f"where the group {group_id} stopped, or {told}" if group_id else told


def _tell_last(target: Target) -> None:
    try:
        times = last_times(target.bootstrap, target.topics, target.auth)
    except Exception:  # it is a courtesy: reading itself tells what is wrong
        return
    now = datetime.now(UTC)
    for topic, time in list(times.items())[:_FEW]:
        if time is None:
            tell(f"hop: {topic}: no message is stored")
        else:
            tell(f"hop: {topic}: the last message came {age((now - time).total_seconds())} ago")


def age(seconds: float) -> str:
    """How long ago something was, as people say it."""
    for length, unit in _UNITS:
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"
