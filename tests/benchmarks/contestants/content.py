"""What the contestants write and read: the same messages for each of them.

Nothing but the standard library: it is imported beside hop, confluent-kafka and hop-client alike.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any, TypeVar

Event = TypeVar("Event")

IVORN = "ivo://bench.example/alerts#"
"""How the identifier of each VOEvent begins; its number follows."""

FIRST_VALUE = "R310412a"
"""The value of the first ``Param`` of each VOEvent, which the readers look at, as users do."""

LOADED = 1000
"""How many events the writers of VOEvents have loaded; they write these over and over.

50,000 of them would fill the memory, and it is the broker on the same machine that slows down
then: confluent-kafka's rate, beside such a heap, falls by half too.
"""

_SCHEMAS = Path(__file__).parents[3] / "schemas"
_TEMPLATE = _SCHEMAS / "examples" / "demo" / "voevent.xml"
XSD = _SCHEMAS / "voevent" / "VOEvent-v2.0.xsd"
"""The schema of VOEvents."""


def measurement(number: int) -> dict[str, Any]:
    """A small alert: about 175 bytes as JSON."""
    return {
        "n": number,
        "observatory": "rooftop",
        "time": "2026-01-31T12:30:00.250Z",
        "ra_deg": 83.6331 + number % 360 / 1000,
        "dec_deg": 22.0145,
        "error_deg": 0.05,
        "magnitude": 17.25,
        "band": "r",
        "snr": number % 100 + 0.5,
    }


def voevents(count: int) -> list[bytes]:
    """That many VOEvents of about 3 kB, each with its number in its identifier."""
    text = _TEMPLATE.read_text(encoding="utf-8")
    before, _, rest = text.partition('ivorn="')
    after = rest.partition('"')[2]
    head, tail = f'{before}ivorn="{IVORN}'.encode(), f'"{after}'.encode()
    return [b"%s%08d%s" % (head, number, tail) for number in range(count)]


def survey_alert() -> tuple[dict[str, Any], dict[str, Any]]:
    """An Avro schema, and a record of 60 kB: histories of numbers and images, as surveys send."""

    def record(name: str, doubles: int, floats: int, integers: int, texts: int) -> dict[str, Any]:
        counts = {"double": doubles, "float": floats, "int": integers, "string": texts}
        names = [(f"{kind}{n}", kind) for kind, count in counts.items() for n in range(count)]
        fields = [{"name": key, "type": ["null", kind]} for key, kind in names]
        return {"type": "record", "name": name, "fields": fields}

    def filled(kind: dict[str, Any]) -> dict[str, Any]:
        values = {"double": 2460000.5, "float": 0.5, "int": 3, "string": "text"}
        return {field["name"]: values[field["type"][1]] for field in kind["fields"]}

    now, earlier = record("now", 7, 65, 25, 10), record("earlier", 4, 30, 12, 4)
    forced = record("forced", 2, 18, 6, 0)
    types = {
        "now": now,
        "earlier": {"type": "array", "items": earlier},
        "forced": {"type": "array", "items": forced},
        "images": {"type": "array", "items": "bytes"},
    }
    fields = [{"name": name, "type": type_} for name, type_ in types.items()]
    content = {
        "now": filled(now),
        "earlier": [filled(earlier)] * 20,
        "forced": [filled(forced)] * 30,
        "images": [bytes(range(250)) * 70] * 3,
    }
    return {"type": "record", "name": "alert", "fields": fields}, content


def over_and_over(events: Sequence[Event], count: int) -> list[Event]:
    """That many events, the same in turns."""
    return list(islice(cycle(events), count))


def ivorn(number: int) -> str:
    """The identifier of a VOEvent by its number."""
    return f"{IVORN}{number:08d}"


def check_json(value: Any, number: int) -> None:
    """See that a message is the one of that number, whole."""
    check(value == measurement(number), f"message {number} is {json.dumps(value)[:200]}")


def check(holds: bool, otherwise: str) -> None:
    """See that something holds.

    Raises:
        AssertionError: it does not; the run has no figure.
    """
    if not holds:
        raise AssertionError(otherwise)
