"""JSON as it is on the wire: read without loss, written fast, one line for people."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import msgspec
import orjson

from hop.errors import DecodeError, EncodeError

_decode = msgspec.json.Decoder().decode
# What json.dumps refuses is refused here too, instead of being changed on the way; but orjson
# knows no option against UUIDs and enumerations, and writes their text and value.
_STRICT = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
_SURROGATE = re.compile("[\ud800-\udfff]")


def loads(data: str | bytes) -> Any:
    """The value of a JSON text, as the standard library reads it (``NaN`` and big integers too).

    Raises:
        hop.errors.DecodeError: not JSON, or not UTF-8, or nested too deeply; the text says where.
    """
    try:
        return _decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        pass
    # The strict, fast parser refuses NaN and lone surrogates, which other clients write.
    try:
        # Bytes are decoded here: json.loads would guess at UTF-16 and UTF-32.
        return json.loads(data if isinstance(data, str) else bytes(data).decode("utf-8-sig"))
    except RecursionError:
        raise DecodeError("JSON nested too deeply; send it as a blob of bytes") from None
    except UnicodeDecodeError as fault:
        raise DecodeError(f"not UTF-8 at byte {fault.start}, so not JSON") from None
    except json.JSONDecodeError as fault:
        raise DecodeError(
            f"not JSON at line {fault.lineno}, column {fault.colno}: {fault.msg}"
        ) from None
    except ValueError as fault:  # an integer of more digits than Python converts
        raise DecodeError(f"not JSON that Python reads: {fault}") from None


def dumps(value: Any) -> bytes:
    """A value as JSON in UTF-8.

    Raises:
        hop.errors.EncodeError: the value, or one inside it, has no JSON form.
    """
    try:
        data = orjson.dumps(value, option=_STRICT)
    except TypeError:
        return _dumps_slowly(value)
    # orjson turns NaN and the infinities into null without a word.
    return _dumps_slowly(value) if b"null" in data else data


def _dumps_slowly(value: Any) -> bytes:
    try:
        return json.dumps(value, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as fault:
        raise EncodeError(
            f"{type(value).__name__} cannot be sent as JSON: {fault}; "
            "give plain dicts, lists, text, numbers, booleans and None, or bytes"
        ) from None


def to_line(value: Any) -> str:
    """A value as one line of JSON that a person can read; bytes as ``{"base64": …}``.

    Raises:
        hop.errors.EncodeError: the value, or one inside it, has no JSON form.
    """
    try:
        line = json.dumps(value, ensure_ascii=False, default=_mark_bytes)
    except (TypeError, ValueError, RecursionError) as fault:
        raise EncodeError(f"{type(value).__name__} has no JSON form: {fault}") from None
    # Half a character of UTF-16 can be sent in JSON, but not printed.
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", line)


def _mark_bytes(value: Any) -> Any:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} is inside it")
