"""The fixtures of the integration tests, for commands that people type."""

from __future__ import annotations

import pytest

from ..integration.conftest import (
    SYNC_ONLY,
    kafka,
    logging_as_before,
    new_topic,
    own_memory,
    secure,
    topic,
    url,
)

__all__ = ["kafka", "logging_as_before", "new_topic", "own_memory", "secure", "topic", "url"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", SYNC_ONLY)
