"""A folder that messages are written to, a file each, with what is known of it beside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hop._messages.files import File, describe, name_of
from hop._messages.json import to_line
from hop.cli import output

if TYPE_CHECKING:
    from hop._messages.metadata import Metadata


class Folder:
    """A folder of messages.

    A file has the name of topic, partition and offset, nothing of which the message decides, and
    the suffix of its kind. It is there whole or not at all, and after the file with its metadata,
    which has the same name and ``.meta.json``. What has the same place replaces what was there.

    Args:
        path: the folder; it is made if it is not there.
        as_json: write each message as a line of JSON.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, path: str, *, as_json: bool) -> None:
        self._path, self._as_json = Path(path), as_json
        self._path.mkdir(parents=True, exist_ok=True)

    def prepare(self, message: Any, metadata: Metadata) -> File:
        """Make of a message what is to be written.

        Raises:
            hop.errors.EncodeError: a field that has no JSON form.
        """
        data = output.render(message, as_json=self._as_json)
        return File(
            self._path / name_of(metadata, data),
            data,
            (to_line(describe(message, metadata)) + "\n").encode(),
        )
