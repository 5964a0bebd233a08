"""Translate confluent_kafka.KafkaError into hop.errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from hop._config import cure_without_credential
from hop._kafka.codes import CODES, OTHER, WORDS, Code
from hop.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    DeliveryFailed,
    HopError,
    MessageTooLarge,
    NotAuthorized,
    TransportError,
    TransportTimeout,
    UnknownTopic,
)

END_OF_PARTITION = "_PARTITION_EOF"
OFFSET_GONE = "_AUTO_OFFSET_RESET"
BROKEN_BATCH = ("_BAD_COMPRESSION", "_BAD_MSG")
# A reader's client can do nothing more. The error does not say why by a code, only by its text.
_FATAL = "_FATAL"

# No waiting cures these: a stream that is being opened raises them at once.
_FINAL = (AuthenticationFailed, NotAuthorized)

_NO_CREDENTIAL = "{brokers} asks for a credential: {detail}; {cure}, and leave out --no-auth"
_NO_BEARER = "Failed to acquire SASL OAUTHBEARER token: "
# What libcurl says of a server that it does not reach. Anything else is an answer.
_UNREACHABLE = re.compile(
    "Could ?n[o']t (?:resolve|connect)|Failed to connect|Connection (?:refused|reset)|"
    "(?:Operation )?timed out|[Tt]imeout|(?:Recv|Send) failure|Empty reply|SSL|TLS|certificate"
)
_NO_BEARER_WORDS = (
    "no token for {brokers}: {endpoint} is not reached: {detail}; check that address, and the way "
    "to it (`hop doctor` tries it): the password was not refused"
)
_FENCED = "fenced"
_FENCED_WORDS = (
    "{brokers} gave the membership of this reader in {group} to another reader, which has the same "
    "group.instance.id; give each reader its own, or leave the setting out"
)
_NOT_KAFKA = (
    "the server at {brokers} does not speak Kafka; check host and port: they must be those of the "
    "broker, not of a web page"
)

# librdkafka names the connection first: "ssl://host:9093/bootstrap: ", "host:9092/1: ".
_CONNECTION = re.compile(r"(?:\w+://)?\S+/(?:bootstrap|-?\d+): ")


@dataclass(frozen=True, slots=True)
class ErrorContext:
    """What an error is about, in the words that errors show.

    Attributes:
        brokers: the bootstrap brokers, ``host:port`` separated by commas.
        user: the user name of the credential, None without one.
        topic: the topic, "" where none is meant.
        group: the consumer group, "" without one.
        token_endpoint: what gives tokens for the credential, "" if it needs none.
    """

    brokers: str
    user: str | None = None
    topic: str = ""
    group: str = ""
    token_endpoint: str = ""

    def at(self, topic: str) -> ErrorContext:
        """The same context, for one topic."""
        return replace(self, topic=topic)

    @property
    def whose(self) -> str:
        """Whom the broker sees."""
        return f"the user {self.user}" if self.user else "a client without a credential"


def code_of(error: Any) -> str:
    """librdkafka's name of an error, ``_TRANSPORT`` or ``TOPIC_AUTHORIZATION_FAILED``."""
    return str(error.name())


def class_of(error: Any) -> type[TransportError]:
    """The class of hop's error for one of Kafka's."""
    is_connection = _is_not_kafka(error) or _has_no_token_endpoint(error)
    return ConnectionFailed if is_connection else _meaning(error).error


def is_fatal(error: Any) -> bool:
    """Whether the client that reports this can do nothing more."""
    return bool(error.fatal()) or code_of(error) == _FATAL


def is_final(error: Any) -> bool:
    """Whether no waiting cures this error."""
    return is_fatal(error) or code_of(error) == "_SSL" or class_of(error) in _FINAL


def is_too_early(error: Any) -> bool:
    """Whether a broker refuses to authenticate a client again within a second.

    This happens if a new token comes in the last moment of the old one; the next connection has
    the new one. For a client that was never served it means that the listener has no SASL.
    """
    return "not valid in current SASL state" in str(error.str())


def is_refusal(error: Any) -> bool:
    """Whether a connection was tried and failed, which is more than silence.

    Waiting may still help: a broker that starts refuses connections at first.
    """
    if _is_not_kafka(error) or _has_no_token_endpoint(error) or code_of(error) == "_RESOLVE":
        return True
    # A question without an answer in time has the same code, but names no connection.
    return code_of(error) == "_TRANSPORT" and bool(_CONNECTION.match(str(error.str())))


def is_all_down(error: Any) -> bool:
    """Whether no broker can be used now; at first this is also said of a broker that works."""
    return code_of(error) == "_ALL_BROKERS_DOWN"


def is_too_large(error: Any) -> bool:
    """Whether a message is larger than its topic or the broker allows."""
    return class_of(error) is MessageTooLarge


def concerns_batch(error: Any) -> bool:
    """Whether the broker refused a whole batch, perhaps because of one message in it."""
    return _meaning(error).of_batch


def may_pass(error: Any) -> bool:
    """Whether a message is refused by a rule that can change: of the topic, or of time."""
    return _meaning(error).may_pass


def concerns_partition(error: Any) -> bool:
    """Whether the topic does not have the partition that a message is for."""
    return code_of(error) == "_UNKNOWN_PARTITION"


def concerns_time(error: Any) -> bool:
    """Whether the broker refuses the time of a message."""
    return code_of(error) == "INVALID_TIMESTAMP"


def may_appear(error: Any) -> bool:
    """Whether a topic, or a partition, is not there, but may be later."""
    return _meaning(error).may_appear


def concerns_group(error: Any) -> bool:
    """Whether the broker refuses the consumer group, not the topic."""
    return _meaning(error).of_group


def translate(error: Any, context: ErrorContext) -> TransportError:
    """Hop's error for one of Kafka's (a ``KafkaError``); it says where, and what to do."""
    error_class, code = class_of(error), code_of(error)
    if _is_not_kafka(error):
        words = _NOT_KAFKA
    elif _has_no_token_endpoint(error):
        words = _NO_BEARER_WORDS
    elif error_class is AuthenticationFailed and context.user is None:
        words = _NO_CREDENTIAL
    elif code == _FATAL and _FENCED in str(error.str()):
        words = _FENCED_WORDS
    else:
        words = _meaning(error).words or WORDS[error_class]
    text = _fill(words, code, str(error.str()), context)
    return error_class(text, code=code, retriable=_is_retriable(error))


def _meaning(error: Any) -> Code:
    return CODES.get(code_of(error), OTHER)


def _is_not_kafka(error: Any) -> bool:
    # The first bytes of another protocol, such as HTTP, are read as the length of an answer.
    return code_of(error) == "_BAD_MSG" and "Invalid response size" in str(error.str())


def _has_no_token_endpoint(error: Any) -> bool:
    # The same code as that of a refused secret; only the text tells.
    text = str(error.str())
    return text.startswith(_NO_BEARER) and _UNREACHABLE.match(text, len(_NO_BEARER)) is not None


def _is_retriable(error: Any) -> bool:
    if is_fatal(error) or code_of(error) == "_SSL" or _is_not_kafka(error):
        return False
    # librdkafka itself says so of transactions only.
    by_class = class_of(error) in (ConnectionFailed, TransportTimeout)
    return by_class or _meaning(error).retriable or bool(error.retriable())


def _fill(words: str, code: str, detail: str, context: ErrorContext) -> str:
    if not context.topic:
        words = words.replace("{brokers}, {topic}", "{brokers}")
    return words.format(
        brokers=context.brokers,
        user=context.user,
        who=context.whose,
        topic=f"topic {context.topic}" if context.topic else "the topic",
        group=f"the consumer group {context.group}" if context.group else "the consumer group",
        detail=_shortened(detail),
        code=code,
        cure=cure_without_credential(context.brokers.split(",")),
        endpoint=context.token_endpoint or "the token endpoint",
    )


def detail_of(error: Any) -> str:
    """What librdkafka says of an error, for the text of hop's own."""
    return _shortened(str(error.str()))


def _shortened(detail: str) -> str:
    """librdkafka's text without its own names for threads and states."""
    if "certificate verify failed" in detail:
        return (
            "its certificate is signed by no CA that is trusted here, is out of date, or is for "
            "another host name"
        )
    detail = _CONNECTION.sub("", detail, count=1).removeprefix(_NO_BEARER)
    return detail.split(" (after ", 1)[0].removesuffix(".")


# Errors that hop makes of others, or by itself.


class Failed(NamedTuple):
    """A message that was not acknowledged.

    Attributes:
        topic: where it was for.
        name: what errors call it; "" if it has neither a name nor an id.
        error: Kafka's error.
    """

    topic: str
    name: str
    error: Any


def not_delivered(failed: Sequence[Failed], context: ErrorContext) -> TransportError:
    """Messages that were not acknowledged, with the reason of the first.

    It is a ``DeliveryFailed``, or the class that says what the broker refuses: the size, the
    topic, the credential or a permission.
    """
    error = translate(failed[0].error, context.at(failed[0].topic))
    text = str(error)
    if len(failed) > 1:
        text = f"{len(failed)} messages were not acknowledged; the first: {error}"
    result = _as_delivery_failed(text, error, DeliveryFailed, UnknownTopic, *_FINAL)
    result.failures = tuple(
        (name, str(translate(each, context.at(topic)))) for topic, name, each in failed
    )
    return result


def not_kept(topic: str, name: str, refusal: HopError) -> TransportError:
    """A message too large for its topic that the service for large messages does not get."""
    text = f"a message is too large for topic {topic}, and is not kept outside Kafka: {refusal}"
    if isinstance(refusal, TransportError):
        result = _as_delivery_failed(text, refusal, MessageTooLarge, *_FINAL)
    else:  # a library for it is not installed
        result = MessageTooLarge(text)
    result.failures = ((name, text),)
    return result


def given_up(failed: Sequence[Failed], refusal: TransportError) -> TransportError:
    """Messages without an acknowledgement, which a broker that refuses will not give.

    It is a ``DeliveryFailed``, or says that a credential or permission is refused.
    """
    many = "1 message is" if len(failed) == 1 else f"{len(failed)} messages are"
    text = f"{many} not acknowledged: {refusal}"
    result = _as_delivery_failed(text, refusal, *_FINAL)
    result.failures = (*refusal.failures, *((each.name, text) for each in failed))
    return result


def _as_delivery_failed(
    text: str, cause: TransportError, *kept: type[TransportError]
) -> TransportError:
    """The cause with another text, as a DeliveryFailed unless its class is one of those kept."""
    error_class = type(cause) if isinstance(cause, kept) else DeliveryFailed
    return error_class(text, code=cause.code, retriable=cause.retriable)


def no_answer(context: ErrorContext, seconds: float) -> ConnectionFailed:
    """A broker from which no answer came."""
    token_endpoint = context.token_endpoint
    hint = (
        f"check host and port, and whether {token_endpoint} gives tokens (`hop doctor` tries it)"
        if token_endpoint
        else "check host and port; a broker that needs TLS or a credential may also stay silent"
        if context.user is None
        else "check host and port, and whether it speaks TLS there"
    )
    return ConnectionFailed(
        f"{context.brokers} did not answer in {seconds:.0f} s; {hint}",
        code="_TIMED_OUT",
        retriable=True,
    )


def turned_away(context: ErrorContext) -> ConnectionFailed:
    """A broker that accepts connections and closes them again."""
    hint = (
        "and whether it needs TLS or a credential, which `hop auth add` stores"
        if context.user is None
        else "and whether it speaks TLS there"
    )
    return ConnectionFailed(
        f"{context.brokers} closes each connection; check host and port, {hint}",
        code="_ALL_BROKERS_DOWN",
        retriable=True,
    )


def messages_gone(
    partition: tuple[str, int], start: int, end: int, detail: str, context: ErrorContext
) -> TransportError:
    """Messages that were asked for by their offsets, and that the broker does not hold."""
    topic, number = partition
    return TransportError(
        f"{context.brokers} does not hold topic {topic}, partition {number}, from offset {start} "
        f"to {end - 1}: {detail}; the messages were deleted after their time (ask for a longer "
        "retention), or the topic was made anew; ask for offsets that are there",
        code=OFFSET_GONE,
    )


def closed() -> TransportError:
    """A stream is used after it was closed."""
    return TransportError("the stream is closed; open it again")


def forked() -> TransportError:
    """A stream is used in a fork of the process that opened it."""
    return TransportError(
        "the stream was opened before this process was forked, and belongs to its parent; open one "
        "in this process, or start it with the method `spawn` of multiprocessing"
    )
