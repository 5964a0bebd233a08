"""The command ``hop sandbox``: a Kafka to try hop with, until Ctrl-C or while a command runs."""

from __future__ import annotations

import contextlib
import math
import secrets
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from hop._config import CREDENTIAL_VARIABLES, check_topic, environment_of_child
from hop._console import tell
from hop.auth import SASLMethod
from hop.errors import ConfigError
from hop.sandbox import display
from hop.sandbox.cluster import KafkaCluster
from hop.sandbox.configuration import write_configuration

USER = "hop"
"""The user of a secure sandbox."""

_TOPIC = "alerts"
_CHECK_SECONDS = 0.5
_GRACE_SECONDS = 5
# A broker of several that is killed stays away so long, for its clients to notice.
_AWAY_SECONDS = 3
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
    brokers: int = 1,
    secure: bool = False,
    command: Sequence[str] = (),
    quiet: bool = False,
) -> int:
    """Run a sandbox.

    Without a command it prints its URL, the only line on standard output, and waits for Ctrl-C or
    SIGTERM. A command finds the URL in ``HOP_SANDBOX_URL`` (and a configuration by
    ``XDG_CONFIG_HOME``, if secure; beside it those of the other ways to log in), and the sandbox
    ends with it. Of the variables of hop's credentials it gets none: they are for other brokers.

    The end of the only broker is that of the sandbox; one of several is started again.

    Args:
        port: the port to listen on; by default one that is free.
        topics: topics to create; others come to be when somebody writes to them.
        brokers: how many, 1 or 3.
        secure: whether clients need TLS and a credential.
        command: a command and its arguments.
        quiet: tell of nothing but faults.

    Returns:
        The exit code: the command's (128 + N if signal N ended it), else 0; 128 + N where signal N
        came before the sandbox was ready.

    Raises:
        hop.errors.URLError: a topic cannot have that name.
        hop.errors.HopError: it cannot start, or a broker ended; see
            :class:`hop.sandbox.KafkaCluster`.
    """
    if command and not shutil.which(command[0]):
        raise ConfigError(
            f"there is no command {command[0]} to run in the sandbox; check the spelling, or give "
            "its path"
        )
    for topic in topics:
        check_topic(topic)
    users = {USER: secrets.token_urlsafe(16)} if secure else None
    ready = False
    try:
        with _signals_raised(), contextlib.ExitStack() as stack:
            with display.progress(quiet=quiet) as show_progress:
                cluster = stack.enter_context(
                    KafkaCluster(
                        brokers,
                        users,
                        port=port,
                        secure=secure,
                        auto_create=True,
                        oauth=secure,
                        on_progress=show_progress,
                    )
                )
                configuration = _prepare(cluster, topics)
            ready = True
            watch = _Watch(cluster, brokers)
            if command:
                return _run_command(command, watch, _url(cluster), configuration)
            if not quiet:
                _introduce(cluster, brokers, topics, configuration)
            print(_url(cluster), flush=True)
            while True:
                time.sleep(_CHECK_SECONDS)
                watch.check()
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
    """Make topics and, in a secure sandbox, a configuration; gives its folder.

    Beside it are those of the other methods, by their names.
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
    """The address of all brokers: one that is away must not keep anybody out."""
    return f"kafka://{cluster.bootstrap('SASL_SSL' if cluster.users else 'PLAINTEXT')}"


class _Watch:
    """Sees to it that the brokers run.

    Args:
        cluster: the brokers.
        brokers: how many there are.
    """

    def __init__(self, cluster: KafkaCluster, brokers: int) -> None:
        self.cluster = cluster
        self._only = brokers == 1
        self._started: dict[int, float] = {}
        self._gone: dict[int, float] = {}

    def check(self) -> None:
        """Start one of several that ended again.

        Raises:
            hop.errors.HopError: the only one ended, or one that was started again did so soon; the
                text has the last it logged.
        """
        now = time.monotonic()
        for broker in self.cluster.ended():
            if broker not in self._gone:
                soon = now - self._started.get(broker, -math.inf) < _AWAY_SECONDS
                if self._only or soon:
                    self.cluster.check()
                self._gone[broker] = now
                tell(f"broker {broker} ended; it is started again in {_AWAY_SECONDS} s")
            elif now - self._gone[broker] > _AWAY_SECONDS:
                del self._gone[broker]
                self._started[broker] = now
                self.cluster.kill_broker(broker)
                self.cluster.start_broker(broker, wait=False)
                tell(f"broker {broker} starts, as process {self.cluster.pid(broker)}")


def _introduce(
    cluster: KafkaCluster, brokers: int, topics: Sequence[str], configuration: Path | None
) -> None:
    url = f"{_url(cluster)}/{topics[0] if topics else _TOPIC}"
    plural = "s" if len(topics) > 1 else ""
    named = f" has the topic{plural} {', '.join(topics)}, and" if topics else ""
    option = "" if configuration else "--no-auth "
    lines = [
        f"Apache Kafka is ready; it{named} makes topics when somebody writes to them. "
        "Try it in another terminal:",
        "",
        *([f"  export XDG_CONFIG_HOME={shlex.quote(str(configuration))}"] if configuration else []),
        f"""  echo '{{"hello": "sky"}}' | hop publish {option}-f BLOB {url}""",
        f"  hop subscribe {option}-s EARLIEST {url}",
        "",
        *(_ways_to_log_in(configuration) if configuration else []),
        *(_ways_to_fail(cluster, brokers) if brokers > 1 else []),
        "Only this machine can reach it. Ctrl-C ends it, and with it everything written to it.",
    ]
    tell("\n".join(lines))


def _ways_to_log_in(configuration: Path) -> list[str]:
    others = ", ".join(method for method in map(str, SASLMethod) if method != configuration.name)
    return [f"That is by {configuration.name}; in the folder beside it are {others}.", ""]


def _ways_to_fail(cluster: KafkaCluster, brokers: int) -> list[str]:
    pids = ", ".join(str(cluster.pid(broker)) for broker in range(brokers))
    return [
        f"The brokers are the processes {pids}: `kill` one and it comes back after some seconds, "
        "or freeze it with `kill -STOP` and wake it with `kill -CONT`.",
        "",
    ]


def _run_command(
    command: Sequence[str], watch: _Watch, url: str, configuration: Path | None
) -> int:
    environment = {
        name: value
        for name, value in environment_of_child().items()
        if name not in CREDENTIAL_VARIABLES
    }
    environment["HOP_SANDBOX_URL"] = url
    if configuration:
        environment["XDG_CONFIG_HOME"] = str(configuration)
        # It would be preferred to the one above.
        environment.pop("XDG_CONFIG_PATH", None)
    # In the sandbox's process group: a Ctrl-C on the terminal reaches the command too.
    process = subprocess.Popen(list(command), env=environment)
    with watch.cluster.guard(process.pid):
        code = _wait(process, watch)
    return code if code >= 0 else 128 - code


def _wait(process: subprocess.Popen[bytes], watch: _Watch) -> int:
    try:
        while True:
            try:
                return process.wait(_CHECK_SECONDS)
            except subprocess.TimeoutExpired:
                watch.check()
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
