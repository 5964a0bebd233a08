"""The same works with hop-client, as its own documentation says."""

from __future__ import annotations

import time
from itertools import islice
from typing import Any

from content import (
    FIRST_VALUE,
    LOADED,
    check,
    check_json,
    ivorn,
    measurement,
    over_and_over,
    voevents,
)
from runs import answer, latencies, load_times, median_ms, rate

from hop.io import StartPosition, Stream

ends = Stream(auth=False, start_at=StartPosition.EARLIEST, until_eos=True)
goes_on = Stream(auth=False, start_at=StartPosition.EARLIEST)


def publish_json(url: str, topic: str, count: int) -> dict[str, float]:
    messages = [measurement(number) for number in range(count)]
    with goes_on.open(f"{url}/{topic}", "w") as s:
        start = time.perf_counter()
        for message in messages:
            s.write(message)
        s.flush()
        return rate(count, start)


def publish_voevents(url: str, topic: str, count: int) -> dict[str, float]:
    from hop.models import VOEvent

    messages = over_and_over([VOEvent.load(data.decode()) for data in voevents(LOADED)], count)
    with goes_on.open(f"{url}/{topic}", "w") as s:
        start = time.perf_counter()
        for message in messages:
            s.write(message)
        s.flush()
        return rate(count, start)


def consume_json(url: str, topic: str, count: int) -> dict[str, float]:
    with ends.open(f"{url}/{topic}") as s:
        messages = iter(s)
        check_json(next(messages).content, 0)
        number = 1
        start = time.perf_counter()
        for message in islice(messages, count - 1):
            if message.content["n"] != number:
                raise AssertionError(f"message {number} is {message}")
            number += 1
        figures = rate(count - 1, start)
        check(number == count, f"{number} messages of {count}")
    return figures


def consume_voevents(url: str, topic: str, count: int) -> dict[str, float]:
    with ends.open(f"{url}/{topic}") as s:
        messages = iter(s)
        next(messages)
        number = 1
        start = time.perf_counter()
        for message in islice(messages, count - 1):
            if message.ivorn != ivorn(number):
                raise AssertionError(f"event {number} is {message.ivorn}")
            if message.What["Param"][0]["value"] != FIRST_VALUE:
                raise AssertionError(f"event {number} has another first value")
            number += 1
        figures = rate(count - 1, start)
        check(number == count, f"{number} events of {count}")
    return figures


def end_to_end(url: str, topic: str, count: int) -> dict[str, float]:
    took = []
    with (
        goes_on.open(f"{url}/{topic}", "w") as out,
        goes_on.open(f"{url}/{topic}") as s,
    ):
        messages = iter(s)
        for number in range(-2, count):
            message = measurement(number)
            start = time.perf_counter()
            out.write(message)
            found = next(messages)
            took.append(time.perf_counter() - start)
            check_json(found.content, number)
    return latencies(took[2:])


def first_acknowledgement(url: str, topic: str, repeats: int) -> dict[str, float]:
    took = []
    for number in range(repeats):
        start = time.perf_counter()
        with goes_on.open(f"{url}/{topic}", "w") as s:
            s.write(measurement(number))
            s.flush()
            took.append(time.perf_counter() - start)
    return median_ms(took)


def load_voevents(files: list[str], repeats: int) -> dict[str, float]:
    from hop.models import VOEvent

    def look(event: Any) -> Any:
        check(event.ivorn.startswith("ivo://"), f"the identifier is {event.ivorn}")
        what = event.What
        return what["Param"] if "Param" in what else what["Group"]

    return load_times(VOEvent.load, look, files, repeats)


if __name__ == "__main__":
    answer(
        {
            each.__name__: each
            for each in (
                publish_json,
                publish_voevents,
                consume_json,
                consume_voevents,
                end_to_end,
                first_acknowledgement,
                load_voevents,
            )
        }
    )
