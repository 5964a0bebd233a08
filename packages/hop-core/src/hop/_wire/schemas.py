"""Where the schemas of messages are that do not bring them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Schemas(Protocol):
    """The schemas of a stream: of a registry, or of a folder."""

    def by_id(self, number: int) -> bytes:
        """The schema with this number, as JSON.

        The same schema is always the same object, so that it is quickly compared.

        Raises:
            hop.errors.DecodeError: it cannot be had; the text says why.
        """

    def known(self) -> Iterable[bytes]:
        """All schemas that are here already."""
