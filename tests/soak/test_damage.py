"""Thousands of damaged recordings and journals: no message is altered, and every loss is told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from damage import Warnings, try_journals, try_recordings

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Show none of the thousands of warnings."""
    monkeypatch.setattr(logging.getLogger("hop"), "propagate", False)
    with Warnings():
        yield


def test_ten_thousand_damaged_recordings(tmp_path: Path) -> None:
    outcomes = try_recordings(tmp_path, 10_000, seed=1)
    print("\n".join(f"{kind}: {what}: {count}" for (kind, what), count in sorted(outcomes.items())))
    assert sum(outcomes.values()) == 10_000


def test_two_thousand_damaged_journals(tmp_path: Path) -> None:
    outcomes = try_journals(tmp_path, 2000, seed=1)
    print("\n".join(f"{kind}: {what}: {count}" for (kind, what), count in sorted(outcomes.items())))
    assert sum(outcomes.values()) == 2000
    # A log that is cut short looks like that of a process that died while it wrote.
    assert {kind for kind, what in outcomes if what.startswith("silent")} <= {"cut"}
    assert not any(what == "silent, file" for _, what in outcomes)
