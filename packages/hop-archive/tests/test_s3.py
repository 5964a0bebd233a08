"""Archives on S3: a real server on this machine, which refuses to replace an object."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from filling import Message, archive, fill, held, kept
from flaky_s3 import BUCKET, ENVIRONMENT, Failures, failing, s3_server

from hop.archive import Archive, compact, query
from hop.archive._store import S3Store, open_store
from hop.errors import ArchiveError, ConfigError

PLACE = f"s3://{BUCKET}/some/where"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with s3_server() as address:
        for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": address}.items():
            monkeypatch.setenv(name, value)
        yield address


def test_an_archive_on_s3(server: str, url: str, messages: list[Message]) -> None:
    for _ in range(2):
        fill(url, messages)
        assert archive(url, PLACE) == len(messages)
    assert kept(PLACE) == held(url)
    found = query(PLACE, "SELECT count(*) AS n FROM messages")
    assert found["n"].to_pylist() == [2 * len(messages)]
    from datetime import date

    assert compact(PLACE, date(2100, 1, 1)) == 2
    assert kept(PLACE) == held(url)
    assert archive(url, PLACE) == 0


def test_the_slower_archiver_replaces_nothing(
    server: str, url: str, messages: list[Message]
) -> None:
    fill(url, messages)
    counts: list[int] = []

    def other_is_faster(_alert: Any) -> bool:
        if not counts:
            counts.append(archive(url, PLACE, None))
        return True

    assert archive(url, PLACE, None, where=other_is_faster) == 0
    assert counts == [len(messages)]
    assert kept(PLACE) == held(url)


def test_a_put_whose_answer_is_lost_counts(
    server: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(url, [Message(b"1", [])] * 3)
    failures = Failures(0.5, seed=1)
    with failing(server, failures) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        assert archive(url, PLACE) == 3
    assert failures.count > 0
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    assert kept(PLACE) == held(url)


def test_a_bucket_that_does_not_exist_is_told(server: str, url: str) -> None:
    with pytest.raises(ArchiveError, match="s3://nothing/x") as error:
        archive(url, "s3://nothing/x")
    assert "check" in str(error.value)
    with pytest.raises(ArchiveError, match="has no file"):
        Archive(f"s3://{BUCKET}/empty")


def test_create_makes_an_object_once(server: str) -> None:
    store = open_store(PLACE)
    assert isinstance(store, S3Store)
    assert store.create("a", pa.py_buffer(b"1"))
    assert not store.create("a", pa.py_buffer(b"2"))
    with store.files.open_input_stream("a") as file:
        assert file.read() == b"1"
    store.delete("a")
    store.delete("a")


@pytest.mark.parametrize("place", ["s3://", "gs://bucket/x", "https://server/x"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(ArchiveError, match=r"give (s3://bucket/prefix|one of these)"):
        open_store(place)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(ConfigError, match=r"pip install 'hop-archive\[s3\]'"):
        open_store(PLACE)
