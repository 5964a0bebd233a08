"""The schemas of a registry on disk: a number never gets another schema."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from hop._config import write_private
from hop._messages import loads, read_file
from hop.errors import ConfigError, DecodeError

_log = logging.getLogger(__name__)


class Store:
    """A folder of the schemas of one registry. What cannot be written is not kept.

    Args:
        folder: the folder; None: nothing is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @classmethod
    def of(cls, address: str) -> Store:
        """That of a registry: in ``$XDG_CACHE_HOME/hop/schemas``, else in ``~/.cache``."""
        base = os.environ.get("XDG_CACHE_HOME", "")
        try:
            cache = Path(base) if Path(base).is_absolute() else Path.home() / ".cache"
        except RuntimeError:  # there is no home
            return cls(None)
        name = hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:24]
        return cls(cache / "hop" / "schemas" / name)

    def load(self, number: int) -> bytes | None:
        """The schema with a number; None if it is not kept."""
        return None if self._folder is None else _read(self._path(number))

    def keep(self, number: int, schema: bytes) -> None:
        """Keep a schema, for its owner only (0600)."""
        if self._folder is None:
            return
        try:
            write_private(self._path(number), schema.decode())
        except (ConfigError, UnicodeDecodeError) as error:
            _log.debug("a schema is not kept: %s", error)

    def all(self) -> Iterator[bytes]:
        """All that are kept."""
        if self._folder is None or not self._folder.is_dir():
            return
        for path in sorted(self._folder.glob("*.avsc")):
            found = _read(path)
            if found is not None:
                yield found

    def _path(self, number: int) -> Path:
        assert self._folder is not None  # noqa: S101 - asked before
        return self._folder / f"{number}.avsc"


def _read(path: Path) -> bytes | None:
    try:
        found = read_file(path)
        loads(found)
    except (OSError, DecodeError):  # it is not there, or somebody has damaged it
        return None
    return found
