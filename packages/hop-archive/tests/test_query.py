"""SQL about an archive: what it sees, what it cannot reach, and what errors say."""

from __future__ import annotations

from pathlib import Path

import pytest
from filling import Message, archive, fill

from hop import archive as archives
from hop.archive import Query, query
from hop.errors import QueryError


@pytest.fixture
def filled(url: str, place: Path, messages: list[Message]) -> Path:
    fill(url, messages)
    archive(url, place)
    return place


def test_views_have_messages_and_alerts(filled: Path, messages: list[Message]) -> None:
    count = query(filled, "SELECT count(*) AS n FROM messages")["n"].to_pylist()
    assert count == [len(messages)]
    expected = [alert.event_id for message in archives.read(filled) for alert in message.alerts]
    found = query(filled, "SELECT event_id FROM alerts")["event_id"].to_pylist()
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_columns_have_the_values_of_the_alerts(filled: Path) -> None:
    sql = "SELECT mission, ra, dec, time, region.radius AS radius, classes FROM alerts"
    found = query(filled, sql).to_pylist()
    expected = [
        {
            "mission": alert.mission,
            "ra": alert.ra,
            "dec": alert.dec,
            "time": alert.time,
            "radius": getattr(alert.region, "radius", None),
            "classes": list(alert.classes.items()),
        }
        for message in archives.read(filled)
        for alert in message.alerts
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_a_cone_finds_what_is_inside(filled: Path) -> None:
    alerts = [a for m in archives.read(filled) for a in m.alerts if a.ra is not None]
    center = alerts[0]
    sql = f"SELECT event_id FROM alerts WHERE in_cone(ra, dec, {center.ra}, {center.dec}, 0.001)"
    found = query(filled, sql)["event_id"].to_pylist()
    assert center.event_id in found
    assert len(found) < len(alerts)
    far = query(filled, "SELECT separation(10, 0, 350, 0) a, separation(0, 90, 180, 80) b")
    assert far.to_pylist() == [{"a": pytest.approx(20), "b": pytest.approx(10)}]


def test_topic_and_day_choose_files(filled: Path, url: str) -> None:
    topic = url.rpartition("/")[2]
    sql = f"SELECT count(*) n FROM messages WHERE topic = '{topic}' AND day > '2020-01-01'"
    assert query(filled, sql)["n"].to_pylist()[0] > 0
    assert query(filled, "SELECT 1 FROM messages WHERE topic = 'no'").num_rows == 0


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT nope FROM alerts", r'line 1, column 8: .*column "nope" not found'),
        ("SELECT 1\nFROM alerts WHERE nope > 1", 'line 2, column 19: .*"nope"'),
        ("SELEC 1", r"line 1, column 1: .*syntax error"),
        ("SELECT * FROM nothing", "Table with name nothing does not exist"),
        ("SELECT 'a'::INTEGER", "Could not convert string 'a' to INT32"),
        ("SELECT 1; SELECT 2", "one statement of SQL, not 2"),
        ("", "one statement of SQL, not 0"),
    ],
)
def test_an_error_has_duckdbs_words_and_the_place(filled: Path, sql: str, words: str) -> None:
    with pytest.raises(QueryError, match=f"(?s){words}"):
        query(filled, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM read_parquet('{file}')",
        "SELECT * FROM read_blob('/etc/*')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM 'https://localhost/x.csv'",
        "SELECT getenv('HOME')",
        "SELECT * FROM secret_of_python",
        "COPY (SELECT 1) TO '{out}'",
        "COPY messages TO '{out}'",
        "EXPORT DATABASE '{out}'",
        "ATTACH '{out}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "PRAGMA enable_external_access",
        "CREATE TABLE t AS SELECT 1",
        "DROP VIEW alerts",
        "CALL pragma_version()",
    ],
)
def test_a_query_reaches_nothing_but_the_archive(filled: Path, tmp_path: Path, sql: str) -> None:
    secret_of_python = archives.to_table(filled, ["offset"])
    file, out = tmp_path / "file.csv", tmp_path / "out"
    file.write_text("a\n1\n")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(QueryError):
        query(filled, sql.format(file=file, out=out))
    assert sorted(tmp_path.rglob("*")) == before
    assert secret_of_python.num_rows


def test_several_queries_run_in_turn(filled: Path) -> None:
    with Query(filled, memory="200MB") as opened:
        for _ in range(2):
            assert sum(each.num_rows for each in opened.run("FROM alerts")) > 0
        with pytest.raises(QueryError):
            list(opened.run("nonsense"))
        assert [each.num_rows for each in opened.run("SELECT 1 WHERE false")] == [0]


def test_a_query_goes_on_when_files_are_merged(
    filled: Path, url: str, messages: list[Message]
) -> None:
    from datetime import date

    fill(url, messages)
    archive(url, filled)
    with Query(filled) as opened:
        assert archives.compact(filled, date(2100, 1, 1)) == 2
        found = list(opened.run("SELECT count(*) AS n FROM messages"))
        assert found[0]["n"].to_pylist() == [2 * len(messages)]
