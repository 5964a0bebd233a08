"""Topics, users and permissions of a cluster."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from confluent_kafka import KafkaException, admin

from hop.errors import HopError

_SECONDS = 30.0
# Typed as Any: the library does not export these names, and some of its types are wrong.
_api: Any = admin


class Admin:
    """The super user of a cluster.

    Args:
        bootstrap: the PLAINTEXT listeners.
    """

    def __init__(self, bootstrap: str) -> None:
        # Kept: a client that goes out of scope cancels its requests. Its log is off, because
        # brokers come and go here on purpose.
        self._client: Any = _api.AdminClient(
            {"bootstrap.servers": bootstrap, "log_level": 0, "reconnect.backoff.max.ms": 500}
        )

    def brokers(self, seconds: float) -> int:
        """Return how many brokers are members."""
        try:
            return len(self._client.list_topics(timeout=seconds).brokers)
        except KafkaException:
            return 0

    def create_topic(
        self, name: str, partitions: int, replication: int, config: Mapping[str, str]
    ) -> None:
        """Create a topic and wait until it can be used.

        Raises:
            hop.errors.HopError: the broker refuses; the topic exists, for example.
        """
        topic = _api.NewTopic(name, partitions, replication, config=dict(config))
        _until(lambda: self._create(topic), f"creating the topic {name}: no broker is in service")
        _until(lambda: self._has_leaders(name, partitions), f"the topic {name} has no leader yet")

    def _create(self, topic: Any) -> bool:
        try:
            self._wait(f"creating the topic {topic.topic}", self._client.create_topics([topic]))
        except HopError as error:
            # After a pause, for example of a laptop that slept, the controller takes a broker for
            # dead until it hears of it again.
            if "All brokers are currently fenced" not in str(error):
                raise
            return False
        return True

    def _has_leaders(self, topic: str, partitions: int) -> bool:
        found = self._client.list_topics(topic, _SECONDS).topics[topic].partitions
        return len(found) == partitions and all(each.leader >= 0 for each in found.values())

    def leader(self, topic: str, partition: int) -> int:
        """Return the broker that leads a partition; -1 while there is none."""
        found = self._client.list_topics(topic, _SECONDS).topics[topic].partitions
        if partition not in found:
            raise HopError(f"the topic {topic} has no partition {partition} here")
        return int(found[partition].leader)

    def allow(self, user: str, topic: str, operations: tuple[str, ...], group: str | None) -> None:
        """Add permissions and wait until they hold."""
        literal = _api.ResourcePatternType.LITERAL
        wanted = [(_api.ResourceType.TOPIC, topic, literal, name) for name in operations]
        if group is not None:
            pattern = _api.ResourcePatternType.PREFIXED if group else literal
            wanted.append((_api.ResourceType.GROUP, group or "*", pattern, "READ"))
        bindings = [
            _api.AclBinding(
                resource,
                name,
                pattern,
                f"User:{user}",
                "*",
                _api.AclOperation[operation.upper()],
                _api.AclPermissionType.ALLOW,
            )
            for resource, name, pattern, operation in wanted
        ]
        self._wait(f"permissions for {user}", self._client.create_acls(bindings))
        _until(
            lambda: self._permissions_hold(user, len(bindings)),
            f"permissions for {user} do not hold yet",
        )

    def _permissions_hold(self, user: str, at_least: int) -> bool:
        everything = _api.AclBindingFilter(
            _api.ResourceType.ANY,
            None,
            _api.ResourcePatternType.ANY,
            f"User:{user}",
            None,
            _api.AclOperation.ANY,
            _api.AclPermissionType.ANY,
        )
        return len(self._client.describe_acls(everything).result(_SECONDS)) >= at_least

    def add_users(self, users: Mapping[str, str]) -> None:
        """Let users log in by SCRAM."""
        # One request for each mechanism: a request may name a user only once.
        for mechanism in ("SCRAM_SHA_512", "SCRAM_SHA_256"):
            info = _api.ScramCredentialInfo(_api.ScramMechanism[mechanism], 4096)
            wanted = [
                _api.UserScramCredentialUpsertion(user, info, password.encode())
                for user, password in users.items()
            ]
            self._wait("adding users", self._client.alter_user_scram_credentials(wanted))
        _until(lambda: self._users_known(users), "the brokers do not know the users yet")

    def _users_known(self, users: Mapping[str, str]) -> bool:
        futures = self._client.describe_user_scram_credentials(list(users))
        try:
            known = [future.result(_SECONDS) for future in futures.values()]
        except KafkaException:
            return False
        return all(len(each.scram_credential_infos) == 2 for each in known)

    def _wait(self, what: str, futures: Mapping[Any, Any]) -> None:
        for future in futures.values():
            try:
                future.result(_SECONDS)
            except KafkaException as error:
                raise HopError(f"{what}: the broker refuses: {error.args[0].str()}") from error


def _until(holds: Callable[[], bool], otherwise: str) -> None:
    """Wait until a condition holds: brokers learn of a change a moment after the controller."""
    end = time.monotonic() + _SECONDS
    while not holds():
        if time.monotonic() > end:
            raise HopError(otherwise)
        time.sleep(0.02)
