"""Configure Sphinx. `hatch run docs:build` builds the documentation; every warning is an error."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import click
from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent
FOLDERS = [
    *(f"packages/hop-{name}" for name in ("core", "models", "cli", "testing", "sky")),
    "tools",
]


def version_of(folder: str) -> str:
    """Return the version of the package in a folder of the repository."""
    project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))
    text = (ROOT / folder / project["tool"]["hatch"]["version"]["path"]).read_text("utf-8")
    return text.partition('"')[2].partition('"')[0]


project = "hop"
author = "the hop developers"
copyright = author  # noqa: A001 - the name that Sphinx reads
release = version_of("packages/hop-core")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
]
exclude_patterns = ["_build"]
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist", "substitution"]
myst_substitutions = {
    "hop_codegen" if folder == "tools" else Path(folder).name.replace("-", "_"): version_of(folder)
    for folder in FOLDERS
}
# Anchors for headings; links to the entries of errors need them.
myst_heading_anchors = 4

# Two hyphens begin an option: they must not become a dash.
smartquotes = False

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
napoleon_use_ivar = True
napoleon_use_rtype = False

html_theme = "furo"
html_title = f"hop {release}"
html_favicon = "_static/hop.svg"
html_static_path = ["_static"]
html_css_files = ["hop.css"]


# Files of the repository that are pages here.
FILES = {
    "examples/observatory": "examples/observatory/README.md",
    "project/contributing": "CONTRIBUTING.md",
    "project/releasing": "RELEASING.md",
    "project/security": "SECURITY.md",
}
_LINK = re.compile(r"\[([^]]+)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")


def use_files(_: Sphinx, docname: str, source: list[str]) -> None:
    """Use files of the repository as pages, and point links to these pages."""
    page = ROOT / "docs" / f"{docname}.md"
    home = page
    if docname in FILES:
        home = ROOT / FILES[docname]
        source[0] = home.read_text(encoding="utf-8")
    elif docname == "project/changelog":
        source[0] += "".join(map(_changes, FOLDERS))
    source[0] = _LINK.sub(lambda match: _link(match, home.parent, page.parent), source[0])


def _changes(folder: str) -> str:
    """Return the changelog of a package, one level of headings deeper, without its preface."""
    text = (ROOT / folder / "CHANGELOG.md").read_text(encoding="utf-8")
    text = _LINK.sub(lambda match: _link(match, ROOT / folder, ROOT / "docs/project"), text)
    name = text.partition("\n")[0].removeprefix("# Changelog of ")
    return f"\n## {name}\n\n" + re.sub(r"^##", "###", text[text.index("\n## ") :], flags=re.M)


def _link(match: re.Match[str], home: Path, folder: Path) -> str:
    """Return a link of a file in `home` for a page in `folder`; its name if it is no page."""
    text, name, anchor = match[1], match[2], match[3] or ""
    target = (home / name).resolve()
    pages = {ROOT / file: ROOT / "docs" / f"{page}.md" for page, file in FILES.items()}
    target = pages.get(target, target)
    if not target.is_relative_to(ROOT / "docs"):
        file, plain = os.path.relpath(target, ROOT), text.strip("`")
        return f"`{plain}`" if file.endswith(plain) else f"{text} (`{file}`)"
    return f"[{text}]({os.path.relpath(target, folder)}{anchor})"


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


def show_examples(_: Sphinx, _context: click.Context, lines: list[str]) -> None:
    """Show the examples of a command as code."""
    # sphinx-click makes a line block of what click keeps as it is written.
    texts = [line.removeprefix("| ").strip() for line in lines]
    if "Examples:" in texts:
        start = texts.index("Examples:") + 1
        end = next((at for at in range(start, len(texts)) if not texts[at]), len(texts))
        examples = [f"    {each}" for each in texts[start:end]]
        lines[:] = ["Examples::", "", *examples, "", *texts[end:], ""]


def leave_out_common_options(_: Sphinx, _context: click.Context, lines: list[str]) -> None:
    """Leave out the options that every command has: the page tells of them once."""
    entries: list[list[str]] = []
    for line in lines:
        if line.startswith(".. option::") or not entries:
            entries.append([])
        # The help is text, and not markup.
        entries[-1].append(line.replace("\\", "\\\\").replace("<model>", "<FORMAT>"))
    common = (".. option:: -q, --quiet", ".. option:: -v, --verbose", ".. option:: --debug")
    lines[:] = [line for entry in entries if entry[0] not in common for line in entry]


def leave_out_all(_: Sphinx, _context: click.Context, lines: list[str]) -> None:
    """Leave out the list of arguments: the line of the usage says the same."""
    lines.clear()


def show_code(_: Sphinx, _context: click.Context, lines: list[str]) -> None:
    """Show as code what a help text has in backticks: `--help` keeps its two hyphens."""
    lines[:] = [re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", line) for line in lines]


def setup(app: Sphinx) -> None:
    """Connect the functions above to Sphinx."""
    app.connect("source-read", use_files)
    app.connect("source-read", label_errors)
    app.connect("autodoc-process-docstring", link_to_entry)
    app.connect("sphinx-click-process-epilog", show_examples)
    app.connect("sphinx-click-process-options", leave_out_common_options)
    for part in ("description", "options"):
        app.connect(f"sphinx-click-process-{part}", show_code)
    app.connect("sphinx-click-process-arguments", leave_out_all)
