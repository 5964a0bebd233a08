"""Messages that are meant to harm are refused at once, and reach for nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SECRET = "the-content-of-a-file-of-yours"
SECONDS, MEGABYTES = 1, 200
SUPPORT = Path(__file__).parents[3] / "tests/support"  # calibration

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")


@dataclass
class Server:
    """An HTTP server that counts who comes, and what it is asked for."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            told.asked.append("a connection")
            super().handle()

        def do_GET(self) -> None:
            told.asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *_: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{listening.server_port}"
    threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True).start()
    yield told
    listening.shutdown()
    listening.server_close()


@pytest.fixture(scope="module")
def outcomes(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[dict[str, Any]]]:
    secret = tmp_path_factory.mktemp("secret") / "file"
    secret.write_text(SECRET)
    program = str(Path(__file__).with_name("attacks.py"))
    done = subprocess.run(
        [sys.executable, program, secret.as_uri(), f"{server.url}/entity"],
        capture_output=True,
        text=True,
        timeout=280,
        env=os.environ | {"PYTHONPATH": str(SUPPORT)},
    )
    assert done.returncode == 0, done.stderr
    yield [json.loads(line) for line in done.stdout.splitlines()]


def test_attacks_are_refused(outcomes: list[dict[str, Any]]) -> None:
    refused = [each for each in outcomes if each["kind"] == "refused"]
    assert len({each["attack"] for each in refused}) >= 22
    assert [
        each for each in refused if not each["outcome"].startswith(("refused: ", "taken as bytes"))
    ] == []
    # By the models themselves, and where a message says what it is, nothing is taken at all.
    named = [each for each in refused if "load" in each["way"] or "header " in each["way"]]
    assert [each for each in named if not each["outcome"].startswith("refused: ")] == []


def test_attacks_cost_nothing(outcomes: list[dict[str, Any]]) -> None:
    assert {each["kind"] for each in outcomes} == {"refused", "costly"}
    assert [each for each in outcomes if each["seconds"] >= SECONDS] == []
    assert [each for each in outcomes if each["megabytes"] >= MEGABYTES] == []
    assert [each for each in outcomes if each["length"] >= 1000] == []
    assert [each for each in outcomes if "died" in each["outcome"]] == []


def test_attacks_reach_for_nothing(outcomes: list[dict[str, Any]], server: Server) -> None:
    assert sum("by HTTP" in each["attack"] for each in outcomes) >= 10
    assert [each for each in outcomes if SECRET in each["outcome"]] == []
    assert server.asked == []
    # Had they reached for it, it would have told.
    with urllib.request.urlopen(f"{server.url}/entity", timeout=60) as answer:
        assert answer.read().decode() == SECRET
    assert server.asked == ["a connection", "/entity"]
