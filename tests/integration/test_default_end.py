"""That reading ends by default, where hop-client waited, is told where it surprises."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from hop import Stream
from hop.io import StartPosition

COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")
WARNING = "add persist=True (-p) to wait for new messages"


@pytest.mark.parametrize(
    ("defaults", "options", "told"),
    [
        ({}, {}, True),
        ({"persist": False}, {}, True),
        ({}, {"persist": False}, False),
        ({}, {"persist": True}, False),
        ({"persist": True}, {}, False),
        ({"until_eos": True}, {}, False),
        ({"until_eos": False}, {}, False),
        ({}, {"start_at": StartPosition.EARLIEST}, False),
        ({}, {"start_at": datetime(2026, 11, 1, tzinfo=UTC)}, False),
        ({}, {"idle_timeout": 0.1}, False),
        ({}, {"group_id": "a-group"}, False),
    ],
)
def test_the_warning_in_python(
    url: str,
    caplog: pytest.LogCaptureFixture,
    defaults: dict[str, Any],
    options: dict[str, Any],
    told: bool,
) -> None:
    Stream(auth=False, **defaults).open(url, **options).close()
    assert (WARNING in caplog.text) is told


def test_the_warning_says_what_a_loop_loses(url: str, caplog: pytest.LogCaptureFixture) -> None:
    Stream(auth=False).open(url).close()
    (warning,) = [each.getMessage() for each in caplog.records]
    assert "messages that come before the next start are lost" in warning
    for cure in ("persist=True (-p)", "a group (group_id=, -g)", "EARLIEST"):
        assert cure in warning


def test_a_loop_with_one_stream_is_warned_once(url: str, caplog: pytest.LogCaptureFixture) -> None:
    stream = Stream(auth=False)
    for _ in range(3):
        stream.open(url).close()
    assert caplog.text.count(WARNING) == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [((), True), (("-e",), False), (("-s", "EARLIEST"), False), (("-q",), False)],
)
def test_the_warning_of_the_command(url: str, options: tuple[str, ...], told: bool) -> None:
    done = subprocess.run(
        [*COMMAND, "subscribe", "--no-auth", *options, url],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert (WARNING in done.stderr) is told
    assert len(done.stderr.splitlines()) == told
