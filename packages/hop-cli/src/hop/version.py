"""The versions of hop and of what it uses."""

from __future__ import annotations

from hop.cli.output import show
from hop.cli.packages import get_packages, version_of

__all__ = ["get_packages", "print_packages_versions"]


def print_packages_versions() -> None:
    """Print each component and its version on a line, ``name==version``."""
    for package in get_packages():
        show(f"{package}=={version_of(package) or 'not installed'}")
