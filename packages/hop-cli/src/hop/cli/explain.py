"""``hop explain``: what an error means, from the documentation's page of errors.

Each error that the command shows ends with the name of its entry. The page is in the package, or in
the checkout that this runs from, so that it is there without a network, and of the same version.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from hop import errors

if TYPE_CHECKING:
    _ParamType = click.ParamType[type[errors.HopError], Any]
else:
    _ParamType = click.ParamType

_PAGE = "errors.md"
_WIDEST = 100
_TREE = re.compile(r"^```text\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_TERM = re.compile(r"(\w+)\n: (.*)", re.S)


def names() -> list[str]:
    """The names of all errors, in the order of their definitions."""
    return [
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.HopError)
    ]


class _ErrorName(_ParamType):
    """The name of an error, without regard to case; its value is the class."""

    name = "error"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> type[errors.HopError]:
        if isinstance(value, type):
            return value
        known = {name.lower(): name for name in names()}
        if (name := known.get(str(value).lower())) is None:
            from difflib import get_close_matches

            near = get_close_matches(str(value).lower(), known, 1)
            advice = f"did you mean {known[near[0]]}?" if near else "`hop explain` lists all"
            raise click.UsageError(f"{value!r} is no error of hop's; {advice}", ctx)
        kind: type[errors.HopError] = getattr(errors, name)
        return kind

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [
            CompletionItem(name) for name in names() if name.lower().startswith(incomplete.lower())
        ]


@click.command(short_help="Tell what an error means, and what to do.")
@click.argument("error", metavar="[NAME]", type=_ErrorName(), required=False)
def explain(error: type[errors.HopError] | None) -> None:
    """Tell what an error means: its causes and cures. Without NAME, list all errors.

    The name stands at the end of the line that tells of the error.
    """
    from hop.cli.output import show

    if error is None:
        (tree,) = _TREE.findall(_page())
        show(tree.rstrip())
    else:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        show("\n".join(explanation(error, width)))


def explanation(error: type[errors.HopError], width: int) -> Iterator[str]:
    """What the page says of an error, as lines of text.

    Args:
        error: its class.
        width: how long a line may be, characters.
    """
    line = [kind for kind in reversed(error.__mro__) if issubclass(kind, errors.HopError)]
    yield " > ".join(kind.__name__ for kind in line)
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
            break_on_hyphens=False,  # a broken option cannot be copied
        )


def _page() -> str:
    here = Path(__file__)
    path = here.with_name(_PAGE)
    if not path.exists() and len(here.parents) > 5:
        path = here.parents[5] / "docs" / _PAGE
    return path.read_text(encoding="utf-8")
