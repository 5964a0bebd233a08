"""The wheels, built once, fresh environments to install them in, and a broker out of them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sandboxes import sandbox_at

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "hop-core": ROOT / "packages/hop-core",
    "hop-models": ROOT / "packages/hop-models",
    "hop-testing": ROOT / "packages/hop-testing",
    "hop-sky": ROOT / "packages/hop-sky",
    "hop-cli": ROOT / "packages/hop-cli",
    "hop-archive": ROOT / "packages/hop-archive",
    "hop-codegen": ROOT / "tools",
}
TOPICS = ("models", "donuts", "packets", "igwn.gwalert")


def _uv() -> str:
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.exists() else shutil.which("uv")
    if found is None:
        pytest.fail("the packaging tests need uv; run them as `hatch run packaging:test`")
    return found


def _clean_environment() -> dict[str, str]:
    hidden = ("PYTHON", "VIRTUAL_ENV", "HOP_", "XDG_", "COV_", "PYTEST_")
    return {key: value for key, value in os.environ.items() if not key.startswith(hidden)}


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """A command's result; its output is shown where it fails."""
    env = _clean_environment() | options.pop("env", {})
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True, text=True, env=env, timeout=300, **options,
    )  # fmt: skip
    if done.returncode:
        pytest.fail(f"{command} exited {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


@dataclass(frozen=True)
class Environment:
    """A virtual environment of its own; nothing of the checkout can be imported in it."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.bin / "python"

    def install(self, *what: str | Path) -> None:
        run(_uv(), "pip", "install", "--quiet", "--python", self.python, *what)

    def uninstall(self, *names: str) -> None:
        run(_uv(), "pip", "uninstall", "--quiet", "--python", self.python, *names)

    def installed(self) -> set[str]:
        listed = run(_uv(), "pip", "list", "--format=json", "--python", self.python).stdout
        return {entry["name"] for entry in json.loads(listed)}

    def run(self, code: str, *arguments: str | Path) -> str:
        """What a piece of Python prints there; it must not fail."""
        # -P: the current folder is not on the path. The home of the user is out of reach as well.
        home = {"HOME": str(self.folder), "USERPROFILE": str(self.folder)}
        return run(self.python, "-P", "-c", code, *arguments, cwd=self.folder, env=home).stdout

    def cannot_import(self, *modules: str) -> list[str]:
        """Those of the modules that are not there; an error other than ImportError fails."""
        code = (
            "import importlib, sys\n"
            "for name in sys.argv[1:]:\n"
            "    try:\n        importlib.import_module(name)\n"
            "    except ImportError:\n        print(name)\n"
        )
        return self.run(code, *modules).split()


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Wheel and source archive of each package, the wheel built from the archive."""
    out = tmp_path_factory.mktemp("dist")
    built = {}
    for name, source in PACKAGES.items():
        run(_uv(), "build", "--quiet", "--out-dir", out, source)
        stem = name.replace("-", "_")
        (wheel,), (archive,) = out.glob(f"{stem}-*.whl"), out.glob(f"{stem}-*.tar.gz")
        built[name] = (wheel, archive)
    return built


@pytest.fixture(scope="session")
def wheels(distributions: dict[str, tuple[Path, Path]]) -> dict[str, Path]:
    return {name: wheel for name, (wheel, _) in distributions.items()}


@pytest.fixture(scope="session")
def make_environment(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Environment]:
    """Makes a fresh environment and installs in it what is named."""

    def make(*what: str | Path) -> Environment:
        folder = tmp_path_factory.mktemp("env")
        run(_uv(), "venv", "--quiet", "--python", sys.executable, folder)
        environment = Environment(folder)
        if what:
            environment.install(*what)
        return environment

    return make


@pytest.fixture(scope="session")
def everything(
    make_environment: Callable[..., Environment], wheels: dict[str, Path]
) -> Environment:
    """An environment with all four packages, as a user has it."""
    return make_environment(
        *(wheels[name] for name in ("hop-core", "hop-models", "hop-testing", "hop-cli"))
    )


@pytest.fixture(scope="session")
def broker(everything: Environment) -> Iterator[str]:
    """The URL of a real Kafka, started by the ``hop sandbox`` of the wheel."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    topics = [part for topic in TOPICS for part in ("--topic", topic)]
    command = [str(everything.bin / "hop"), "sandbox", "--port", str(port), *topics]
    with sandbox_at(port, command, env=_clean_environment()):
        yield f"kafka://127.0.0.1:{port}"
