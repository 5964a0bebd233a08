"""A broker inside this process: librdkafka's own, made for its tests."""

from __future__ import annotations

import ctypes
from typing import Any, Self

from hop.errors import ConfigError, HopError

_PRODUCER = 0
_DONE = 0
_TEXT_BYTES = 512
_HANDLE, _TEXT, _INT, _SIZE = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_size_t
# What they return and take; rdkafka_mock.h describes them.
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "conf_new": (_HANDLE, []),
    "conf_set": (_INT, [_HANDLE, _TEXT, _TEXT, _TEXT, _SIZE]),
    "new": (_HANDLE, [_INT, _HANDLE, _TEXT, _SIZE]),
    "destroy": (None, [_HANDLE]),
    "err2str": (_TEXT, [_INT]),
    "mock_cluster_new": (_HANDLE, [_HANDLE, _INT]),
    "mock_cluster_destroy": (None, [_HANDLE]),
    "mock_cluster_bootstraps": (_TEXT, [_HANDLE]),
    "mock_topic_create": (_INT, [_HANDLE, _TEXT, _INT, _INT]),
    "mock_group_initial_rebalance_delay_ms": (None, [_HANDLE, ctypes.c_int32]),
}


class MockBroker:
    """A broker in this process, as a context manager: there in 0.1 s, without Java or a download.

    It speaks Kafka's protocol on a port of loopback that is chosen at random, so that other
    processes reach it as well, and keeps what is written in memory. It knows no passwords, TLS,
    permissions or lookup by time, keeps 5 MB of each partition, and lets the next reader of a group
    in only when the session of the last would have timed out, which takes 9 s.
    :class:`hop.sandbox.KafkaCluster` is the real thing.

    Args:
        brokers: how many there are.

    Raises:
        hop.errors.ConfigError: the installed librdkafka offers none.
    """

    def __init__(self, brokers: int = 1) -> None:
        self._count = brokers
        self._library: Any = None
        self._client: Any = None
        self._cluster: Any = None

    def __enter__(self) -> Self:
        call = self._library = _load()
        text = ctypes.create_string_buffer(_TEXT_BYTES)
        settings = call.rd_kafka_conf_new()
        # It would tell of clients that come and go.
        call.rd_kafka_conf_set(settings, b"log_level", b"0", text, _TEXT_BYTES)
        self._client = call.rd_kafka_new(_PRODUCER, settings, text, _TEXT_BYTES)
        if self._client:
            self._cluster = call.rd_kafka_mock_cluster_new(self._client, self._count)
        if not self._cluster:
            self.close()
            raise HopError(
                f"the broker for tests does not start: {text.value.decode() or 'no reason given'}"
            )
        # As long as it waits for others to join, a test would.
        call.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, 0)
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def close(self) -> None:
        """End it; it may be called again."""
        if self._cluster:
            self._library.rd_kafka_mock_cluster_destroy(self._cluster)
        if self._client:
            self._library.rd_kafka_destroy(self._client)
        self._cluster = self._client = None

    @property
    def url(self) -> str:
        """Its address without a topic, ``kafka://127.0.0.1:PORT``."""
        return f"kafka://{self.bootstrap}"

    @property
    def bootstrap(self) -> str:
        """Its addresses, as ``bootstrap.servers`` wants them."""
        return str(
            self._library_with_cluster().rd_kafka_mock_cluster_bootstraps(self._cluster).decode()
        )

    def create_topic(self, name: str, partitions: int = 1) -> None:
        """Create a topic.

        What is written to a topic that does not exist creates one, too, of four partitions.

        Args:
            name: its name.
            partitions: how many.

        Raises:
            hop.errors.HopError: it exists already.
        """
        library = self._library_with_cluster()
        code = library.rd_kafka_mock_topic_create(
            self._cluster, name.encode(), partitions, self._count
        )
        if code != _DONE:
            reason = library.rd_kafka_err2str(code).decode()
            raise HopError(f"the topic {name} cannot be created: {reason}; choose another name")

    def _library_with_cluster(self) -> Any:
        if not self._cluster:
            raise HopError("the broker does not run: use MockBroker in a with statement")
        return self._library


def _load() -> Any:
    """The functions of the librdkafka that is loaded already, that of confluent-kafka."""
    from confluent_kafka import cimpl

    try:
        # Names are looked for in what the module is linked with, too.
        library = ctypes.CDLL(cimpl.__file__)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, f"rd_kafka_{name}")
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as fault:
        raise ConfigError(
            f"the librdkafka of this installation offers no broker for tests ({fault}); "
            "use a real one: the fixture hop_kafka, or hop.sandbox.KafkaCluster"
        ) from fault
    return library
