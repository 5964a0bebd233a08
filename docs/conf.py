"""Configure Sphinx. `hatch run docs:build` builds the documentation; every warning is an error."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent

project = "hop"
author = "the hop developers"
copyright = author  # noqa: A001 - the name that Sphinx reads

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
]
exclude_patterns = ["_build"]
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
# Anchors for headings; links to the entries of errors need them.
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
napoleon_use_ivar = True
napoleon_use_rtype = False

html_theme = "furo"
html_title = "hop"
html_favicon = "_static/hop.svg"
html_static_path = ["_static"]
html_css_files = ["hop.css"]


def use_example_readme(_: Sphinx, docname: str, source: list[str]) -> None:
    """Use the README of the example as its page, and point links to that page."""
    if docname == "examples/observatory":
        text = (ROOT / "examples/observatory/README.md").read_text(encoding="utf-8")
        # Its files are not pages here: show their names without a link.
        source[0] = re.sub(r"\[([^]]+)\]\((?!\.\.)[^)]+\)", r"`\1`", text).replace(
            "../../docs/", "../"
        )
    else:
        source[0] = source[0].replace(
            "../examples/observatory/README.md", "examples/observatory.md"
        )


def name_schema_readme(_: Sphinx, _docname: str, source: list[str]) -> None:
    """Show the name of schemas/README.md without a link: it is no page here."""
    source[0] = re.sub(r"\[([^]]+)\]\((?:\.\./)+schemas/README\.md[^)]*\)", r"`\1`", source[0])


def label_errors(_: Sphinx, docname: str, source: list[str]) -> None:
    """Give each entry of an error a label. The reference links to it."""
    if docname == "errors":
        source[0] = re.sub(r"^(##+ )(\w+)$", r"(error-\2)=\n\1\2", source[0], flags=re.M)


def link_to_entry(
    _: Sphinx, kind: str, name: str, _thing: object, _options: object, lines: list[str]
) -> None:
    """End the reference of an error with a link to its entry."""
    home, _dot, own = name.rpartition(".")
    if (kind, home) in (("class", "hop.errors"), ("exception", "hop.errors")):
        lines += ["", f":ref:`Causes and cures <error-{own}>`", ""]


def setup(app: Sphinx) -> None:
    """Connect the functions above to Sphinx."""
    app.connect("source-read", use_example_readme)
    app.connect("source-read", name_schema_readme)
    app.connect("source-read", label_errors)
    app.connect("autodoc-process-docstring", link_to_entry)
