"""Follow the tutorial step by step in a fresh environment, as a newcomer does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from docs_pages import DOCS, blocks
from docs_session import Session, sandbox

_TUTORIAL = "tutorial/handler.md"
# Hide the commands of this environment: the tutorial must use those that it installs.
_OURS = str(Path(sys.executable).parent)


@pytest.mark.timeout(480)
def test_from_nothing_to_a_handler(tmp_path: Path) -> None:
    (block,) = (each for each in blocks(_TUTORIAL) if "install" in each.classes)
    home = tmp_path / "hop-env"
    assert "~/hop-env" in block.code
    around = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if part != _OURS)
    install = block.code.replace("~/hop-env", str(home)).replace("python3", sys.executable)
    done = subprocess.run(
        ["bash", "-euc", install],
        cwd=DOCS.parent,
        env={**os.environ, "PATH": around, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    path = f"{home / 'bin'}{os.pathsep}{around}"
    folder = tmp_path / "followed"
    folder.mkdir()
    with sandbox(path) as port:
        session = Session(folder, port, path)
        try:
            session.follow(_TUTORIAL)
        finally:
            session.end()
