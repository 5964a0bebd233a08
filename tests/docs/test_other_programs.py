"""The lines that do what other programs do: each is run, and gives what the page says."""

from __future__ import annotations

import re

import pytest
from docs_pages import DOCS, blocks
from docs_session import Session

pytestmark = pytest.mark.timeout(240)
PAGE = "migrate/alerts.md"
_CODE = re.compile(r"`([^`]+)`")
_SHELL = "hop "


def rows() -> list[tuple[list[str], list[str]]]:
    """The lines with hop of all tables, and what each gives."""
    found = []
    for line in (DOCS / PAGE).read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.endswith("| gives |"):
            _, hop, gives = line.strip("|").split(" | ")
            lines, results = _CODE.findall(hop), _CODE.findall(gives)
            assert lines, line
            found.append((lines, results))
    return found


def matches(given: str, told: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, told.split("…"))), given, re.S) is not None


def test_each_line_in_python_gives_what_the_page_says(session: Session) -> None:
    chosen = [(a, b) for lines, results in rows() if not lines[0].startswith(_SHELL)
              for a, b in zip(lines, results, strict=True)]  # fmt: skip
    assert len(chosen) > 50
    session.follow(PAGE)
    (setup,) = (each.code for each in blocks(PAGE) if each.language == "python" and each.is_run)
    asked = "".join(rf'print(repr(({line})), end="\0")' + "\n" for line, _ in chosen)
    given = session.run("python", setup + asked).split("\0")
    wrong = [
        f"{line}\n  gives {got}\n  not   {told}"
        for (line, told), got in zip(chosen, given, strict=False)
        if not matches(got, told)
    ]
    assert not wrong, "\n".join(wrong)
    assert len(given) == len(chosen) + 1


def test_each_line_at_the_shell_gives_what_the_page_says(session: Session) -> None:
    session.follow(PAGE)
    for lines, results in rows():
        if lines[0].startswith(_SHELL):
            printed = session.run("bash", lines[0])
            told = results[0] if results else ""
            assert matches(printed.strip(), f"…{told}…" if told else ""), f"{lines[0]}: {printed}"
