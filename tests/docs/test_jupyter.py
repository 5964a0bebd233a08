"""The page about Jupyter as a notebook: its cells, one after another, in one kernel."""

from __future__ import annotations

import base64
import os
import re

import nbformat
import pytest
from docs_pages import Block, blocks
from docs_session import with_port
from nbclient import NotebookClient

_PAGE = "howto/jupyter.md"


def _shown(outputs: list[nbformat.NotebookNode], classes: frozenset[str]) -> list[str]:
    """Return the lines that a reader sees below a cell; none for a picture."""
    if "as-picture" in classes:
        (output,) = outputs
        assert base64.b64decode(output["data"]["image/png"]).startswith(b"\x89PNG")
        return []
    if "as-table" in classes:
        (output,) = outputs
        rows = re.split("</caption>|</tr>", output["data"]["text/html"])
        return _lines("\n".join(re.sub("<[^>]+>", " ", row) for row in rows))
    return _lines("".join(each.get("text") or each["data"]["text/plain"] for each in outputs))


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


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
    assert len(cells) == 8
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(with_port(block.code, port)) for block, _ in cells]
    )
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    for cell, (block, told) in zip(notebook.cells, cells, strict=True):
        assert _shown(cell.outputs, block.classes) == _lines(told), f"line {block.line}"
