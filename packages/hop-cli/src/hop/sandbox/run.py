"""The command ``hop sandbox``: a Kafka to try hop with, until Ctrl-C or while a command runs."""

from __future__ import annotations

import contextlib
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from hop.errors import ConfigError
from hop.sandbox import display
from hop.sandbox.cluster import KafkaCluster
from hop.sandbox.configuration import write_configuration

USER = "hop"
"""The user of a secure sandbox."""

_TOPIC = "alerts"
_CHECK_SECONDS = 0.5
_GRACE_SECONDS = 5
# By name: Windows, where the error that the sandbox is not for it comes later, has no SIGHUP.
_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class _Asked(BaseException):
    """A signal asks for the end; no ``except Exception`` on the way may keep it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def run(
    *,
    port: int | None = None,
    topics: Sequence[str] = (),
    secure: bool = False,
    command: Sequence[str] = (),
) -> int:
    """Run a sandbox.

    Without a command it prints its URL, the only line on standard output, and waits for Ctrl-C or
    SIGTERM. A command finds the URL in ``HOP_SANDBOX_URL`` (and a configuration by
    ``XDG_CONFIG_HOME``, if secure), and the sandbox ends with it.

    Args:
        port: the port to listen on; by default one that is free.
        topics: topics to create; others come to be when somebody writes to them.
        secure: whether clients need TLS and a credential.
        command: a command and its arguments.

    Returns:
        The exit code: the command's (128 + N if signal N ended it), else 0; 128 + N where signal N
        came before the sandbox was ready.

    Raises:
        hop.errors.HopError: it cannot start, or a broker ended; see
            :class:`hop.sandbox.KafkaCluster`.
    """
    if command and not shutil.which(command[0]):
        raise ConfigError(f"there is no command {command[0]} to run in the sandbox")
    users = {USER: secrets.token_urlsafe(16)} if secure else None
    ready = False
    try:
        with _signals_raised(), contextlib.ExitStack() as stack:
            with display.progress() as tell:
                cluster = stack.enter_context(
                    KafkaCluster(
                        users=users, port=port, secure=secure, auto_create=True, on_progress=tell
                    )
                )
                configuration = _prepare(cluster, topics)
            ready = True
            if command:
                return _run_command(command, cluster, configuration)
            _introduce(cluster, topics, configuration)
            while True:
                time.sleep(_CHECK_SECONDS)
                cluster.check()
    except _Asked as asked:
        return 0 if ready and not command else 128 + asked.number


@contextlib.contextmanager
def _signals_raised() -> Iterator[None]:
    def ask(number: int, frame: FrameType | None) -> None:
        raise _Asked(number)

    # What is ignored stays so: nohup, and background jobs of scripts.
    wanted = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, ask) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _prepare(cluster: KafkaCluster, topics: Sequence[str]) -> Path | None:
    """Make topics and, in a secure sandbox, a configuration; gives its folder."""
    for topic in dict.fromkeys(topics):
        cluster.create_topic(topic)
    if not cluster.users:
        return None
    cluster.allow(USER, "*", "ALL", group="")
    configuration = cluster.folder / "config"
    write_configuration(configuration, cluster, USER)
    return configuration


def _introduce(cluster: KafkaCluster, topics: Sequence[str], configuration: Path | None) -> None:
    url = f"{cluster.url}/{topics[0] if topics else _TOPIC}"
    named = f" has the topics {', '.join(topics)}, and" if topics else ""
    option = "" if configuration else "--no-auth "
    lines = [
        f"Apache Kafka is ready; it{named} makes topics when somebody writes to them. "
        "Try it in another terminal:",
        "",
        *([f"  export XDG_CONFIG_HOME={shlex.quote(str(configuration))}"] if configuration else []),
        f"""  echo '{{"hello": "sky"}}' | hop publish {option}-f BLOB {url}""",
        f"  hop subscribe {option}-s EARLIEST {url}",
        "",
        "Only this machine can reach it. Ctrl-C ends it, and with it everything written to it.",
    ]
    print("\n".join(lines), file=sys.stderr, flush=True)
    print(cluster.url, flush=True)


def _run_command(command: Sequence[str], cluster: KafkaCluster, configuration: Path | None) -> int:
    environment = os.environ | {"HOP_SANDBOX_URL": cluster.url}
    if configuration:
        environment["XDG_CONFIG_HOME"] = str(configuration)
        # It would be preferred to the one above.
        environment.pop("XDG_CONFIG_PATH", None)
    # In the sandbox's process group: a Ctrl-C on the terminal reaches the command too.
    process = subprocess.Popen(list(command), env=environment)
    with cluster.guard(process.pid):
        code = _wait(process, cluster)
    return code if code >= 0 else 128 - code


def _wait(process: subprocess.Popen[bytes], cluster: KafkaCluster) -> int:
    try:
        while True:
            try:
                return process.wait(_CHECK_SECONDS)
            except subprocess.TimeoutExpired:
                cluster.check()
            except _Asked as asked:
                # The terminal has told the command of a Ctrl-C already; of others nobody has.
                # What it answers is its own affair: an interactive Python just goes on.
                if asked.number != signal.SIGINT:
                    process.send_signal(asked.number)
                    return process.wait(_GRACE_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
