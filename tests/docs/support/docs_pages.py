"""The blocks of a page of the documentation, and what is to be done with each.

A block is fenced. Its language, caption and class say what it is:

    bash, python        is run, in the page's own folder, in order; a `text` block of the class
                        `output` after it is what it prints, `…` standing for anything on a line
    any, with caption   is written to a file of that name
    class not-run       is checked by its syntax only
    class sandbox       starts the broker that all pages share
    class background    goes on while what follows is run, until the page ends
    class install       makes an environment; run once, by the test of the stranger's hour
    class fails         is to end with an exit code that is not 0
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"
# Pages of others, whose commands have tests of their own.
ELSEWHERE = {"compare.md", "model-packages.md", "performance.md", "examples/observatory.md"}
PAGES = sorted(
    str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md") if "_build" not in path.parts
)

_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$", re.S | re.M)
_OPTION = re.compile(r":(\w+):\s*(.*)\n")
_RUN = {"bash", "python"}
_OTHERWISE = {"install", "not-run", "sandbox"}


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        line: where it begins.
        language: what it is written in.
        code: what stands in it.
        caption: the name of its file; "" where it has none.
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
