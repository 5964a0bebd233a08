"""Writing: a producer packs messages and puts them into a sink.

The sink is librdkafka's queue (:class:`DeliveryQueue`), or a journal on disk before that
(``journal_queue.JournalQueue``, which is imported when a journal is asked for: sqlite3 is heavy).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hop._writer.delivery import DeliveryQueue
from hop._writer.file_lock import FileLock
from hop._writer.producer import Producer, Sink
from hop._writer.refused import message_name

if TYPE_CHECKING:
    from hop._writer.journal import Journal as Journal
    from hop._writer.journal import PutAside as PutAside

__all__ = ["DeliveryQueue", "FileLock", "Producer", "Sink", "message_name", "open_journal"]


def open_journal(path: str | os.PathLike[str]) -> Journal:
    """Open a journal without a broker, for what was put aside there; see :class:`Journal`.

    Raises:
        hop.errors.JournalError: the file is in use, is no journal, or cannot be read.
    """
    from hop._writer.journal import Journal  # sqlite3 is heavy

    return Journal(path, None)
