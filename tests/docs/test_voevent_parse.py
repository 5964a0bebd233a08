"""The lines that do what voevent-parse does: each is run, and gives what the page says."""

from __future__ import annotations

import re

import pytest
from docs_pages import DOCS, blocks
from docs_session import Session

pytestmark = pytest.mark.timeout(240)
PAGE = "migrate/voevent-parse.md"
_CODE = re.compile(r"`([^`]+)`")
# What voevent-parse 1.0.3 has in its __init__, and the classes of its definitions.
_THEIRS = """
    Voevent voevent_v2_0_schema load loads dump dumps valid_as_v2_0 assert_valid_as_v2_0 set_who
    set_author add_where_when add_how add_why add_citations Citation EventIvorn Group Inference
    Param Position2D Reference get_event_time_as_utc get_grouped_params get_toplevel_params
    get_event_position pull_astro_coords pull_isotime pull_params prettystr definitions.roles
    definitions.sky_coord_system definitions.observatory_location definitions.units
    definitions.cite_types
"""


def rows() -> list[tuple[str, str, list[str]]]:
    """The cells of all tables: theirs, the line with hop, and what it gives."""
    found = []
    for line in (DOCS / PAGE).read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.endswith("| gives |"):
            theirs, hop, gives = line.strip("|").split(" | ")
            (code,) = _CODE.findall(hop)
            found.append((theirs, code, _CODE.findall(gives)))
    return found


def is_told(given: str, told: list[str]) -> bool:
    text = told[0] if len(told) == 1 else f"({', '.join(told)})"
    return re.fullmatch(".*".join(map(re.escape, text.split("…"))), given, re.S) is not None


def test_each_function_of_voevent_parse_has_a_line() -> None:
    named = " ".join(theirs for theirs, _, _ in rows())
    assert [
        name for name in _THEIRS.split() if not re.search(rf"vp\.{re.escape(name)}\b", named)
    ] == []


def test_each_line_gives_what_the_page_says(session: Session) -> None:
    session.follow(PAGE)
    (setup,) = (each.code for each in blocks(PAGE) if each.is_run)
    imports = setup.partition("\n\n")[0] + "\n"
    asked = "".join(f'print(repr(({line})), end="\\0")\n' for _, line, _ in rows())
    given = session.run("python", imports + asked).split("\0")
    assert len(given) == len(rows()) + 1
    wrong = [
        f"{line}\n  gives {got}\n  not   {told}"
        for (_, line, told), got in zip(rows(), given, strict=False)
        if not is_told(got, told)
    ]
    assert not wrong, "\n".join(wrong)
