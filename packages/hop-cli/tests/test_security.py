"""Files that are meant to harm are refused by the command as by the models."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SECRET = "the-content-of-a-file-of-yours"
SECONDS, MEGABYTES = 1, 200
SUPPORT = Path(__file__).parents[3] / "tests/support"  # calibration


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")
def test_attacks_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/entity"
        program = str(Path(__file__).with_name("attack_files.py"))
        done = subprocess.run(
            [sys.executable, program, secret.as_uri(), address, str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=280,
            env=os.environ | {"PYTHONPATH": str(SUPPORT)},
        )
        assert done.returncode == 0, done.stderr
        with pytest.raises(BlockingIOError):  # nobody has come
            server.accept()
    lines = done.stdout.partition("---\n")[2].splitlines()
    outcomes: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert {each["as"][0] for each in outcomes} == {"alert", "publish", "validate"}
    assert len(outcomes) > 40
    assert [each for each in outcomes if each["code"] != 65] == []
    assert [each for each in outcomes if each["seconds"] >= SECONDS] == []
    assert [each for each in outcomes if each["megabytes"] >= MEGABYTES] == []
    for each in outcomes:
        assert SECRET not in each["told"]
        assert "Traceback" not in each["told"]
        # What is published says what is wrong first; a validation lists everything.
        if each["as"][0] == "publish":
            assert len(each["told"]) < 1000
            assert each["told"].startswith("hop: ")
