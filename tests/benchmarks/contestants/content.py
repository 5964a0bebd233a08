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

_TEMPLATE = Path(__file__).parents[3] / "schemas" / "examples" / "demo" / "voevent.xml"


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
