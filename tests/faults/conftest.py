"""The fixtures of the integration tests, for tests of faults. ``--api`` holds for both."""

from __future__ import annotations

import pytest

from ..integration.conftest import SYNC_ONLY, kafka, new_topic, pytest_runtest_setup, topic, url
from ..integration.test_groups import grouped
from ..integration.test_run import folder, running

__all__ = [
    "folder",
    "grouped",
    "kafka",
    "new_topic",
    "pytest_runtest_setup",
    "running",
    "topic",
    "url",
]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", SYNC_ONLY)
