"""Which of Kafka's error codes mean what, by librdkafka's names."""

from __future__ import annotations

from hop.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    DeliveryFailed,
    MessageTooLarge,
    NotAuthorized,
    TransportError,
    TransportTimeout,
    UnknownTopic,
)

# What is not here is a plain TransportError. A row that says so is for a name that looks as if
# it belonged to another class.
CLASSES: dict[str, type[TransportError]] = {
    "_AUTHENTICATION": AuthenticationFailed,
    "SASL_AUTHENTICATION_FAILED": AuthenticationFailed,
    "UNSUPPORTED_SASL_MECHANISM": AuthenticationFailed,
    "ILLEGAL_SASL_STATE": AuthenticationFailed,
    "DELEGATION_TOKEN_EXPIRED": AuthenticationFailed,
    "TOPIC_AUTHORIZATION_FAILED": NotAuthorized,
    "GROUP_AUTHORIZATION_FAILED": NotAuthorized,
    "CLUSTER_AUTHORIZATION_FAILED": NotAuthorized,
    "TRANSACTIONAL_ID_AUTHORIZATION_FAILED": NotAuthorized,
    "DELEGATION_TOKEN_AUTHORIZATION_FAILED": NotAuthorized,
    "SECURITY_DISABLED": NotAuthorized,
    "_SSL": ConnectionFailed,
    "_TRANSPORT": ConnectionFailed,
    "_RESOLVE": ConnectionFailed,
    "_ALL_BROKERS_DOWN": ConnectionFailed,
    "NETWORK_EXCEPTION": ConnectionFailed,
    "BROKER_NOT_AVAILABLE": ConnectionFailed,
    "UNKNOWN_TOPIC_OR_PART": UnknownTopic,
    "UNKNOWN_TOPIC_ID": UnknownTopic,
    "_UNKNOWN_TOPIC": UnknownTopic,
    "_UNKNOWN_PARTITION": UnknownTopic,
    "MSG_SIZE_TOO_LARGE": MessageTooLarge,
    "RECORD_LIST_TOO_LARGE": MessageTooLarge,
    "_MSG_TIMED_OUT": DeliveryFailed,
    "_PURGE_QUEUE": DeliveryFailed,
    "_PURGE_INFLIGHT": DeliveryFailed,
    "_TIMED_OUT": TransportTimeout,
    "_TIMED_OUT_QUEUE": TransportTimeout,
    "REQUEST_TIMED_OUT": TransportTimeout,
    # Names that Kafka refuses, though hop finds them in order.
    "TOPIC_EXCEPTION": TransportError,
    # Errors of administration, which hop does not do.
    "TOPIC_ALREADY_EXISTS": TransportError,
    "TOPIC_DELETION_DISABLED": TransportError,
    "INCONSISTENT_TOPIC_ID": TransportError,
    "GROUP_SUBSCRIBED_TO_TOPIC": TransportError,
    "DELEGATION_TOKEN_AUTH_DISABLED": TransportError,
    "DELEGATION_TOKEN_NOT_FOUND": TransportError,
    "DELEGATION_TOKEN_OWNER_MISMATCH": TransportError,
    "DELEGATION_TOKEN_REQUEST_NOT_ALLOWED": TransportError,
    "UNACCEPTABLE_CREDENTIAL": TransportError,
    "INVALID_PRINCIPAL_TYPE": TransportError,
    "PRINCIPAL_DESERIALIZATION_FAILURE": TransportError,
    # Sizes of other things than messages; the first is of a message that was damaged on the way.
    "INVALID_MSG_SIZE": TransportError,
    "INVALID_COMMIT_OFFSET_SIZE": TransportError,
    "OFFSET_METADATA_TOO_LARGE": TransportError,
    "TELEMETRY_TOO_LARGE": TransportError,
    "GROUP_MAX_SIZE_REACHED": TransportError,
}

MAY_APPEAR = {
    "UNKNOWN_TOPIC_OR_PART",
    "UNKNOWN_TOPIC_ID",
    "_UNKNOWN_TOPIC",
    "_UNKNOWN_PARTITION",
    "LEADER_NOT_AVAILABLE",
}
"""A topic, or a partition, is not there, but may be later."""

OF_GROUPS = {
    "GROUP_AUTHORIZATION_FAILED",
    "INVALID_GROUP_ID",
    "INCONSISTENT_GROUP_PROTOCOL",
    "GROUP_MAX_SIZE_REACHED",
}
"""The broker refuses the consumer group, not the topic."""

RETRIABLE = {
    "_MSG_TIMED_OUT",
    "_QUEUE_FULL",
    "_RETRY",
    "_WAIT_COORD",
    "COORDINATOR_LOAD_IN_PROGRESS",
    "COORDINATOR_NOT_AVAILABLE",
    "FENCED_LEADER_EPOCH",
    "GROUP_MAX_SIZE_REACHED",
    "KAFKA_STORAGE_ERROR",
    "LEADER_NOT_AVAILABLE",
    "NOT_COORDINATOR",
    "NOT_ENOUGH_REPLICAS",
    "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
    "NOT_LEADER_FOR_PARTITION",
    "OFFSET_NOT_AVAILABLE",
    "REBALANCE_IN_PROGRESS",
    "REPLICA_NOT_AVAILABLE",
    "THROTTLING_QUOTA_EXCEEDED",
    "UNKNOWN_LEADER_EPOCH",
    "UNSTABLE_OFFSET_COMMIT",
}
"""The same may succeed later, besides lost connections and answers that came too late."""
