"""A cluster of Apache Kafka brokers on loopback."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from hop.errors import ConfigError, HopError
from hop.sandbox import _java, _settings
from hop.sandbox._admin import Admin
from hop.sandbox._certificates import Certificates
from hop.sandbox._processes import HOST, Processes, accepts, check_port
from hop.sandbox._tokens import TokenServer

# What Java's configuration of logins takes without quotes.
_USER = re.compile(r"[A-Za-z0-9_-]+")
_PORT_TAKEN = "Address already in use"
_ATTEMPTS = 3
_SHOWN_CHARACTERS = 3000
_REQUEST_SECONDS = 2


class KafkaCluster:
    """Brokers numbered from 0, as a context manager; each is a KRaft controller too.

    There is always a listener ``PLAINTEXT``. Its clients need no credential and may do everything.
    With users there are also ``SASL_PLAINTEXT`` and ``SASL_SSL`` (SCRAM-SHA-512, SCRAM-SHA-256 and
    PLAIN). Their clients may do what :meth:`allow` allows.

    Args:
        brokers: how many, 1 or 3.
        users: user names and passwords.
        port: the port of :attr:`url`; by default a free one.
        secure: whether :attr:`url` is the address of the listener ``SASL_SSL``.
        auto_create: whether the broker creates a topic when a client first uses it.
        heap: each broker's memory, as Java writes it: ``384m``.
        config: broker properties that replace those chosen here, for example
            ``message.max.bytes``.
        oauth: whether the SASL listeners accept tokens (OAUTHBEARER) from :attr:`token_url`.
        token_lifetime: seconds that a token is valid.
        timeout: seconds to wait for the brokers to start.
        on_progress: called before the start with a text, how much is done, and the total.

    Attributes:
        folder: the folder of all files while it runs.
        users: user names and passwords.

    Raises:
        hop.errors.ConfigError: the port is taken, or two arguments conflict.
        hop.errors.HopError: Kafka cannot be fetched or does not start; the text ends with its
            log.
    """

    def __init__(
        self,
        brokers: int = 1,
        users: Mapping[str, str] | None = None,
        *,
        port: int | None = None,
        secure: bool = False,
        auto_create: bool = False,
        heap: str = "384m",
        config: Mapping[str, object] | None = None,
        oauth: bool = False,
        token_lifetime: int = 3600,
        timeout: float = 60,
        on_progress: _java.Progress | None = None,
    ) -> None:
        if (secure or oauth) and not users:
            raise ConfigError("a secure sandbox needs users: KafkaCluster(users={name: password})")
        if any(not _USER.fullmatch(name) for name in users or ()):
            raise ConfigError("the sandbox's user names are of letters, digits, - and _")
        self.users = dict(users or {})
        self._count, self._port, self._secure, self._oauth = brokers, port, secure, oauth
        self._auto_create, self._heap, self._config = auto_create, heap, dict(config or {})
        self._timeout, self._on_progress = timeout, on_progress
        self._token_lifetime = token_lifetime
        self._tokens: TokenServer | None = None
        self._processes: Processes | None = None
        self._admin: Admin | None = None

    def __enter__(self) -> Self:
        if os.name != "posix":
            raise ConfigError("the sandbox runs on Linux and macOS only")
        if self._port is not None:
            check_port(self._port)
        self._classpath = os.pathsep.join(map(str, _java.kafka_jars(self._on_progress)))
        if self._on_progress:
            self._on_progress(f"starting Apache Kafka {_java.VERSION}", 0, 0)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._start()
                return self
            except BaseException as error:
                self.close()
                # Another program may take a free port before Kafka starts.
                if attempt == _ATTEMPTS or _PORT_TAKEN not in str(error):
                    raise
        raise AssertionError

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill the brokers and remove their files. It may be called again."""
        self._admin = None
        if self._tokens:
            self._tokens.close()
            self._tokens = None
        if self._processes:
            self._processes.close()
            self._processes = None

    def _start(self) -> None:
        self._processes = Processes()
        self.folder = self._processes.folder
        self._settings = _settings.ClusterSettings(
            self.folder,
            _settings.choose_ports(self._count, self.users, self._port, secure=self._secure),
            self.users,
            self._oauth,
            self._auto_create,
            self._config,
        )
        if self.users:
            certificates = Certificates(self.folder, HOST)
            if self._oauth:
                context = certificates.server_context()
                self._tokens = TokenServer(self.folder, context, self.users, self._token_lifetime)
        _settings.write_files(self._settings)
        tool = self._command("-Xmx128m", "kafka.tools.StorageTool")
        _settings.make_data_folders(self._settings, tool, _java.cache_folder())
        for broker in range(self._count):
            self.start_broker(broker, wait=False)
        self.wait_ready()
        if self.users:
            self.admin.add_users(self.users)

    def _command(self, heap: str, main: str) -> list[str]:
        options = _settings.java_options(self._settings)
        return [str(_java.JAVA), heap, *options, "-cp", self._classpath, main]

    @property
    def url(self) -> str:
        """The cluster's address without a topic, ``kafka://localhost:PORT``."""
        first = self._settings.ports[0]["SASL_SSL" if self._secure else "PLAINTEXT"]
        return f"kafka://localhost:{first}"

    def bootstrap(self, listener: str = "PLAINTEXT") -> str:
        """Return the brokers' addresses at a listener, for ``bootstrap.servers``."""
        if listener not in self._settings.listeners:
            raise ConfigError(
                f"this sandbox has no listener {listener}; it has "
                f"{', '.join(self._settings.listeners)} (for SASL: KafkaCluster(users=…))"
            )
        return ",".join(f"localhost:{ports[listener]}" for ports in self._settings.ports)

    @property
    def ca_file(self) -> Path:
        """The CA certificate that clients of ``SASL_SSL`` and of :attr:`token_url` trust."""
        self.bootstrap("SASL_SSL")
        return self.folder / "ca.pem"

    @property
    def token_url(self) -> str:
        """The token endpoint; client ids and secrets are the users' names and passwords."""
        if self._tokens is None:
            raise ConfigError(
                "this sandbox has no token endpoint; start it with KafkaCluster(oauth=True)"
            )
        return self._tokens.url

    @property
    def admin(self) -> Admin:
        """The cluster's super user."""
        if self._admin is None:
            self._admin = Admin(self.bootstrap())
        return self._admin

    def create_topic(
        self, name: str, partitions: int = 1, replication: int | None = None, **config: object
    ) -> None:
        """Create a topic and wait until it can be used.

        Args:
            name: its name.
            partitions: how many.
            replication: the replication factor; by default the number of brokers.
            **config: its settings, with ``_`` for the dots: ``max_message_bytes=…``.
        """
        texts = {key.replace("_", "."): str(value) for key, value in config.items()}
        self.admin.create_topic(name, partitions, replication or self._count, texts)

    def allow(self, user: str, topic: str, *operations: str, group: str | None = None) -> None:
        """Give permissions to a user of the SASL listeners.

        Args:
            user: the user's name.
            topic: the topic; ``*``: every topic.
            *operations: ``READ``, ``WRITE``, ``DESCRIBE``, ``CREATE`` and so on, or ``ALL``.
            group: the prefix of the consumer groups the user may read with; ``""``: all groups;
                None: none.
        """
        self.admin.allow(user, topic, operations, group)

    def leader(self, topic: str, partition: int = 0) -> int:
        """Return the number of the broker that leads a partition; -1 while there is none."""
        return self.admin.leader(topic, partition)

    @property
    def _all(self) -> Processes:
        if self._processes is None:
            raise HopError("the sandbox does not run: use KafkaCluster in a with statement")
        return self._processes

    def start_broker(self, broker: int, *, wait: bool = True) -> None:
        """Start a broker that was stopped or killed. It still has its data."""
        if broker in self._all.running():
            raise HopError(f"broker {broker} runs already")
        command = self._command(f"-Xmx{self._heap}", "kafka.Kafka")
        properties = str(self.folder / f"broker{broker}.properties")
        self._all.start(broker, [*command, properties], self.folder / f"broker{broker}.log")
        if wait:
            self.wait_ready()

    def kill_broker(self, broker: int) -> None:
        """Kill a broker (SIGKILL)."""
        self._all.end(broker, kill=True)

    def stop_broker(self, broker: int) -> None:
        """Stop a broker cleanly: it hands its partitions over first."""
        self._all.end(broker, kill=False)

    @contextlib.contextmanager
    def pause_broker(self, broker: int) -> Iterator[None]:
        """Freeze a broker for a while: its sockets stay open, and it does not answer."""
        self._all.pause(broker)
        try:
            yield
        finally:
            self._all.resume(broker)

    def pid(self, broker: int) -> int:
        """Return the process id of a broker."""
        return self._all.pid(broker)

    def log(self, broker: int) -> str:
        """Return the log of a broker: warnings and errors."""
        path = self.folder / f"broker{broker}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def guard(self, pid: int) -> AbstractContextManager[None]:
        """Kill another process too if this process dies meanwhile."""
        return self._all.guard(pid)

    def ended(self) -> list[int]:
        """Return the brokers that ended by themselves or were killed by others."""
        return [broker for broker in self._all.running() if self._all.has_ended(broker)]

    def check(self) -> None:
        """Check that the brokers that were started still run.

        Raises:
            hop.errors.HopError: one ended; the text ends with its log.
        """
        for broker in self.ended():
            raise HopError(
                f"broker {broker} of the sandbox ended:\n{self.log(broker)[-_SHOWN_CHARACTERS:]}"
            )

    def wait_ready(self) -> None:
        """Wait until every broker that was started accepts clients and is a member.

        Raises:
            hop.errors.HopError: one ended, or it took longer than the timeout.
        """
        end = time.monotonic() + self._timeout
        running = self._all.running()
        for broker in running:
            for listener in self._settings.listeners:
                while not accepts(self._settings.ports[broker][listener]):
                    self.check()
                    self._pause_until(end, f"broker {broker} did not start", self.log(broker))
        while self.admin.brokers(_REQUEST_SECONDS) < len(running):
            # Another program may have answered, on a port that the broker did not get.
            self.check()
            self._pause_until(end, "the brokers did not find each other", self.log(running[0]))

    def _pause_until(self, end: float, problem: str, log: str) -> None:
        if time.monotonic() > end:
            raise HopError(
                f"{problem} within {self._timeout:.0f} s; increase timeout=, or read the log:\n"
                f"{log[-_SHOWN_CHARACTERS:]}"
            )
        time.sleep(0.02)
