"""What all tests of this package have in common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from hop._wire import plugins, registry

# A busy machine is no fault of the code.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


@pytest.fixture
def no_plugins(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The registry as it is where core is installed alone."""
    monkeypatch.setattr(plugins, "_announcers", [])
    monkeypatch.setattr(plugins, "_discovered", True)
    monkeypatch.setattr(plugins, "_declarations", None)
    registry._forget()
    yield
    registry._forget()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, without variables that lead elsewhere."""
    for name in (
        "XDG_CONFIG_HOME",
        "XDG_CONFIG_PATH",
        "HOP_USERNAME",
        "HOP_PASSWORD",
        "HOP_PASSWORD_FILE",
        "HOP_MECHANISM",
        "HOP_TOKEN_ENDPOINT",
        "HOP_CA_FILE",
        "HOP_FETCH_EXTERNAL",
        "HOP_AUTOMATIC_OFFLOAD",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path
