"""librdkafka's clients: their settings, the errors they hear, and what a broker says of topics."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from hop import forks, kafka_errors
from hop.errors import ConfigError
from hop.kafka_errors import Place
from hop.secrecy import hidden

if TYPE_CHECKING:
    from hop.auth import Auth

# librdkafka's own lines repeat what comes as errors; they are shown when somebody asks (--debug).
_log = logging.getLogger("hop.librdkafka")
_log.addHandler(logging.NullHandler())
_log.propagate = False

OPEN_TIMEOUT_S = 10.0
"""How long a broker may stay silent while a stream is being opened."""

_SLICE_S = 0.1
# How long a broker that refuses connections may take to come up while a stream is being opened.
_REFUSED_S = 3.0
# How long a credential that worked may be refused: a broker that restarts knows no user at first.
_PATIENCE_S = 5.0
# What refuses for good is heard of more often than this: refusals further apart are two.
_APART_S = 30.0
# A topic that was made a moment ago is not known to every broker yet.
_PROPAGATION_S = 1.0

_COMMON: dict[str, Any] = {
    "log.connection.close": False,
    # Half of this is also how long a new client waits before it turns from the broker of the URL
    # to the one that this names as itself. From open to first message on loopback: 57 ms with the
    # default of 100, 18 ms with 20; less gains nothing, since a timer of 10 ms looks.
    "reconnect.backoff.ms": 20,
    # A broker that comes back is found within a second.
    "reconnect.backoff.max.ms": 1000,
}
_READING: dict[str, Any] = {
    # The default of a second stalls a reader each time its local queue is full: 130,000 to 220,000
    # small messages a second instead of 650,000.
    "fetch.queue.backoff.ms": 5,
    # By default 100,000 messages of each partition wait in memory. With this a reader is as fast,
    # and one of small messages grows by 2 MB, not by 50; half of this costs throughput.
    "queued.min.messages": 10_000,
    "fetch.error.backoff.ms": 100,
    # What a broker holds must pass, an LVK alert of 200 MB with its sky map too.
    "receive.message.max.bytes": 1_000_000_000,
    "enable.auto.offset.store": False,
    "auto.commit.interval.ms": 500,
    # A handler may take minutes; whether the process lives is the heartbeat's business.
    "max.poll.interval.ms": 3_600_000,
    # A reader that died gives its partitions to the others after 10 s, one that comes or goes
    # after one: an alert does not wait for librdkafka's 45 s and 3 s.
    "session.timeout.ms": 10_000,
    "heartbeat.interval.ms": 1000,
    "partition.assignment.strategy": "cooperative-sticky",
    "allow.auto.create.topics": False,
}
_CA = (
    "name a file of the broker's CA certificates in PEM by ssl_ca_location in the credential, or "
    "by HOP_CA_FILE"
)
# With KIP-848, kafka={"group.protocol": "consumer"}, these are the broker's to choose.
_NOT_IN_KIP_848 = ("session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy")
_WRITING: dict[str, Any] = {
    "enable.idempotence": True,
    "acks": "all",
    # A broker that knows nothing of a writer yet takes its second request though it has refused
    # the first (a leader that is just elected, a replica too few); librdkafka counts the first as
    # acknowledged then, and it is lost. With one under way nothing overtakes.
    "max.in.flight": 1,
    # Above 0 it shows in the latency of each alert, and gained nothing in throughput.
    "linger.ms": 0,
    # The broker's limit decides, not the client's.
    "message.max.bytes": 1_000_000_000,
    "delivery.report.only.error": True,
    "queue.buffering.max.messages": 100_000,
}

# The proof that a broker is the one of that name cannot be done without.
_PROOFS = {
    "enable.ssl.certificate.verification": ("true", "t", "1"),
    "ssl.endpoint.identification.algorithm": ("https",),
}


class Client:
    """A librdkafka client with the errors it has heard.

    Args:
        make: ``confluent_kafka.Consumer`` or ``Producer``.
        defaults: settings of this kind of client.
        place: broker and user, for errors.
        auth: the credential.
        overrides: the caller's own librdkafka settings, which go before all others.

    Attributes:
        raw: librdkafka's client.
        kafka_exception: what it raises.
        errors: what librdkafka told outside any call, with the time (monotonic, s); the oldest
            are forgotten.
        is_elsewhere: whether this process is a fork of the one whose client it is.

    Raises:
        hop.errors.ConfigError: a setting that librdkafka does not know, or that would let others
            pose as the broker.
    """

    def __init__(
        self,
        make: Callable[..., Any],
        defaults: Mapping[str, Any],
        place: Place,
        auth: Auth | None,
        overrides: Mapping[str, Any],
    ) -> None:
        import confluent_kafka

        self.place = place
        self.errors: deque[tuple[float, confluent_kafka.KafkaError]] = deque(maxlen=100)
        self._refused_since: float | None = None
        self._refused_last = 0.0
        self.is_elsewhere = False
        self.kafka_exception = confluent_kafka.KafkaException
        overrides = hidden(overrides)
        _check_proofs(overrides, place)
        settings = {
            "bootstrap.servers": place.brokers,
            **_COMMON,
            **defaults,
            **(auth() if auth else {}),
            **overrides,
            "error_cb": self._hear,
        }
        try:
            self.raw = make(settings, logger=_log)
        except confluent_kafka.KafkaException as fault:
            told = f"librdkafka refuses the settings for {place.brokers}: {fault.args[0].str()}"
            if "ssl.ca.location" in told:
                told = f"the CA certificates in {settings['ssl.ca.location']} cannot be used; {_CA}"
            raise ConfigError(told) from None
        except (TypeError, ValueError) as fault:
            raise ConfigError(f"a librdkafka setting is wrong: {fault}") from None
        forks.watch(self)
        # The first answer about topics loads it in any case; now librdkafka connects meanwhile.
        import confluent_kafka.admin

    def _hear(self, error: Any) -> None:
        self.errors.append((time.monotonic(), error))

    def forget(self) -> None:
        """Leave librdkafka's client, whose threads a fork does not have, to the parent."""
        self.is_elsewhere = True
        forks.never_destroy(self.raw)

    def poll(self, seconds: float) -> None:
        """Let librdkafka tell what it has to tell; for clients that are no readers.

        Raises:
            hop.errors.TransportError: an error that ends the client.
        """
        try:
            self.raw.poll(seconds)
        except self.kafka_exception as fault:
            raise kafka_errors.translate(fault.args[0], self.place) from fault

    def flush(self, seconds: float) -> int:
        """Wait for acknowledgements; how many are still to come.

        Raises:
            hop.errors.TransportError: an error that ends the client.
        """
        try:
            return int(self.raw.flush(seconds))
        except self.kafka_exception as fault:
            raise kafka_errors.translate(fault.args[0], self.place) from fault

    def metadata(self, topic: str | None = None, timeout: float = OPEN_TIMEOUT_S) -> Any:
        """What the broker says of a topic, or of all; also the proof that the connection works.

        For clients that are being opened: a consumer that has partitions would lose messages here.

        Raises:
            hop.errors.TransportError: as soon as the broker refuses, or when it does not answer.
        """
        start = time.monotonic()
        while True:
            # OAUTHBEARER gets its first token, and error_cb its errors, only in a poll.
            self.poll(0)
            try:
                return self.ask(topic, _SLICE_S)
            except self.kafka_exception as fault:
                error = fault.args[0]
            self.poll(0)
            waited = time.monotonic() - start
            heard = [error, *(each for _, each in self.errors)]
            final = next(filter(kafka_errors.is_final, heard), None)
            if final is not None:
                raise kafka_errors.translate(final, self.place)
            refused = next(filter(kafka_errors.is_refusal, reversed(heard)), None)
            if refused is not None and waited > _REFUSED_S:
                raise kafka_errors.translate(refused, self.place)
            if waited > timeout:
                raise kafka_errors.no_answer(self.place, waited)

    def ask(self, topic: str | None, timeout: float) -> Any:
        """What the broker says of a topic, or of all, asked once.

        Raises:
            confluent_kafka.KafkaException: it does not answer in time, or refuses.
        """
        arguments = {} if topic is None else {"topic": topic}
        return self.raw.list_topics(**arguments, timeout=timeout)

    def known_topic(self, topic: str) -> Any:
        """The metadata of a topic that exists.

        Raises:
            hop.errors.UnknownTopic: it does not, a second after the first question neither.
            hop.errors.TransportError: the broker refuses, or does not answer.
        """
        start = time.monotonic()
        while True:
            found = self.metadata(topic).topics[topic]
            if found.error is None:
                return found
            error = kafka_errors.translate(found.error, self.place.at(topic))
            waits = kafka_errors.may_appear(found.error)
            if not waits or time.monotonic() - start > _PROPAGATION_S:
                raise error
            time.sleep(_SLICE_S)

    def check(self) -> None:
        """Judge the errors heard while working; to be called when there are any.

        Raises:
            hop.errors.TransportError: an error that ends the client, or a credential, certificate
                or permission that has been refused for some seconds.
        """
        while self.errors:
            at, error = self.errors.popleft()
            if error.fatal():
                raise kafka_errors.translate(error, self.place)
            if not kafka_errors.is_final(error) or kafka_errors.came_too_soon(error):
                continue
            if self._refused_since is None or at - self._refused_last > _APART_S:
                self._refused_since = at
            self._refused_last = at
            if at - self._refused_since > _PATIENCE_S:
                raise kafka_errors.translate(error, self.place)

    def succeed(self) -> None:
        """Note that the broker serves this client: refusals heard before are over."""
        self._refused_since = None


def consumer(
    place: Place, auth: Auth | None, settings: Mapping[str, Any], overrides: Mapping[str, Any]
) -> Client:
    """A client that reads."""
    import confluent_kafka

    defaults = {**_READING, **settings}
    if overrides.get("group.protocol") == "consumer":
        for name in _NOT_IN_KIP_848:
            defaults.pop(name)
    return Client(confluent_kafka.Consumer, defaults, place, auth, overrides)


def producer(
    place: Place, auth: Auth | None, settings: Mapping[str, Any], overrides: Mapping[str, Any]
) -> Client:
    """A client that writes."""
    import confluent_kafka

    return Client(confluent_kafka.Producer, {**_WRITING, **settings}, place, auth, overrides)


def _check_proofs(settings: Mapping[str, Any], place: Place) -> None:
    for name, allowed in _PROOFS.items():
        if name in settings and str(settings[name]).lower() not in allowed:
            raise ConfigError(
                f"the setting {name}={settings[name]} would let anybody pose as {place.brokers}: "
                f"leave it out, or {_CA}"
            )


def partitions_of(metadata: Any, topics: Iterable[str]) -> dict[str, list[int]]:
    """The partitions of those topics that the metadata has without an error."""
    return {
        topic: sorted(metadata.topics[topic].partitions)
        for topic in topics
        if topic in metadata.topics and metadata.topics[topic].error is None
    }
