"""Copy the repository's examples of messages into the package, for ``hop.testing.samples``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Examples(BuildHookInterface[Any]):
    """Add ``schemas/examples/good`` and ``bad`` to what is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add them, unless they are inside the package already.

        A source archive holds them inside the package. An editable installation reads them from
        the repository.
        """
        examples = Path(self.root, "../../schemas/examples").resolve()
        if version == "editable" or not examples.is_dir():
            return
        package = "src/hop/testing" if self.target_name == "sdist" else "hop/testing"
        for quality in ("good", "bad"):
            source, target = str(examples / quality), f"{package}/examples/{quality}"
            build_data["force_include"][source] = target
