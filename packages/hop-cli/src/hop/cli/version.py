"""``hop version``: one line for each component and its version."""

from __future__ import annotations

import click

from hop._console import tell
from hop.version import conflict, print_packages_versions


@click.command()
def version() -> None:
    """List the versions of hop and of what it uses."""
    print_packages_versions()
    if warning := conflict():
        tell(f"hop: warning: {warning}")
