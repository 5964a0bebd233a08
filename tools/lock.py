"""Write constraints.txt: the version of every library in the environments of this repository.

``hatch run lock`` adds what a new dependency needs and keeps all other versions; ``hatch run lock
--upgrade`` takes the newest of each; ``hatch run lock --check`` fails if the file is out of date.
The ranges in the packages' own pyproject.toml stay wide: they are for users.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "constraints.txt"
HEADER = "# The versions in the environments of pyproject.toml; renew with `hatch run lock`.\n"


def requirements(environments: dict[str, Any]) -> list[str]:
    """All that the environments ask for, the packages of this repository as paths."""
    found: set[str] = set()
    for each in environments.values():
        found |= set(each.get("dependencies", ()))
        for member in each.get("workspace", {}).get("members", ()):
            features = ",".join(member.get("features", ()))
            found.add(f"./{member['path']}[{features}]" if features else f"./{member['path']}")
    return sorted(found)


def own_names(wanted: list[str]) -> list[str]:
    """The names of the packages of this repository: a path is not locked."""
    folders = {each.partition("[")[0] for each in wanted if each.startswith("./")}
    projects = [tomllib.loads((ROOT / each / "pyproject.toml").read_text()) for each in folders]
    return sorted(each["project"]["name"] for each in projects)


def compiled(output: Path, wanted: list[str], *, upgrade: bool) -> str:
    """What uv resolves for every supported Python and system; it keeps the versions in output."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "-", "--quiet", "--universal"]
    command += ["--python-version=3.11", "--no-header", "--no-annotate", f"--output-file={output}"]
    command += [f"--no-emit-package={name}" for name in own_names(wanted)]
    command += ["--upgrade"] if upgrade else []
    subprocess.run(command, input="\n".join(wanted), text=True, cwd=ROOT, check=True)
    return HEADER + output.read_text().removeprefix(HEADER)


def main() -> int:
    """Write the file, or check it; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if out of date")
    options = parser.parse_args()
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = requirements(config["tool"]["hatch"]["envs"])
    before = LOCK.read_text() if LOCK.exists() else ""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / LOCK.name
        output.write_text(before)
        after = compiled(output, wanted, upgrade=options.upgrade)
    if options.check:
        if after != before:
            print("constraints.txt is out of date; renew it: hatch run lock", file=sys.stderr)
        return int(after != before)
    LOCK.write_text(after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
