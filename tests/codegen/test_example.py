"""The worked example of the documentation: made, installed on its own, run with Kafka."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest
from made_packages import environment

from hop.sandbox import KafkaCluster

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/observatory"
HOP = [ROOT / "packages/hop-core", f"{ROOT / 'packages/hop-models'}[filters]"]
FILTERED = """
import sys
from hop import Stream
from hop.io import StartPosition

stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
for where in ("in_cone(83, 22, 1) && !is_test", "in_cone(10, 22, 1)"):
    with stream.open(sys.argv[1], where=where) as s:
        print([alert.kind for message in s for alert in message.alerts])
"""


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        env=environment(PIP_DISABLE_PIP_VERSION_CHECK="1"),
        cwd=EXAMPLE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, made by the command that the example's README names."""
    first = "hop-codegen plugin schemas --name tidewater-models --alerts alerts"
    command = f"{first} --output tidewater-models"
    shown = (EXAMPLE / "README.md").read_text().replace(" \\\n       ", "")
    assert f"    {command}\n" in shown
    output = tmp_path_factory.mktemp("example") / "tidewater-models"
    words = command.split()[1:-1]
    run(sys.executable, "-m", "hop_codegen.cli", *words, output)
    return output


# Long, since pip fetches everything that hop-models needs.
@pytest.mark.timeout(400)
def test_it_is_made_installed_and_run(package: Path, kafka: KafkaCluster) -> None:
    folder = package.parent / "environment"
    venv.create(folder, with_pip=True)
    python = folder / "bin/python"
    run(python, "-m", "pip", "install", "--quiet", *HOP, f"{package}[test]")
    assert run(python, "-m", "pip", "check")
    run(python, "-m", "pytest", "-q", package)
    kafka.create_topic("tidewater.alerts", 1)
    told = run(python, EXAMPLE / "share_alerts.py", f"{kafka.url}/tidewater.alerts")
    assert told.splitlines() == [
        "refused: dec: expected at most 90, got number 122.0",
        "TW260314a at 83, 22.014: automatic",
        "near Tidewater catalogue 12",
        "tidewater:TW260314a initial: circle of 0.4 degrees",
        "TW260314a taken back: A muon after all.",
        "tidewater:TW260314a retraction: no circle",
    ]
    chosen = run(python, "-c", FILTERED, f"{kafka.url}/tidewater.alerts")
    assert chosen.splitlines() == ["['initial', 'retraction']", "[]"]
