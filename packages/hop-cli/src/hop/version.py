"""The versions of hop's distributions and of what they use."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from importlib import metadata

from hop._console import show

__all__ = ["get_packages", "print_packages_versions"]

OURS = ("hop-core", "hop-models", "hop-cli")
"""The distributions that each installation of hop has."""
_OPTIONAL = "hop-testing"
_OTHER_OWNER = "hop-client"
_SHARED = "hop.plugins"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def print_packages_versions() -> None:
    """Print each component and its version on a line, ``name==version``."""
    for package in get_packages():
        show(f"{package}=={version_of(package) or 'not installed'}")


def get_packages() -> list[str]:
    """Return the names of the components of this installation: hop's own, then what they use.

    What they use: the requirements of hop's distributions, the installed ones of their extras,
    ``librdkafka``, which is inside confluent-kafka, the packages that have models or commands, and
    ``python``.
    """
    used = sorted({*_needed(), *_plugins(), "librdkafka"} - set(OURS))
    return [*OURS, *used, "python"]


def version_of(package: str) -> str | None:
    """Return the version of a component; None if it is not installed."""
    if package == "python":
        return platform.python_version()
    if package == "librdkafka":
        try:
            from confluent_kafka import libversion  # heavy
        except ImportError:
            return None
        return str(libversion()[0])
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def package_of(module: str) -> str | None:
    """Return the distribution of a model's module; None if it cannot be found."""
    for point in metadata.entry_points(group="hop_plugin"):
        home = point.module.rpartition(".")[0] or point.module
        if home == _SHARED:  # each module in it may be of another distribution
            home = point.module
        if point.dist is not None and (module == home or module.startswith(f"{home}.")):
            return point.dist.name
    top = module.partition(".")[0]
    if top == "hop":
        return "hop-core"
    names = metadata.packages_distributions().get(top, ())
    return names[0] if len(names) == 1 else None


def _needed() -> Iterator[str]:
    for distribution in (*OURS, _OPTIONAL):
        try:
            requirements = metadata.requires(distribution) or ()
        except metadata.PackageNotFoundError:
            continue
        for requirement in requirements:
            name, _, marker = requirement.partition(";")
            if (found := _NAME.match(name)) and ("extra" not in marker or version_of(found[0])):
                yield found[0]


def _plugins() -> Iterator[str]:
    for group in ("hop_plugin", "hop_command"):
        for point in metadata.entry_points(group=group):
            if point.dist is not None:
                yield point.dist.name


def conflict() -> str:
    """Return what is wrong, and the cure, if hop-client is installed too; else ""."""
    version = version_of(_OTHER_OWNER)
    if version is None:
        return ""
    return (
        f"{_OTHER_OWNER} {version} is installed here too, and has the same package `hop` and the "
        f"same command: run `pip uninstall {_OTHER_OWNER}`, then install {', '.join(OURS)} again"
    )


def broken_installation(fault: ImportError) -> str:
    """Return the error text for an import that fails: a part of hop, or a library it uses."""
    cure = conflict() or f"install {', '.join(OURS)} again, in versions that fit together"
    return f"the installation is broken: {fault}; {cure}"
