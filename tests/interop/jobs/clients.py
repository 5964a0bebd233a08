"""The clients that are compared, each in an environment of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import debian

# The folder of each one's files, and what the table calls it.
CLIENTS = {
    "hop_client": "hop-client 0.13",
    "gcn_kafka": "gcn-kafka",
    "kcat": "kcat",
    "hop": "hop",
}


def search_paths(folder: Path, hop_client: Path, gcn_kafka: Path) -> dict[str, str]:
    """Where the commands of each client are looked for.

    Args:
        folder: where kcat and jq may be unpacked.
        hop_client: its environment.
        gcn_kafka: its environment.
    """
    commands = {
        "hop_client": hop_client / "bin",
        "gcn_kafka": gcn_kafka / "bin",
        "kcat": None,
        "hop": Path(sys.executable).parent,
    }
    shared = f"{debian.find(folder)}{os.pathsep}{os.defpath}"
    return {
        client: f"{own}{os.pathsep}{shared}" if own else shared for client, own in commands.items()
    }
