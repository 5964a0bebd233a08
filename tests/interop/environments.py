"""Environments of other clients: they have the import package of hop, or libraries of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# hop-client does not declare that it needs six.
HOP_CLIENT = ("hop-client==0.13.0", "six")
GCN_KAFKA = ("gcn-kafka==0.3.4",)


def make(folder: Path, *requirements: str) -> Path:
    """Make one in a folder, which it gives back."""
    uv = [sys.executable, "-m", "uv", "--quiet"]
    subprocess.run([*uv, "venv", "--python", sys.executable, folder], check=True, timeout=60)
    command = [*uv, "pip", "install", "--python", folder / "bin/python", *requirements]
    subprocess.run(command, check=True, timeout=200)
    return folder
