"""What each micro-batch reads, without Spark and without a broker."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from hop.errors import TransportError
from hop.spark._progress import Progress, Ranges, limited

IDS = {"t": "one"}


def after(before: Progress, **parts: object) -> Progress:
    given = {"starts": {}, "ends": {}, "ids": IDS, "most": None, **parts}
    return before.after(**given)  # type: ignore[arg-type]


def test_a_batch_starts_where_the_last_one_ends() -> None:
    first = after(Progress.starting({("t", 0): 5}, IDS), ends={("t", 0): 9})
    assert first.ranges == {("t", 0): (5, 9)}
    assert after(first, ends={("t", 0): 11}).ranges == {("t", 0): (9, 11)}


def test_spark_keeps_it_as_json() -> None:
    progress = Progress({("t", 0): (5, 9), ("t", 10): (0, 2), ("u", 2): (1, 1)}, {**IDS, "u": "2"})
    tree = json.loads(json.dumps(progress.to_json()))
    assert Progress.from_json(tree) == progress
    assert tree["t"]["partitions"]["10"] == {"start": 0, "end": 2}


def test_a_new_partition_starts_where_it_began() -> None:
    before = Progress({("t", 0): (5, 9)}, IDS)
    found = after(before, starts={("t", 1): 3}, ends={("t", 0): 9, ("t", 1): 7})
    assert found.ranges == {("t", 0): (9, 9), ("t", 1): (3, 7)}


def test_a_partition_that_is_not_seen_is_no_new_one_later() -> None:
    before = Progress({("t", 0): (5, 9), ("u", 0): (0, 4)}, {**IDS, "u": "two"})
    without = after(before, ends={("t", 0): 10})
    assert without.ranges == {("t", 0): (9, 10), ("u", 0): (4, 4)}
    again = after(without, ends={("t", 0): 10, ("u", 0): 6}, ids={**IDS, "u": "two"})
    assert again.ranges[("u", 0)] == (4, 6)
    with pytest.raises(TransportError, match=r"topic u was deleted and made anew.*new checkpoint"):
        after(without, ends={("u", 0): 6}, ids={**IDS, "u": "three"})


def test_an_end_before_the_last_one_is_an_error() -> None:
    before = Progress({("t", 0): (5, 9)}, IDS)
    with pytest.raises(TransportError, match=r"ends at offset 3, and was read up to 9"):
        after(before, ends={("t", 0): 3})


@pytest.mark.parametrize("most", [1, 2, 7, 50, 109, 110, 1000, None])
def test_a_limit_is_kept_and_shared(most: int | None) -> None:
    ranges: Ranges = {("t", 0): (0, 100), ("t", 1): (50, 60), ("t", 2): (7, 7)}
    found = limited(ranges, most)
    total = sum(end - start for start, end in found.values())
    assert total == min(110, 110 if most is None else most)
    for each, (start, end) in ranges.items():
        assert found[each][0] == start <= found[each][1] <= end


def test_all_is_read_in_the_end() -> None:
    left: Ranges = {("t", each): (0, 1 if each else 5000) for each in range(9)}
    batches = 0
    while any(start < end for start, end in left.values()):
        read = limited(left, 100)
        left = {each: (read[each][1], end) for each, (_, end) in left.items()}
        batches += 1
    assert batches == 51  # 5008 messages


def test_a_missing_or_old_spark_is_told_with_the_cure() -> None:
    code = "import sys; sys.modules['pyspark.sql.streaming.datasource'] = None; import hop.spark"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "ConfigError: hop.spark needs Spark 4.2 or newer; run: pip install" in done.stderr
