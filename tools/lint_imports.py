"""Hold the order of imports: run import-linter over the packages as one tree.

``hop`` is one import package in several distributions. An installation lays them into one folder;
in a checkout each has a folder of its own, and import-linter sees only one of them. So this copies
the sources together first. The contracts are in pyproject.toml, ``[tool.importlinter]``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Copy, check, and return import-linter's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        for source in [*ROOT.glob("packages/*/src"), ROOT / "tools/src"]:
            shutil.copytree(source, folder, dirs_exist_ok=True)
        command = ["lint-imports", "--no-cache", "--no-logo", str(ROOT / "pyproject.toml")]
        # Ahead of the editable installations, which have the same names.
        environment = os.environ | {"PYTHONPATH": folder}
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
