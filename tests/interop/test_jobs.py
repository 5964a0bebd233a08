"""Ten everyday jobs, as the users of four clients do them: each comes to what it must."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import time
import uuid
from contextlib import ExitStack
from pathlib import Path

import pytest

from hop.sandbox import KafkaCluster

from .conftest import Peer
from .jobs import debian, table
from .jobs.clients import CLIENTS, search_paths
from .jobs.desk import Desk
from .jobs.jobs import JOBS, Place, start_with_wrong_password
from .jobs.running import Running
from .jobs.script import Script

ALL = list(itertools.product(CLIENTS, JOBS))


@pytest.fixture(scope="module")
def desk(kafka: KafkaCluster) -> Desk:
    return Desk(kafka)


@pytest.fixture(scope="module")
def paths(newer: Peer, gcn: Peer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return search_paths(tmp_path_factory.mktemp("tools"), newer.folder, gcn.folder)


@pytest.mark.parametrize(
    ("client", "job"), [each for each in ALL if Script(each[0], JOBS[each[1]].files).files]
)
def test_comes_to_what_it_must(
    client: str, job: str, desk: Desk, paths: dict[str, str], tmp_path: Path
) -> None:
    assert JOBS[job].do(Place(desk, client, paths[client], tmp_path)) > 0


def test_each_client_has_a_way_or_a_reason() -> None:
    without = {(client, job) for client, job in ALL if not Script(client, JOBS[job].files).files}
    assert set(table.REASONS) == without
    assert set(table.REMARKS) <= set(ALL) - without


def test_the_documentation_shows_the_lines_of_these_files() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.shown().splitlines()
        if line.startswith("|")
    ]
    assert rows[0] == ["", *CLIENTS.values()]
    assert [row[0] for row in rows[2:]] == [about.title for about in JOBS.values()]
    for job, row in zip(JOBS, rows[2:], strict=True):
        for client, cell in zip(CLIENTS, row[1:], strict=True):
            effort, remark = table.effort(client, job), table.REMARKS.get((client, job), "")
            if effort.startswith("no: "):
                assert cell == effort
            else:
                assert cell.startswith(f"{effort}, "), f"{client}, {job}: hatch run interop:jobs"
                assert cell.endswith(f" s{'; ' if remark else ''}{remark}")


def test_how_a_wrong_password_ends(desk: Desk, paths: dict[str, str], tmp_path: Path) -> None:
    with ExitStack() as stack:
        started: dict[str, Running] = {}
        for client in CLIENTS:
            folder = tmp_path / client
            folder.mkdir()
            place = Place(desk, client, paths[client], folder)
            started[client] = stack.enter_context(start_with_wrong_password(place))
        assert started["hop"].wait() == 77
        assert started["kcat"].wait() == 1
        assert 4 < started["kcat"].seconds < 9
        # Its exit code is that of tail, which has nothing to complain of.
        assert started["hop_client"].wait() == 0
        assert 9 < started["hop_client"].seconds < 20
        time.sleep(1)
        assert started["gcn_kafka"].is_running()
        assert not any(each.output[1:] for each in started.values())


def test_kcat_cannot_use_scram(desk: Desk, paths: dict[str, str], tmp_path: Path) -> None:
    password, circulars = desk.kafka.users["alice"], desk.circulars
    place = Place(desk, "kcat", paths["kcat"], tmp_path)
    settings = place.write("credential", secure=True, password=password, circulars=circulars)
    file = tmp_path / "credential.conf"
    file.write_text(file.read_text().replace("=PLAIN", "=SCRAM-SHA-512"))
    with Running(settings, tmp_path, paths["kcat"]) as running:
        assert running.wait() == 1
    assert not running.output


def test_kcat_does_not_wait_until_alerts_are_handled(
    desk: Desk, paths: dict[str, str], tmp_path: Path
) -> None:
    group = f"desk-{uuid.uuid4().hex[:12]}"
    address = f"-b {desk.kafka.bootstrap()} -X auto.offset.reset=earliest"
    found = []
    for _ in range(2):
        # Whether somebody handles what is printed, or fails, is nothing that kcat is told.
        command = ["kcat", *address.split(), "-c", "1", "-G", group, desk.circulars]
        with Running(command, tmp_path, paths["kcat"]) as running:
            running.end()
        found += running.output
    assert [json.loads(each)["circularId"] for each in found] == [
        desk.circular(number)["circularId"] for number in (999, 998)
    ]


def test_commands_can_be_taken_from_the_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_debian = bool(shutil.which("apt-get"))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    if not is_debian:
        with pytest.raises(RuntimeError, match="install kcat and jq"):
            debian.find(tmp_path / "tools")
        return
    commands = debian.find(tmp_path / "tools")
    with Running(["kcat", "-V"], tmp_path, f"{commands}:{os.defpath}") as running:
        running.end()
    assert "librdkafka" in str(running)
