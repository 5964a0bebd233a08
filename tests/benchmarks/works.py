"""The works: what is measured, by whom, and what hop is to reach (issue 6)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import groups
import workers
from contest import BARE, HOP, PEER, Goal, Measure, Run, Work
from contestants.content import measurement
from topics import Topics

_PER_S = "messages/s"
_NO_DOUBLES = "confluent-kafka, no doubles"
_DEMO = Path(__file__).parents[2] / "schemas" / "examples" / "demo"
_ALERTS = Path(__file__).parents[2] / "schemas" / "alert" / "examples"
_EXAMPLE, _JSON = _DEMO / "voevent.xml", _DEMO / "followup.json"

# What makes a reader's memory: the comparison is with the same.
_MEMORY_SETTINGS = (
    "fetch.queue.backoff.ms",
    "queued.min.messages",
    "queued.max.messages.kbytes",
    "fetch.max.bytes",
    "receive.message.max.bytes",
)


class Works:
    """The works on one cluster.

    Args:
        url: the cluster's.
        topics: its topics.
        peer: the interpreter that has hop-client.
        quick: do less of each.
        events: files of VOEvents, valid ones.
    """

    def __init__(
        self, url: str, topics: Topics, peer: str, *, quick: bool, events: Sequence[Path]
    ) -> None:
        self._url, self._topics, self._peer, self._quick = url, topics, peer, quick
        self._events = [str(each.resolve()) for each in events or [_EXAMPLE]]

    def all(self) -> Iterator[tuple[str, Callable[[], Work]]]:
        """The name of each work, and what prepares it."""
        for make in (
            self.publish_json,
            self.publish_voevents,
            self.consume_json,
            self.consume_voevents,
            self.end_to_end,
            self.subscribe,
            self.first_message,
            self.first_acknowledgement,
            self.publish_json_file,
            self.publish_voevent_file,
            self.load_voevents,
            self.view_alerts,
            self.import_hop,
            self.help,
            self.memory,
            self.group,
            self.idle,
        ):
            yield make.__name__, make

    def _size(self, full: int, quick: int) -> int:
        return quick if self._quick else full

    def _hop(self, work: str, **arguments: Any) -> Run:
        return lambda: workers.work("with_hop.py", work, url=self._url, **arguments)

    def _bare(self, work: str, **arguments: Any) -> Run:
        return lambda: workers.work("with_confluent.py", work, url=self._url, **arguments)

    def _of_peer(self, work: str, script: str = "with_peer.py", **arguments: Any) -> Run:
        return lambda: workers.work(script, work, self._peer, url=self._url, **arguments)

    def publish_json(self) -> Work:
        """Dictionaries as JSON, acknowledged."""
        count = self._size(200_000, 15_000)

        def checked(start: Callable[..., Run], work: str, *, headers: bool = False) -> Run:
            def run() -> Mapping[str, float]:
                topic = self._topics.new()
                found = start(work, topic=topic, count=count)()
                self._topics.check_json(topic, count, headers=headers)
                return found

            return run

        return Work(
            "publish_json",
            {
                HOP: checked(self._hop, "publish_json", headers=True),
                BARE: checked(self._bare, "publish_json"),
                "confluent-kafka, orjson, two headers": checked(self._bare, "publish_json_fast"),
                PEER: checked(self._of_peer, "publish_json"),
            },
            [Measure("rate", "publish JSON of 175 B", _PER_S, [Goal(1.0, BARE)], True, 0)],
            self._size(5, 2),
        )

    def publish_voevents(self) -> Work:
        """VOEvents that were loaded, acknowledged."""
        count = self._size(50_000, 8_000)

        def checked(
            start: Callable[..., Run], work: str = "publish_voevents", *, bytewise: bool = True
        ) -> Run:
            def run() -> Mapping[str, float]:
                topic = self._topics.new()
                found = start(work, topic=topic, count=count)()
                if bytewise:  # hop-client writes each event anew
                    self._topics.check_voevents(topic, count)
                return found

            return run

        return Work(
            "publish_voevents",
            {
                HOP: checked(self._hop),
                BARE: checked(self._bare),
                _NO_DOUBLES: checked(self._bare, "publish_voevents_once"),
                PEER: checked(self._of_peer, bytewise=False),
            },
            [
                Measure(
                    "rate",
                    "publish VOEvents of 3 kB",
                    _PER_S,
                    # The second is what a writer that makes no doubles can reach.
                    [Goal(0.9, BARE), Goal(0.9, _NO_DOUBLES)],
                    True,
                    0,
                )
            ],
            self._size(9, 2),
            seldom=[PEER],
        )

    def consume_json(self) -> Work:
        """JSON to Blobs."""
        count = self._size(150_000, 30_000)
        few = self._size(30_000, 5_000)  # hop-client would take most of a minute
        topic = self._topics.of_json(count)
        arguments = {"topic": topic, "count": count}
        return Work(
            "consume_json",
            {
                HOP: self._hop("consume_json", **arguments),
                BARE: self._bare("consume_json", **arguments),
                "hop, with metadata": self._hop("consume_json_with_metadata", **arguments),
                "hop, in a group": self._hop("consume_json_in_group", **arguments),
                "confluent-kafka, msgspec": self._bare("consume_json_fast", **arguments),
                PEER: self._of_peer("consume_json", topic=topic, count=few),
            },
            [
                Measure(
                    "rate",
                    "consume JSON to Blobs",
                    _PER_S,
                    [Goal(1.0, BARE), Goal(20, PEER)],
                    True,
                    0,
                )
            ],
            self._size(5, 1),
            seldom=[PEER],
        )

    def consume_voevents(self) -> Work:
        """VOEvents to validated models, one value of `What` read; xmltodict for confluent-kafka."""
        count = self._size(30_000, 5_000)
        few = self._size(10_000, 2_000)
        topic = self._topics.of_voevents(count)
        arguments = {"topic": topic, "count": count}
        return Work(
            "consume_voevents",
            {
                HOP: self._hop("consume_voevents", **arguments),
                BARE: self._of_peer("consume_voevents", "with_confluent.py", **arguments),
                PEER: self._of_peer("consume_voevents", topic=topic, count=few),
            },
            [
                Measure(
                    "rate",
                    "consume validated VOEvents, one value of `What` read",
                    _PER_S,
                    [Goal(2, BARE)],
                    True,
                    0,
                )
            ],
            self._size(5, 1),
            seldom=[PEER],
        )

    def end_to_end(self) -> Work:
        """One message at a time, from before it is written until it is read and decoded."""
        count = self._size(2000, 300)

        def run(start: Callable[..., Run], count: int) -> Run:
            def once() -> Mapping[str, float]:
                return start("end_to_end", topic=self._topics.new(), count=count)()

            return once

        return Work(
            "end_to_end",
            {
                HOP: run(self._hop, count),
                BARE: run(self._bare, count),
                PEER: run(self._of_peer, self._size(20, 2)),
            },
            [
                Measure(
                    "p50", "one message, end to end, median", "ms", [Goal(1.5, BARE)], False, 2
                ),
                Measure("p99", "one message, end to end, p99", "ms", [Goal(4, BARE)], False, 2),
            ],
            self._size(5, 2),
            seldom=[PEER],
        )

    def subscribe(self) -> Work:
        """The command, from its start to the first message on standard output."""
        topic = self._topics.of_json(10)

        def run(python: str) -> Run:
            url = f"{self._url}/{topic}"
            line = [workers.program(python), "subscribe", "--no-auth", "-s", "EARLIEST", url]
            expected = measurement(0)["time"]
            return lambda: workers.first_line_ms(line, expected)

        return Work(
            "subscribe",
            {HOP: run(sys.executable), PEER: run(self._peer)},
            [Measure("ms", "`hop subscribe`, start to first message", "ms", [Goal(0.4, PEER)])],
            self._size(9, 2),
            warms_up=True,
        )

    def first_message(self) -> Work:
        """From opening a stream to its first message."""
        arguments = {"topic": self._topics.of_json(10), "repeats": self._size(10, 5)}
        return Work(
            "first_message",
            {
                HOP: self._hop("first_message", **arguments),
                BARE: self._bare("first_message", **arguments),
            },
            [Measure("ms", "open to first message", "ms", [Goal(1.3, BARE)])],
            self._size(5, 2),
        )

    def first_acknowledgement(self) -> Work:
        """From opening a stream to the acknowledgement of the first message written."""
        repeats = self._size(10, 3)

        def run(start: Callable[..., Run]) -> Run:
            def once() -> Mapping[str, float]:
                return start("first_acknowledgement", topic=self._topics.new(), repeats=repeats)()

            return once

        return Work(
            "first_acknowledgement",
            {HOP: run(self._hop), BARE: run(self._bare), PEER: run(self._of_peer)},
            [Measure("ms", "open to first message acknowledged", "ms", [Goal(60)])],
            self._size(5, 2),
        )

    def publish_json_file(self) -> Work:
        """The command that publishes a file of JSON, from its start to its end."""
        return self._publish_file("publish_json_file", "BLOB", _JSON)

    def publish_voevent_file(self) -> Work:
        """The command that publishes a VOEvent, from its start to its end."""
        return self._publish_file("publish_voevent_file", "VOEVENT", _EXAMPLE)

    def _publish_file(self, name: str, form: str, path: Path) -> Work:
        def run(python: str) -> Run:
            def once() -> Mapping[str, float]:
                url = f"{self._url}/{self._topics.new()}"
                line = [workers.program(python), "publish", "--no-auth", "-f", form, url]
                return workers.command_ms([*line, str(path)])

            return once

        def alone() -> Mapping[str, float]:
            script = Path(__file__).parent / "contestants" / "publish_alone.py"
            line = [sys.executable, str(script), self._url, self._topics.new(), str(path)]
            return workers.command_ms(line)

        return Work(
            name,
            {HOP: run(sys.executable), BARE: alone, PEER: run(self._peer)},
            [Measure("ms", f"`hop publish -f {form}` of a file", "ms", [Goal(0.6, PEER)])],
            self._size(9, 2),
            warms_up=True,
        )

    def load_voevents(self) -> Work:
        """VOEvents from XML: hop validates, hop-client does not."""
        arguments = {"files": self._events, "repeats": self._size(300, 100)}

        def run(script: str, python: str) -> Run:
            return lambda: workers.work(script, "load_voevents", python, **arguments)

        return Work(
            "load_voevents",
            {HOP: run("with_hop.py", sys.executable), PEER: run("with_peer.py", self._peer)},
            [
                Measure("load", "`VOEvent.load`, strict", "µs", [Goal(0.5, PEER)]),
                Measure("look", "… and access to What and Param", "µs", [Goal(0.8, PEER)]),
            ],
            self._size(5, 2),
        )

    def view_alerts(self) -> Work:
        """What messages of all families say: the tables of alerts after decoding."""
        arguments = {"examples": str(_ALERTS), "repeats": self._size(300, 60)}
        return Work(
            "view_alerts",
            {HOP: lambda: workers.work("with_hop.py", "view_alerts", sys.executable, **arguments)},
            [
                Measure("share", "`message.alerts` / decoding", "", [Goal(0.5)], digits=2),
                Measure("filter", "… and five fields of it / decoding", "", digits=2),
            ],
            self._size(5, 2),
        )

    def import_hop(self) -> Work:
        """A Python that imports hop; what a bare one takes is part of both figures."""

        def run(python: str) -> Run:
            return lambda: workers.command_ms([python, "-c", "import hop"])

        return Work(
            "import_hop",
            {
                HOP: run(sys.executable),
                PEER: run(self._peer),
                "Python alone": lambda: workers.command_ms([sys.executable, "-c", "pass"]),
            },
            [Measure("ms", "`import hop`", "ms", [Goal(0.3, PEER)])],
            self._size(11, 5),
            warms_up=True,
        )

    def help(self) -> Work:
        """The command's help."""

        def run(python: str) -> Run:
            return lambda: workers.command_ms([workers.program(python), "--help"])

        return Work(
            "help",
            {HOP: run(sys.executable), PEER: run(self._peer)},
            [Measure("ms", "`hop --help`", "ms", [Goal(0.4, PEER)])],
            self._size(11, 5),
            warms_up=True,
        )

    def memory(self) -> Work:
        """A reader of many messages."""
        from hop._kafka import settings as kafka_settings

        count = self._size(300_000, 100_000)
        topic = self._topics.of_json(count)
        used = {**kafka_settings.COMMON, **kafka_settings.READING}
        settings = {name: used[name] for name in _MEMORY_SETTINGS if name in used}
        return Work(
            "memory",
            {
                HOP: self._hop("memory", topic=topic, count=count),
                BARE: self._bare("memory", topic=topic, count=count, settings=settings),
                "confluent-kafka, its own settings": self._bare(
                    "memory", topic=topic, count=count, settings={}
                ),
            },
            [
                Measure("peak", f"memory of a reader of {count:,}", "MB", [Goal(1.3, BARE)]),
                Measure("growth", "… its growth after the first 10,000", "MB", [Goal(5)]),
            ],
            self._size(5, 1),
        )

    def group(self) -> Work:
        """Readers that look at VOEvents, in a group, on a topic of four partitions."""
        count = self._size(40_000, 4_000)

        def run(script: str, python: str, count: int) -> Run:
            def rate(members: int) -> float:
                topic = self._topics.new(4)
                return groups.rate_of_members(script, python, self._url, topic, count, members)

            def once() -> Mapping[str, float]:
                one, two = rate(1), rate(2)
                return {"one": one, "two": two, "ratio": two / one}

            return once

        runs = {HOP: run("with_hop.py", sys.executable, count)}
        if not self._quick:  # what two processes gain on this machine, whatever they do
            runs[BARE] = run("with_confluent.py", self._peer, count // 2)
        return Work(
            "group",
            runs,
            [
                Measure("one", "one reader in a group", _PER_S, more_is_better=True, digits=0),
                Measure("two", "two readers in a group", _PER_S, more_is_better=True, digits=0),
                Measure("ratio", "… two by one", "times", [Goal(1.5)], True, 2),
            ],
            self._size(5, 1),
        )

    def idle(self) -> Work:
        """A stream of a thousand topics to which nobody writes."""
        count = self._size(1000, 100)
        arguments = {"topics": self._topics.many(count), "seconds": self._size(15, 1)}
        return Work(
            "idle",
            {HOP: self._hop("idle", **arguments), BARE: self._bare("idle", **arguments)},
            [
                Measure(
                    "percent", f"{count:,} idle topics, CPU", "% of a core", [Goal(1.0)], False, 2
                )
            ],
            self._size(3, 1),
        )
