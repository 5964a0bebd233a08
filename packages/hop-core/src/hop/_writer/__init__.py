"""Writing: a producer packs messages and puts them into a sink.

The sink is librdkafka's queue (:class:`DeliveryQueue`), or a journal on disk before that
(``journal_queue.JournalQueue``, which is imported when a journal is asked for: sqlite3 is heavy).
"""

from __future__ import annotations

from hop._writer.delivery import DeliveryQueue
from hop._writer.file_lock import FileLock
from hop._writer.producer import Producer, Sink

__all__ = ["DeliveryQueue", "FileLock", "Producer", "Sink"]
