"""The packages one by one in fresh environments, and taken away in every order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Environment

ORDER = ("hop-core", "hop-models", "hop-testing", "hop-cli")
MODULES = {
    "hop-core": ("hop", "hop.io", "hop.auth", "hop.configure", "hop.plugins", "hop.errors"),
    "hop-models": ("hop.models", "hop.models.voevent", "hop.models.gcn"),
    "hop-cli": (
        "hop.cli",
        "hop.__main__",
        "hop.publish",
        "hop.subscribe",
        "hop.version",
    ),
    "hop-testing": ("hop.sandbox", "hop.testing"),
}
NEEDS = {
    "hop-core": {"hop-core"},
    "hop-models": {"hop-core", "hop-models"},
    "hop-cli": {"hop-core", "hop-models", "hop-cli"},
    "hop-testing": {"hop-core", "hop-models", "hop-testing"},
}
# Nothing needs hop-testing to be imported, so it is taken away first or last.
ORDERS = [order for order in permutations(ORDER) if "hop-testing" in (order[0], order[-1])]
Make = Callable[..., "Environment"]


def check(environment: Environment, there: set[str]) -> None:
    """What is installed with all it needs works; what is not installed leaves nothing behind."""
    for name, modules in MODULES.items():
        missing = environment.cannot_import(*modules)
        if NEEDS[name] <= there:
            assert missing == [], f"{name}, with {sorted(there)}"
        elif name not in there:
            # `hop` itself may be left as the namespace of the others.
            assert set(modules) - {"hop"} <= set(missing), f"left of {name}, with {sorted(there)}"


def test_core_alone(make_environment: Make, wheels: dict[str, Path]) -> None:
    core = make_environment(wheels["hop-core"])
    check(core, {"hop-core"})
    assert not core.installed() & {
        "hop-models",
        "hop-testing",
        "hop-cli",
        "pydantic",
        "pymongo",
        "scramp",
        "lxml",
        "click",
    }
    # The commonest names of the documentation, without a broker.
    core.run(
        "from hop import Stream, stream\n"
        "from hop.io import Deserializer, StartPosition\n"
        "from hop.auth import Auth\n"
        "Stream(auth=False, start_at=StartPosition.EARLIEST)\n"
        "names = [member.name for member in Deserializer]\n"
        "assert 'BLOB' in names and 'VOEVENT' not in names, names\n"
    )


def test_core_alone_is_small(make_environment: Make, wheels: dict[str, Path]) -> None:
    core = make_environment(wheels["hop-core"])
    packages = Path(core.run("import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    files = [each for each in packages.rglob("*") if each.is_file()]
    size = sum(each.stat().st_size for each in files if "__pycache__" not in each.parts)
    print(f"hop-core and all it needs: {size / 1e6:.1f} MB")
    assert size <= 25e6
    with_large = make_environment(f"{wheels['hop-core']}[large]")
    assert {"pymongo", "scramp"} <= with_large.installed()


def test_core_alone_names_what_large_messages_need(
    make_environment: Make, wheels: dict[str, Path]
) -> None:
    core = make_environment(wheels["hop-core"])
    core.run(
        "from hop.auth import Auth\n"
        "from hop.errors import ConfigError\n"
        "from hop.http_scram import SCRAMAuth\n"
        "class Request:\n    headers, body = {}, None\n"
        "try:\n    SCRAMAuth(Auth('ada', 'secret'))(Request())\n"
        "except ConfigError as error:\n    assert 'pip install pymongo scramp' in str(error)\n"
        "else:\n    raise AssertionError\n"
    )


def test_one_after_the_other(make_environment: Make, wheels: dict[str, Path]) -> None:
    environment = make_environment()
    there: set[str] = set()
    for name in ORDER:
        environment.install(wheels[name])
        there.add(name)
        check(environment, there)
    assert "hop" in environment.run("import hop; print(hop.__file__)")


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_uninstalled_in_any_order(
    make_environment: Make, wheels: dict[str, Path], order: tuple[str, ...]
) -> None:
    environment = make_environment(*(wheels[name] for name in ORDER))
    there = set(ORDER)
    for name in order:
        environment.uninstall(name)
        there.remove(name)
        check(environment, there)
    assert list(environment.folder.rglob("hop/**/*.py")) == []


@pytest.mark.parametrize("name", ORDER)
def test_put_back_after_it_was_taken_away(
    make_environment: Make, wheels: dict[str, Path], name: str
) -> None:
    environment = make_environment(*(wheels[each] for each in ORDER))
    environment.uninstall(name)
    environment.install(wheels[name])
    check(environment, set(ORDER))
