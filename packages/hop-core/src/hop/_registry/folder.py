"""Schemas as files."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from hop._messages import read_file
from hop.errors import ConfigError, DecodeError

_LARGEST = 4 * 2**20
_MOST_FILES = 1000


class SchemaFolder:
    """A folder of schemas: ``1100.avsc`` has the number 1100; other names serve fingerprints.

    The files are read once.

    Args:
        path: the folder.

    Raises:
        hop.errors.ConfigError: there is no such folder.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise ConfigError(
                f"there is no folder of schemas {path}; name a folder with files such as "
                "1100.avsc, or the address of a registry (https://…)"
            )
        self._path = path

    def by_id(self, number: int) -> bytes:
        """The schema with this number, as JSON.

        Raises:
            hop.errors.DecodeError: there is none.
        """
        found = self._texts.get(str(number))
        if found is None:
            raise DecodeError(
                f"its schema has the number {number}, and there is no file {number}.avsc in "
                f"{self._path}"
            )
        return found

    def known(self) -> Iterable[bytes]:
        """All schemas of the folder."""
        return self._texts.values()

    @cached_property
    def _texts(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        try:
            for path in sorted(self._path.glob("*.avsc"))[:_MOST_FILES]:
                if path.stat().st_size <= _LARGEST:
                    found[path.stem] = read_file(path)
        except OSError as error:
            raise DecodeError(f"{self._path} cannot be read: {error.strerror}") from None
        return found
