"""Servers of HTTP whose clients may come, be silent and go as they like."""

from __future__ import annotations

import sys
from socketserver import ThreadingMixIn
from typing import Any

SILENT_S = 10.0
"""How long a client may say nothing before it is shut out, s; for a handler's ``timeout``."""


class QuietThreads(ThreadingMixIn):
    """A thread for each client of a server; of those that leave early nothing is printed."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that leave, or do not speak TLS; they know it themselves."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[misc]
