"""Fixtures: one sandbox for all pages, and a session for each page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docs_session import Session, sandbox


@pytest.fixture(scope="session")
def command_path() -> str:
    """PATH with the commands of this environment first."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="session")
def port(command_path: str) -> Iterator[int]:
    """The port of the broker of all pages."""
    with sandbox(command_path) as port:
        yield port


@pytest.fixture
def session(tmp_path: Path, port: int, command_path: str) -> Iterator[Session]:
    """A session that runs a page in this environment."""
    session = Session(tmp_path, port, command_path)
    yield session
    session.end()
