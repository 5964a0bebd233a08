"""What Kafka's error codes mean to hop, by librdkafka's names: one table."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Code:
    """What one code means.

    Attributes:
        error: the class of hop's error.
        retriable: the same call may succeed later. (Lost connections and late answers always may.)
        may_appear: a topic, or a partition, is not there, but may be later.
        of_group: the broker refuses the consumer group, not the topic.
        of_batch: the broker refuses a whole batch, though perhaps because of one message in it.
        may_pass: a message is refused by a rule that can change: of the topic, or of time.
        words: the text of the error; "" for that of the class.
    """

    error: type[TransportError] = TransportError
    retriable: bool = False
    may_appear: bool = False
    of_group: bool = False
    of_batch: bool = False
    may_pass: bool = False
    words: str = ""


# The text of an error by its class: what happened, and what to do. The fields are filled in by
# hop._kafka.errors.
WORDS: dict[type[TransportError], str] = {
    AuthenticationFailed: (
        "{brokers} refuses the credential of {user}: {detail}; check user name, password and "
        "mechanism (`hop configure locate` shows the file)"
    ),
    NotAuthorized: (
        "{brokers} does not let {who} use {topic}; ask its owner for the permission, or connect "
        "as another user (`hop auth add`, --user)"
    ),
    ConnectionFailed: (
        "no connection to {brokers}: {detail}; check host and port, that the broker runs, and "
        "whether it needs TLS and a credential"
    ),
    UnknownTopic: (
        "{topic} does not exist on {brokers}, or {who} may not see it; check the spelling, or "
        "read with persist=True (-p) to wait for it"
    ),
    MessageTooLarge: (
        "a message for {topic} is larger than {brokers} allows: {detail}; send less, or a link to "
        "it, or ask for a higher max.message.bytes"
    ),
    DeliveryFailed: (
        "a message for {topic} was not acknowledged by {brokers}: {detail}; check that the broker "
        "runs, and write it again"
    ),
    TransportTimeout: (
        "{brokers} did not answer in time: {detail}; try again, or check the network"
    ),
    TransportError: "{brokers}, {topic}: {detail} ({code})",
}

_TLS_WORDS = (
    "no TLS connection to {brokers}: {detail}; name the broker's CA certificates with "
    "ssl_ca_location in the credential, or ask whether the broker speaks TLS there"
)
_GROUP_WORDS = (
    "{brokers} does not let {who} use {group}; ask its owner for the permission, or choose a "
    "group that this user may use"
)
_CLUSTER_WORDS = (
    "{brokers} does not let {who} write to {topic}; ask its owner for the permission "
    "(one older than 2.8 asks idempotent writers for one on the cluster: "
    'kafka={{"enable.idempotence": False}} does without)'
)
_MAX_POLL_WORDS = (
    "{brokers} gave the partitions of this reader to others in {group}: the program asked for no "
    "message for too long; work faster, or raise max.poll.interval.ms"
)
_FATAL_WORDS = "{brokers} ended this client: {detail}; open the stream again"
_UNPACKING_WORDS = (
    "a batch of messages of {topic} on {brokers} cannot be unpacked: {detail}; start at a time "
    "after it, or at an end"
)
_OFFSET_GONE_WORDS = (
    "{brokers} does not hold the next offset of {topic} any more: {detail}; read from an end or a "
    "time (start_at), move the offsets of the group (`hop groups --reset`), or leave out "
    "auto.offset.reset=error"
)
_TOPIC_NAME_WORDS = (
    "{brokers} refuses the name of {topic}: {detail}; names that differ only in . and _ "
    "are one to Kafka"
)
_RECORD_WORDS = (
    "{brokers} refuses a message: it breaks a rule of {topic}: {detail}; a compacted topic takes "
    "only messages with a key"
)
_TIMESTAMP_WORDS = (
    "{brokers} refuses the time of a message for {topic}: {detail}; check the clock of this machine"
)
_PARTITION_WORDS = (
    "{topic} on {brokers} does not have the partition of a message, or does not exist any more; "
    "choose another partition, or none"
)

_MAY_APPEAR = Code(UnknownTopic, may_appear=True)
_RETRIABLE = Code(retriable=True)

# A code that is not here is a plain TransportError.
CODES: dict[str, Code] = {
    "_AUTHENTICATION": Code(AuthenticationFailed),
    "SASL_AUTHENTICATION_FAILED": Code(AuthenticationFailed),
    "UNSUPPORTED_SASL_MECHANISM": Code(AuthenticationFailed),
    "ILLEGAL_SASL_STATE": Code(AuthenticationFailed),
    "DELEGATION_TOKEN_EXPIRED": Code(AuthenticationFailed),
    "TOPIC_AUTHORIZATION_FAILED": Code(NotAuthorized),
    "GROUP_AUTHORIZATION_FAILED": Code(NotAuthorized, of_group=True, words=_GROUP_WORDS),
    "CLUSTER_AUTHORIZATION_FAILED": Code(NotAuthorized, words=_CLUSTER_WORDS),
    "TRANSACTIONAL_ID_AUTHORIZATION_FAILED": Code(NotAuthorized),
    "DELEGATION_TOKEN_AUTHORIZATION_FAILED": Code(NotAuthorized),
    "SECURITY_DISABLED": Code(NotAuthorized),
    "_SSL": Code(ConnectionFailed, words=_TLS_WORDS),
    "_TRANSPORT": Code(ConnectionFailed),
    "_RESOLVE": Code(ConnectionFailed),
    "_ALL_BROKERS_DOWN": Code(ConnectionFailed),
    "NETWORK_EXCEPTION": Code(ConnectionFailed),
    "BROKER_NOT_AVAILABLE": Code(ConnectionFailed),
    "UNKNOWN_TOPIC_OR_PART": _MAY_APPEAR,
    "UNKNOWN_TOPIC_ID": _MAY_APPEAR,
    "_UNKNOWN_TOPIC": _MAY_APPEAR,
    "_UNKNOWN_PARTITION": Code(UnknownTopic, may_appear=True, words=_PARTITION_WORDS),
    "LEADER_NOT_AVAILABLE": Code(retriable=True, may_appear=True),
    "MSG_SIZE_TOO_LARGE": Code(MessageTooLarge, of_batch=True),
    "RECORD_LIST_TOO_LARGE": Code(MessageTooLarge, of_batch=True),
    "_INVALID_DIFFERENT_RECORD": Code(DeliveryFailed, of_batch=True),
    "INVALID_RECORD": Code(DeliveryFailed, of_batch=True, may_pass=True, words=_RECORD_WORDS),
    "INVALID_TIMESTAMP": Code(DeliveryFailed, of_batch=True, may_pass=True, words=_TIMESTAMP_WORDS),
    "_MSG_TIMED_OUT": Code(DeliveryFailed, retriable=True),
    "_PURGE_QUEUE": Code(DeliveryFailed),
    "_PURGE_INFLIGHT": Code(DeliveryFailed),
    "_TIMED_OUT": Code(TransportTimeout),
    "_TIMED_OUT_QUEUE": Code(TransportTimeout),
    "REQUEST_TIMED_OUT": Code(TransportTimeout),
    "INVALID_GROUP_ID": Code(of_group=True),
    "INCONSISTENT_GROUP_PROTOCOL": Code(of_group=True),
    "GROUP_MAX_SIZE_REACHED": Code(retriable=True, of_group=True),
    "_MAX_POLL_EXCEEDED": Code(words=_MAX_POLL_WORDS),
    "_FATAL": Code(words=_FATAL_WORDS),
    "_BAD_COMPRESSION": Code(words=_UNPACKING_WORDS),
    "_AUTO_OFFSET_RESET": Code(words=_OFFSET_GONE_WORDS),
    "_QUEUE_FULL": _RETRIABLE,
    "_RETRY": _RETRIABLE,
    "_WAIT_COORD": _RETRIABLE,
    "COORDINATOR_LOAD_IN_PROGRESS": _RETRIABLE,
    "COORDINATOR_NOT_AVAILABLE": _RETRIABLE,
    "FENCED_LEADER_EPOCH": _RETRIABLE,
    "KAFKA_STORAGE_ERROR": _RETRIABLE,
    "NOT_COORDINATOR": _RETRIABLE,
    "NOT_ENOUGH_REPLICAS": _RETRIABLE,
    "NOT_ENOUGH_REPLICAS_AFTER_APPEND": _RETRIABLE,
    "NOT_LEADER_FOR_PARTITION": _RETRIABLE,
    "OFFSET_NOT_AVAILABLE": _RETRIABLE,
    "REBALANCE_IN_PROGRESS": _RETRIABLE,
    "REPLICA_NOT_AVAILABLE": _RETRIABLE,
    "THROTTLING_QUOTA_EXCEEDED": _RETRIABLE,
    "UNKNOWN_LEADER_EPOCH": _RETRIABLE,
    "UNSTABLE_OFFSET_COMMIT": _RETRIABLE,
    # The names of these look as if they belonged to another class.
    # Names of topics that Kafka refuses, though hop finds them valid.
    "TOPIC_EXCEPTION": Code(words=_TOPIC_NAME_WORDS),
    # Errors of administration, which hop does not do.
    "TOPIC_ALREADY_EXISTS": Code(),
    "TOPIC_DELETION_DISABLED": Code(),
    "INCONSISTENT_TOPIC_ID": Code(),
    "GROUP_SUBSCRIBED_TO_TOPIC": Code(),
    "DELEGATION_TOKEN_AUTH_DISABLED": Code(),
    "DELEGATION_TOKEN_NOT_FOUND": Code(),
    "DELEGATION_TOKEN_OWNER_MISMATCH": Code(),
    "DELEGATION_TOKEN_REQUEST_NOT_ALLOWED": Code(),
    "UNACCEPTABLE_CREDENTIAL": Code(),
    "INVALID_PRINCIPAL_TYPE": Code(),
    "PRINCIPAL_DESERIALIZATION_FAILURE": Code(),
    # Sizes of other things than messages; the first is of a message that was damaged on the way.
    "INVALID_MSG_SIZE": Code(),
    "INVALID_COMMIT_OFFSET_SIZE": Code(),
    "OFFSET_METADATA_TOO_LARGE": Code(),
    "TELEMETRY_TOO_LARGE": Code(),
}

OTHER = Code()
"""What a code means that is not in the table."""
