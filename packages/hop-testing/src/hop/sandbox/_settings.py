"""The brokers' configuration: properties, listeners, and the folders of their data."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hop._config import environment_of_child
from hop.errors import HopError
from hop.sandbox._processes import HOST, free_ports
from hop.sandbox._tokens import AUDIENCE, ISSUER, base64url

SASL_LISTENERS = ("SASL_PLAINTEXT", "SASL_SSL")
_SECURITY = "org.apache.kafka.common.security"
_LOGGING = """status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d %p %c{1} %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
"""


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """What the brokers of a cluster share.

    Attributes:
        folder: the cluster's folder.
        ports: for each broker, the ports of its listeners by name; one is ``CONTROLLER``.
        users: user names and passwords; if empty, there are no SASL listeners.
        oauth: whether the SASL listeners accept tokens.
        auto_create: ``auto.create.topics.enable``.
        config: properties that replace those chosen here.
        cluster_id: Kafka's id of the cluster.
    """

    folder: Path
    ports: list[dict[str, int]]
    users: Mapping[str, str]
    oauth: bool
    auto_create: bool
    config: Mapping[str, object]
    cluster_id: str = field(default_factory=lambda: base64url(uuid.uuid4().bytes))

    @property
    def listeners(self) -> tuple[str, ...]:
        """The listeners for clients."""
        return ("PLAINTEXT", *SASL_LISTENERS) if self.users else ("PLAINTEXT",)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The SASL mechanisms."""
        always = ("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN")
        return (*always, "OAUTHBEARER") if self.oauth else always


def choose_ports(
    brokers: int, users: Mapping[str, str], port: int | None, *, secure: bool
) -> list[dict[str, int]]:
    """Choose free ports for the listeners of each broker.

    Args:
        brokers: how many.
        users: user names and passwords; if empty, there are no SASL listeners.
        port: the port of the first broker's listener for clients; None: a free one.
        secure: whether that listener is ``SASL_SSL``; else it is ``PLAINTEXT``.
    """
    names = ("PLAINTEXT", *(SASL_LISTENERS if users else ()), "CONTROLLER")
    free = iter(free_ports(brokers * len(names)))
    ports = [{name: next(free) for name in names} for _ in range(brokers)]
    if port is not None:
        ports[0]["SASL_SSL" if secure else "PLAINTEXT"] = port
    return ports


def properties(cluster: ClusterSettings, broker: int) -> dict[str, object]:
    """Return the properties of one broker, which is a controller too."""
    settings: dict[str, object] = {
        **_addresses(cluster, broker),
        **_replication(len(cluster.ports)),
        "log.dirs": cluster.folder / f"data{broker}",
        "auto.create.topics.enable": str(cluster.auto_create).lower(),
        # Alerts of last month stay, if somebody replays them: Kafka would delete them after a week.
        "log.retention.ms": -1,
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS",
        # Kafka would wait 3 s for more members of a new group. Here nobody else comes.
        "group.initial.rebalance.delay.ms": 0,
        "offsets.topic.num.partitions": 1,
        "transaction.state.log.num.partitions": 1,
        "share.coordinator.state.topic.num.partitions": 1,
        # Small, because many brokers share one machine.
        "num.network.threads": 2,
        "num.io.threads": 4,
        "log.cleaner.dedupe.buffer.size": 8 * 2**20,
        "log.index.size.max.bytes": 2**20,
    }
    if cluster.users:
        settings |= _security(cluster)
    return {**settings, **cluster.config}


def _addresses(cluster: ClusterSettings, broker: int) -> dict[str, object]:
    ports = cluster.ports[broker]
    protocols = ["CONTROLLER:PLAINTEXT", *(f"{name}:{name}" for name in cluster.listeners)]
    voters = [f"{n}@{HOST}:{each['CONTROLLER']}" for n, each in enumerate(cluster.ports)]
    return {
        "process.roles": "broker,controller",
        "node.id": broker,
        "controller.quorum.voters": ",".join(voters),
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listeners": ",".join(f"{name}://{HOST}:{port}" for name, port in ports.items()),
        "advertised.listeners": ",".join(
            f"{name}://localhost:{ports[name]}" for name in cluster.listeners
        ),
        "listener.security.protocol.map": ",".join(protocols),
    }


def _replication(brokers: int) -> dict[str, object]:
    in_sync = min(2, brokers)
    return {
        "default.replication.factor": brokers,
        "min.insync.replicas": in_sync,
        "offsets.topic.replication.factor": brokers,
        "transaction.state.log.replication.factor": brokers,
        "transaction.state.log.min.isr": in_sync,
        "share.coordinator.state.topic.replication.factor": brokers,
        "share.coordinator.state.topic.min.isr": in_sync,
        # Notice a killed broker, and let it in again, sooner than after Kafka's 9 s.
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 500,
    }


def _security(cluster: ClusterSettings) -> dict[str, object]:
    settings: dict[str, object] = {
        "listener.name.sasl_ssl.ssl.keystore.type": "PEM",
        "listener.name.sasl_ssl.ssl.keystore.location": cluster.folder / "broker.pem",
    }
    known = "".join(f" user_{user}={_quoted(word)}" for user, word in cluster.users.items())
    for listener in SASL_LISTENERS:
        at = f"listener.name.{listener.lower()}."
        settings[f"{at}sasl.enabled.mechanisms"] = ",".join(cluster.mechanisms)
        for scram in ("scram-sha-512", "scram-sha-256"):
            settings[f"{at}{scram}.sasl.jaas.config"] = (
                f"{_SECURITY}.scram.ScramLoginModule required;"
            )
        settings[f"{at}plain.sasl.jaas.config"] = (
            f"{_SECURITY}.plain.PlainLoginModule required{known};"
        )
        if cluster.oauth:
            bearer, module = f"{at}oauthbearer.sasl.", f"{_SECURITY}.oauthbearer.OAuthBearer"
            settings |= {
                f"{bearer}jaas.config": f"{module}LoginModule required;",
                f"{bearer}server.callback.handler.class": f"{module}ValidatorCallbackHandler",
                f"{bearer}oauthbearer.jwks.endpoint.url": f"file://{cluster.folder}/jwks.json",
                f"{bearer}oauthbearer.expected.audience": AUDIENCE,
                f"{bearer}oauthbearer.expected.issuer": ISSUER,
            }
    return settings


def _quoted(text: str) -> str:
    # For JAAS, which is parsed after the properties file has removed its own backslashes.
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_files(cluster: ClusterSettings) -> None:
    """Write each broker's properties, and the configuration of the log."""
    (cluster.folder / "log4j2.properties").write_text(_LOGGING)
    for broker in range(len(cluster.ports)):
        lines = [
            f"{key}={str(value).replace(chr(92), chr(92) * 2)}\n"
            for key, value in properties(cluster, broker).items()
        ]
        (cluster.folder / f"broker{broker}.properties").write_text(
            "".join(lines), encoding="latin-1"
        )


def java_options(cluster: ClusterSettings) -> list[str]:
    """Return the options of Java besides the class path: for a fast start, and where files are."""
    keys = cluster.folder / "jwks.json"
    return [
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Djava.awt.headless=true",
        f"-Dlog4j2.configurationFile={cluster.folder}/log4j2.properties",
        f"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file://{keys}",
        f"-Dorg.apache.kafka.sasl.oauthbearer.allowed.files={keys}",
    ]


def make_data_folders(cluster: ClusterSettings, tool: Sequence[str], cache: Path) -> None:
    """Make the data folder of each broker, as Kafka's own tool makes it.

    The properties are written already.

    Args:
        cluster: the settings.
        tool: the command that runs Kafka's storage tool.
        cache: where the tool's result is kept for later clusters.

    Raises:
        hop.errors.HopError: Kafka rejects the properties.
    """
    # The tool takes a second. Its result is the same for every cluster of this version: the levels
    # of Kafka's features that a new cluster starts with.
    checkpoint = cache / "bootstrap.checkpoint"
    if not checkpoint.exists():
        made = _format_storage(tool, cluster)
        unfinished = checkpoint.with_suffix(f".{os.getpid()}")
        shutil.copy(made, unfinished)
        unfinished.replace(checkpoint)
        shutil.rmtree(made.parent)
    for broker in range(len(cluster.ports)):
        data = cluster.folder / f"data{broker}"
        data.mkdir()
        shutil.copy(checkpoint, data)
        (data / "meta.properties").write_text(
            f"version=1\ncluster.id={cluster.cluster_id}\nnode.id={broker}\n"
            f"directory.id={base64url(os.urandom(16))}\n"
        )


def _format_storage(tool: Sequence[str], cluster: ClusterSettings) -> Path:
    properties_file = cluster.folder / "broker0.properties"
    done = subprocess.run(
        [*tool, "format", "-t", cluster.cluster_id, "-c", str(properties_file)],
        capture_output=True,
        text=True,
        check=False,
        env=environment_of_child(),
    )
    if done.returncode:
        raise HopError(f"Kafka rejects its settings:\n{done.stdout}{done.stderr}")
    return cluster.folder / "data0" / "bootstrap.checkpoint"
