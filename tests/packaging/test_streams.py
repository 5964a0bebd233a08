"""Installed packages and a real broker: a model is there as soon as its package is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Environment

# The first time, the broker is downloaded.
pytestmark = pytest.mark.timeout(600)

DEMO = Path(__file__).parents[2] / "schemas/examples/demo"
DONUT = Path(__file__).parent / "donut"

WRITE = """
import sys
from hop import Stream
from hop.models import GCNCircular, VOEvent

url, voevent, circular = sys.argv[1:]
for envelope in (False, True):
    with Stream(auth=False).open(url, "w", envelope=envelope) as stream:
        stream.write(VOEvent.load_file(voevent))
        stream.write(GCNCircular.load_file(circular))
"""

READ = """
import json, sys
from hop import Stream
from hop.io import StartPosition

with Stream(auth=False, start_at=StartPosition.EARLIEST).open(sys.argv[1], "r") as stream:
    for message in stream:
        print(json.dumps({
            "type": type(message).__name__,
            "missing_schema": getattr(message, "missing_schema", None),
            "content": json.dumps(message.serialize()["content"], sort_keys=True, default=repr),
        }))
"""

WRITE_DONUT = """
import sys
from hop import Stream
from donut_plugin import Donut

for envelope in (False, True):
    with Stream(auth=False).open(sys.argv[1], "w", envelope=envelope) as stream:
        stream.write(Donut("yeast", "cardamom", True))
"""


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_models_are_there_once_their_package_is(
    make_environment: Callable[..., Environment],
    wheels: dict[str, Path],
    everything: Environment,
    broker: str,
) -> None:
    url = f"{broker}/models"
    everything.run(WRITE, url, DEMO / "voevent.xml", DEMO / "circular.gcn3")

    reader = make_environment(wheels["hop-core"])
    before = lines(reader.run(READ, url))
    assert [entry["type"] for entry in before] == ["Blob"] * 4
    assert [entry["missing_schema"] for entry in before] == [True] * 4
    assert all("R310412a" in entry["content"] for entry in before)

    reader.install(wheels["hop-models"])
    after = lines(reader.run(READ, url))
    assert [entry["type"] for entry in after] == ["VOEvent", "GCNCircular"] * 2
    assert after[0]["content"] == after[2]["content"]
    assert after[1]["content"] == after[3]["content"]


def test_a_plugin_of_another_package_is_found(
    make_environment: Callable[..., Environment], wheels: dict[str, Path], broker: str
) -> None:
    url = f"{broker}/donuts"
    environment = make_environment(wheels["hop-core"], wheels["hop-models"], DONUT)
    environment.run(WRITE_DONUT, url)
    donuts = lines(environment.run(READ, url))
    assert [entry["type"] for entry in donuts] == ["Donut", "Donut"]
    assert donuts[0]["content"] == donuts[1]["content"]
    assert "cardamom" in donuts[0]["content"]

    environment.uninstall("donut-plugin")
    without = lines(environment.run(READ, url))
    assert [entry["type"] for entry in without] == ["Blob", "Blob"]


def test_the_command_knows_a_plugin(
    make_environment: Callable[..., Environment],
    wheels: dict[str, Path],
    broker: str,
    tmp_path: Path,
) -> None:
    environment = make_environment(
        wheels["hop-core"], wheels["hop-models"], wheels["hop-cli"], DONUT
    )
    file = tmp_path / "donut.json"
    file.write_text('{"category": "cake", "flavor": "lemon", "has_filling": false}')
    command = "import sys; from hop.cli import main; sys.exit(main())"
    url = f"{broker}/donuts"
    environment.run(command, "publish", "--no-auth", "-f", "DONUT", url, file)
    read = environment.run(command, "subscribe", "--no-auth", "-s", "EARLIEST", "-j", url)
    assert json.loads(read.splitlines()[-1]) == {
        "category": "cake",
        "flavor": "lemon",
        "has_filling": False,
    }
