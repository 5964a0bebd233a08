"""``spark.read`` and ``spark.readStream`` with the format ``hop``, on one machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import TopicPartition, admin
from filling import Message, all_families, fill, held
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from hop import Stream
from hop.auth import write_auth_data
from hop.io import StartPosition
from hop.models import batches
from hop.sandbox import KafkaCluster, credential
from hop.spark import HopDataSource

from .conftest import NewURL

pytestmark = pytest.mark.timeout(600)

Rows = list[tuple[int, int]]
PLAIN = [("_format", b"json")]


@pytest.fixture(autouse=True)
def registered(spark: SparkSession) -> None:
    spark.dataSource.register(HopDataSource)


def numbers(count: int, first: int = 0) -> list[Message]:
    return [Message(b'{"n": %d}' % each, PLAIN) for each in range(first, first + count)]


def read(spark: SparkSession, url: str, **options: object) -> DataFrame:
    return spark.read.format("hop").options(**{"auth": "false", **options}).load(url)


class Query:
    """A stream into a folder of Parquet files, that runs until all there is was read."""

    def __init__(self, spark: SparkSession, folder: Path, url: str, **options: object) -> None:
        self.spark, self.folder, self.url, self.options = spark, folder, url, options

    def run(self) -> list[int]:
        """The number of rows of each micro-batch that has some."""
        frame = self.spark.readStream.format("hop")
        frame = frame.options(**{"auth": "false", "start_at": "EARLIEST", **self.options})
        writer = frame.load(self.url).writeStream.format("parquet")
        writer = writer.option("checkpointLocation", str(self.folder / "checkpoint"))
        query = writer.trigger(availableNow=True).start(str(self.folder / "rows"))
        query.awaitTermination()
        return [each.numInputRows for each in query.recentProgress if each.numInputRows]

    def rows(self) -> Rows:
        frame = self.spark.read.parquet(str(self.folder / "rows"))
        return sorted(tuple(row) for row in frame.select("partition", "offset").collect())


@pytest.fixture
def new_query(spark: SparkSession, tmp_path: Path) -> Callable[..., Query]:
    def make(url: str, **options: object) -> Query:
        return Query(spark, tmp_path, url, **options)

    return make


def expected(url: str) -> Rows:
    return sorted((each.partition, each.offset) for each in held(url))


# What is in the rows


def test_a_row_has_what_the_topic_holds(spark: SparkSession, new_url: NewURL) -> None:
    url = new_url(2)
    fill(url, all_families())
    rows = [row.asDict(recursive=True) for row in read(spark, url, tests="include").collect()]
    firsts = sorted(
        (row for row in rows if row["alert_index"] == 0),
        key=lambda row: (row["partition"], row["offset"]),
    )
    kept = held(url)
    assert [(row["partition"], row["offset"]) for row in firsts] == expected(url)
    assert [row["payload"] for row in firsts] == [each.payload for each in kept]
    assert [row["key"] for row in firsts] == [each.key for each in kept]
    headers = [[(each["name"], each["value"]) for each in row["headers"]] for row in firsts]
    assert headers == [each.headers for each in kept]
    stamps = [datetime.fromtimestamp(each.timestamp / 1000, UTC) for each in kept]
    assert [row["timestamp"].astimezone(UTC) for row in firsts] == stamps


def test_the_columns_are_those_of_batches(spark: SparkSession, new_url: NewURL) -> None:
    url = new_url()
    fill(url, all_families())
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST, tests="include")
    with stream.open(url) as opened:
        ours = [row for batch in opened.read_batches() for row in batch.to_pylist()]
    theirs = [row.asDict(recursive=True) for row in read(spark, url, tests="include").collect()]
    assert [list(row) for row in theirs[:1]] == [batches.schema().names]
    for name in batches.schema().names:
        is_map = name in ("classes", "properties")
        assert [_plain(row[name]) for row in theirs] == [
            _plain(dict(row[name]) if is_map and row[name] is not None else row[name])
            for row in ours
        ], name


def _plain(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_a_message_that_cannot_be_read_is_a_row_with_its_error(
    spark: SparkSession, new_url: NewURL
) -> None:
    url = new_url()
    fill(url, [*numbers(1), Message(b"{", [("_format", b"voevent")]), *numbers(1, 1)])
    rows = read(spark, url).select("offset", "payload", "error").collect()
    assert [row["offset"] for row in rows] == [0, 1, 2]
    assert [row["error"] is None for row in rows] == [True, False, True]
    assert bytes(rows[1]["payload"]) == b"{"


def test_tests_are_left_out_unless_they_are_asked_for(spark: SparkSession, new_url: NewURL) -> None:
    url = new_url()
    fill(url, [*numbers(2), Message(b"{}", [*PLAIN, ("_test", b"true")])])
    assert read(spark, url).count() == 2
    assert read(spark, url, tests="include").count() == 3
    assert [row["offset"] for row in read(spark, url, tests="only").collect()] == [2]


def test_a_filter_chooses_alerts(spark: SparkSession, new_url: NewURL) -> None:
    url = new_url()
    fill(url, all_families())
    frame = read(spark, url, where='mission_is("Fermi")', columns="mission,offset")
    everything = read(spark, url, columns="mission,offset")
    missions = [row["mission"] for row in frame.collect()]
    assert missions
    assert set(missions) == {"Fermi"}
    assert everything.where("mission = 'Fermi'").count() == len(missions)
    assert everything.columns == ["mission", "offset"]


def test_a_batch_reads_from_one_time_to_another(spark: SparkSession, new_url: NewURL) -> None:
    url = new_url()
    fill(url, numbers(9))
    times = [datetime.fromtimestamp(each.timestamp / 1000, UTC) for each in held(url)]
    between = [n for n, time in enumerate(times) if times[3] <= time < times[8]]
    frame = read(spark, url, start_at=times[3].isoformat(), until=times[8].isoformat())
    assert [row["offset"] for row in frame.collect()] == between
    later = (times[8] + timedelta(days=1)).isoformat()
    assert read(spark, url, start_at=later).count() == 0
    assert read(spark, url, start_at="LATEST").count() == 0


def test_each_partition_of_kafka_is_one_of_spark(spark: SparkSession, new_url: NewURL) -> None:
    url = new_url(3)
    fill(url, numbers(7))
    assert read(spark, url).rdd.getNumPartitions() == 3
    assert read(spark, new_url(3)).count() == 0


# Streams


def test_a_stopped_stream_goes_on_at_its_checkpoint(
    new_url: NewURL, new_query: Callable[..., Query]
) -> None:
    url = new_url(2)
    query = new_query(url)
    fill(url, numbers(50))
    assert query.run() == [50]
    assert query.run() == []
    fill(url, numbers(30))
    assert query.run() == [30]
    assert query.rows() == expected(url)


def test_a_micro_batch_has_a_limit(new_url: NewURL, new_query: Callable[..., Query]) -> None:
    url = new_url(2)
    fill(url, numbers(50))
    query = new_query(url, max_per_batch=20)
    assert query.run() == [20, 20, 10]
    assert query.rows() == expected(url)


def test_a_new_partition_is_read_from_its_beginning(
    kafka: KafkaCluster, new_url: NewURL, new_query: Callable[..., Query]
) -> None:
    url = new_url()
    fill(url, numbers(5))
    query = new_query(url, start_at="LATEST")
    query.run()
    topic = url.rpartition("/")[2]
    client = admin.AdminClient({"bootstrap.servers": kafka.bootstrap()})
    client.create_partitions([admin.NewPartitions(topic, 2)])[topic].result()
    while len(held(url)) < 15:
        fill(url, numbers(10))
    query.run()
    assert query.rows() == [each for each in expected(url) if each >= (0, 5)]


def test_a_pattern_finds_new_topics(
    kafka: KafkaCluster, new_url: NewURL, new_query: Callable[..., Query]
) -> None:
    url = new_url()
    fill(url, numbers(5))
    address, _, topic = url.rpartition("/")
    query = new_query(f"{address}/^{topic}")
    assert query.run() == [5]
    kafka.create_topic(f"{topic}-more")
    fill(f"{url}-more", numbers(3))
    assert query.run() == [3]


def test_a_first_batch_that_failed_is_read_again_from_its_start(
    spark: SparkSession, new_url: NewURL, tmp_path: Path
) -> None:
    """Spark does not keep where a query started, and LATEST is later at the second try."""
    url = new_url()
    fill(url, numbers(3))
    seen: list[list[int]] = []
    is_broken = True

    def write(frame: DataFrame, _number: int) -> None:
        seen.append([row["offset"] for row in frame.collect()])
        if seen[-1] and is_broken:
            raise RuntimeError("the disk is full")

    def start() -> Any:
        frame = spark.readStream.format("hop").option("auth", "false").load(url)
        writer = frame.writeStream.foreachBatch(write)
        return writer.option("checkpointLocation", str(tmp_path)).start()

    query = start()
    try:
        while query.lastProgress is None:  # it has started at LATEST
            query.awaitTermination(0.1)
        fill(url, numbers(1))  # of several, a batch may take the first ones only
        with pytest.raises(PySparkException, match="the disk is full"):
            query.awaitTermination(120)
    finally:
        query.stop()
    assert [each for each in seen if each] == [[3]]
    fill(url, numbers(2))
    is_broken = False
    query = start()
    try:
        query.processAllAvailable()
    finally:
        query.stop()
    assert [each for each in seen if each] == [[3], [3], [4, 5]]


def test_the_checkpoint_keeps_no_secret(
    kafka: KafkaCluster,
    new_url: NewURL,
    new_query: Callable[..., Query],
    credentials: Path,
) -> None:
    url = new_url()
    topic = url.rpartition("/")[2]
    fill(url, numbers(5))
    kafka.allow("alice", topic, "read")
    credentials.parent.mkdir(exist_ok=True)
    write_auth_data(credentials, credential(kafka, "alice"))
    query = new_query(f"kafka://{kafka.bootstrap('SASL_SSL')}/{topic}", auth="true")
    query.run()
    files = [each for each in (query.folder / "checkpoint").rglob("*") if each.is_file()]
    assert files
    assert not any(b"alice" in each.read_bytes() for each in files)
    offsets = json.loads((query.folder / "checkpoint/offsets/0").read_text().splitlines()[-1])
    assert offsets[topic]["partitions"] == {"0": {"start": 0, "end": 5}}


def test_a_running_query_waits_for_the_broker(spark: SparkSession, tmp_path: Path) -> None:
    with KafkaCluster() as kafka:
        kafka.create_topic("t", 2)
        url = f"{kafka.url}/t"
        frame = spark.readStream.format("hop").option("auth", "false")
        rows = frame.option("start_at", "EARLIEST").load(url)
        writer = rows.writeStream.format("parquet")
        writer = writer.option("checkpointLocation", str(tmp_path / "checkpoint"))
        query = writer.start(str(tmp_path / "rows"))
        try:
            fill(url, numbers(10))
            query.processAllAvailable()
            kafka.kill_broker(0)
            kafka.start_broker(0)
            fill(url, numbers(10))
            query.processAllAvailable()
        finally:
            query.stop()
        kept = spark.read.parquet(str(tmp_path / "rows")).select("partition", "offset").collect()
        assert sorted(tuple(row) for row in kept) == expected(url)


# Bad input


@pytest.mark.parametrize(
    ("url", "options", "text"),
    [
        ("http://localhost/topic", {}, "starts with http://"),
        ("kafka://localhost", {}, "has no topic"),
        ("kafka://group@localhost/topic", {}, "names the consumer group group"),
        ("kafka://localhost/topic", {"password": "hunter2"}, "there is no option 'password'"),
        ("kafka://localhost/topic", {"auth": "alice"}, "auth is true or false"),
        ("kafka://localhost/topic", {"start_at": "yesterday"}, "EARLIEST, LATEST, or a time"),
        ("kafka://localhost/topic", {"start_at": "2026-11-30T18:00:00"}, "with its zone"),
        ("kafka://localhost/topic", {"tests": "none"}, "tests is one of exclude, include"),
        ("kafka://localhost/topic", {"where": "far <"}, "column"),
        ("kafka://localhost/topic", {"columns": "ra,decl"}, "no column 'decl'"),
        ("kafka://localhost/topic", {"columns": "ra,ra"}, "one twice"),
        ("kafka://localhost/topic", {"max_per_batch": "0"}, "1 or more, not '0'"),
    ],
)
def test_a_wrong_option_is_refused_with_the_cure(
    spark: SparkSession, url: str, options: dict[str, str], text: str
) -> None:
    with pytest.raises(PySparkException) as found:
        read(spark, url, **options).collect()
    assert text in str(found.value)
    assert "hunter2" not in str(found.value)


def test_columns_of_another_type_are_refused(spark: SparkSession, new_url: NewURL) -> None:
    frame = spark.read.format("hop").option("auth", "false").schema("ra string").load(new_url())
    with pytest.raises(PySparkException, match=r'option."columns"'):
        frame.collect()


def test_an_unknown_topic_is_told(spark: SparkSession, kafka: KafkaCluster) -> None:
    with pytest.raises(PySparkException, match="topic nosuchtopic does not exist"):
        read(spark, f"{kafka.url}/nosuchtopic").collect()


def test_a_broker_that_is_away_is_told(
    spark: SparkSession, new_query: Callable[..., Query]
) -> None:
    with pytest.raises(PySparkException, match="no connection to localhost:1"):
        read(spark, "kafka://localhost:1/topic").collect()
    with pytest.raises(PySparkException, match="no connection to localhost:1"):
        new_query("kafka://localhost:1/topic").run()


def test_deleted_messages_end_a_query_with_the_cure(
    kafka: KafkaCluster, new_url: NewURL, new_query: Callable[..., Query]
) -> None:
    url = new_url()
    topic = url.rpartition("/")[2]
    fill(url, numbers(5))
    query = new_query(url)
    query.run()
    fill(url, numbers(5))
    client = admin.AdminClient({"bootstrap.servers": kafka.bootstrap()})
    client.delete_records([TopicPartition(topic, 0, 8)])[TopicPartition(topic, 0)].result()
    with pytest.raises(PySparkException) as found:
        query.run()
    assert f"does not hold topic {topic}, partition 0, from offset 5 to 9" in str(found.value)
    assert "start it with a new checkpoint" in str(found.value)
    assert query.rows() == [(0, offset) for offset in range(5)]


def test_a_topic_made_anew_ends_a_query_with_the_cure(
    kafka: KafkaCluster, new_url: NewURL, new_query: Callable[..., Query]
) -> None:
    url = new_url()
    topic = url.rpartition("/")[2]
    fill(url, numbers(5))
    query = new_query(url)
    query.run()
    client = admin.AdminClient({"bootstrap.servers": kafka.bootstrap()})
    client.delete_topics([topic])[topic].result()
    while topic in client.list_topics(timeout=10).topics:
        pass  # the brokers forget it soon
    kafka.create_topic(topic)
    fill(url, numbers(9))
    with pytest.raises(PySparkException, match=r"was deleted and made anew.*new checkpoint"):
        query.run()
