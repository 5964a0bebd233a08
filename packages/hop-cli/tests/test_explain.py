"""What is told of each error, from the documentation's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from hop import errors
from hop.cli.explain import explanation, names

from .conftest import Result
from .test_exits import kinds

Hop = Callable[..., Result]
PAGE = Path(__file__).parents[3] / "docs/errors.md"


def test_every_error_has_a_name() -> None:
    assert set(names()) == {kind.__name__ for kind in kinds(errors.HopError)}


@pytest.mark.parametrize("name", names())
def test_an_error_is_explained(hop: Hop, name: str) -> None:
    result = hop("explain", name)
    assert (result.code, result.err) == (0, "")
    first, *others = result.out.splitlines()
    assert first.startswith("HopError")
    assert first.endswith(name)
    assert {"Cause", "Cure"} <= set(others)
    assert not re.search(r"\]\(|^: |^#", result.out, re.M), "it is for people, not for Sphinx"
    assert all(len(line) <= 100 for line in others)


def test_an_explanation_is_the_entry_of_the_page() -> None:
    said = " ".join(" ".join(explanation(errors.NotAuthorized, 40)).split())
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    cause = re.search(r"### NotAuthorized Cause : (.*?) Cure : (.*?) ###", page)
    assert cause
    assert said.endswith(f"NotAuthorized Cause {cause[1]} Cure {cause[2]}")


def test_options_are_not_broken() -> None:
    for width in range(20, 60):
        lines = "\n".join(explanation(errors.ConnectionFailed, width))
        assert "--no-auth" in lines
        assert "ssl_ca_location" in lines


def test_all_errors(hop: Hop) -> None:
    result = hop("explain")
    assert (result.code, result.err) == (0, "")
    assert re.findall(r"^[│├└─ ]*(\w+)", result.out, re.M)[0] == "HopError"
    assert set(names()) <= set(re.findall(r"\w+", result.out))


def test_names_in_any_case_and_unknown_names(hop: Hop) -> None:
    assert hop("explain", "urlerror") == hop("explain", "URLError")
    hop("explain", "AuthenticationFaild").fails(2, "did you mean AuthenticationFailed?")
    hop("explain", "Cake").fails(2, "'Cake' is not an error of hop; `hop explain` lists all")


def test_an_error_leads_to_its_entry(hop: Hop) -> None:
    line = hop("subscribe", "--no-auth", "kafka:///topic").err
    command = re.search(r" \((hop explain \w+)\)\n\Z", line)
    assert command
    assert hop(*command[1].split()[1:]).out.startswith("HopError > URLError\n")
