"""What was told before, and to whom: on the disk, so that nothing is told twice."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from hop.errors import ConfigError
from hop.models._filters import Remembered, StateFile


class Told:
    """Remembers what each destination was told.

    An event has one *root* for a destination: the first of its keys when it was told.

    Args:
        path: the file; it is made if it is not there.

    Raises:
        hop.errors.StateError: it cannot be used, or is in use by another process.
    """

    def __init__(self, path: Path) -> None:
        self._file = StateFile(path)
        # For an event its root, for anything else an empty text.
        self._entries = Remembered()
        try:
            for line in self._file.load("events"):
                self._put(line)
        except BaseException:
            self._file.close()
            raise

    def _put(self, line: str) -> None:
        destination, what, root = json.loads(line)
        self._entries.put(f"{destination} {what}", root)

    def root(self, destination: str, keys: Iterable[str]) -> str | None:
        """The root of the event with one of these keys; None if the destination knows none."""
        found = (self._entries.get(f"{destination} event {key}") for key in keys)
        return next((str(each) for each in found if each is not None), None)

    def has(self, destination: str, what: str) -> bool:
        """Whether a destination was told this: ``retraction ROOT`` or ``notice ID``."""
        return f"{destination} {what}" in self._entries

    def add(self, destination: str, root: str, keys: Iterable[str], *whats: str) -> None:
        """Note that a destination was told; it is on the disk when this returns.

        Args:
            destination: its name.
            root: the root of the event.
            keys: keys of the event.
            whats: what else it was told, as :meth:`has` takes it.

        Raises:
            hop.errors.StateError: the file cannot be written.
        """
        events = {f"event {key}": root for key in (root, *keys)}
        entries = {**events, **dict.fromkeys(whats, "")}
        lines = [json.dumps([destination, what, each]) for what, each in entries.items()]
        self._file.save(lines, ())
        for line in lines:
            self._put(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def path_for(group: str) -> Path:
    """The file for a group, if none is given; its folder is made.

    In ``$XDG_STATE_HOME/hop``, else in ``~/.local/state/hop`` (XDG Base Directory Specification).

    Raises:
        hop.errors.ConfigError: there is no home folder, or the folder cannot be made.
    """
    named = os.environ.get("XDG_STATE_HOME", "")
    folder = Path(named if Path(named).is_absolute() else "~/.local/state")
    try:
        folder = folder.expanduser() / "hop"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(
            f"there is no folder for the state of `hop notify`: {reason}; give --state FILE"
        ) from None
    return folder / f"notify-{quote(group, safe='')}.sqlite"
