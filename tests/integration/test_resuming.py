"""Programs that keep offsets with their data: where reading goes on, and times that are kept."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from hop import Stream
from hop.io import StartPosition
from hop.sandbox import KafkaCluster

from .conftest import NewTopic

pytestmark = pytest.mark.sync_only("offsets are asked for by what all streams share")

Offsets = Mapping[tuple[str, int], int]


def fill(url: str, count: int) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        for number in range(count):
            stream.write({"n": number})


def numbers(url: str, group: str | None, kept: Offsets, **options: object) -> list[int]:
    stream = Stream(auth=False, resume_at=lambda _partitions: kept)
    with stream.open(url, "r", group, **options) as opened:  # type: ignore[arg-type]
        return [message["n"] for message in opened]


@pytest.mark.parametrize("group", [None, "g"])
@pytest.mark.parametrize("start", list(StartPosition), ids=str)
def test_reading_goes_on_where_the_data_end(
    url: str, topic: str, group: str | None, start: StartPosition
) -> None:
    fill(url, 10)
    assert numbers(url, group, {(topic, 0): 7}, start_at=start) == [7, 8, 9]


def test_a_partition_without_data_starts_as_usual(url: str) -> None:
    fill(url, 3)
    assert numbers(url, "g", {}, start_at=StartPosition.EARLIEST) == [0, 1, 2]


@pytest.mark.parametrize(("kept", "expected"), [(8, [8, 9]), (2, [5, 6, 7, 8, 9])])
def test_the_later_of_kept_and_committed_offset_counts(
    url: str, topic: str, kept: int, expected: list[int]
) -> None:
    fill(url, 5)
    assert numbers(url, "g", {}, start_at=StartPosition.EARLIEST) == [0, 1, 2, 3, 4]
    fill_more = [5, 6, 7, 8, 9]
    with Stream(auth=False).open(url, "w") as stream:
        for number in fill_more:
            stream.write({"n": number})
    assert numbers(url, "g", {(topic, 0): kept}) == expected


@pytest.mark.parametrize("group", [None, "g"])
def test_restart_goes_on_at_another_offset(url: str, topic: str, group: str | None) -> None:
    fill(url, 6)
    seen: list[int] = []
    with Stream(auth=False, start_at=StartPosition.EARLIEST).open(url, "r", group) as opened:
        for message, metadata in opened.read(metadata=True):
            seen.append(message["n"])
            if seen == [0, 1, 2]:
                opened.restart(metadata.topic, metadata.partition, 1)
            if seen == [0, 1, 2, 1]:
                opened.restart("another topic", 0, 0)  # of another member: nothing
    assert seen == [0, 1, 2, 1, 2, 3, 4, 5]


def test_written_timestamps_are_kept(url: str) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        stream.write_raw(b"1", timestamp=1_700_000_000_123)
        stream.write_raw(b"2")
        with pytest.raises(ValueError, match="a timestamp is a number of ms since 1970, not -1"):
            stream.write_raw(b"3", timestamp=-1)
    with Stream(auth=False, start_at=StartPosition.EARLIEST).open(url) as opened:
        found = [metadata for _, metadata in opened.read(metadata=True)]
    assert found[0].timestamp == 1_700_000_000_123
    assert found[1].timestamp > 1_790_000_000_000
    assert [each.timestamp_type for each in found] == ["create", "create"]


def test_the_broker_may_give_the_timestamp(kafka: KafkaCluster, new_topic: NewTopic) -> None:
    url = f"{kafka.url}/{new_topic(**{'message.timestamp.type': 'LogAppendTime'})}"
    with Stream(auth=False).open(url, "w") as stream:
        stream.write_raw(b"1", timestamp=1_700_000_000_123)
    with Stream(auth=False, start_at=StartPosition.EARLIEST).open(url) as opened:
        found = [metadata for _, metadata in opened.read(metadata=True)]
    assert found[0].timestamp_type == "log_append"
    assert found[0].timestamp > 1_790_000_000_000


def test_a_journal_takes_no_timestamp(url: str, tmp_path: object) -> None:
    with (
        Stream(auth=False, journal=f"{tmp_path}/journal").open(url, "w") as stream,
        pytest.raises(ValueError, match="a journal does not keep timestamps"),
    ):
        stream.write_raw(b"1", timestamp=1)
