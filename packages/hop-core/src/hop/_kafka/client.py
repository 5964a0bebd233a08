"""A client of librdkafka: create it, collect its errors, ask for metadata."""

from __future__ import annotations

import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hop._config import redact, shown
from hop._kafka import errors as kafka_errors
from hop._kafka.after_fork import call_after_fork, never_destroy
from hop._kafka.errors import ErrorContext
from hop._kafka.settings import COMMON, NOT_IN_KIP_848, READING, WRITING
from hop._kafka.timing import (
    FIRST_ANSWER_S,
    LONGEST_ANSWER_FOR_ALL_S,
    LONGEST_ANSWER_S,
    OPEN_TIMEOUT_S,
    PROPAGATION_S,
    REFUSAL_PATIENCE_S,
    REFUSALS_APART_S,
    REFUSED_S,
    SLICE_S,
)
from hop.errors import ConfigError

if TYPE_CHECKING:
    from hop._config import Auth

# librdkafka's own lines repeat its errors; they are shown on demand (--debug).
_log = logging.getLogger("hop.librdkafka")
_log.addHandler(logging.NullHandler())
_log.propagate = False

# A broker that needs another protocol closes each connection; librdkafka connects once a second.
_TURNED_AWAY, _WITHIN_S = 3, 4.0

_CA = (
    "name a file of the broker's CA certificates in PEM by ssl_ca_location in the credential, or "
    "by HOP_CA_FILE"
)

# Without these, anybody could pose as the broker.
_PROOFS = {
    "enable.ssl.certificate.verification": ("true", "t", "1"),
    "ssl.endpoint.identification.algorithm": ("https",),
}


class Client:
    """A librdkafka client, with the errors that it reported.

    Args:
        make: ``confluent_kafka.Consumer`` or ``Producer``.
        defaults: settings of this kind of client.
        context: broker and user, for the text of errors.
        auth: the credential.
        overrides: the caller's own librdkafka settings, which replace all others.

    Attributes:
        raw: librdkafka's client.
        kafka_exception: the class of its exceptions.
        errors: the errors that librdkafka reported outside any call, with the time (monotonic, s);
            the oldest are dropped.
        is_forked: whether this process is a fork of the one that made the client.

    Raises:
        hop.errors.ConfigError: librdkafka does not know a setting, or a setting would let others
            pose as the broker.
    """

    def __init__(
        self,
        make: Callable[..., Any],
        defaults: Mapping[str, Any],
        context: ErrorContext,
        auth: Auth | None,
        overrides: Mapping[str, Any],
    ) -> None:
        import confluent_kafka  # confluent_kafka is heavy

        if auth is not None and auth.token_endpoint:
            context = replace(context, token_endpoint=shown(auth.token_endpoint))
        self.context = context
        self.errors: deque[tuple[float, confluent_kafka.KafkaError]] = deque(maxlen=100)
        self._refused_since: float | None = None
        self._refused_last = 0.0
        self.is_forked = False
        self._patience = FIRST_ANSWER_S
        self.kafka_exception = confluent_kafka.KafkaException
        overrides = redact(overrides)
        _check_proofs(overrides, context)
        settings = {
            "bootstrap.servers": context.brokers,
            **COMMON,
            **defaults,
            **(auth() if auth else {}),
            **overrides,
            "error_cb": self._on_error,
        }
        try:
            self.raw = make(settings, logger=_log)
        except confluent_kafka.KafkaException as error:
            text = f"librdkafka refuses the settings for {context.brokers}: {error.args[0].str()}"
            if "ssl.ca.location" in text:
                text = f"the CA certificates in {settings['ssl.ca.location']} cannot be used; {_CA}"
            raise ConfigError(text) from None
        except (TypeError, ValueError) as error:
            raise ConfigError(f"a librdkafka setting is wrong: {error}") from None
        call_after_fork(self)
        # The first answer about topics loads it in any case; here librdkafka connects meanwhile.
        import confluent_kafka.admin  # confluent_kafka is heavy

    def _on_error(self, error: Any) -> None:
        self.errors.append((time.monotonic(), error))

    def after_fork(self) -> None:
        """Leave librdkafka's client to the parent; a fork does not have its threads."""
        self.is_forked = True
        never_destroy(self.raw)

    def poll(self, seconds: float) -> None:
        """Let librdkafka call its callbacks; for clients that are not readers.

        Raises:
            hop.errors.TransportError: an error that ends the client.
        """
        try:
            self.raw.poll(seconds)
        except self.kafka_exception as error:
            self._on_error(error.args[0])  # librdkafka tells of an end only once
            raise kafka_errors.translate(error.args[0], self.context) from error

    def flush(self, seconds: float) -> int:
        """Wait for acknowledgements; return how many are still missing.

        Raises:
            hop.errors.TransportError: an error that ends the client.
        """
        try:
            return int(self.raw.flush(seconds))
        except self.kafka_exception as error:
            self._on_error(error.args[0])
            raise kafka_errors.translate(error.args[0], self.context) from error

    def abandon(self) -> None:
        """Shut a writer's client down; what it still has is reported as purged."""
        # A client that has ended raises once more what it has ended of.
        with contextlib.suppress(self.kafka_exception):
            self.raw.purge()
            self.raw.poll(0)
        with contextlib.suppress(self.kafka_exception):
            self.raw.close()

    def metadata(self, topic: str | None = None, timeout: float = OPEN_TIMEOUT_S) -> Any:
        """The metadata of a topic, or of all; this also shows that the connection works.

        Only while a client is being opened: a consumer that has partitions would lose messages.

        Raises:
            hop.errors.TransportError: as soon as the broker refuses, or when it does not answer.
        """
        longest = LONGEST_ANSWER_FOR_ALL_S if topic is None else LONGEST_ANSWER_S
        start, waited, limit = time.monotonic(), 0.0, timeout
        while True:
            # OAUTHBEARER gets its first token, and error_cb its errors, only in a poll.
            self.poll(0)
            try:
                return self.ask(topic, min(self._patience, longest, max(SLICE_S, limit - waited)))
            except self.kafka_exception as exception:
                error = exception.args[0]
            self._patience *= 2
            self.poll(0)
            waited = time.monotonic() - start
            reported = [error, *(each for _, each in self.errors)]
            final = next(filter(kafka_errors.is_final, reported), None)
            if final is not None:
                raise kafka_errors.translate(final, self.context)
            refused = next(filter(kafka_errors.is_refusal, reversed(reported)), None)
            if refused is not None and waited > REFUSED_S:
                raise kafka_errors.translate(refused, self.context)
            if waited > REFUSED_S and self._is_turned_away():
                raise kafka_errors.turned_away(self.context)
            if waited > timeout:
                raise kafka_errors.no_answer(self.context, waited)
            limit = timeout if refused is None else min(REFUSED_S, timeout)

    def _is_turned_away(self) -> bool:
        since = time.monotonic() - _WITHIN_S
        recent = [at > since for at, error in self.errors if kafka_errors.is_all_down(error)]
        return sum(recent) >= _TURNED_AWAY

    def ask(self, topic: str | None, timeout: float) -> Any:
        """The metadata of a topic, or of all, asked once.

        Raises:
            confluent_kafka.KafkaException: it does not answer in time, or refuses.
        """
        arguments = {} if topic is None else {"topic": topic}
        return self.raw.list_topics(**arguments, timeout=timeout)

    def known_topic(self, topic: str) -> Any:
        """The metadata of a topic that exists.

        Raises:
            hop.errors.UnknownTopic: it does not exist, even a second after the first answer.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        answered: float | None = None
        while True:
            found = self.metadata(topic).topics[topic]
            if found.error is None:
                return found
            if answered is None:
                answered = time.monotonic()
            waits = kafka_errors.may_appear(found.error)
            if not waits or time.monotonic() - answered > PROPAGATION_S:
                raise kafka_errors.translate(found.error, self.context.at(topic))
            time.sleep(SLICE_S)

    def check(self) -> None:
        """Raise the collected errors that matter; call it if there are any.

        Raises:
            hop.errors.TransportError: an error that ends the client; or a credential, certificate
                or permission was refused for some seconds.
        """
        while self.errors:
            at, error = self.errors.popleft()
            if kafka_errors.is_fatal(error):
                raise kafka_errors.translate(error, self.context)
            if not kafka_errors.is_final(error) or kafka_errors.is_too_early(error):
                continue
            if self._refused_since is None or at - self._refused_last > REFUSALS_APART_S:
                self._refused_since = at
            self._refused_last = at
            if at - self._refused_since > REFUSAL_PATIENCE_S:
                raise kafka_errors.translate(error, self.context)

    def succeed(self) -> None:
        """Note that the broker serves this client: earlier refusals are over."""
        self._refused_since = None


def _check_proofs(settings: Mapping[str, Any], context: ErrorContext) -> None:
    for name, allowed in _PROOFS.items():
        if name in settings and str(settings[name]).lower() not in allowed:
            raise ConfigError(
                f"the setting {name}={settings[name]} would let anybody pose as {context.brokers}; "
                f"leave it out, or {_CA}"
            )


def partitions_of(metadata: Any, topics: Iterable[str]) -> dict[str, list[int]]:
    """The partitions of the topics that exist, by the metadata."""
    return {
        topic: sorted(metadata.topics[topic].partitions)
        for topic in topics
        if topic in metadata.topics and metadata.topics[topic].error is None
    }


def reader_client(
    context: ErrorContext,
    auth: Auth | None,
    settings: Mapping[str, Any],
    overrides: Mapping[str, Any],
) -> Client:
    """A client that reads."""
    import confluent_kafka  # confluent_kafka is heavy

    defaults = {**READING, **settings}
    if overrides.get("group.protocol") == "consumer":
        for name in NOT_IN_KIP_848:
            defaults.pop(name)
    return Client(confluent_kafka.Consumer, defaults, context, auth, overrides)


def writer_client(
    context: ErrorContext,
    auth: Auth | None,
    settings: Mapping[str, Any],
    overrides: Mapping[str, Any],
) -> Client:
    """A client that writes."""
    import confluent_kafka  # confluent_kafka is heavy

    defaults = {**WRITING, **settings}
    if str(overrides.get("enable.idempotence", True)).lower() not in ("true", "t", "1"):
        defaults.pop("enable.gapless.guarantee", None)  # which needs it
    return Client(confluent_kafka.Producer, defaults, context, auth, overrides)
