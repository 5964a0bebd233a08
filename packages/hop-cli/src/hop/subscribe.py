"""Messages as ``hop subscribe`` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hop.cli.output import is_terminal, put, render

if TYPE_CHECKING:
    from hop.message import MessageModel

__all__ = ["print_message"]


def print_message(message: MessageModel | Any, json_dump: bool = False) -> None:
    """Print the content of a message.

    Args:
        message: message to print; a value that is none is taken for the content of a Blob.
        json_dump: boolean indicating whether to print as raw json, on one line.

    Raises:
        hop.errors.EncodeError: the message has no JSON form.
        OSError: standard output cannot be written.
    """
    put(render(message, as_json=json_dump, for_people=is_terminal()))
