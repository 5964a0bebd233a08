"""Queries an archive by SQL: DuckDB, which sees the archive and nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from hop.archive._layout import MESSAGE_COLUMNS
from hop.archive._reading import Archive
from hop.errors import QueryError
from hop.models import arrow

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# So many files may go while a query runs, since they are merged, before it is given up.
_TRIES = 3
_ABOUT_MESSAGE = ["topic", "day", *MESSAGE_COLUMNS.names]
_CONFIG = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "python_enable_replacements": "false",  # or SQL would see Python's variables
}
_MACROS = """
CREATE MACRO separation(ra1, dec1, ra2, dec2) AS
  2 * degrees(asin(least(1.0, sqrt(
    pow(sin(radians(dec2 - dec1) / 2), 2)
    + cos(radians(dec1)) * cos(radians(dec2)) * pow(sin(radians(ra2 - ra1) / 2), 2)))));
CREATE MACRO in_cone(ra0, dec0, ra1, dec1, radius) AS
  dec0 BETWEEN dec1 - radius AND dec1 + radius AND separation(ra0, dec0, ra1, dec1) <= radius;
"""
BATCH_ROWS = 10_000


_LINE = re.compile(r"LINE (\d+): ")


class Query:
    """Answers to SQL about an archive; a context manager.

    The views are ``messages``, a row for each message, and ``alerts``, a row for each alert. Both
    have all columns of docs/reference/archive.md. ``separation(ra1, dec1, ra2, dec2)`` is an angle,
    and ``in_cone(ra, dec, center_ra, center_dec, radius)`` tells whether a position is inside, all
    in degrees.

    Args:
        place: the folder, or ``s3://bucket/prefix``.
        memory: what DuckDB may take, such as ``"200MB"``; None: as DuckDB wants.

    Raises:
        hop.errors.ArchiveError: it is not an archive, cannot be read, or is damaged.
    """

    def __init__(self, place: str | os.PathLike[str], memory: str | None = None) -> None:
        import duckdb

        self._duckdb: Any = duckdb
        self._archive, self._memory = Archive(place), memory
        self._connection = self._connect()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        config = (
            dict(_CONFIG) if self._memory is None else {**_CONFIG, "memory_limit": self._memory}
        )
        connection: duckdb.DuckDBPyConnection = self._duckdb.connect(":memory:", config=config)
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("archive_files", self._archive.dataset())
        about_message = ", ".join(f'"{each}"' for each in _ABOUT_MESSAGE)
        about_alert = ", ".join(f'"{each}"' for each in arrow.schema().names)
        every = f"{about_message}, {about_alert}"
        connection.execute(
            f"CREATE VIEW messages AS SELECT {every} FROM archive_files "  # noqa: S608 - our names
            "WHERE alert_index = 0"
        )
        connection.execute(
            f"CREATE VIEW alerts AS SELECT {every} FROM archive_files "  # noqa: S608
            "WHERE family IS NOT NULL"
        )
        connection.execute(_MACROS)
        connection.execute("SET lock_configuration = true")
        return connection

    def run(self, sql: str) -> Iterator[pa.RecordBatch]:
        """Run one statement.

        Args:
            sql: mostly a ``SELECT``.

        Returns:
            The result, in batches. The first one may have no rows; it has the columns.

        Raises:
            hop.errors.QueryError: the SQL has an error, or reaches outside of the archive.
            hop.errors.ArchiveError: a file of the archive cannot be read.
        """
        self._check(sql)
        for attempt in range(_TRIES):
            try:
                reader = self._connection.sql(sql).to_arrow_reader(BATCH_ROWS)
                first = next(iter(reader), None)
                break
            except self._duckdb.Error as fault:
                if not self._was_merged(fault) or attempt + 1 == _TRIES:
                    raise self._refusal(self._pointing(sql, fault)) from None
                self._connection = self._connect()
        yield first if first is not None else _empty(reader.schema)
        try:
            yield from reader
        except (self._duckdb.Error, OSError) as fault:
            raise self._refusal(fault) from None

    def _check(self, sql: str) -> None:
        duckdb = self._duckdb
        try:
            statements = duckdb.extract_statements(sql)
        except duckdb.Error as fault:
            raise self._refusal(fault) from None
        if len(statements) != 1:
            raise QueryError(f"a query is one statement of SQL, not {len(statements)}; give one")
        if statements[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
            raise QueryError(
                f"{statements[0].type.name} is not for an archive: a query changes nothing, and "
                "writes no file; give a SELECT, and write its result by -o FILE"
            )

    def _pointing(self, sql: str, fault: Exception) -> Exception:
        """The error as it points to a place in the query; a relation's does not."""
        try:
            self._connection.execute(sql)
        except self._duckdb.Error as pointing:
            found: Exception = pointing
            return found
        return fault

    def _was_merged(self, fault: Exception) -> bool:
        return "No such file" in str(fault) or "does not exist" in str(fault).split("LINE")[0]

    def _refusal(self, fault: Exception) -> QueryError:
        duckdb = self._duckdb
        text = str(fault).strip()
        first, _, rest = text.partition("\n")
        place = _place(rest)
        if isinstance(fault, duckdb.PermissionException):
            return QueryError(
                f"the query reads or writes something other than the archive{place}: {first}; "
                "select from messages or alerts, and write the result by -o FILE"
            )
        lines = "".join(f"\n{each}" for each in rest.splitlines() if each)
        return QueryError(f"the query cannot be answered{place}: {first}{lines}")

    def close(self) -> None:
        """Let go of the files. May be repeated."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _place(lines: str) -> str:
    """Where an error of DuckDB is: under the line of the query there is one with a caret."""
    line, _, caret = lines.rpartition("\n")
    found = _LINE.match(line.rpartition("\n")[2])
    if found is None or caret.strip(" ^") or not caret.strip():
        return ""
    return f", line {found[1]}, column {len(caret) - len(caret.lstrip(' ')) - found.end() + 1}"


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([pa.nulls(0, each.type) for each in schema], schema=schema)


def query(place: str | os.PathLike[str], sql: str) -> pa.Table:
    """Ask an archive by SQL; the result as a table of Arrow, in memory. See :class:`Query`.

    Raises:
        hop.errors.QueryError: the SQL has an error, or reaches outside of the archive.
        hop.errors.ArchiveError: it is not an archive, cannot be read, or is damaged.
    """
    import pyarrow as pa

    with Query(place) as opened:
        return pa.Table.from_batches(list(opened.run(sql)))
