"""Commands of other packages, which announce them with the entry point ``hop_command``.

The name of the entry point is that of the command, and its value is a click command. It is imported
when it is called.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cache
from typing import TYPE_CHECKING

import click

from hop._console import tell
from hop.errors import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "hop_command"


@cache
def announced() -> Mapping[str, EntryPoint]:
    """Each command that another package announces, by name. No package is imported."""
    from importlib.metadata import entry_points  # heavy: importlib.metadata loads email

    points: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda each: (each.name, package(each))):
        points.setdefault(point.name, point)
    return points


def package(point: EntryPoint) -> str:
    """The package that announces a command."""
    return point.dist.name if point.dist is not None else point.module.partition(".")[0]


def short_help(point: EntryPoint) -> str:
    """What a command is for, without importing it: what its package says of itself."""
    summary = (point.dist.metadata["Summary"] or "") if point.dist is not None else ""
    return summary or f"A command of the package {package(point)}."


def warn_of_taken(own: Container[str]) -> None:
    """Warn of commands of other packages that have a name of hop's own."""
    for name, point in announced().items():
        if name in own:
            tell(
                f"hop: warning: the package {package(point)} announces a command {name!r}; hop's "
                "own is used"
            )


def load(point: EntryPoint) -> click.Command:
    """Import a command.

    Raises:
        hop.errors.PluginError: it cannot be imported, or is none.
    """
    cure = f"update the package {package(point)}, or uninstall it"
    try:
        command = point.load()
    except (Exception, SystemExit) as fault:
        reason = f"{type(fault).__name__}: {fault}"
        raise PluginError(
            f"the command {point.name!r} of the package {package(point)} cannot be loaded: "
            f"{reason}; {cure}"
        ) from fault
    if not isinstance(command, click.Command):
        raise PluginError(
            f"the command {point.name!r} of the package {package(point)} is no click command, but "
            f"a {type(command).__name__}; {cure}"
        )
    return command
