"""JSON as it is on the wire: read without loss, written fast, one line for people."""

from __future__ import annotations

import base64
import datetime
import decimal
import json
import re
import uuid
from typing import Any

import msgspec
import orjson

from hop.errors import DecodeError, EncodeError, LimitExceeded

MAX_DEPTH = 254
"""How deep arrays and objects may be nested, which is as deep as the fast writer goes."""
MAX_VALUES = 2_000_000
"""How many values a text may hold: each takes far more memory than the two bytes it may have."""

_TOO_DEEP = (
    f"JSON nested too deeply: no more than {MAX_DEPTH} levels are read; send it as a blob of bytes"
)
# Shorter texts cannot be nested too deeply.
_ALWAYS_SHALLOW = 2 * MAX_DEPTH
_COMPOUND = re.compile(rb"[\xef\xbb\xbf\s]*[\[{]")  # behind a byte order mark too
_BEGINNING = re.compile(rb"[\xef\xbb\xbf\s]*[\[{\"\-0-9tfnNI]")
_LARGE = 2**12
# Possessive, and the last one may be unclosed: otherwise each quote in it is tried to its end.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


# What json.dumps refuses is refused here too, instead of being changed on the way; but orjson
# has no option against UUIDs and enumerations, and writes their text and value.
_STRICT = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
_decode = msgspec.json.Decoder().decode
_REFUSED = (msgspec.MsgspecError, UnicodeError, RecursionError)


def loads(data: str | bytes) -> Any:
    """The value of a JSON text, as the standard library reads it (``NaN`` and big integers too).

    Raises:
        hop.errors.DecodeError: not JSON, or not UTF-8; the text says where.
        hop.errors.LimitExceeded: deeper than :data:`MAX_DEPTH`, or more values than
            :data:`MAX_VALUES`.
    """
    could_be_deep = len(data) > _ALWAYS_SHALLOW and _check_parts(data)
    try:
        value = _decode(data)
    except _REFUSED:
        value = _loads_slowly(data)
    if could_be_deep and _is_deep(value):
        raise LimitExceeded(_TOO_DEEP)
    return value


def _loads_slowly(data: str | bytes) -> Any:
    if isinstance(data, bytes) and len(data) > _LARGE and not _BEGINNING.match(data):
        raise DecodeError("not JSON at line 1, column 1: Expecting value")  # and not copied twice
    # The strict, fast parser refuses NaN and lone surrogates, which other clients write.
    try:
        # Bytes are decoded here: json.loads would guess at UTF-16 and UTF-32.
        return json.loads(data if isinstance(data, str) else bytes(data).decode("utf-8-sig"))
    except RecursionError:
        raise LimitExceeded(_TOO_DEEP) from None
    except UnicodeDecodeError as fault:
        raise DecodeError(f"not UTF-8 at byte {fault.start}, so not JSON") from None
    except json.JSONDecodeError as fault:
        raise DecodeError(
            f"not JSON at line {fault.lineno}, column {fault.colno}: {fault.msg}"
        ) from None
    except ValueError as fault:  # an integer of more digits than Python converts
        raise DecodeError(f"not JSON that Python reads: {fault}") from None


def _check_parts(data: str | bytes) -> bool:
    """See that there are not too many values; whether they could be nested too deeply."""
    text = data.encode(errors="replace") if isinstance(data, str) else bytes(data)
    if not _COMPOUND.match(text):  # text, a number, or no JSON at all
        return False
    opened = text.count(b"[") + text.count(b"{")
    if opened + text.count(b",") > MAX_VALUES:
        bare = _STRING.sub(b"", text)  # commas in texts count for nothing
        if bare.count(b"[") + bare.count(b"{") + bare.count(b",") > MAX_VALUES:
            raise LimitExceeded(
                f"JSON of more than {MAX_VALUES:,} values is not read; send it as a blob of bytes"
            )
    return opened > MAX_DEPTH


def _is_deep(value: Any) -> bool:
    level = [value] if isinstance(value, (dict, list, tuple)) else []
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list, tuple))
        ]
        if not level:
            return False
    return True


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
        data = json.dumps(value, separators=(",", ":"), default=_refuse).encode()
    except (TypeError, ValueError, RecursionError) as fault:
        raise EncodeError(
            f"{type(value).__name__} cannot be sent as JSON: {fault}; "
            "give plain dicts, lists, text, numbers, booleans and None, or bytes"
        ) from None
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and _is_deep(value):
        raise EncodeError(
            f"{type(value).__name__} cannot be sent as JSON: it is nested deeper than {MAX_DEPTH}"
        )
    return data


def _refuse(value: Any) -> Any:
    hint = ", give its asdict()" if hasattr(value, "asdict") else ""
    raise TypeError(f"{type(value).__name__} is inside it{hint}")


def to_line(value: Any) -> str:
    """A value as one line of JSON that a person can read; bytes as ``{"base64": …}``.

    What binary formats have beside that, dates, decimal numbers and UUIDs, is written as text.

    Raises:
        hop.errors.EncodeError: the value, or one inside it, has no JSON form.
    """
    try:
        line = json.dumps(value, ensure_ascii=False, default=_as_json)
    except (TypeError, ValueError, RecursionError) as fault:
        raise EncodeError(f"{type(value).__name__} has no JSON form: {fault}") from None
    # Half a character of UTF-16 can be sent in JSON, but not printed.
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", line)


def _as_json(value: Any) -> Any:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    return _refuse(value)
