"""The ``hop`` command.

This module imports no other module of hop at its top: :func:`main` must answer Ctrl-C, and report
a broken installation, while the others are imported.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

__all__ = ["add_client_opts", "main"]

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: what follows ``hop`` on the command line; None: those of this process. In that
            case Ctrl-C ends the process at once, whatever it is doing.

    Returns:
        The exit code; :mod:`hop.cli.exits` has the table.
    """
    try:
        from hop.cli import interrupts

        if arguments is None:
            interrupts.watch()
            arguments = sys.argv[1:]
        from hop.cli.program import run

        return run(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except ImportError as fault:
        if interrupts.interrupted():
            return _INTERRUPTED
        from hop.version import broken_installation

        print(f"hop: {broken_installation(fault)}", file=sys.stderr)
        return 1


def add_client_opts(parser: argparse.ArgumentParser) -> None:
    """Add general client options to an argument parser: ``URL`` and ``--no-auth``.

    Args:
        parser: An ArgumentParser instance to add client options to.
    """
    parser.add_argument(
        "url",
        metavar="URL",
        help="where the messages are: kafka://[groupid@]host[:port]/topic[,topic2]",
    )
    parser.add_argument("--no-auth", action="store_true", help="connect without a credential")
