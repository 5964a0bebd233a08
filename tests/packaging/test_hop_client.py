"""Packages and programs written for hop-client 0.13, unchanged, with hop instead of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import run

if TYPE_CHECKING:
    from .conftest import Environment

# The first time, the broker is downloaded.
pytestmark = pytest.mark.timeout(600)

HERE = Path(__file__).parent / "hop_client"
ALERT = {"alert_type": "PRELIMINARY", "superevent_id": "S310412ab"}

WRITE_AND_READ = """
import sys
from hop import Stream
from hop.io import Deserializer, StartPosition
from hop.plugins.orchard import Orchard
from orchard_packets import Packet

url, orchard, packet = sys.argv[1:]
sent = [Deserializer.ORCHARD.load_file(orchard), Deserializer["ORCHARD-PACKET"].load_file(packet)]
assert sent == [Orchard("Kestrel", 40), Packet(1.5, -2.5)], sent
with Stream(auth=False).open(url, "w") as stream:
    for message in sent:
        stream.write(message)
with Stream(auth=False, start_at=StartPosition.EARLIEST, until_eos=True).open(url) as stream:
    found = [(message, dict(metadata.headers)) for message, metadata in stream.read(metadata=True)]
assert [message for message, _ in found] == sent, found
assert [headers["_format"] for _, headers in found] == [b"orchard", b"orchard-packet"]
"""


@pytest.fixture(scope="module")
def environment(
    make_environment: Callable[..., Environment],
    wheels: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Environment:
    """hop, and packages made for hop-client, which build in a copy of their folders."""
    sources = tmp_path_factory.mktemp("hop_client") / "packages"
    shutil.copytree(HERE, sources)
    ours = (wheels[name] for name in ("hop-core", "hop-models", "hop-cli"))
    return make_environment(*ours, sources / "plugin_template", sources / "plugin_of_bytes")


def test_packages_made_for_hop_client_work_as_they_are(
    environment: Environment, broker: str, tmp_path: Path
) -> None:
    orchard, packet = tmp_path / "orchard.json", tmp_path / "packet.txt"
    orchard.write_text('{"name": "Kestrel", "trees": 40}')
    packet.write_text("1.5; -2.5\n")
    environment.run(WRITE_AND_READ, f"{broker}/packets", orchard, packet)
    listed = run(environment.bin / "hop", "schema", "list").stdout
    packages = {line.split()[0]: line.split()[2] for line in listed.splitlines()}
    assert packages["ORCHARD"] == "hop-plugin-orchard"
    assert packages["ORCHARD-PACKET"] == "orchard-packets"
    assert packages["VOEVENT"] == "hop-models"
    done = run(environment.bin / "hop", "validate", "-f", "ORCHARD-PACKET", packet)
    assert done.stdout == f"{packet}: valid ORCHARD-PACKET\n"


def test_a_package_in_hop_plugins_leaves_hop_whole_when_it_goes(
    make_environment: Callable[..., Environment], wheels: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copytree(HERE / "plugin_template", tmp_path / "plugin")
    environment = make_environment(wheels["hop-core"], wheels["hop-models"], tmp_path / "plugin")
    assert environment.cannot_import("hop.plugins.orchard") == []
    environment.uninstall("hop-plugin-orchard")
    assert environment.cannot_import("hop.plugins", "hop.plugins.orchard") == [
        "hop.plugins.orchard"
    ]


def test_programs_written_for_hop_client_run_as_they_are(
    environment: Environment, broker: str, tmp_path: Path
) -> None:
    def program(name: str, *arguments: str | Path) -> list[object]:
        script = HERE / "programs" / f"{name}.py"
        output = run(environment.python, "-P", script, broker, *arguments, cwd=tmp_path).stdout
        return [json.loads(line) for line in output.splitlines()]

    program("publisher")
    (seen,) = program("alert_stream")
    assert seen == [["igwn.gwalert", kind, "S310412ab"] for kind in ("avro", "json")]
    assert program("archive", tmp_path / "auth.toml") == [[0, ALERT], [1, ALERT]]
