"""Archives: every message of topics in Parquet files, each exactly once.

from hop import archive

with archive.Archiver("kafka://localhost/alerts", "kept", "keeper") as archiver:
    archiver.run()
for message in archive.read("kept"):
    ...
table = archive.query("kept", "SELECT event_id, count(*) FROM alerts GROUP BY event_id")

pyarrow, DuckDB and Spark read the files without hop: see docs/reference/archive.md.
"""

from __future__ import annotations

from hop.archive._archiver import Archiver
from hop.archive._backtest import Passed, backtest
from hop.archive._compaction import compact
from hop.archive._query import Query, query
from hop.archive._reading import Archive, read, to_table

__all__ = [
    "Archive",
    "Archiver",
    "Passed",
    "Query",
    "backtest",
    "compact",
    "query",
    "read",
    "to_table",
]
