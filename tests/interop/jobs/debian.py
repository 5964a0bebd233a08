"""kcat and jq: those of this machine, or else those of its distribution, unpacked in a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

COMMANDS = ("kcat", "jq")
# What they need beside the libraries that every installation has.
_PACKAGES = ("kcat", "librdkafka1", "libyajl2", "jq", "libjq1", "libonig5")


def find(folder: Path) -> Path:
    """A folder that holds both commands.

    Args:
        folder: where they may be unpacked; nothing is installed, so nobody needs to be root.
    """
    commands = folder / "bin"
    if commands.is_dir():
        return commands
    found = {name: shutil.which(name) for name in COMMANDS}
    if not all(found.values()):
        found = _unpack(folder)
    commands.mkdir(parents=True)
    for name, path in found.items():
        # Not links: the libraries of those that were unpacked are in the same folder.
        libraries = f"LD_LIBRARY_PATH={_libraries(folder)} " if folder in Path(path).parents else ""
        command = commands / name
        command.write_text(f'#!/bin/sh\n{libraries}exec {path} "$@"\n', encoding="utf-8")
        command.chmod(0o755)
    return commands


def _unpack(folder: Path) -> dict[str, str]:
    lists, archives, root = (folder / name for name in ("lists", "archives", "root"))
    for each in (lists, archives):
        (each / "partial").mkdir(parents=True)
    apt = ["apt-get", "-qq", "-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={folder}"]
    try:
        # As root it would become somebody who may not write to the folder.
        subprocess.run([*apt, "-o", "APT::Sandbox::User=root", "update"], check=True, timeout=120)
        subprocess.run([*apt, "download", *_PACKAGES], check=True, timeout=120, cwd=archives)
        for archive in archives.glob("*.deb"):
            subprocess.run(["dpkg", "-x", archive, root], check=True, timeout=60)
    except FileNotFoundError:
        missing = " and ".join(COMMANDS)
        raise RuntimeError(f"install {missing}: this is no Debian to take them from") from None
    return {name: str(root / "usr/bin" / name) for name in COMMANDS}


def _libraries(folder: Path) -> str:
    found = {str(path.parent) for path in (folder / "root/usr/lib").rglob("*.so*")}
    return os.pathsep.join(sorted(found))
