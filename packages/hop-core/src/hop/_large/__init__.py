"""Messages too large for Kafka, kept by an HTTP service.

Writers give what the broker found too large to :class:`Oversized`; readers get it back by a
:class:`Fetcher`. Both use one :class:`Offload`, which knows the service. Its HTTP side
(``service``, ``http``) is imported when the first large message comes: ssl is heavy.
"""

from __future__ import annotations

from hop._large.fetcher import Fetcher
from hop._large.offload import Offload
from hop._large.oversized import Oversized, Placeholder
from hop._large.scram import SCRAMAuth

__all__ = ["Fetcher", "Offload", "Oversized", "Placeholder", "SCRAMAuth"]
