"""``hop explain``: explain an error, from the documentation's page of errors.

Each error line ends with the name of its entry. The page is in the package, or in the checkout. So
it needs no network, and has the version of the command.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from hop import errors
from hop._console import show
from hop.cli.types import Parsed

_PAGE = "errors.md"
_WIDEST = 100
_TREE = re.compile(r"^```text\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_TERM = re.compile(r"(\w+)\n: (.*)", re.S)


def names() -> list[str]:
    """Return the names of all errors, in the order of their definitions."""
    return [
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.HopError)
    ]


def _parse_error(text: str) -> type[errors.HopError]:
    known = {name.lower(): name for name in names()}
    if (name := known.get(text.lower())) is None:
        near = get_close_matches(text.lower(), known, 1)
        advice = f"did you mean {known[near[0]]}?" if near else "`hop explain` lists all"
        raise click.UsageError(f"{text!r} is not an error of hop; {advice}")
    error: type[errors.HopError] = getattr(errors, name)
    return error


class _ErrorName(Parsed):
    """The name of an error, in upper or lower case; the value is the class."""

    def __init__(self) -> None:
        super().__init__("error", _parse_error)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [
            CompletionItem(name) for name in names() if name.lower().startswith(incomplete.lower())
        ]


@click.command(short_help="Explain an error, and what to do.")
@click.argument("error", metavar="[NAME]", type=_ErrorName(), required=False)
def explain(error: type[errors.HopError] | None) -> None:
    """Explain an error: its causes and cures. Without NAME, list all errors.

    NAME is at the end of the error line.
    """
    if error is None:
        (tree,) = _TREE.findall(_page())
        show(tree.rstrip())
    else:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        show("\n".join(explanation(error, width)))


def explanation(error: type[errors.HopError], width: int) -> Iterator[str]:
    """Return the entry of an error, as lines of text.

    Args:
        error: its class.
        width: the longest line, characters.
    """
    classes = [each for each in reversed(error.__mro__) if issubclass(each, errors.HopError)]
    yield " > ".join(each.__name__ for each in classes)
    (entry,) = re.findall(rf"^##+ {error.__name__}\n(.*?)(?=^##|\Z)", _page(), re.M | re.S)
    for block in _LINK.sub(r"\1", entry.strip()).split("\n\n"):
        yield ""
        term = _TERM.fullmatch(block)
        if term:
            yield term[1]
        indent = "  " if term else ""
        yield from textwrap.wrap(
            " ".join((term[2] if term else block).split()),
            width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,  # so that an option can be copied
        )


def _page() -> str:
    here = Path(__file__)
    path = here.with_name(_PAGE)
    if not path.exists() and len(here.parents) > 5:
        path = here.parents[5] / "docs" / _PAGE
    return path.read_text(encoding="utf-8")
