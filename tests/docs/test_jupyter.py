"""The page about Jupyter as a notebook: its cells, one after another, in one kernel."""

from __future__ import annotations

import os

import nbformat
import pytest
from docs_pages import Block, blocks
from docs_session import with_port
from nbclient import NotebookClient

_PAGE = "howto/jupyter.md"


def _shown(outputs: list[nbformat.NotebookNode]) -> str:
    return "".join(each.get("text") or each["data"]["text/plain"] for each in outputs).strip()


@pytest.mark.timeout(240)
def test_each_cell_shows_what_the_page_says(
    port: int, command_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", command_path)
    for name in [name for name in os.environ if name.startswith("HOP_")]:
        monkeypatch.delenv(name)
    cells: list[tuple[Block, str]] = []
    for block in blocks(_PAGE):
        if "cell" in block.classes:
            cells.append((block, ""))
        elif "output" in block.classes:
            cells[-1] = (cells[-1][0], block.code.strip())
    assert len(cells) == 6
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(with_port(block.code, port)) for block, _ in cells]
    )
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    for cell, (block, told) in zip(notebook.cells, cells, strict=True):
        given = _shown(cell.outputs)
        assert [line.rstrip() for line in given.splitlines()] == [
            line.rstrip() for line in told.splitlines()
        ], f"line {block.line}"
