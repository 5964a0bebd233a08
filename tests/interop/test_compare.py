"""The table that compares clients: what a peer can, hop can, or the table says why not."""

from __future__ import annotations

import pytest

from .conftest import HERE

LINES = (HERE.parents[1] / "docs/compare.md").read_text(encoding="utf-8").splitlines()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in LINES
    if line.startswith("| ") and "hop-client 0.13" not in line
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_row_answers_for_hop(row: list[str]) -> None:
    assert len(row) == 5
    *peers, hop = row[1:]
    if any(cell.startswith(("yes", "in part")) for cell in peers):
        assert hop.startswith("yes") or (hop.startswith("no: ") and len(hop) > len("no: why"))
