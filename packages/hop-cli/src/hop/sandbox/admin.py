"""What is on the brokers: topics, users, permissions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from hop.errors import HopError

_SECONDS = 30.0


class Admin:
    """The super user of a cluster.

    Args:
        bootstrap: the PLAINTEXT listeners.
    """

    def __init__(self, bootstrap: str) -> None:
        from confluent_kafka import admin

        self._api: Any = admin
        # Kept: a client that goes out of scope cancels the requests under way. Its log is shut off,
        # since brokers come and go here on purpose.
        self._client: Any = admin.AdminClient(
            {"bootstrap.servers": bootstrap, "log_level": 0, "reconnect.backoff.max.ms": 500}
        )

    def brokers(self, seconds: float) -> int:
        """How many brokers are members."""
        try:
            return len(self._client.list_topics(timeout=seconds).brokers)
        except self._api.KafkaException:
            return 0

    def create_topic(
        self, name: str, partitions: int, replication: int, config: Mapping[str, str]
    ) -> None:
        """Create a topic, and wait until it can be used.

        Raises:
            hop.errors.HopError: it is refused; it exists, for one.
        """
        topic = self._api.NewTopic(name, partitions, replication, config=dict(config))
        _until(lambda: self._create(topic), f"creating the topic {name}: no broker is in service")
        _until(lambda: self._has_leaders(name, partitions), f"the topic {name} has no leader yet")

    def _create(self, topic: Any) -> bool:
        try:
            self._wait(f"creating the topic {topic.topic}", self._client.create_topics([topic]))
        except HopError as fault:
            # After a pause, of a laptop that slept for one, the controller takes a broker for dead
            # until it hears of it again.
            if "All brokers are currently fenced" not in str(fault):
                raise
            return False
        return True

    def _has_leaders(self, topic: str, partitions: int) -> bool:
        found = self._client.list_topics(topic, _SECONDS).topics[topic].partitions
        return len(found) == partitions and all(each.leader >= 0 for each in found.values())

    def leader(self, topic: str, partition: int) -> int:
        """The broker that leads a partition; -1 while there is none."""
        found = self._client.list_topics(topic, _SECONDS).topics[topic].partitions
        if partition not in found:
            raise HopError(f"the topic {topic} has no partition {partition} here")
        return int(found[partition].leader)

    def allow(self, user: str, topic: str, operations: tuple[str, ...], group: str | None) -> None:
        """Add permissions, and wait until they hold."""
        kinds, patterns = self._api.ResourceType, self._api.ResourcePatternType
        wanted = [(kinds.TOPIC, topic, patterns.LITERAL, name) for name in operations]
        if group is not None:
            pattern = patterns.PREFIXED if group else patterns.LITERAL
            wanted.append((kinds.GROUP, group or "*", pattern, "READ"))
        bindings = [
            self._api.AclBinding(
                kind,
                name,
                pattern,
                f"User:{user}",
                "*",
                self._api.AclOperation[operation.upper()],
                self._api.AclPermissionType.ALLOW,
            )
            for kind, name, pattern, operation in wanted
        ]
        self._wait(f"permissions for {user}", self._client.create_acls(bindings))
        _until(lambda: self._hold(user, len(bindings)), f"permissions for {user} do not hold yet")

    def _hold(self, user: str, at_least: int) -> bool:
        everything = self._api.AclBindingFilter(
            self._api.ResourceType.ANY,
            None,
            self._api.ResourcePatternType.ANY,
            f"User:{user}",
            None,
            self._api.AclOperation.ANY,
            self._api.AclPermissionType.ANY,
        )
        return len(self._client.describe_acls(everything).result(_SECONDS)) >= at_least

    def add_users(self, users: Mapping[str, str]) -> None:
        """Let users log in by SCRAM."""
        # One request a mechanism: a request may name a user only once.
        for mechanism in ("SCRAM_SHA_512", "SCRAM_SHA_256"):
            info = self._api.ScramCredentialInfo(self._api.ScramMechanism[mechanism], 4096)
            wanted = [
                self._api.UserScramCredentialUpsertion(user, info, password.encode())
                for user, password in users.items()
            ]
            self._wait("adding users", self._client.alter_user_scram_credentials(wanted))
        _until(lambda: self._know(users), "the brokers do not know the users yet")

    def _know(self, users: Mapping[str, str]) -> bool:
        asked = self._client.describe_user_scram_credentials(list(users))
        try:
            known = [future.result(_SECONDS) for future in asked.values()]
        except self._api.KafkaException:
            return False
        return all(len(each.scram_credential_infos) == 2 for each in known)

    def _wait(self, what: str, futures: Mapping[Any, Any]) -> None:
        for future in futures.values():
            try:
                future.result(_SECONDS)
            except self._api.KafkaException as fault:
                raise HopError(f"{what}: the broker refuses: {fault.args[0].str()}") from fault


def _until(holds: Callable[[], bool], otherwise: str) -> None:
    """Wait for what brokers learn from the controller a moment after it has said yes."""
    end = time.monotonic() + _SECONDS
    while not holds():
        if time.monotonic() > end:
            raise HopError(otherwise)
        time.sleep(0.02)
