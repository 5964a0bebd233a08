"""Print messages as ``hop subscribe`` does."""

from __future__ import annotations

from typing import Any

from hop._console import encode, escape_json, is_terminal, put
from hop._messages import to_line
from hop.message import Blob, MessageModel

__all__ = ["print_message"]


def print_message(message: MessageModel | Any, json_dump: bool = False) -> None:
    """Print the content of a message.

    Args:
        message: message to print; any other value is printed as the content of a Blob.
        json_dump: boolean indicating whether to print as raw json, on one line.

    Raises:
        hop.errors.EncodeError: the message has no JSON form.
        OSError: standard output cannot be written.
    """
    put(render(message, as_json=json_dump, for_people=is_terminal()))


def render(message: MessageModel | Any, *, as_json: bool, for_people: bool = False) -> bytes:
    """Return a message as it is written to a file, or shown on a terminal.

    Args:
        message: the message; any other value is taken as the content of a Blob.
        as_json: as one line of JSON.
        for_people: as text for a terminal, with control characters shown as escapes.

    Raises:
        hop.errors.EncodeError: a field has no JSON form.
    """
    if not isinstance(message, MessageModel):
        message = Blob(message)
    if as_json:
        return encode(escape_json(to_line(message.to_tree())), for_people=for_people)
    if for_people:
        return encode(message.to_text(), for_people=True)
    return message.to_document()
