"""The modules that the page of the architecture names exist, and its arrows are the imports."""

from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec

import pytest
from docs_pages import DOCS

_PAGE = DOCS / "architecture.md"
_TEXT = _PAGE.read_text(encoding="utf-8")
_MODULES = sorted(set(re.findall(r"`(hop(?:_codegen)?(?:\.\w+)+)`", _TEXT)))
_ANSWERS = dict(re.findall(r"^\| (.+\?) \| (.*) \|$", _TEXT, re.M))
_FOLDERS = dict(re.findall(r"^\| (hop-\w+) \| `([\w/-]+)` \|", _TEXT, re.M))
_ARROWS = re.findall(r"`(hop-\w+)` →(?= `(hop-\w+)`)", _TEXT)


def _dependencies(package: str) -> set[str]:
    file = DOCS.parent / _FOLDERS[package] / "pyproject.toml"
    named = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["dependencies"]
    return {re.split(r"[\[<>=!~ ]", entry)[0] for entry in named}


@pytest.mark.parametrize("module", _MODULES)
def test_module_exists(module: str) -> None:
    assert find_spec(module) is not None


def test_each_question_has_one_module() -> None:
    assert len(_ANSWERS) >= 10
    assert [answer for answer in _ANSWERS.values() if answer.strip("`") not in _MODULES] == []


def test_order_of_rooms_is_the_one_that_lint_checks() -> None:
    settings = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    (rooms,) = (
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if "hop._messages" in contract.get("layers", ())
    )
    assert re.findall(r"^    (hop\..*)$", _TEXT, re.M) == rooms


def test_every_package_is_named() -> None:
    packages = [path.parent for path in DOCS.parent.glob("packages/*/pyproject.toml")]
    assert {f"packages/{folder.name}" for folder in packages} | {"tools"} == set(_FOLDERS.values())


@pytest.mark.parametrize("importer, imported", _ARROWS)
def test_arrow_is_a_dependency(importer: str, imported: str) -> None:
    assert imported in _dependencies(importer)
    assert importer not in _dependencies(imported)


def test_readme_draws_the_same_arrows() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert _ARROWS
    assert re.findall(r"`(hop-\w+)` →(?= `(hop-\w+)`)", readme) == _ARROWS
