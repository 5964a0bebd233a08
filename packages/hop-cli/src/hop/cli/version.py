"""``hop version``: a component and its version a line."""

from __future__ import annotations

import click


@click.command()
def version() -> None:
    """List the versions of hop and of what it uses."""
    from hop.cli.output import tell
    from hop.cli.packages import rival
    from hop.version import print_packages_versions

    print_packages_versions()
    if warning := rival():
        tell(f"hop: warning: {warning}")
