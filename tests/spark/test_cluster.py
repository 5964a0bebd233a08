"""A cluster of two workers on this machine, whose executors are killed while a stream runs."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from filling import Message, fill, held
from pyspark.sql import SparkSession

from hop.spark import HopDataSource

from .conftest import NewURL, session

pytestmark = pytest.mark.timeout(900)

MESSAGES, PARTITIONS, A_BATCH = 3000, 4, 600
# Where an executor is killed: partition and offset. These are in three micro-batches.
KILLED_AT = [(1, 120), (2, 420), (0, 700)]


@pytest.fixture(scope="module")
def cluster(credentials: Path) -> Iterator[SparkSession]:
    """Two workers with one core and 1 GB each. Their executors are processes of their own."""
    made = session("local-cluster[2,1,1024]")
    made.dataSource.register(HopDataSource)
    yield made
    made.stop()


def killer(folder: Path) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What hands rows on, and kills its own executor where that is due, once each."""

    def parent(pid: int) -> int:
        return int(subprocess.check_output(["ps", "-o", "ppid=", "-p", str(pid)]))

    def hand_on(rows: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in rows:
            yield batch
            found = set(
                zip(
                    batch.column("partition").to_pylist(),
                    batch.column("offset").to_pylist(),
                    strict=True,
                )
            )
            for number, offset in KILLED_AT:
                mark = folder / f"{number}-{offset}"
                if (number, offset) in found and not mark.exists():
                    # This process was started by Spark's daemon, and that by the executor.
                    executor = parent(os.getppid())
                    mark.write_text(str(executor))
                    os.kill(executor, signal.SIGKILL)
                    signal.pause()  # until the daemon ends this process, too

    return hand_on


def rows_of(cluster: SparkSession, folder: Path) -> list[tuple[int, int]]:
    frame = cluster.read.parquet(str(folder)).select("partition", "offset")
    return sorted(tuple(row) for row in frame.collect())


def test_killed_executors_lose_and_double_nothing(
    cluster: SparkSession, new_url: NewURL, tmp_path: Path
) -> None:
    url = new_url(PARTITIONS)
    message = Message(b'{"n": 1}', [("_format", b"json")])
    fill(url, [message], times=MESSAGES)
    marks = tmp_path / "killed"
    marks.mkdir()
    frame = cluster.readStream.format("hop").option("auth", "false")
    frame = frame.option("start_at", "EARLIEST").option("max_per_batch", A_BATCH)
    rows: Any = frame.option("columns", "topic,partition,offset,payload").load(url)
    rows = rows.mapInArrow(killer(marks), rows.schema)
    writer = rows.writeStream.format("parquet")
    writer = writer.option("checkpointLocation", str(tmp_path / "checkpoint"))
    query = writer.trigger(availableNow=True).start(str(tmp_path / "rows"))
    query.awaitTermination()
    killed = {int(each.read_text()) for each in marks.iterdir()}
    assert len(killed) == len(KILLED_AT)
    assert rows_of(cluster, tmp_path / "rows") == [
        (each.partition, each.offset) for each in held(url)
    ]
    assert len(query.recentProgress) >= MESSAGES // A_BATCH
