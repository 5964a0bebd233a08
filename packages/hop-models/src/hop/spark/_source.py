"""The data source, its readers, and what they read in Spark's executors."""

from __future__ import annotations

import logging
from collections.abc import Iterator, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

from pyspark.sql.datasource import (
    DataSource,
    DataSourceReader,
    DataSourceStreamReader,
    InputPartition,
)
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.streaming.datasource import (
    ReadAllAvailable,
    ReadLimit,
    ReadMaxRows,
    SupportsTriggerAvailableNow,
)
from pyspark.sql.types import StructType

from hop._kafka import errors as kafka_errors
from hop.errors import TransportError
from hop.io import StartPosition, TopicOffsets
from hop.spark._options import SourceOptions
from hop.spark._progress import CURE, Progress, Ranges

if TYPE_CHECKING:
    import pyarrow as pa

_log = logging.getLogger(__name__)

# A batch of Arrow has so many messages: 9 MB of those of 90 kB.
_BATCH_SIZE = 100


class HopDataSource(DataSource):
    """Reads topics as rows: a row for each alert, and one for each message that has none.

    Register it once in a session: ``spark.dataSource.register(HopDataSource)``. Then
    ``spark.readStream.format("hop").load(URL)`` is a stream, and ``spark.read.format("hop")`` reads
    what the topics hold. The columns are those of :func:`hop.models.batches.schema`.

    The package hop-models must be installed on the driver and on each worker. Each of them takes
    the credential from hop's own file on its machine, or from the environment. Spark keeps the
    options in its plans and logs, so no option takes a secret.

    Args:
        options: ``url`` (or the argument of ``load``); ``start_at``: EARLIEST, LATEST or a time
            with its zone, in ISO 8601 (a stream starts at LATEST by default, a batch at EARLIEST);
            ``until``: a time at which a batch ends; ``tests``, ``where``, ``registry``: see
            :class:`hop.io.Stream`; ``auth``: false to connect without a credential; ``columns``:
            the names of columns, separated by commas (default: all); ``max_per_batch``: how many
            messages a micro-batch of a stream reads, at most (default: all that are there).

    Raises:
        ValueError: an unknown option, or a wrong value.
        hop.errors.URLError: a wrong URL.
        hop.errors.FilterError: ``where`` is no filter.
        hop.errors.ConfigError: a library that an option needs is not installed.
    """

    def __init__(self, options: MutableMapping[str, str]) -> None:
        super().__init__(options)
        self._parsed = SourceOptions.parse(options)

    @classmethod
    def name(cls) -> str:
        """The name for ``format``: ``hop``."""
        return "hop"

    def schema(self) -> StructType:
        """The columns, as types of Spark."""
        return from_arrow_schema(self._parsed.schema())

    def reader(self, schema: StructType) -> DataSourceReader:
        """What reads all that the topics hold."""
        self._check(schema)
        return _Reader(self._parsed)

    def streamReader(self, schema: StructType) -> DataSourceStreamReader:  # noqa: N802 - Spark's
        """What reads a stream."""
        self._check(schema)
        if self._parsed.until is not None:
            raise ValueError(
                "until is for spark.read; a stream ends when it is stopped, or with "
                "trigger(availableNow=True)"
            )
        return _StreamReader(self._parsed)

    def _check(self, schema: StructType) -> None:
        if schema != self.schema():
            raise ValueError(
                "the columns have their types by hop; leave schema(…) out, and choose columns with "
                'option("columns", "NAME,NAME")'
            )


class _Range(InputPartition):
    """What one task reads: a partition, from one offset to before another."""

    def __init__(self, topic: str, number: int, start: int, end: int) -> None:
        super().__init__((topic, number, start, end))


def _tasks(ranges: Ranges) -> list[InputPartition]:
    return [
        _Range(topic, number, start, end)
        for (topic, number), (start, end) in sorted(ranges.items())
        if start < end
    ]


def _read(options: SourceOptions, task: InputPartition) -> Iterator[pa.RecordBatch]:
    """Read the rows of a task, in an executor.

    Raises:
        hop.errors.HopError: the broker refuses, or does not hold the messages any more.
    """
    if task.value is None:  # Spark's own, if there is nothing to read
        return
    topic, number, start, end = task.value
    schema = options.schema()
    ranges = {(topic, number): (start, end)}
    with options.stream().open(options.url, ranges=ranges) as stream:
        for batch in stream.read_batches(batch_size=_BATCH_SIZE, fields=schema.names):
            yield batch.cast(schema)


class _Reader(DataSourceReader):
    """Reads what the topics hold.

    Args:
        options: what is read, and how.
    """

    def __init__(self, options: SourceOptions) -> None:
        self._options = options

    def partitions(self) -> Sequence[InputPartition]:
        """A task for each partition that holds messages.

        Raises:
            hop.errors.HopError: the topics cannot be read.
        """
        options = self._options
        with TopicOffsets(options.url, options.auth) as offsets:
            starts = offsets.at(options.start_at or StartPosition.EARLIEST)
            ends = offsets.at(options.until or StartPosition.LATEST)
        return _tasks({each: (start, ends.get(each, start)) for each, start in starts.items()})

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """Read the rows of a task."""
        return _read(self._options, partition)


class _StreamReader(DataSourceStreamReader, SupportsTriggerAvailableNow):
    """Plans the micro-batches of a stream, in the driver, and reads them in the executors.

    Args:
        options: what is read, and how.
    """

    def __init__(self, options: SourceOptions) -> None:
        self._options = options
        # Opened when it is first needed: Spark also makes readers only to send them to executors.
        self._offsets: TopicOffsets | None = None
        self._last_ends: dict[tuple[str, int], int] | None = None

    def initialOffset(self) -> dict[str, Any]:  # noqa: N802 - Spark's
        """Where a new query starts.

        Raises:
            hop.errors.HopError: the topics cannot be read.
        """
        offsets = self._open()
        starts = offsets.at(self._options.start_at or StartPosition.LATEST)
        return Progress.starting(starts, offsets.topic_ids()).to_json()

    def latestOffset(self, start: dict[str, Any], limit: ReadLimit) -> dict[str, Any]:  # noqa: N802
        """What the next micro-batch reads; the start where nothing is new.

        Raises:
            hop.errors.HopError: the topics cannot be read, or were made anew.
        """
        is_open = self._offsets is not None
        try:
            return self._next(start, limit.max_rows if isinstance(limit, ReadMaxRows) else None)
        except TransportError as error:
            if not (is_open and error.retriable):
                raise
            _log.warning("the query waits for the broker: %s", error)
            return start

    def _next(self, start: dict[str, Any], most: int | None) -> dict[str, Any]:
        offsets, before = self._open(), Progress.from_json(start)
        ends = self._last_ends
        if ends is None:
            ends = offsets.at(StartPosition.LATEST)
        new = ends.keys() - before.ranges.keys()
        if not new and ends == {each: before.ends[each] for each in ends}:
            return start
        starts = offsets.at(StartPosition.EARLIEST) if new else {}
        starts = {each: offset for each, offset in starts.items() if each in new}
        return before.after(starts, ends, offsets.topic_ids(), most).to_json()

    def prepareForTriggerAvailableNow(self) -> None:  # noqa: N802 - Spark's
        """Note the ends: with this trigger, what comes later is not read."""
        self._last_ends = self._open().at(StartPosition.LATEST)

    def getDefaultReadLimit(self) -> ReadLimit:  # noqa: N802 - Spark's
        """How much a micro-batch reads, by the option ``max_per_batch``."""
        most = self._options.max_per_batch
        return ReadAllAvailable() if most is None else ReadMaxRows(most)

    def partitions(self, start: dict[str, Any], end: dict[str, Any]) -> Sequence[InputPartition]:
        """A task for each partition of a micro-batch that has messages."""
        return [] if start == end else _tasks(Progress.from_json(end).ranges)

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """Read the rows of a task, in an executor.

        Raises:
            hop.errors.HopError: the broker refuses, or does not hold the messages any more.
        """
        try:
            yield from _read(self._options, partition)
        except TransportError as error:
            if error.code == kafka_errors.OFFSET_GONE:
                error.add_note(CURE)
            raise

    def stop(self) -> None:
        """Close the connection."""
        if self._offsets is not None:
            self._offsets.close()
            self._offsets = None

    def _open(self) -> TopicOffsets:
        if self._offsets is None:
            self._offsets = TopicOffsets(self._options.url, self._options.auth)
        return self._offsets
