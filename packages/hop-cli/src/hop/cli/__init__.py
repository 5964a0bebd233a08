"""The ``hop`` command, and what other programs with its options use.

This module imports next to nothing: what ``hop`` does from its first moment on, answering Ctrl-C
and telling a broken installation, is arranged before anything else is loaded.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # as type checkers take it; `typing` itself would take its time
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import NoReturn

__all__ = ["add_client_opts", "main"]

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: what follows ``hop`` on the command line; None for those of this process,
            which answers Ctrl-C as long as it lives, and ends with the command.

    Returns:
        The exit code; :mod:`hop.cli.exits` has the table.
    """
    code = _run(arguments)
    if arguments is None:
        _leave(code)
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        from hop.cli import interrupts

        if arguments is None:
            interrupts.watch()
            _spare_the_collector()
            arguments = sys.argv[1:]
        from hop.cli.program import run

        return run(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except ImportError as fault:
        if interrupts.interrupted():
            return _INTERRUPTED
        from hop.cli.packages import broken_installation

        print(f"hop: {broken_installation(fault)}", file=sys.stderr)
        return 1


def _spare_the_collector() -> None:
    """Have what is loaded looked through for garbage seldom.

    There are some 25,000 objects after the imports, all of them there to stay: going through them
    again and again took a fifth of the time of a short command.
    """
    import gc

    gc.set_threshold(50_000, 10, 10)


def _leave(code: int) -> NoReturn:
    """End the process in good order, but without taking apart what is loaded.

    The system does that at once; Python takes a twentieth of the time of a short command for it.
    """
    import atexit
    import contextlib
    import os

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        # It may be closed, or nobody may read any more: that was told.
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(code)


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
