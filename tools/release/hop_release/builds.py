"""Build the archives of a package, install them in fresh environments, and test them there."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from packaging.version import Version

from hop_release.packages import Package, ReleaseError, copy_checkout, export, git

_HIDDEN = ("PYTHON", "VIRTUAL_ENV", "HOP_", "XDG_", "COV_", "PYTEST_", "SOURCE_DATE_EPOCH")
_LAST_LINES = 40
_UV = (sys.executable, "-m", "uv")
# The published VOEvent schema, which tests of hop-models compare with ours. It is installed by pip
# and without dependencies: its archive holds file names with colons, which uv refuses to unpack.
_BY_PIP = {"hop-models": "voevent-parse==1.0.3"}
# Import every module of a distribution; each must come from the environment.
_SMOKE_TEST = """
import importlib, importlib.metadata, sys
for file in importlib.metadata.files(sys.argv[1]):
    if file.suffix == ".py" and file.stem != "__main__":
        parts = file.with_suffix("").parts
        module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
        assert module.__file__.startswith(sys.prefix), f"imported from {module.__file__}"
"""


class Build(NamedTuple):
    """What is uploaded of one package."""

    archive: Path
    wheel: Path


def run(*command: object, cwd: Path, **variables: str) -> str:
    """The output of a command.

    Raises:
        ReleaseError: it fails; the text has the end of its output.
    """
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(_HIDDEN)}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=inherited | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        end = "\n".join(done.stdout.splitlines()[-_LAST_LINES:])
        raise ReleaseError(f"{' '.join(map(str, command))} exited {done.returncode}:\n{end}")
    return done.stdout


def commit_time(root: Path, revision: str) -> str:
    """The time of a commit, as ``SOURCE_DATE_EPOCH`` takes it."""
    return git(root, "log", "-1", "--format=%ct", revision).strip()


def build(package: Package, out: Path, epoch: str, seed: int = 0) -> Build:
    """Build the source archive of a package, and the wheel from it.

    Raises:
        ReleaseError: the build fails.
    """
    run(
        *_UV, "build", "--quiet", "--out-dir", out, package.path,
        cwd=package.path, SOURCE_DATE_EPOCH=epoch, PYTHONHASHSEED=str(seed),
    )  # fmt: skip
    return Build(next(out.glob("*.tar.gz")), next(out.glob("*.whl")))


def build_twice(package: Package, work: Path) -> tuple[Build, Package]:
    """Build in the checkout and in a copy with the files that git knows; compare the bytes.

    Returns:
        The build, and the package in the copy.

    Raises:
        ReleaseError: the two builds differ.
    """
    epoch = commit_time(package.root, "HEAD")
    copy = replace(package, root=work / "copy")
    copy_checkout(package.root, copy.root)
    first = build(package, work / "dist", epoch, seed=1)
    second = build(copy, work / "dist-again", epoch, seed=2)
    for one, other in zip(first, second, strict=True):
        if digest(one) != digest(other):
            raise ReleaseError(
                f"{one.name}: two builds of the same source differ; unpack both and compare: "
                "something in it depends on the time, the path, the order of files, or a file that "
                "git ignores"
            )
    return first, copy


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wheel_of(package: Package, version: Version, work: Path) -> Path:
    """The wheel of a version, built from the checkout, or from the tag of an older version."""
    out = work / f"{package.name}-{version}"
    if found := sorted(out.glob("*.whl")):
        return found[0]
    if version == package.version:
        return build(package, out, commit_time(package.root, "HEAD")).wheel
    source, tag = work / f"{package.name}-{version}-source", package.tag(version)
    export(package.root, tag, source)
    return build(replace(package, root=source), out, commit_time(package.root, tag)).wheel


def install(package: Package, archive: Path, others: list[Path], work: Path) -> Path:
    """Install a wheel or a source archive in a fresh environment, and import each of its modules.

    Args:
        package: the package; all its extras are installed.
        archive: the wheel or the source archive.
        others: the wheels of the other packages here that it needs.
        work: a folder to make.

    Returns:
        The Python of the environment.

    Raises:
        ReleaseError: the installation or an import fails.
    """
    work.mkdir()
    run(*_UV, "venv", "--quiet", "--seed", "--python", sys.executable, work / "venv", cwd=work)
    python = work / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    extras = f"[{','.join(package.extras)}]" if package.extras else ""
    run(
        *_UV,
        "pip",
        "install",
        "--quiet",
        "--python",
        python,
        f"{archive}{extras}",
        *others,
        cwd=work,
    )
    run(python, "-P", "-c", _SMOKE_TEST, package.name, cwd=work)
    return python


def run_tests(
    package: Package, wheel: Path, others: list[Path], for_tests: list[Path], work: Path
) -> str:
    """Install a wheel as :func:`install` does, and run the tests of its package against it.

    Args:
        package: the package in a copy of the checkout; its code is deleted there.
        wheel: the wheel.
        others: the wheels of the other packages here that it needs.
        for_tests: the wheels of those that only its tests need.
        work: a folder to make.

    Returns:
        The last line of the tests.

    Raises:
        ReleaseError: the installation, an import or a test fails.
    """
    python = install(package, wheel, others, work)
    needs = (wheel, *others, *for_tests, *package.test_needs)
    run(*_UV, "pip", "install", "--quiet", "--python", python, *needs, cwd=work)
    if package.name in _BY_PIP:
        by_pip = _BY_PIP[package.name]
        run(python, "-m", "pip", "install", "--quiet", "--no-deps", by_pip, cwd=work)
    # The tests find the wheel, and nothing else.
    shutil.rmtree(package.path / "src", ignore_errors=True)
    # Its own programs come first on the path; the user's configuration is out of reach.
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    output = run(
        python, "-m", "pytest", "-q", "-p", "no:cacheprovider", package.path / "tests",
        cwd=package.root, PATH=path, HOME=str(work),
    )  # fmt: skip
    return output.strip().splitlines()[-1]
