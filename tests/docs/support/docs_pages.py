"""Read the code blocks of a page of the documentation.

The language, caption and class of a fenced block say what the tests do with it:

    bash, python        run it in the page's own folder, in order; the next `text` block of the
                        class `output` is what it prints: whole lines; times, durations, versions
                        and identifiers may have another value
    any, with caption   write it to a file with that name
    class not-run       check only its syntax
    class sandbox       start the broker that all pages share
    class background    keep it running while the next blocks run, until the page ends
    class cell          a cell of a notebook; only test_jupyter.py runs it
    class install       make an environment; only test_stranger.py runs it
    class fails         it must end with an exit code other than 0
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"
# The commands of these pages have their own tests.
ELSEWHERE = {
    "compare.md",
    "examples/observatory.md",
    "howto/spark.md",
    "model-packages.md",
    "performance.md",
}
PAGES = sorted(
    str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md") if "_build" not in path.parts
)

_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$", re.S | re.M)
_OPTION = re.compile(r":(\w+):\s*(.*)\n")
_RUN = {"bash", "python"}
_OTHERWISE = {"cell", "install", "not-run", "sandbox"}


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        line: the line of the page on which it begins.
        language: its language.
        code: its text.
        caption: the name of its file, or "".
        classes: its classes.
    """

    line: int
    language: str
    code: str
    caption: str
    classes: frozenset[str]

    @property
    def is_run(self) -> bool:
        return self.language in _RUN and not (self.caption or self.classes & _OTHERWISE)

    @property
    def is_unrun(self) -> bool:
        return "not-run" in self.classes


def blocks(page: str) -> list[Block]:
    text = (DOCS / page).read_text(encoding="utf-8")
    found = []
    for match in _BLOCK.finditer(text):
        info, body = match["info"].strip(), match["body"]
        options: dict[str, str] = {}
        directive = re.fullmatch(r"\{code-block\}\s*(\S+)", info)
        if directive:
            info = directive[1]
            while option := _OPTION.match(body):
                options[option[1]] = option[2].strip()
                body = body[option.end() :]
        found.append(
            Block(
                text.count("\n", 0, match.start()) + 1,
                info,
                body.lstrip("\n"),
                options.get("caption", ""),
                frozenset(options.get("class", "").split()),
            )
        )
    return found
