"""The works, done with hop as its documentation says."""

from __future__ import annotations

import statistics
import sys
import threading
import time
from itertools import islice
from pathlib import Path
from typing import Any

from content import (
    FIRST_VALUE,
    LOADED,
    XSD,
    check,
    check_json,
    ivorn,
    measurement,
    over_and_over,
    survey_alert,
    voevents,
)
from runs import (
    answer,
    cpu_share,
    latencies,
    load_times,
    median_ms,
    peak_mb,
    rate,
    resident_mb,
    time_of,
)

from hop import Stream
from hop.io import StartPosition

stream = Stream(auth=False, start_at=StartPosition.EARLIEST)


def publish_json(url: str, topic: str, count: int) -> dict[str, float]:
    messages = [measurement(number) for number in range(count)]
    with stream.open(f"{url}/{topic}", "w") as s:
        write = s.write
        start = time.perf_counter()
        for message in messages:
            write(message)
        s.flush()
        return rate(count, start)


def publish_voevents(url: str, topic: str, count: int) -> dict[str, float]:
    from hop.models import VOEvent

    messages = over_and_over([VOEvent.load(data) for data in voevents(LOADED)], count)
    with stream.open(f"{url}/{topic}", "w") as s:
        write = s.write
        start = time.perf_counter()
        for message in messages:
            write(message)
        s.flush()
        return rate(count, start)


def consume_json(url: str, topic: str, count: int) -> dict[str, float]:
    with stream.open(f"{url}/{topic}") as s:
        messages = iter(s)
        check_json(next(messages).content, 0)
        number = 1
        start = time.perf_counter()
        for message in islice(messages, count - 1):
            if message["n"] != number:
                raise AssertionError(f"message {number} is {message}")
            number += 1
        figures = rate(count - 1, start)
        check(number == count, f"{number} messages of {count}")
    # Not timed: the whole of each message, and its offset.
    with stream.open(f"{url}/{topic}") as s:
        number = 0
        for message, metadata in islice(s.read(metadata=True), count):
            check_json(message.content, number)
            check(metadata.offset == number, f"offset {metadata.offset} follows {number - 1}")
            number += 1
        check(number == count, f"{number} messages of {count}")
    return figures


def consume_json_with_metadata(url: str, topic: str, count: int) -> dict[str, float]:
    with stream.open(f"{url}/{topic}") as s:
        messages = s.read(metadata=True)
        next(messages)
        number = 1
        start = time.perf_counter()
        for message, metadata in islice(messages, count - 1):
            if message["n"] != number or metadata.offset != number:
                raise AssertionError(f"message {number} is {message} at {metadata.offset}")
            number += 1
        figures = rate(count - 1, start)
        check(number == count, f"{number} messages of {count}")
    return figures


def consume_json_in_group(url: str, topic: str, count: int) -> dict[str, float]:
    with stream.open(f"{url}/{topic}", group_id=f"bench-{time.time_ns()}") as s:
        messages = iter(s)
        next(messages)
        number = 1
        start = time.perf_counter()
        for message in islice(messages, count - 1):
            if message["n"] != number:
                raise AssertionError(f"message {number} is {message}")
            number += 1
        figures = rate(count - 1, start)
        check(number == count, f"{number} messages of {count}")
    return figures


def consume_voevents(url: str, topic: str, count: int) -> dict[str, float]:
    from hop.models import VOEvent

    with stream.open(f"{url}/{topic}") as s:
        messages = iter(s)
        next(messages)
        number = 1
        start = time.perf_counter()
        for message in islice(messages, count - 1):
            if message.ivorn != ivorn(number):
                raise AssertionError(f"event {number} is {message.ivorn}")
            if message.What.Param[0].value != FIRST_VALUE:
                raise AssertionError(f"event {number} has another first value")
            number += 1
        figures = rate(count - 1, start)
        check(number == count, f"{number} events of {count}")
        check(isinstance(message, VOEvent), f"an event is {type(message)}")
        check(message.schema_error is None, f"an event is refused: {message.schema_error}")
    return figures


def end_to_end(url: str, topic: str, count: int) -> dict[str, float]:
    took = []
    with (
        stream.open(f"{url}/{topic}", "w") as out,
        stream.open(f"{url}/{topic}", persist=True) as s,
    ):
        messages = iter(s)
        for number in range(-20, count):
            message = measurement(number)
            start = time.perf_counter()
            out.write(message)
            found = next(messages)
            took.append(time.perf_counter() - start)
            check_json(found.content, number)
    return latencies(took[20:])


def first_message(url: str, topic: str, repeats: int) -> dict[str, float]:
    took = []
    for _ in range(repeats):
        start = time.perf_counter()
        with stream.open(f"{url}/{topic}") as s:
            found = next(iter(s))
            took.append(time.perf_counter() - start)
        check_json(found.content, 0)
    return median_ms(took)


def first_acknowledgement(url: str, topic: str, repeats: int) -> dict[str, float]:
    took = []
    for number in range(repeats):
        start = time.perf_counter()
        with stream.open(f"{url}/{topic}", "w") as s:
            s.write(measurement(number))
            s.flush()
            took.append(time.perf_counter() - start)
    return median_ms(took)


def load_voevents(files: list[str], repeats: int) -> dict[str, float]:
    from hop.models import VOEvent

    def look(event: Any) -> Any:
        what = event.What
        check(event.ivorn.startswith("ivo://"), f"the identifier is {event.ivorn}")
        # A VOEvent may come without a Param, and then has groups of them.
        found = what["Param"] if "Param" in what else what["Group"]
        return found, [param.value for param in what.Param]

    return load_times(VOEvent.load, look, files, repeats)


def build_voevent(repeats: int) -> dict[str, float]:
    from hop.models import VOEvent

    fields = VOEvent.load(voevents(1)[0]).asdict()
    check(VOEvent(**fields).asdict() == fields, "an event has other fields than it was made of")
    return time_of(lambda: VOEvent(**fields), repeats)


def check_voevent(repeats: int) -> dict[str, float]:
    """What the check of such an event takes alone: lxml parses it, and judges it by the XSD."""
    from lxml import etree

    from hop.models import VOEvent

    document = bytes(VOEvent(**VOEvent.load(voevents(1)[0]).asdict()))
    judge = etree.XMLSchema(file=str(XSD))
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False)
    return time_of(lambda: check(judge.validate(etree.fromstring(document, parser)), ""), repeats)


def load_avro(repeats: int) -> dict[str, float]:
    from hop.models import AvroBlob

    schema, content = survey_alert()
    data = bytes(AvroBlob(content, schema))
    check(AvroBlob.load(data).content == content, "an alert is not what was sent")
    return time_of(lambda: AvroBlob.load(data), repeats)


def load_avro_alone(repeats: int) -> dict[str, float]:
    import io

    import fastavro

    schema, content = survey_alert()
    file = io.BytesIO()
    fastavro.writer(file, schema, [content])
    data = file.getvalue()
    return time_of(lambda: list(fastavro.reader(io.BytesIO(data))), repeats)


def view_alerts(examples: str, repeats: int) -> dict[str, float]:
    """``message.alerts`` as a share of decoding, and that with the fields of a usual filter.

    Each is the median of the families' medians.
    """
    from hop.models import GCNCircular, GCNNotice, GCNTextNotice, LVKAlert, VOEvent

    families: dict[str, tuple[Any, str]] = {
        "voevent": (VOEvent, "*voevent/*.xml"),
        "gcn-notice": (GCNNotice, "*notice/*.json"),
        "text-notice": (GCNTextNotice, "*text*/*.txt"),
        "lvk": (LVKAlert, "lvk/*.*"),
        "circular": (GCNCircular, "circular/*.json"),
    }
    shares: dict[str, list[tuple[float, float]]] = {family: [] for family in families}
    for family, (model, pattern) in families.items():
        for path in sorted(Path(examples).glob(pattern)):
            if not path.name.endswith(".alert.json"):
                shares[family].append(_share_of_view(model, _real_size(path), repeats))
    return {
        name: statistics.median(
            statistics.median(each[number] for each in found) for found in shares.values()
        )
        for number, name in enumerate(("share", "filter"))
    }


def _real_size(path: Path) -> bytes:
    """An example, with a sky map of the usual size where it has a small one."""
    return path.read_bytes().replace(b"U0lNUExFICA9ICAg", b"U0lNUExFICA9ICAg" + 500_000 * b"ICAg")


def _share_of_view(model: Any, payload: bytes, repeats: int) -> tuple[float, float]:
    decoding, viewing, filtering = [], [], []
    for number in range(repeats + 20):
        start = time.perf_counter()
        message = model.from_wire(payload)
        decoded = time.perf_counter()
        alerts = message.alerts
        viewed = time.perf_counter()
        for alert in alerts:
            _ = alert.far, alert.is_test, alert.ra, alert.dec, alert.kind
        end = time.perf_counter()
        check(len(alerts) > 0, "no alert")
        if number >= 20:  # the tables are loaded
            decoding.append(decoded - start)
            viewing.append(viewed - decoded)
            filtering.append(end - decoded)
    whole = statistics.median(decoding)
    return statistics.median(viewing) / whole, statistics.median(filtering) / whole


def memory(url: str, topic: str, count: int) -> dict[str, float]:
    with stream.open(f"{url}/{topic}") as s:
        number, before = 0, 0.0
        for message in s:
            if message["n"] != number:
                raise AssertionError(f"message {number} is {message}")
            number += 1
            if number == 10_000:
                before = resident_mb()
        check(number == count, f"{number} messages of {count}")
        return {"peak": peak_mb(), "growth": peak_mb() - before}


def idle(url: str, topics: list[str], seconds: float) -> dict[str, float]:
    figures: dict[str, float] = {}
    with Stream(auth=False).open(f"{url}/{','.join(topics)}", persist=True) as s:

        def observe() -> None:
            time.sleep(2.0)  # until each partition has been asked for the first time
            figures.update(cpu_share(seconds, time.sleep))
            s.stop()

        threading.Thread(target=observe, daemon=True).start()
        for message in s:
            raise AssertionError(f"nobody wrote {message}")
    return figures


def share_of_group(url: str, topic: str, group: str) -> dict[str, float]:
    """One member of a group: reads until it is told to end, and looks at each event."""
    seen = 0
    first = last = 0.0
    with stream.open(f"{url}/{topic}", group_id=group, persist=True) as s:
        # By another thread: reading itself waits for messages, and for the end.
        threading.Thread(target=lambda: (sys.stdin.readline(), s.stop()), daemon=True).start()
        for message in s:
            if not seen:
                first = time.monotonic()
            if not message.What["Param"]:
                raise AssertionError("an event without what was measured")
            seen += 1
            last = time.monotonic()
    return {"seen": seen, "first": first, "last": last}


if __name__ == "__main__":
    answer(
        {
            each.__name__: each
            for each in (
                publish_json,
                publish_voevents,
                consume_json,
                consume_json_with_metadata,
                consume_json_in_group,
                consume_voevents,
                end_to_end,
                first_message,
                first_acknowledgement,
                load_voevents,
                build_voevent,
                check_voevent,
                load_avro,
                load_avro_alone,
                view_alerts,
                memory,
                idle,
                share_of_group,
            )
        }
    )
