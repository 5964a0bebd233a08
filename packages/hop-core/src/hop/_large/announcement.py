"""Find the service for large messages that a broker announces in its topic ``sys.metadata``."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hop._config import bootstrap_servers, shown
from hop._kafka import ErrorContext, group_settings, reader_client, timing
from hop._kafka import errors as kafka_errors
from hop._messages import Blob
from hop._wire import decode
from hop.errors import HopError, TransportError

if TYPE_CHECKING:
    from hop._config import Auth

_log = logging.getLogger(__name__)

TOPIC = "sys.metadata"
"""The topic of the announcements."""

_KEY = "LargeMessageUploadEndpoint"
_BATCH = 500


def find_endpoint(brokers: str | Sequence[str], auth: Auth | None) -> str | None:
    """The address of the service; None if the broker announces none, or does not say."""
    try:
        newest = deque(_announcements(brokers, auth), maxlen=1)
        message = decode(newest[0].value(), newest[0].headers(), TOPIC) if newest else None
    except HopError:
        return None
    content = message.content if isinstance(message, Blob) else None
    found = content.get(_KEY) if isinstance(content, dict) else None
    if not isinstance(found, str):
        return None
    try:
        scheme = urlsplit(found).scheme
    except ValueError:
        return None
    if scheme not in ("http", "https"):
        return None
    if scheme == "http":
        _log.warning("large messages go to %s without TLS", shown(found))
    return found.rstrip("/")


def _announcements(brokers: str | Sequence[str], auth: Auth | None) -> Iterator[Any]:
    """The records of the topic, up to the end of each partition."""
    import confluent_kafka  # confluent_kafka is heavy

    context = ErrorContext(bootstrap_servers(brokers), auth.user if auth else None, TOPIC)
    settings = {**group_settings(None, context), "enable.partition.eof": True}
    client = reader_client(context, auth, settings, {})
    try:
        open_ones = set(client.known_topic(TOPIC).partitions)
        client.raw.assign(
            [
                confluent_kafka.TopicPartition(TOPIC, number, confluent_kafka.OFFSET_BEGINNING)
                for number in open_ones
            ]
        )
        end = time.monotonic() + timing.OPEN_TIMEOUT_S
        while open_ones:
            for record in client.raw.consume(_BATCH, timing.SLICE_S):
                error = record.error()
                if error is None:
                    yield record
                elif kafka_errors.code_of(error) == kafka_errors.END_OF_PARTITION:
                    open_ones.discard(record.partition())
            client.check()
            if time.monotonic() > end:
                raise TransportError(f"{context.brokers} does not give all of {TOPIC}")
    finally:
        client.raw.close()
