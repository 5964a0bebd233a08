"""README.md as a newcomer follows it: every command as it is printed, in a fresh environment."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandboxes import sandbox_at

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# The broker is downloaded the first time.
pytestmark = pytest.mark.timeout(600)

SNIPPETS = re.findall(r"^```python\n(.*?)^```", README, re.M | re.S)
COMMANDS = [
    line.strip()
    for line in re.sub(r"^```.*?^```", "", README, flags=re.M | re.S).splitlines()
    if line.startswith("    ")
]
IN_CI = [command for command in COMMANDS if command.startswith("pip install hatch && ")]
INSTALL = next(command for command in COMMANDS if command.startswith("pip install ./"))
SANDBOX = next(command for command in COMMANDS if command.startswith("hop sandbox"))
CONFIGURE = "hop configure setup"
AT_WORK = [each for each in COMMANDS if each not in (*IN_CI, INSTALL, SANDBOX, CONFIGURE)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("newcomer")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    hidden = ("PYTHON", "VIRTUAL_ENV", "HOP_", "XDG_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
    environment = kept | {
        "PATH": f"{folder / 'bin'}:{kept['PATH']}",
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    shell(INSTALL, environment)
    return environment


def shell(command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def sandbox(environment: dict[str, str]) -> Iterator[None]:
    command = ["bash", "-c", f"exec {SANDBOX}"]
    with sandbox_at(9092, command, cwd=ROOT, env=environment) as process:
        yield
    assert process.returncode == 0


def test_continuous_integration_runs_the_first_two() -> None:
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert len(IN_CI) == 2
    assert all(f"readme '{command}'" in ci for command in IN_CI)


@pytest.mark.usefixtures("sandbox")
def test_commands_and_code(environment: dict[str, str]) -> None:
    assert len(AT_WORK) == 4
    shown = [shell(command, environment) for command in AT_WORK]
    demo = ROOT / "schemas/examples/demo"
    assert shown[:3] == ["", "", ""]
    assert (demo / "voevent.xml").read_text(encoding="utf-8") in shown[3]
    assert (demo / "circular.gcn3").read_text(encoding="utf-8").strip() in shown[3]
    assert shown[3].endswith('{"magnitude": 17.2}\n')
    (snippet,) = SNIPPETS
    done = subprocess.run(
        ["python", "-c", snippet], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"ivo://\S+ \w+ Value2Element\(C1=.*, C2=.*\)\n", done.stdout)


def test_storing_a_credential(environment: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        CONFIGURE.split(), env=environment, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    for prompt, answer in ((b"Username: ", b"me\n"), (b"Password: ", b"between-us\n")):
        while prompt not in seen:
            seen += os.read(ours, 1000)
        time.sleep(0.2)  # the echo is switched off after the prompt is shown
        os.write(ours, answer)
    assert process.wait(20) == 0
    assert b"between-us" not in seen
    path = Path(shell("hop configure locate", environment).strip())
    assert 'username = "me"' in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
