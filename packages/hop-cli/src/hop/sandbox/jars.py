"""Kafka's jars: fetched once from Maven Central, checked, kept in the user's cache.

A list of the files and their sizes is written when all of them are there and sound; a start that
finds the list and the files needs no network. A download that was interrupted has no list, and the
next start fetches what is missing or broken.
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

from hop.errors import HopError
from hop.sandbox import extra

VERSION = "4.3.1"
"""The version of Apache Kafka that is run."""

Progress = Callable[[str, int, int], None]
"""Told of what is being done: words, how much of it is done, and of how much (0: not known)."""

_COORDINATE = f"org.apache.kafka:kafka_2.13:{VERSION}"
_FETCHING = f"fetching Apache Kafka {VERSION} (45 MB, once)"


def cache_folder() -> Path:
    """Where the jars are kept: ``hop/kafka-VERSION`` in the user's cache folder."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(named) if Path(named).is_absolute() else Path.home() / ".cache"
    return base / "hop" / f"kafka-{VERSION}"


def kafka_jars(on_progress: Progress | None = None, folder: Path | None = None) -> list[Path]:
    """The jars that Kafka's class path needs, fetched if they are not there.

    Args:
        on_progress: told of a download.
        folder: where they are kept, :func:`cache_folder` by default.

    Raises:
        hop.errors.ConfigError: the library ``jgo`` is not installed.
        hop.errors.HopError: they cannot be fetched, or not be stored.
    """
    folder = folder or cache_folder()
    tell = on_progress or _silent
    if jars := _listed(folder):
        return jars
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder, tell):
            jars = _listed(folder)  # another process may have fetched them meanwhile
            if not jars:
                jars = _fetch(folder, tell)
                _write_list(folder, jars)
        return jars
    except (OSError, RuntimeError) as fault:  # the errors of requests are OSErrors
        raise HopError(
            f"Apache Kafka {VERSION} cannot be fetched into {folder}: {_reason(fault)}; what "
            "has arrived is kept, so try again when the network is there. Where Maven Central "
            "cannot be reached, name a mirror as `central` under [repositories] in "
            "~/.config/jgo.conf"
        ) from fault


def _silent(text: str, done: int, total: int) -> None:
    pass


def _reason(fault: Exception) -> str:
    if type(fault).__module__.startswith("requests"):
        # Its texts show a stack of wrapped errors.
        return f"no answer from Maven Central ({type(fault).__name__})"
    return (str(fault).splitlines() or [type(fault).__name__])[0]


def _listed(folder: Path) -> list[Path]:
    """The jars by the list, or none when one of them is not as it was."""
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
def _alone(folder: Path, tell: Progress) -> Iterator[None]:
    """One process at a time: jgo writes its files in place, unfinished ones too."""
    import fcntl

    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            tell(f"another process is fetching Apache Kafka {VERSION}; waiting for it", 0, 0)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what jgo logs from the terminal: what matters of it is raised too."""
    log = logging.getLogger("jgo")
    before, log.propagate = log.propagate, False
    nobody = logging.NullHandler()
    log.addHandler(nobody)
    try:
        yield
    finally:
        log.propagate = before
        log.removeHandler(nobody)


def _fetch(folder: Path, tell: Progress) -> list[Path]:
    tell(_FETCHING, 0, 0)
    with _quiet():
        try:
            artifacts = _resolve(folder)
        except (ParseError, AssertionError):
            # A description of a jar that was cut off. Which one is not told, and they are small.
            for description in folder.rglob("*.pom"):
                description.unlink()
            artifacts = _resolve(folder)
        jars = []
        for number, artifact in enumerate(artifacts):
            tell(_FETCHING, number, len(artifacts))
            jars.append(_fetch_one(artifact))
    tell(_FETCHING, len(jars), len(jars))
    return jars


def _resolve(folder: Path) -> list[Any]:
    """What Kafka consists of, by the descriptions of its jars; these are fetched at need."""
    # jgo.build() would sort the jars into a module path as well, and fetch a JDK to do so.
    config, maven = extra.load("jgo.config"), extra.load("jgo.maven")
    constants = extra.load("jgo.constants")
    settings = config.GlobalSettings.load()
    context = maven.MavenContext(
        repo_cache=folder / "maven",
        remote_repos={"central": constants.MAVEN_CENTRAL_URL} | settings.repositories,
    )
    coordinate = extra.load("jgo.parse").Coordinate.parse(_COORDINATE)
    wanted = context.create_dependency(dataclasses.replace(coordinate, scope="compile"))
    itself, others = context.resolver.resolve([wanted])
    needed = [*itself, *(each for each in others if each.scope in ("compile", "runtime"))]
    artifacts = [each.artifact for each in needed]
    # Without this jar Kafka logs nowhere. It is not among what Kafka needs by its description, and
    # asked for together with Kafka it makes jgo choose an older Kafka.
    logs = next(each for each in artifacts if each.artifactId == "log4j-core")
    binding = context.project(logs.groupId, "log4j-slf4j-impl").at_version(logs.version)
    return [*artifacts, binding.artifact()]


def _fetch_one(artifact: Any) -> Path:
    jar = Path(artifact.resolve())
    if not _is_sound(jar):
        jar.unlink()
        jar = Path(artifact.resolve())
        if not _is_sound(jar):
            raise HopError(
                f"{jar.name} arrived broken twice; if a proxy stands between here and Maven "
                "Central, look whether it lets jars through"
            )
    return jar


def _is_sound(jar: Path) -> bool:
    try:
        with zipfile.ZipFile(jar) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, EOFError):
        return False
