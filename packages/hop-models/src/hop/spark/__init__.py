"""A data source for Spark 4: alerts as rows, of a stream or of what a topic holds.

from hop.spark import HopDataSource

spark.dataSource.register(HopDataSource)
frame = spark.readStream.format("hop").load("kafka://hostname:port/topic")

The columns are those of :func:`hop.models.batches.schema`. Spark's checkpoint keeps the offsets.
"""

from hop.errors import ConfigError

try:
    # Spark has had it since 4.2. Before, a source did not learn where a batch starts, so a first
    # batch that failed could not be repeated.
    import pyspark.sql.streaming.datasource  # noqa: F401
except ImportError:
    raise ConfigError(
        "hop.spark needs Spark 4.2 or newer; run: pip install 'hop-models[spark]'"
    ) from None

from hop.spark._source import HopDataSource

__all__ = ["HopDataSource"]
