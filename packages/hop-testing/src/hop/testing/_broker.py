"""A broker inside this process: the mock broker of librdkafka."""

from __future__ import annotations

import ctypes
from typing import Any, Self

from confluent_kafka import cimpl

from hop.errors import ConfigError, HopError

_PRODUCER = 0
_DONE = 0
_TEXT_BYTES = 512
_HANDLE, _TEXT, _INT, _SIZE = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_size_t
# Result and arguments; rdkafka_mock.h describes them.
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
    """A broker in this process, as a context manager. It is ready in 0.1 s, without a download.

    It speaks Kafka's protocol on a free port of loopback, so that other processes reach it too. It
    keeps messages in memory, 5 MB for each partition. It has no passwords, TLS, permissions or
    lookup by time. After the last reader of a group has left, the next one must wait until the
    session of the last would have timed out: 9 s. :class:`hop.sandbox.KafkaCluster` is a real
    Kafka.

    Args:
        brokers: how many there are.

    Raises:
        hop.errors.ConfigError: the installed librdkafka has no mock broker.
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
        # Its log would show clients that come and go.
        call.rd_kafka_conf_set(settings, b"log_level", b"0", text, _TEXT_BYTES)
        self._client = call.rd_kafka_new(_PRODUCER, settings, text, _TEXT_BYTES)
        if self._client:
            self._cluster = call.rd_kafka_mock_cluster_new(self._client, self._count)
        if not self._cluster:
            self.close()
            raise HopError(
                f"the mock broker does not start: {text.value.decode() or 'no reason given'}"
            )
        # A test would wait as long as the broker waits for more members of a group.
        call.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, 0)
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop it. It may be called again."""
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
        """Its addresses, for ``bootstrap.servers``."""
        return str(
            self._library_with_cluster().rd_kafka_mock_cluster_bootstraps(self._cluster).decode()
        )

    def create_topic(self, name: str, partitions: int = 1) -> None:
        """Create a topic.

        Writing to a topic that does not exist creates it too, with four partitions.

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
    """Return the functions of the librdkafka that confluent-kafka has loaded."""
    try:
        # The names are also looked up in the libraries that the module is linked with.
        library = ctypes.CDLL(cimpl.__file__)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, f"rd_kafka_{name}")
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise ConfigError(
            f"the librdkafka of this installation has no mock broker ({error}); "
            "use a real one: the fixture hop_kafka, or hop.sandbox.KafkaCluster"
        ) from error
    return library
