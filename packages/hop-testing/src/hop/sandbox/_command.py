"""What ``hop sandbox`` does: run a Kafka until Ctrl-C, or while a command runs."""

from __future__ import annotations

import contextlib
import math
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from hop._config import CREDENTIAL_VARIABLES, check_topic, environment_of_child
from hop.auth import SASLMethod
from hop.errors import ConfigError
from hop.sandbox._cluster import KafkaCluster
from hop.sandbox._credentials import write_configuration
from hop.sandbox._java import Progress
from hop.sandbox._registry import SchemaRegistry
from hop.sandbox._survey_stream import SurveyStream
from hop.sandbox._surveys import Survey, survey_schema, survey_schema_id

USER = "hop"
"""The user of a secure sandbox."""

_TOPIC = "alerts"
_CHECK_SECONDS = 0.5
_GRACE_SECONDS = 5
# A killed broker, one of three, is started again after this time, so that its clients notice.
_RESTART_SECONDS = 3
# By name, because Windows has no SIGHUP. The error that the sandbox needs POSIX comes later.
_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class _Stop(BaseException):
    """A signal asks for the end. No ``except Exception`` may catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def write_line(text: str) -> None:
    """Write a line to standard error."""
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def progress_lines() -> Iterator[Progress]:
    """Show progress on standard error, with one line for each step."""
    last = ""

    def show(text: str, done: int, total: int) -> None:
        nonlocal last
        if text != last:
            last = text
            write_line(f"{text} …")

    yield show


def run(
    *,
    port: int | None = None,
    topics: Sequence[str] = (),
    brokers: int = 1,
    secure: bool = False,
    registry: bool = False,
    survey: Survey | None = None,
    rate: float = 10.0,
    command: Sequence[str] = (),
    quiet: bool = False,
    write: Callable[[str], None] = write_line,
    progress: AbstractContextManager[Progress] | None = None,
) -> int:
    """Run a sandbox.

    Without a command, print its URL, the only line on standard output, and wait for Ctrl-C or
    SIGTERM. With a command, run it and end with it. The command finds the URL in
    ``HOP_SANDBOX_URL``. In a secure sandbox ``XDG_CONFIG_HOME`` has a configuration for it; the
    folders beside that one are for the other SASL mechanisms. The command does not get the
    variables of hop's credentials, because those are for other brokers.

    If the only broker ends, the sandbox ends. If one of several ends, it is started again.

    Args:
        port: the port to listen on; by default a free one.
        topics: topics to create; others are created when a client first writes to them.
        brokers: how many, 1 or 3.
        secure: whether clients need TLS and a credential.
        registry: whether there is a schema registry.
        survey: whose alerts to write, invented ones, to the first topic, or to one with the name of
            the survey; None: nobody's. Those of Rubin come with a registry.
        rate: how many alerts of the survey a second.
        command: a command and its arguments.
        quiet: show errors only.
        write: writes a text for people; by default to standard error.
        progress: shows the progress of the start; by default as lines on standard error.

    Returns:
        The exit code: that of the command (128 + N if signal N ended it), else 0; 128 + N if signal
        N came before the sandbox was ready.

    Raises:
        hop.errors.URLError: a topic's name is invalid.
        hop.errors.HopError: it cannot start, or a broker ended; see
            :class:`hop.sandbox.KafkaCluster`.
    """
    _check(command, topics)
    ready = False
    try:
        with _signals_raised(), contextlib.ExitStack() as stack:
            with _progress(progress, quiet=quiet) as on_progress:
                cluster = stack.enter_context(_cluster(brokers, port, secure, on_progress))
                if survey and not topics:
                    topics = (survey,)
                configuration = _prepare(cluster, topics)
            schemas = _schemas(stack, survey) if registry or survey == "rubin" else None
            if survey:
                bootstrap = cluster.bootstrap("PLAINTEXT")
                stack.enter_context(SurveyStream(bootstrap, topics[0], survey, rate))
            ready = True
            monitor = _Monitor(cluster, brokers, write)
            if command:
                return _run_command(command, monitor, _url(cluster), configuration, schemas)
            if not quiet:
                write(_introduction(cluster, brokers, topics, configuration, schemas))
            print(_url(cluster), flush=True)
            _monitor_until_the_end(monitor)
    except _Stop as stop:
        return 0 if ready and not command else 128 + stop.number


def _schemas(stack: contextlib.ExitStack, survey: Survey | None) -> str:
    """Start a registry that has the schema of a survey; return its address."""
    known = {survey_schema_id(survey): survey_schema(survey)} if survey else {}
    return stack.enter_context(SchemaRegistry(known)).url


def _cluster(
    brokers: int, port: int | None, secure: bool, on_progress: Progress | None
) -> KafkaCluster:
    users = {USER: secrets.token_urlsafe(16)} if secure else None
    return KafkaCluster(
        brokers,
        users,
        port=port,
        secure=secure,
        auto_create=True,
        oauth=secure,
        on_progress=on_progress,
    )


def _check(command: Sequence[str], topics: Sequence[str]) -> None:
    if command and not shutil.which(command[0]):
        raise ConfigError(
            f"there is no command {command[0]} to run in the sandbox; check the spelling, or give "
            "its path"
        )
    for topic in topics:
        check_topic(topic)


def _monitor_until_the_end(monitor: _Monitor) -> NoReturn:
    """Watch the brokers until a signal or a failure ends the sandbox."""
    while True:
        time.sleep(_CHECK_SECONDS)
        monitor.check()


def _progress(
    chosen: AbstractContextManager[Progress] | None, *, quiet: bool
) -> AbstractContextManager[Progress | None]:
    return contextlib.nullcontext() if quiet else chosen or progress_lines()


@contextlib.contextmanager
def _signals_raised() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stop(number)

    # Ignored signals stay ignored: under nohup, and in background jobs of scripts.
    wanted = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _prepare(cluster: KafkaCluster, topics: Sequence[str]) -> Path | None:
    """Make topics and, in a secure sandbox, a configuration for each SASL mechanism.

    Returns:
        The folder of the first mechanism's configuration; None if the sandbox is not secure.
    """
    for topic in dict.fromkeys(topics):
        cluster.create_topic(topic)
    if not cluster.users:
        return None
    cluster.allow(USER, "*", "ALL", group="")
    folder = cluster.folder / "config"
    for method in SASLMethod:
        write_configuration(folder / str(method), cluster, USER, method)
    return folder / str(SASLMethod.SCRAM_SHA_512)


def _url(cluster: KafkaCluster) -> str:
    """Return the address of all brokers, so that clients can connect while one is down."""
    return f"kafka://{cluster.bootstrap('SASL_SSL' if cluster.users else 'PLAINTEXT')}"


class _Monitor:
    """Restarts brokers that ended.

    Args:
        cluster: the brokers.
        brokers: how many there are.
        write: writes a text for people.
    """

    def __init__(self, cluster: KafkaCluster, brokers: int, write: Callable[[str], None]) -> None:
        self.cluster, self._write = cluster, write
        self._only = brokers == 1
        self._started_at: dict[int, float] = {}
        self._ended_at: dict[int, float] = {}

    def check(self) -> None:
        """Start a broker again if it ended and is one of several.

        Raises:
            hop.errors.HopError: the only broker ended, or one ended soon after its restart; the
                text ends with its log.
        """
        now = time.monotonic()
        for broker in self.cluster.ended():
            if broker not in self._ended_at:
                soon = now - self._started_at.get(broker, -math.inf) < _RESTART_SECONDS
                if self._only or soon:
                    self.cluster.check()
                self._ended_at[broker] = now
                self._write(f"broker {broker} ended; it is started again in {_RESTART_SECONDS} s")
            elif now - self._ended_at[broker] > _RESTART_SECONDS:
                del self._ended_at[broker]
                self._started_at[broker] = now
                self.cluster.kill_broker(broker)
                self.cluster.start_broker(broker, wait=False)
                self._write(f"broker {broker} starts, as process {self.cluster.pid(broker)}")


def _introduction(
    cluster: KafkaCluster,
    brokers: int,
    topics: Sequence[str],
    configuration: Path | None,
    schemas: str | None,
) -> str:
    url = f"{_url(cluster)}/{topics[0] if topics else _TOPIC}"
    plural = "s" if len(topics) > 1 else ""
    named = f" It has the topic{plural} {', '.join(topics)}." if topics else ""
    option = "" if configuration else "--no-auth "
    lines = [
        f"Apache Kafka is ready.{named} A topic is created when a client first writes to it. "
        "Try it in another terminal:",
        "",
        *([f"  export XDG_CONFIG_HOME={shlex.quote(str(configuration))}"] if configuration else []),
        f"""  echo '{{"hello": "sky"}}' | hop publish {option}-f BLOB {url}""",
        f"  hop subscribe {option}-s EARLIEST {url}",
        "",
        *([f"The schema registry is {schemas}: add --registry {schemas}", ""] if schemas else []),
        *(_ways_to_log_in(configuration) if configuration else []),
        *(_ways_to_fail(cluster, brokers) if brokers > 1 else []),
        "Only this machine can reach it. Ctrl-C ends it and deletes everything written to it.",
    ]
    return "\n".join(lines)


def _ways_to_log_in(configuration: Path) -> list[str]:
    others = ", ".join(method for method in map(str, SASLMethod) if method != configuration.name)
    return [
        f"This logs in by {configuration.name}. The folders beside that one are for {others}.",
        "",
    ]


def _ways_to_fail(cluster: KafkaCluster, brokers: int) -> list[str]:
    pids = ", ".join(str(cluster.pid(broker)) for broker in range(brokers))
    return [
        f"The brokers are the processes {pids}. `kill` one: it is started again soon. "
        "Or freeze it with `kill -STOP`, and wake it with `kill -CONT`.",
        "",
    ]


def _run_command(
    command: Sequence[str],
    monitor: _Monitor,
    url: str,
    configuration: Path | None,
    schemas: str | None,
) -> int:
    environment = {
        name: value
        for name, value in environment_of_child().items()
        if name not in CREDENTIAL_VARIABLES
    }
    environment["HOP_SANDBOX_URL"] = url
    if schemas:
        environment["HOP_SANDBOX_REGISTRY"] = schemas
    if configuration:
        environment["XDG_CONFIG_HOME"] = str(configuration)
        # It would win over the one above.
        environment.pop("XDG_CONFIG_PATH", None)
    # In the sandbox's process group: a Ctrl-C on the terminal reaches the command too.
    process = subprocess.Popen(list(command), env=environment)
    with monitor.cluster.guard(process.pid):
        code = _wait(process, monitor)
    return code if code >= 0 else 128 - code


def _wait(process: subprocess.Popen[bytes], monitor: _Monitor) -> int:
    try:
        while True:
            try:
                return process.wait(_CHECK_SECONDS)
            except subprocess.TimeoutExpired:
                monitor.check()
            except _Stop as stop:
                # The terminal has sent the Ctrl-C to the command too; other signals reach only this
                # process. How the command answers is its own affair: an interactive Python goes on.
                if stop.number != signal.SIGINT:
                    process.send_signal(stop.number)
                    return process.wait(_GRACE_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
