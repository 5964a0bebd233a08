"""Generated Python as ruff formats it, whatever configuration lies around.

What only annotations name is imported for type checkers alone: a class of another module is
loaded when a message has one, and modules may refer to each other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from hop_codegen.classes.write import LINE_LENGTH
from hop_codegen.errors import CodegenError

_SECONDS = 120


def tidy(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files, those of Python formatted and with their imports in order.

    Raises:
        CodegenError: ruff cannot read one, or cannot be run.
    """
    python = [path for path in files if path.endswith(".py")]
    with tempfile.TemporaryDirectory() as folder:
        for path in python:
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files[path])
        options = ["--isolated", "--no-cache", "--quiet", f"--line-length={LINE_LENGTH}", "."]
        fixes = ["--select=I,TC001", "--fix", "--unsafe-fixes"]
        _run(["check", *fixes, *options], folder)
        _run(["format", *options], folder)
        formatted = {path: (Path(folder) / path).read_bytes() for path in python}
    return files | formatted


def _run(arguments: list[str], folder: str) -> None:
    command = [sys.executable, "-m", "ruff", *arguments]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RUFF_")}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise CodegenError("ruff", "", f"it cannot format what is generated: {done.stderr:.500}")
