"""What stands in a Kafka record: payload and headers, both ways.

Headers whose names begin with ``_`` are Hopskotch's: ``_id``, ``_sender``, ``_test``,
``_format``. The payload is the bare content; the envelope ``{"format", "content"}`` of 2021 is
read always, and written where it is asked for. What names no format is told by its ``$schema``, by
its topic, and in the end by its looks.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from hop._messages import Blob, JSONBlob, MessageModel
from hop._messages.json import dumps, loads
from hop._messages.metadata import Header
from hop._wire.registry import (
    is_plain,
    model_for,
    model_for_schema,
    model_for_topic,
    models_by_looks,
    plain_topics,
)
from hop.errors import DecodeError, EncodeError, LimitExceeded, MessageError

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


def encode(message: Any) -> tuple[str, bytes]:
    """The name of the format and the payload of a message, or of a plain value.

    Raises:
        hop.errors.EncodeError: no model, no bytes, and not a value that JSON can hold.
        hop.errors.ValidationError: a model that its schema refuses.
    """
    if isinstance(message, MessageModel):
        return message.to_wire()
    if isinstance(message, (bytes, bytearray, memoryview)):
        return "blob", bytes(message)
    return "json", dumps(message)


def encode_envelope(message: Any) -> bytes:
    """The payload of a message for readers of 2021: ``{"format", "content"}`` as JSON.

    Raises:
        hop.errors.EncodeError: the message has no JSON form; bytes have none.
    """
    if isinstance(message, MessageModel):
        return dumps(message.serialize())
    if isinstance(message, (bytes, bytearray, memoryview)):
        raise EncodeError("bytes have no place in the JSON envelope; write without envelope=True")
    return dumps({"format": "blob", "content": message})


def own_headers(headers: HeadersInput | None, *, reserved: bool = False) -> list[Header]:
    """A caller's headers as a list of its own, text as UTF-8.

    Args:
        headers: the caller's; they are not changed.
        reserved: whether those of Hopskotch may be among them.

    Raises:
        hop.errors.EncodeError: a name that is reserved or no text, a value of another type, or
            no pairs of name and value at all.
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
    """A caller's key as bytes, text as UTF-8.

    Raises:
        hop.errors.EncodeError: it is neither text nor bytes, or cannot be written.
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


def decode(
    payload: bytes | None, headers: Iterable[Header] | None, topic: str | None = None
) -> MessageModel:
    """The message in a record.

    A format that no installed model reads gives a :class:`Blob` with ``missing_schema``.

    Args:
        payload: the record's value.
        headers: the record's headers.
        topic: where it came from, which tells what the messages of some observatories are.

    Raises:
        hop.errors.MessageError: the payload is not what its format promises, or looks like.
    """
    # A null value (a tombstone of a compacted topic) is a message that holds nothing.
    payload = b"" if payload is None else payload
    name = format_name(headers) if headers else None
    if name == "json":
        return JSONBlob(loads(payload))
    if name is None:
        return _decode_unnamed(payload, topic)
    if name == "blob":
        return Blob(payload)
    model = model_for(name)
    if model is None:
        return Blob(payload, missing_schema=True)
    if name == "avro":
        # The container names its record's schema; a model made for that goes before any record.
        model = next(models_by_looks(payload, ours=False), model)
    return _read(model, model.from_wire, payload)


def format_name(headers: Iterable[Header]) -> str | None:
    """The first ``_format`` header, in lower case; None where there is none that is text."""
    for name, value in headers:
        if name == FORMAT:
            try:
                return value.decode().lower() if value else None
            except UnicodeDecodeError:
                return None
    return None


def _decode_unnamed(payload: bytes, topic: str | None) -> MessageModel:
    try:
        value = loads(payload)
    except LimitExceeded:
        raise
    except DecodeError:
        return _recognize(payload, None, topic) or Blob(payload)
    if isinstance(value, dict):
        if "format" in value and "content" in value:
            return decode_envelope(value["format"], value["content"])
        # Keys by which hop-models' own models tell JSON for theirs. Without one of them it is not
        # worth a look, and no reason to load plugins.
        if (
            "$schema" in value
            or "superevent_id" in value
            or "circularId" in value
            or "header" in value
        ):
            return _recognize(payload, value, topic) or JSONBlob(value)
    if topic in plain_topics or is_plain(topic):
        return JSONBlob(value)
    return _recognize(payload, value, topic) or JSONBlob(value)


def _recognize(payload: bytes, value: Any, topic: str | None) -> MessageModel | None:
    """What the first model makes of a payload that may be for it, and reads it.

    Raises:
        hop.errors.MessageError: none that may be for it reads it; what the first one says.
    """
    first: MessageError | None = None
    for model in _candidates(payload, value, topic):
        try:
            return _read(model, model.from_wire, payload)
        except MessageError as fault:
            first = first or fault
    if first is not None:
        raise first
    return None


def _candidates(payload: bytes, value: Any, topic: str | None) -> Iterator[type[MessageModel]]:
    """The models that a payload without a format's name may be for, the likeliest first."""
    uri = value.get("$schema") if isinstance(value, dict) else None
    named = model_for_schema(uri) if isinstance(uri, str) else None
    if named is not None:
        yield named
    carried = model_for_topic(topic) if topic is not None else None
    if carried is not None and carried is not named:
        yield carried
    for model in models_by_looks(payload):
        if model is not named and model is not carried:
            yield model


def decode_envelope(name: Any, content: Any) -> MessageModel:
    """The message in an envelope of 2021.

    Raises:
        hop.errors.MessageError: the content is not what its format promises.
    """
    if not isinstance(name, str):
        raise DecodeError(f"an envelope names its format in text, not as {name!r}")
    if name.lower() == "blob":  # unstructured JSON, in 2021
        return JSONBlob(content)
    model = model_for(name)
    if model is None:
        return Blob(content, missing_schema=True)
    return _read(model, model.from_content, content)


def _read(
    model: type[MessageModel], load: Callable[[Any], MessageModel], source: Any
) -> MessageModel:
    """What a model makes of a payload; a plugin may raise, or return, whatever it likes."""
    try:
        message = load(source)
    except MessageError:
        raise
    except Exception as fault:
        raise _refusal(model, f"{type(fault).__name__}: {fault}") from fault
    if not isinstance(message, MessageModel):
        raise _refusal(model, f"its load() gives {type(message).__name__}, which is no message")
    return message


def _refusal(model: type[MessageModel], problem: str) -> DecodeError:
    return DecodeError(f"{model.__module__}.{model.__qualname__} cannot read this: {problem}")
