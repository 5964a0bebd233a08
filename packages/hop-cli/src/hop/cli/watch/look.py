"""Looks at everything once."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hop.cli.group_offsets import Groups
from hop.cli.watch.broker import Broker
from hop.cli.watch.findings import Finding, duration
from hop.errors import AuthenticationFailed, HandlerError, HopError, TransportError, UnknownTopic

if TYPE_CHECKING:
    from hop._config import Target
    from hop.cli.watch.state import Memory

# The habit of a topic is learned anew after this.
_LEARN_EVERY_S = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too long, too many, and too little.

    Attributes:
        heartbeat: the longest silence of a topic with ``heartbeat`` in its name, s.
        silence: that of any other topic, s; None: by its habit.
        lag: how many messages a group may be behind.
        disk: how much of a disk must be free, in percent.
    """

    heartbeat: float = 60.0
    silence: float | None = None
    lag: int = 1000
    disk: float = 5.0


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at.

    Attributes:
        targets: brokers and topics.
        disks: paths on the disks.
        limits: what is too long, too many, and too little.
        memory: what is known of the looks before; it grows.
    """

    targets: Sequence[Target]
    disks: Sequence[str]
    limits: Limits
    memory: Memory = field(repr=False)

    def findings(self, now: float) -> Iterator[Finding]:
        """Look at everything.

        What depends on something that has failed is left out: of a broker that is gone, nobody
        knows whether its topics are silent.

        Args:
            now: the time, s since 1970.
        """
        for target in self.targets:
            yield from self._target(target, now)
        for path in self.disks:
            yield self._disk(path)

    def _target(self, target: Target, now: float) -> Iterator[Finding]:
        where = target.bootstrap
        try:
            broker = Broker(target)
        except AuthenticationFailed as error:
            yield Finding("credential", where, str(error), error)
            return
        except HopError as error:
            yield Finding("broker", where, str(error), error)
            return
        with broker:
            yield Finding("broker", where, "it answers")
            if target.auth is not None:
                yield Finding("credential", where, f"{target.auth.user} is logged in")
            for topic in broker.missing:
                missing = UnknownTopic(f"{topic} does not exist on {where}; check the spelling")
                yield Finding("topic", topic, str(missing), missing)
            for topic in broker.topics:
                yield from self._topic(broker, topic, now)
        if target.group_id is not None:
            yield self._group(target, target.group_id)

    def _topic(self, broker: Broker, topic: str, now: float) -> Iterator[Finding]:
        memory = self.memory
        try:
            newest = broker.newest(topic)
            habit = memory.habits.get(topic)
            if habit is None or now - habit.learned > _LEARN_EVERY_S:
                # What was known stays if the broker has deleted the messages meanwhile.
                habit = broker.habit(topic, now) or habit
        except HopError as error:
            yield Finding("topic", topic, str(error), error)
            return
        yield Finding("topic", topic, "it exists and may be read")
        if habit is not None:
            memory.habits[topic] = habit
        if newest is not None:
            memory.newest[topic] = max(newest, memory.newest.get(topic, newest))
        is_heartbeat = "heartbeat" in topic.lower()
        limit = self.limits.heartbeat if is_heartbeat else self.limits.silence
        if limit is None and habit is not None:
            limit = habit.limit
        check = "heartbeat" if is_heartbeat else "silence"
        yield _silence(check, topic, memory.newest.get(topic), limit, now)

    def _group(self, target: Target, group: str) -> Finding:
        try:
            with Groups(target, group) as found:
                offsets = found.offsets()
        except HopError as error:
            return Finding("group", group, str(error), error)
        lag = sum(each.lag or 0 for each in offsets)
        values = (("lag_messages", float(lag)), ("lag_limit_messages", float(self.limits.lag)))
        text = f"it is {lag} messages behind, and {self.limits.lag} are allowed"
        if all(each.next is None for each in offsets):
            text = "it has saved no offset"
        late = HandlerError(f"the group {group}: {text}; see that its readers run, and keep up")
        return Finding("group", group, text, late if lag > self.limits.lag else None, values)

    def _disk(self, path: str) -> Finding:
        try:
            usage = shutil.disk_usage(path)
        except OSError as error:
            return Finding("disk", path, error.strerror or str(error), error)
        free = 100 * usage.free / usage.total if usage.total else 0.0
        text = (
            f"{free:.3g} % is free ({usage.free / 1e9:.3g} GB); the limit is {self.limits.disk:g} %"
        )
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        values = (("disk_free_bytes", float(usage.free)),)
        return Finding("disk", path, text, full if free < self.limits.disk else None, values)


def _silence(
    check: str, topic: str, newest: float | None, limit: float | None, now: float
) -> Finding:
    if newest is None:
        text = "it holds no message"
        if limit is None or check == "silence":
            return Finding(check, topic, text)
        return Finding(check, topic, text, TransportError(f"{topic}: {text}"))
    silence = max(0.0, now - newest)
    values = [("silence_seconds", silence)]
    text = f"the newest message is {duration(silence)} old"
    if limit is None:
        return Finding(check, topic, f"{text}; its habit is not known yet", None, tuple(values))
    values.append(("silence_limit_seconds", limit))
    text += f", and up to {duration(limit)} is usual"
    error = TransportError(f"{topic}: {text}; see whether its sender runs")
    return Finding(check, topic, text, error if silence > limit else None, tuple(values))
