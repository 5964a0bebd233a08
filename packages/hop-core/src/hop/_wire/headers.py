"""Hopskotch's headers, and a caller's own, as Kafka has them.

Names that begin with ``_`` are Hopskotch's: ``_id``, ``_sender``, ``_test``, ``_format``.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Mapping
from typing import Any

from hop._messages import Header
from hop.errors import EncodeError

HeadersInput = Mapping[str, str | bytes | None] | Iterable[tuple[str, str | bytes | None]]

FORMAT, ID, SENDER, TEST = "_format", "_id", "_sender", "_test"

_IDS_AT_ONCE = 256
# A version 4 UUID has 0100 in the upper half of byte 6, and 10 in the upper bits of byte 8.
_AS_VERSION = bytes(0x40 | byte & 0x0F for byte in range(256))
_AS_VARIANT = bytes(0x80 | byte & 0x3F for byte in range(256))
_EACH = struct.Struct("16s" * _IDS_AT_ONCE)
_ids: list[bytes] = []
# After a fork parent and child would hand out the same ones.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_ids.clear)


def new_id() -> bytes:
    """16 bytes of a random (version 4) UUID, in the byte order of RFC 9562."""
    try:
        return _ids.pop()
    except IndexError:
        pass
    # Made by the hundred: asking the system for random bytes costs more than all the rest.
    block = bytearray(os.urandom(16 * _IDS_AT_ONCE))
    block[6::16] = block[6::16].translate(_AS_VERSION)
    block[8::16] = block[8::16].translate(_AS_VARIANT)
    _ids.extend(_EACH.unpack(block))
    return _ids.pop()


def own_headers(headers: HeadersInput | None, *, reserved: bool = False) -> list[Header]:
    """Convert a caller's headers to a list of pairs, with text as UTF-8.

    Args:
        headers: the caller's; they are not changed.
        reserved: whether reserved names (with _ in front) are allowed.

    Raises:
        hop.errors.EncodeError: a name is reserved or not text, a value has another type, or these
            are not pairs of name and value.
    """
    if headers is None:
        return []
    try:
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        return [(_header_name(name, reserved), _header_value(name, value)) for name, value in pairs]
    except EncodeError:
        raise
    except UnicodeEncodeError:
        raise EncodeError(
            "a header has a lone surrogate, which UTF-8 cannot hold; give its value as bytes"
        ) from None
    except (TypeError, ValueError) as fault:
        raise EncodeError(
            f"headers are a mapping, or pairs of name and value, not {headers!r:.80}"
        ) from fault


def _header_name(name: Any, reserved: bool) -> str:
    if not isinstance(name, str) or not name:
        raise EncodeError(f"a header's name is text, not {name!r}")
    if name.startswith("_") and not reserved:
        raise EncodeError(
            f"the header {name!r} is reserved: names that begin with _ belong to Hopskotch"
        )
    if "\0" in name:  # librdkafka would end it there
        raise EncodeError(f"the header {name!r} has a null character in its name")
    if not name.isascii():
        name.encode()
    return name


def _header_value(name: str, value: Any) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    raise EncodeError(
        f"the header {name!r} has a value of type {type(value).__name__}; give text or bytes"
    )


def own_key(key: Any) -> bytes | None:
    """Convert a caller's key to bytes, text as UTF-8.

    Raises:
        hop.errors.EncodeError: it is neither text nor bytes, or has lone surrogates.
    """
    if key is None or isinstance(key, bytes):
        return key
    if not isinstance(key, str):
        raise EncodeError(f"a key is text or bytes, not {type(key).__name__}")
    try:
        return key.encode()
    except UnicodeEncodeError:
        raise EncodeError(
            "a key has a lone surrogate, which UTF-8 cannot hold; give it as bytes"
        ) from None


def marks(headers: Iterable[Header]) -> tuple[bytes | None, bool]:
    """The value of the first ``_format`` header, and whether there is one named ``_test``."""
    name_of_format = None
    is_test = False
    for name, value in headers:
        if name == FORMAT:
            if name_of_format is None:
                name_of_format = value or b""
        elif name == TEST:
            is_test = True
    return name_of_format, is_test


def format_name(headers: Iterable[Header]) -> str | None:
    """The first ``_format`` header, in lower case; None if there is none, or an empty one.

    Bytes that are not UTF-8 are shown as escapes: the name of a format that nobody knows.
    """
    found, _ = marks(headers)
    return found.decode(errors="backslashreplace").lower() if found else None
