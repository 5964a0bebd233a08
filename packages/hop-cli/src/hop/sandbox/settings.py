"""The properties of a broker."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hop.sandbox.process import free_ports
from hop.sandbox.tokens import AUDIENCE, ISSUER, base64url

HOST = "127.0.0.1"
"""The address that everything listens on: this machine's alone."""

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
class Plan:
    """All that the brokers of a cluster share.

    Attributes:
        folder: the cluster's folder.
        ports: of each broker, its listeners' ports by name; one is ``CONTROLLER``.
        users: user names and passwords; none: no SASL listeners.
        oauth: whether the SASL listeners take tokens.
        auto_create: whether a topic that is asked for comes to be.
        config: properties that replace those chosen here.
        cluster_id: the cluster's name for itself.
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
    """Free ports for each broker's listeners.

    Args:
        brokers: how many.
        users: user names and passwords; none: no SASL listeners.
        port: the port of the first broker's listener for clients, None for a free one.
        secure: whether that listener is ``SASL_SSL``, else it is ``PLAINTEXT``.
    """
    names = ("PLAINTEXT", *(SASL_LISTENERS if users else ()), "CONTROLLER")
    free = iter(free_ports(brokers * len(names), HOST))
    ports = [{name: next(free) for name in names} for _ in range(brokers)]
    if port is not None:
        ports[0]["SASL_SSL" if secure else "PLAINTEXT"] = port
    return ports


def properties(plan: Plan, broker: int) -> dict[str, object]:
    """The properties of one broker of a plan, which is a controller too."""
    settings: dict[str, object] = {
        **_addresses(plan, broker),
        **_replication(len(plan.ports)),
        "log.dirs": plan.folder / f"data{broker}",
        "auto.create.topics.enable": str(plan.auto_create).lower(),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS",
        # Kafka waits 3 s for more members before a new group begins: nobody else comes here.
        "group.initial.rebalance.delay.ms": 0,
        "offsets.topic.num.partitions": 1,
        "transaction.state.log.num.partitions": 1,
        "share.coordinator.state.topic.num.partitions": 1,
        # Small: many brokers share one machine.
        "num.network.threads": 2,
        "num.io.threads": 4,
        "log.cleaner.dedupe.buffer.size": 8 * 2**20,
        "log.index.size.max.bytes": 2**20,
    }
    if plan.users:
        settings |= _security(plan)
    return {**settings, **plan.config}


def _addresses(plan: Plan, broker: int) -> dict[str, object]:
    ports = plan.ports[broker]
    protocols = ["CONTROLLER:PLAINTEXT", *(f"{name}:{name}" for name in plan.listeners)]
    voters = [f"{n}@{HOST}:{each['CONTROLLER']}" for n, each in enumerate(plan.ports)]
    return {
        "process.roles": "broker,controller",
        "node.id": broker,
        "controller.quorum.voters": ",".join(voters),
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listeners": ",".join(f"{name}://{HOST}:{port}" for name, port in ports.items()),
        "advertised.listeners": ",".join(
            f"{name}://localhost:{ports[name]}" for name in plan.listeners
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
        # A killed broker is noticed, and let in again, sooner than after Kafka's 9 s.
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 500,
    }


def _security(plan: Plan) -> dict[str, object]:
    settings: dict[str, object] = {
        "listener.name.sasl_ssl.ssl.keystore.type": "PEM",
        "listener.name.sasl_ssl.ssl.keystore.location": plan.folder / "broker.pem",
    }
    known = "".join(f" user_{user}={_quoted(word)}" for user, word in plan.users.items())
    for listener in SASL_LISTENERS:
        at = f"listener.name.{listener.lower()}."
        settings[f"{at}sasl.enabled.mechanisms"] = ",".join(plan.mechanisms)
        for scram in ("scram-sha-512", "scram-sha-256"):
            settings[f"{at}{scram}.sasl.jaas.config"] = (
                f"{_SECURITY}.scram.ScramLoginModule required;"
            )
        settings[f"{at}plain.sasl.jaas.config"] = (
            f"{_SECURITY}.plain.PlainLoginModule required{known};"
        )
        if plan.oauth:
            bearer, module = f"{at}oauthbearer.sasl.", f"{_SECURITY}.oauthbearer.OAuthBearer"
            settings |= {
                f"{bearer}jaas.config": f"{module}LoginModule required;",
                f"{bearer}server.callback.handler.class": f"{module}ValidatorCallbackHandler",
                f"{bearer}oauthbearer.jwks.endpoint.url": f"file://{plan.folder}/jwks.json",
                f"{bearer}oauthbearer.expected.audience": AUDIENCE,
                f"{bearer}oauthbearer.expected.issuer": ISSUER,
            }
    return settings


def _quoted(text: str) -> str:
    # For JAAS, which is read after the properties file has taken its own backslashes away.
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_files(plan: Plan) -> None:
    """Write each broker's properties, and what is logged."""
    (plan.folder / "log4j2.properties").write_text(_LOGGING)
    for broker in range(len(plan.ports)):
        lines = [
            f"{key}={str(value).replace(chr(92), chr(92) * 2)}\n"
            for key, value in properties(plan, broker).items()
        ]
        (plan.folder / f"broker{broker}.properties").write_text("".join(lines), encoding="latin-1")


def java_options(plan: Plan) -> list[str]:
    """What Java is told besides the class path: to start fast, and where things are."""
    keys = plan.folder / "jwks.json"
    return [
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Djava.awt.headless=true",
        f"-Dlog4j2.configurationFile={plan.folder}/log4j2.properties",
        f"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file://{keys}",
        f"-Dorg.apache.kafka.sasl.oauthbearer.allowed.files={keys}",
    ]
