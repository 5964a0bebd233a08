"""Spark reads an archive without hop, as docs/reference/archive.md says."""

from __future__ import annotations

from pathlib import Path

import pytest
from filling import all_families, archive, fill, held
from pyspark.sql import SparkSession

from hop import archive as archives
from hop.sandbox import KafkaCluster

pytestmark = pytest.mark.timeout(900)


def test_spark_reads_an_archive(spark: SparkSession, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    with KafkaCluster() as kafka:
        kafka.create_topic("t", 2)
        url = f"{kafka.url}/t"
        messages = all_families()
        for _ in range(2):
            fill(url, messages)
            archive(url, place)
        expected = [(each.partition, each.offset, each.key, each.payload) for each in held(url)]
    frame = spark.read.option("mergeSchema", "true").parquet(str(place))
    rows = frame.where("alert_index = 0").select("partition", "offset", "key", "payload").collect()
    found = [tuple(bytes(v) if isinstance(v, bytearray) else v for v in row) for row in rows]
    assert sorted(found, key=lambda row: row[:2]) == expected
    events = "SELECT event_id, ra, classes FROM alerts"
    ours = [
        (r["event_id"], r["ra"], sorted(r["classes"]))
        for r in archives.query(place, events).to_pylist()
    ]
    frame.where("family IS NOT NULL").createOrReplaceTempView("alerts")
    theirs = [
        (r["event_id"], r["ra"], sorted(r["classes"].items())) for r in spark.sql(events).collect()
    ]
    assert sorted(theirs, key=repr) == sorted(ours, key=repr)
    topics = frame.select("topic", "day").distinct().collect()
    assert {row["topic"] for row in topics} == {"t"}
