"""Keep fetched files on disk, with what the server needs to say that one is still the same."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_MOST_BYTES = 300_000_000
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True)
class Kept:
    """A file in the cache.

    Attributes:
        path: where it is: a line of JSON, then the file.
        conditions: the headers that ask for it only if it has changed.
    """

    path: Path
    conditions: Mapping[str, str]

    def read(self) -> bytes:
        """The file."""
        os.utime(self.path)  # the oldest are removed first
        return self.path.read_bytes().partition(b"\n")[2]


class Cache:
    """Files by their address, in a folder of limited size. What cannot be written is not kept.

    Args:
        folder: the folder. Default: ``hop/maps`` in the user's cache folder.
        max_bytes: how large it may become. The files that were used longest ago are removed.
    """

    def __init__(self, folder: Path | None = None, max_bytes: int = _MOST_BYTES) -> None:
        self._folder, self._max_bytes = folder or default_folder(), max_bytes

    def find(self, url: str) -> Kept | None:
        """What is kept of an address."""
        if self._folder is None:
            return None
        path = self._folder / _name(url)
        try:
            with path.open("rb") as file:
                head = json.loads(file.readline(100_000))
        except (OSError, ValueError):
            return None
        if not isinstance(head, dict) or head.get("url") != url:
            return None
        return Kept(path, head.get("conditions") or {})

    def keep(self, url: str, headers: Mapping[str, bytes], content: bytes) -> None:
        """Keep a file, if the server gave its version.

        Args:
            url: its address.
            headers: those of the answer, with names in lower case.
            content: the file.
        """
        conditions = {
            asked: headers[name].decode("latin-1")
            for name, asked in _CONDITIONS.items()
            if name in headers
        }
        folder = self._folder
        if folder is None or not conditions or len(content) > self._max_bytes:
            return
        head = json.dumps({"url": url, "conditions": conditions}).encode()
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._make_room(folder, len(content))
            # Whole or not at all: another process may read it.
            handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(head + b"\n" + content)
                Path(name).replace(folder / _name(url))
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def _make_room(self, folder: Path, size: int) -> None:
        files = sorted((each.stat().st_mtime, each) for each in folder.glob("*.map"))
        total = size + sum(each.stat().st_size for _, each in files)
        for _, each in files:
            if total <= self._max_bytes:
                break
            total -= each.stat().st_size
            each.unlink(missing_ok=True)


def default_folder() -> Path | None:
    """``$XDG_CACHE_HOME/hop/maps``, else ``~/.cache/hop/maps``; None without a home."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base, "hop", "maps")
    try:
        return Path.home() / ".cache" / "hop" / "maps"
    except RuntimeError:
        return None


def _name(url: str) -> str:
    return f"{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()}.map"
