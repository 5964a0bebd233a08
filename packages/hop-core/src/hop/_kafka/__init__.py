"""Kafka by way of librdkafka: clients and their settings, errors, topics and offsets."""

from hop._kafka import errors, timing
from hop._kafka.after_fork import call_after_fork, end_child, never_destroy
from hop._kafka.client import Client, partitions_of, reader_client, writer_client
from hop._kafka.errors import ErrorContext
from hop._kafka.settings import group_settings, is_eager, reader_settings
from hop._kafka.topics import (
    BEGINNING,
    END,
    Partition,
    Topic,
    TopicOffsets,
    cluster_id,
    find_topics,
    last_times,
    offsets_for_times,
    offsets_since,
)

__all__ = [
    "BEGINNING",
    "END",
    "Client",
    "ErrorContext",
    "Partition",
    "Topic",
    "TopicOffsets",
    "call_after_fork",
    "cluster_id",
    "end_child",
    "errors",
    "find_topics",
    "group_settings",
    "is_eager",
    "last_times",
    "never_destroy",
    "offsets_for_times",
    "offsets_since",
    "partitions_of",
    "reader_client",
    "reader_settings",
    "timing",
    "writer_client",
]
