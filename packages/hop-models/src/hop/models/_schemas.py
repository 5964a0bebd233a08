"""The JSON Schemas that lie in this package."""

from __future__ import annotations

from importlib import resources
from typing import Any

from hop._messages.json import loads


def bundled(name: str) -> dict[str, Any]:
    """A schema, by its path below ``schemas``; a new tree each time."""
    folder = resources.files("hop.models._generated") / "schemas"
    schema: dict[str, Any] = loads((folder / name).read_bytes())
    return schema
