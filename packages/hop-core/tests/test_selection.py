"""What chooses the messages of a stream, as hop-core knows it: found by an entry point, counted."""

from __future__ import annotations

import importlib.metadata
from typing import Any

import pytest

from hop._handlers import Counters
from hop._reader import open_selector
from hop.errors import ConfigError


class Everything:
    """A selector that lets everything pass."""

    def __init__(self, where: Any = None, **options: Any) -> None:
        self.options = (where, options)
        self.is_closed = False

    def select(self, message: Any, metadata: Any, *, raises: bool = False) -> bool:
        return True

    def done(self, partition: tuple[str, int], offset: int) -> None: ...

    def counts(self) -> dict[str, int]:
        return {"left_out": 3, "duplicate": 2}

    def close(self) -> None:
        self.is_closed = True


class Point:
    """An entry point."""

    def load(self) -> Any:
        return Everything


def test_an_entry_point_gives_the_selector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [Point()])
    found: Any = open_selector("far < 1", True, "file")
    assert found.options == ("far < 1", {"deduplicate": True, "state": "file"})
    assert open_selector(None, False, None) is None


def test_without_hop_models_the_cure_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [])
    with pytest.raises(ConfigError, match=r"pip install 'hop-models\[filters\]'"):
        open_selector("far < 1", False, None)


def test_a_selector_that_is_given_stays_open() -> None:
    given = Everything()
    found = open_selector(given, False, None)
    assert found is not None
    found.close()
    assert not given.is_closed
    with pytest.raises(ValueError, match="to the selector"):
        open_selector(given, True, None)


@pytest.mark.parametrize("where", [1, b"far < 1", ["far"]])
def test_a_filter_is_a_text_or_a_function(where: Any) -> None:
    with pytest.raises(ValueError, match="an expression, or a function"):
        open_selector(where, False, None)


def test_what_is_left_out_is_counted() -> None:
    assert (Counters().left_out, Counters().duplicates) == (0, 0)
    counters = Counters(selection=Everything().counts)
    assert (counters.left_out, counters.duplicates) == (3, 2)


def test_metrics_tell_what_is_left_out() -> None:
    library = pytest.importorskip("prometheus_client")
    from hop._handlers.metrics import Metrics

    metrics = Metrics(dict)
    metrics.selection = Everything().counts
    text = library.generate_latest(metrics.registry).decode()
    assert 'hop_messages_total{outcome="left_out"} 3.0' in text
    assert 'hop_messages_total{outcome="duplicate"} 2.0' in text
