"""Kafka's errors as hop's: the only place where one becomes the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from hop._kafka import codes as kafka_codes
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

END_OF_PARTITION = "_PARTITION_EOF"

# No waiting cures these: a stream that is being opened raises them at once.
_FINAL = (AuthenticationFailed, NotAuthorized)

_NO_CREDENTIAL = (
    "{brokers} asks for a credential: {detail}; store one with `hop configure setup`, or give "
    "Stream(auth=Auth(user, password))"
)
_NO_KAFKA = (
    "what answers at {brokers} does not speak Kafka; check host and port: they are those of the "
    "broker, not of a web page"
)
# The words for a code, else for its class.
_WORDS: dict[str | type[TransportError], str] = {
    "_SSL": (
        "no TLS connection to {brokers}: {detail}; name the broker's CA certificates with "
        "ssl_ca_location in the credential, or ask whether the broker speaks TLS there"
    ),
    "GROUP_AUTHORIZATION_FAILED": (
        "{brokers} does not let {who} use {group}; ask its owner for the permission, or take a "
        "group that this user may use"
    ),
    "CLUSTER_AUTHORIZATION_FAILED": (
        "{brokers} does not let {who} write to {topic}; ask its owner for the permission "
        "(one older than 2.8 asks idempotent writers for one on the cluster: "
        'kafka={{"enable.idempotence": False}} does without)'
    ),
    "_MAX_POLL_EXCEEDED": (
        "{brokers} gave the partitions of this reader to others in {group}: no message was asked "
        "for in too long; work faster, or raise max.poll.interval.ms"
    ),
    "TOPIC_EXCEPTION": (
        "{brokers} refuses the name of {topic}: {detail}; names that differ only in . and _ "
        "are one to Kafka"
    ),
    AuthenticationFailed: (
        "{brokers} refuses the credential of {user}: {detail}; check user name, password and "
        "mechanism (`hop configure locate` tells the file)"
    ),
    NotAuthorized: (
        "{brokers} does not let {who} use {topic}; ask its owner for the permission, or connect "
        "as another user (`hop configure setup`, --user)"
    ),
    ConnectionFailed: (
        "no connection to {brokers}: {detail}; check host and port, that the broker runs, and "
        "whether it wants TLS and a credential"
    ),
    UnknownTopic: (
        "{topic} does not exist on {brokers}, or {who} may not see it; check the spelling, or "
        "read with persist=True (-p) to wait for it"
    ),
    MessageTooLarge: (
        "a message for {topic} is larger than {brokers} takes: {detail}; send less, or a link to "
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

# librdkafka names the connection first: "ssl://host:9093/bootstrap: ", "host:9092/1: ".
_CONNECTION = re.compile(r"(?:\w+://)?\S+/(?:bootstrap|-?\d+): ")


@dataclass(frozen=True, slots=True)
class ErrorContext:
    """Whom an error concerns, in the words that errors show.

    Attributes:
        brokers: the bootstrap brokers, ``host:port`` separated by commas.
        user: the user name of the credential, None without one.
        topic: the topic, "" where none is meant.
        group: the consumer group, "" without one.
    """

    brokers: str
    user: str | None = None
    topic: str = ""
    group: str = ""

    def at(self, topic: str) -> ErrorContext:
        """The same context, for one topic."""
        return replace(self, topic=topic)

    @property
    def whose(self) -> str:
        """Whom the broker sees."""
        return f"the user {self.user}" if self.user else "a client without a credential"


def name_of(error: Any) -> str:
    """librdkafka's name of an error, ``_TRANSPORT`` or ``TOPIC_AUTHORIZATION_FAILED``."""
    return str(error.name())


def is_final(error: Any) -> bool:
    """Whether no waiting cures this error."""
    return bool(error.fatal()) or name_of(error) == "_SSL" or kind_of(error) in _FINAL


def came_too_soon(error: Any) -> bool:
    """Whether a broker refuses to authenticate a client again within a second.

    That happens where a new token comes in the last moment of the old one; the next connection has
    the new one. Of a client that was never served it says that the listener has no SASL.
    """
    return "not valid in current SASL state" in str(error.str())


def is_refusal(error: Any) -> bool:
    """Whether a connection was tried and failed, which is more than silence.

    It may still be cured by waiting: a broker that starts refuses connections at first.
    """
    if _is_no_kafka(error) or name_of(error) == "_RESOLVE":
        return True
    # A question that got no answer in time has the same code, and names no connection.
    return name_of(error) == "_TRANSPORT" and bool(_CONNECTION.match(str(error.str())))


def may_appear(error: Any) -> bool:
    """Whether a topic, or a partition, is not there, but may be later."""
    return name_of(error) in kafka_codes.MAY_APPEAR


def concerns_group(error: Any) -> bool:
    """Whether the broker refuses the consumer group, not the topic."""
    return name_of(error) in kafka_codes.OF_GROUPS


def kind_of(error: Any) -> type[TransportError]:
    """The class of hop's error for one of Kafka's."""
    if _is_no_kafka(error):
        return ConnectionFailed
    return kafka_codes.CLASSES.get(name_of(error), TransportError)


def translate(error: Any, context: ErrorContext) -> TransportError:
    """One of Kafka's errors (a ``KafkaError``) as hop's, saying where and what to do."""
    kind, code = kind_of(error), name_of(error)
    words = _NO_KAFKA if _is_no_kafka(error) else _words(kind, code, context)
    text = _fill(words, code, str(error.str()), context)
    return kind(text, code=code, retriable=_is_retriable(error, kind))


def _is_retriable(error: Any, kind: type[TransportError]) -> bool:
    if error.fatal() or name_of(error) == "_SSL" or _is_no_kafka(error):
        return False
    # librdkafka itself tells it of transactions only.
    by_kind = kind in (ConnectionFailed, TransportTimeout)
    return by_kind or name_of(error) in kafka_codes.RETRIABLE or bool(error.retriable())


def not_delivered(count: int, first: Any, context: ErrorContext) -> TransportError:
    """Messages that were not acknowledged, with the reason of the first.

    It is a ``DeliveryFailed``, or says more closely what the broker refuses: the size, the
    topic, the credential or a permission.
    """
    told = translate(first, context)
    close = isinstance(told, (DeliveryFailed, UnknownTopic, *_FINAL))
    kind = type(told) if close else DeliveryFailed
    text = str(told) if count == 1 else f"{count} messages were not acknowledged; the first: {told}"
    return kind(text, code=told.code, retriable=told.retriable)


def is_too_large(error: Any) -> bool:
    """Whether a message is larger than its topic or the broker takes."""
    return kind_of(error) is MessageTooLarge


def not_kept(topic: str, refusal: TransportError) -> TransportError:
    """A message too large for its topic that the service for such messages does not take."""
    close = isinstance(refusal, (MessageTooLarge, *_FINAL))
    kind = type(refusal) if close else DeliveryFailed
    return kind(
        f"a message is too large for topic {topic}, and is not kept outside Kafka: {refusal}",
        code=refusal.code,
        retriable=refusal.retriable,
    )


def given_up(count: int, refusal: TransportError) -> TransportError:
    """Messages that wait for an acknowledgement which a broker that refuses will not give.

    It is a ``DeliveryFailed``, or says more closely that a credential or permission is refused.
    """
    many = "1 message is" if count == 1 else f"{count} messages are"
    kind = type(refusal) if isinstance(refusal, _FINAL) else DeliveryFailed
    return kind(
        f"{many} not acknowledged: {refusal}", code=refusal.code, retriable=refusal.retriable
    )


def no_answer(context: ErrorContext, seconds: float) -> ConnectionFailed:
    """A broker of which nothing at all was heard."""
    hint = (
        "check host and port; a broker that wants TLS or a credential may also stay silent"
        if context.user is None
        else "check host and port, and whether it speaks TLS there"
    )
    return ConnectionFailed(
        f"{context.brokers} did not answer in {seconds:.0f} s; {hint}",
        code="_TIMED_OUT",
        retriable=True,
    )


def is_all_down(error: Any) -> bool:
    """Whether it says that no broker can be used now; a sound one is reported so at first, too."""
    return name_of(error) == "_ALL_BROKERS_DOWN"


def turned_away(context: ErrorContext) -> ConnectionFailed:
    """A broker that accepts connections and closes them, again and again."""
    hint = (
        "and whether it wants TLS or a credential, which `hop auth add` stores"
        if context.user is None
        else "and whether it speaks TLS there"
    )
    return ConnectionFailed(
        f"{context.brokers} closes each connection; check host and port, {hint}",
        code="_ALL_BROKERS_DOWN",
        retriable=True,
    )


def closed() -> TransportError:
    """The error of whoever uses a stream that is closed."""
    return TransportError("the stream is closed; open it anew")


def elsewhere() -> TransportError:
    """The error of whoever uses a stream of the process that this one is a fork of."""
    return TransportError(
        "the stream was opened before this process was forked, and belongs to its parent; open one "
        "in this process, or start it by the method `spawn` of multiprocessing"
    )


def _is_no_kafka(error: Any) -> bool:
    # The first bytes of another protocol, HTTP say, read as the length of an answer.
    return name_of(error) == "_BAD_MSG" and "Invalid response size" in str(error.str())


def _words(kind: type[TransportError], code: str, context: ErrorContext) -> str:
    if kind is AuthenticationFailed and context.user is None:
        return _NO_CREDENTIAL
    words = _WORDS.get(code) or _WORDS[kind]
    return words if context.topic else words.replace("{brokers}, {topic}", "{brokers}")


def _fill(words: str, code: str, detail: str, context: ErrorContext) -> str:
    return words.format(
        brokers=context.brokers,
        user=context.user,
        who=context.whose,
        topic=f"topic {context.topic}" if context.topic else "the topic",
        group=f"the consumer group {context.group}" if context.group else "the consumer group",
        detail=_shortened(detail),
        code=code,
    )


def _shortened(detail: str) -> str:
    """librdkafka's text without its own names for threads and states."""
    if "certificate verify failed" in detail:
        return (
            "its certificate is signed by no CA that is trusted here, is out of date, or is for "
            "another host name"
        )
    detail = _CONNECTION.sub("", detail, count=1)
    return detail.split(" (after ", 1)[0].removesuffix(".")
