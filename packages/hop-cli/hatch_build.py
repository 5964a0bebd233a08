"""Brings the documentation's page of errors into the package, for ``hop explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The page is written once, for the documentation. An archive of the sources has it already where it
# belongs, and what is installed from a checkout to be edited finds it there.
_PAGE = "errors.md"


class ErrorsPage(BuildHookInterface[Any]):
    """Adds the page, where it is still outside of the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Do so, before a wheel or a source archive is built."""
        page = Path(self.root, "../../docs", _PAGE).resolve()
        if version != "editable" and page.exists():
            folder = "src/hop/cli" if self.target_name == "sdist" else "hop/cli"
            build_data["force_include"][str(page)] = f"{folder}/{_PAGE}"
