"""The reference has every public name, and every command has a help text."""

from __future__ import annotations

import re
from importlib import import_module

import click
import pytest
from docs_pages import DOCS

from hop._handlers.metrics import Metrics
from hop.cli.explain import names
from hop.cli.program import COMMANDS, root

_PUBLIC = [
    f"{module}.{name}"
    for module in ("hop", "hop.io", "hop.models", "hop.sandbox", "hop.testing")
    for name in import_module(module).__all__
]
# These names are documented in the module that defines them.
_HOMES = {
    "hop.Stream": "hop.io.Stream",
    "hop.models.Blob": "hop.message.Blob",
    "hop.models.ExternalMessage": "hop.message.ExternalMessage",
    "hop.models.JSONBlob": "hop.message.JSONBlob",
    "hop.models.MessageModel": "hop.message.MessageModel",
}
_TEXT = "".join(
    (DOCS / "reference" / page).read_text(encoding="utf-8") for page in ("api.md", "models.md")
)


@pytest.mark.parametrize("name", _PUBLIC)
def test_public_name_is_in_the_reference(name: str) -> None:
    home = _HOMES.get(name, name)
    entries = [f":: {home}\n", f"data:: {home}\n"]
    assert any(entry in _TEXT for entry in entries), f"docs/reference lacks {home}"


@pytest.mark.parametrize("name", names())
def test_error_is_in_the_reference(name: str) -> None:
    assert f".. autoexception:: hop.errors.{name}\n" in _TEXT


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_a_help_text(name: str) -> None:
    command = root.get_command(click.Context(root), name)
    assert command is not None
    assert command.help


def test_page_lists_the_metrics_that_are_served() -> None:
    page = (DOCS / "howto/handlers.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(hop_\w+)` \|", page, re.M)
    served = [
        family.name + "_total" * (family.type == "counter")
        for family in Metrics(lambda: {("topic", 0): 1}).registry.collect()
        if family.name.startswith("hop_")
    ]
    assert sorted(named) == sorted(served)
