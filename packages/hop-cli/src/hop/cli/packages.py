"""What is installed: hop's distributions, what they use, and what stands in their way."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from importlib import metadata

OURS = ("hop-core", "hop-models", "hop-cli")
_OPTIONAL = "hop-testing"
_RIVAL = "hop-client"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def get_packages() -> list[str]:
    """The components of this installation, by name: hop's own, then what they use.

    That is what hop's distributions need, what is installed of their extras, ``librdkafka``,
    which comes inside of confluent-kafka, the packages that announce models, and ``python``.
    """
    used = sorted({*_needed(), *_plugins(), "librdkafka"} - set(OURS))
    return [*OURS, *used, "python"]


def version_of(package: str) -> str | None:
    """The version of a component; None where it is not installed."""
    if package == "python":
        return platform.python_version()
    if package == "librdkafka":
        try:
            from confluent_kafka import libversion
        except ImportError:
            return None
        return str(libversion()[0])
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def package_of(module: str) -> str | None:
    """The distribution that a model's module is from; None where that cannot be told."""
    for point in metadata.entry_points(group="hop_plugin"):
        home = point.module.rpartition(".")[0] or point.module
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
    for point in metadata.entry_points(group="hop_plugin"):
        if point.dist is not None:
            yield point.dist.name


def rival() -> str:
    """What is wrong where hop-client is installed beside hop, and its cure; "" where it is not."""
    version = version_of(_RIVAL)
    if version is None:
        return ""
    return (
        f"{_RIVAL} {version} is installed here too, and has the same package `hop` and the same "
        f"command: run `pip uninstall {_RIVAL}`, then install {', '.join(OURS)} again"
    )


def broken_installation(fault: ImportError) -> str:
    """What is said when a part of hop, or of what it uses, cannot be imported."""
    cure = rival() or f"install {', '.join(OURS)} again, of versions that fit together"
    return f"the installation is broken: {fault}; {cure}"
