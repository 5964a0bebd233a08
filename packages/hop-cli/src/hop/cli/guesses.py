"""The format of a file, by what it says and how it looks."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hop.message import MessageModel

_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z-]*:")
_SUFFIXES = {".xml": "voevent", ".json": "json", ".gcn3": "circular", ".avro": "avro"}


def guess(data: bytes, suffix: str) -> type[MessageModel] | None:
    """The model for a file: by the schema that it names, by its looks, or else by its suffix.

    Args:
        data: the file.
        suffix: what its name ends with, from the dot on.
    """
    from hop._messages.json import loads
    from hop._wire.codec import candidates
    from hop._wire.registry import model_for
    from hop.errors import DecodeError

    beginning = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_json = beginning[:1] in (b"{", b"[")
    value: Any = None
    if is_json:
        with contextlib.suppress(DecodeError):
            value = loads(data)
    if model := next(candidates(data, value, None), None):
        return model
    if is_json:
        name = "json"
    elif beginning[:1] == b"<":
        name = "voevent"
    else:
        is_letter = _HEADER_LINE.match(beginning)
        name = _SUFFIXES.get(suffix.lower(), "circular" if is_letter else "")
    return model_for(name) if name else None
