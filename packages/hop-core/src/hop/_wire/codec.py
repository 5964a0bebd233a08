"""From a Kafka record to a message, and back.

The payload is the bare content. The envelope ``{"format", "content"}`` of 2021 is always read, and
written on request. ``_format: json`` and ``_format: avro`` name an encoding, and many messages name
no format: for these the ``$schema``, the topic and the looks of the content choose the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hop._messages import (
    AnyModel,
    Blob,
    ExternalMessage,
    Header,
    JSONBlob,
    MessageModel,
    dumps,
    loads,
    mark_test,
    set_topic,
)
from hop._wire.headers import format_name
from hop._wire.registry import Model, claims, model_for
from hop._wire.schemas import Schemas
from hop.errors import DecodeError, EncodeError, LimitExceeded, MessageError

# What stands before a payload whose schema a registry has.
_FRAMES = (b"\0", b"\xc3")
# JSON begins with none of these: frames, and container files of Avro. Such messages are large.
_NO_JSON = (*_FRAMES, b"O")
# What a schema in a key has, as an object of JSON.
_OF_SCHEMA = (b'"type"', b'"fields"')
# Formats that name an encoding, and no model.
_ENCODINGS = ("json", "avro")


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
        raise EncodeError("bytes do not fit into the JSON envelope; write without envelope=True")
    return dumps({"format": "blob", "content": message})


def decode(
    payload: bytes | None,
    headers: Iterable[Header] | None,
    topic: str | None = None,
    *,
    key: bytes | None = None,
    schemas: Schemas | None = None,
) -> MessageModel:
    """The message in a record.

    A format that no installed model reads gives a :class:`Blob` with ``missing_schema``.

    Args:
        payload: the record's value.
        headers: the record's headers.
        topic: where it came from: some topics carry one model without saying so.
        key: the record's key, which may be the schema of the payload.
        schemas: where other schemas are; None: nowhere.

    Raises:
        hop.errors.MessageError: the payload is not what its format promises, or looks like.
    """
    # A null value (a tombstone of a compacted topic) is a message that holds nothing.
    payload = b"" if payload is None else payload
    name = format_name(headers) if headers else None
    if name == "json":
        return decode_json(payload, topic)
    # These two need no plugin.
    if name == "blob":
        return Blob(payload)
    if name == "external":
        return _read(ExternalMessage, ExternalMessage.from_wire, payload, topic)
    if name is None:
        found = _decode_unnamed(payload, topic, key, schemas)
    else:
        found = _decode_named(name, payload, topic, key, schemas)
    return _marked(found, topic)


def as_model(
    model: type[AnyModel],
    message: MessageModel,
    payload: bytes,
    headers: Iterable[Header] | None,
    topic: str | None,
) -> AnyModel:
    """A decoded message as one of a model that the reader has asked for.

    A message that nobody claims is read by the model, unless the model can tell that it is not its
    own (``hop_markers``, ``sniff``).

    Args:
        model: the model.
        message: what the payload was decoded as.
        payload: the record's value.
        headers: the record's headers.
        topic: where it came from.

    Raises:
        hop.errors.MessageError: it is a message of another model, or cannot be read.
    """
    if isinstance(message, model):
        return message
    if isinstance(message, Blob) and message.error is not None:
        raise message.error
    if not _may_be(model, message, payload, format_name(headers or ())):
        kind = "message that no model claims" if isinstance(message, Blob) else message.hop_format
        raise DecodeError(f"this is a {kind}, and model= asks for {model.__name__}")
    made: Any = _marked(_read(model, model.from_wire, payload, topic), topic)
    if isinstance(made, model):
        return made
    raise _refusal(model, f"its from_wire() returned a {type(made).__name__}")


def _may_be(model: Model, message: MessageModel, payload: bytes, name: str | None) -> bool:
    """Whether a payload that became another message may be for a model that is asked for."""
    kind = type(message)
    is_blob = kind in (Blob, JSONBlob)
    if name == model.hop_format or (issubclass(model, kind) and not is_blob):
        return True
    # JSON and Avro are encodings: nobody has said which model it is.
    is_unnamed = is_blob if name is None else name in _ENCODINGS and kind.hop_format == name
    if not is_unnamed or (isinstance(message, Blob) and message.missing_schema):
        return False
    if kind is not JSONBlob:
        return _knows(model, payload, None)
    value = loads(payload)
    # What came in an envelope has told its format.
    return bool(message == value) and _knows(model, payload, value)


def _knows(model: Model, payload: bytes, value: Any) -> bool:
    """Whether a model takes a payload for its own, or cannot tell."""
    if model.hop_markers is not None and isinstance(value, dict):
        return any(marker <= value.keys() for marker in model.hop_markers)
    if getattr(model.sniff, "__func__", None) is not getattr(MessageModel.sniff, "__func__", None):
        return model.sniff(payload)
    return True


def _decode_named(
    name: str, payload: bytes, topic: str | None, key: bytes | None, schemas: Schemas | None
) -> MessageModel:
    model = model_for(name)
    if model is None:
        return Blob(payload, missing_schema=True)
    if name == "avro":
        found = _recognize(payload, None, topic) or _framed(payload, topic, key, schemas)
        return found or _read(model, model.from_wire, payload, topic)
    return _read(model, model.from_wire, payload, topic)


def decode_json(payload: bytes, topic: str | None) -> MessageModel:
    """The message of a payload that is JSON by its header, whatever the model that claims it.

    Raises:
        hop.errors.DecodeError: it is not JSON.
    """
    value = loads(payload)
    if not claims().may_be_claimed(value, topic):
        return JSONBlob(value)
    try:
        return _marked(_recognize(payload, value, topic) or JSONBlob(value), topic)
    except MessageError as error:
        # It is the JSON that its header promises, though no model that claims it can read it.
        return _unread(JSONBlob(value, error=error), payload, topic)


def stand_in(
    payload: bytes, headers: Iterable[Header] | None, topic: str | None, error: MessageError
) -> MessageModel:
    """The message that arrives instead of one that cannot be decoded.

    It holds the raw bytes. A message that names no format, or JSON, and is JSON stays JSON.
    """
    if format_name(headers or ()) in (None, "json"):
        try:
            value = loads(payload)
        except DecodeError:
            pass
        else:
            return _unread(JSONBlob(value, missing_schema=True, error=error), payload, topic)
    return _marked(Blob(payload, missing_schema=True, error=error), topic)


def _unread(blob: JSONBlob, payload: bytes, topic: str | None) -> MessageModel:
    """Mark it as a test if a model that claims it would."""
    if any(
        model.hop_marks_test(blob.content) for model in candidates(payload, blob.content, topic)
    ):
        mark_test(blob)
    return _marked(blob, topic)


def _marked(message: MessageModel, topic: str | None) -> MessageModel:
    """Mark it as a test if it came from a topic for tests."""
    if topic is not None and claims().is_for_tests(topic):
        mark_test(message)
    return message


def _decode_unnamed(
    payload: bytes, topic: str | None, key: bytes | None, schemas: Schemas | None
) -> MessageModel:
    if payload[:1] in _NO_JSON:
        return _decode_binary(payload, topic, key, schemas)
    try:
        value = loads(payload)
    except LimitExceeded:
        raise
    except DecodeError:
        return _decode_binary(payload, topic, key, schemas)
    if isinstance(value, dict) and "format" in value and "content" in value:
        return decode_envelope(value["format"], value["content"], topic)
    if not claims().may_be_claimed(value, topic):
        return JSONBlob(value)
    return _recognize(payload, value, topic) or JSONBlob(value)


def _decode_binary(
    payload: bytes, topic: str | None, key: bytes | None, schemas: Schemas | None
) -> MessageModel:
    found = _framed(payload, topic, key, schemas) or _recognize(payload, None, topic)
    return found or Blob(payload)


def _framed(
    payload: bytes, topic: str | None, key: bytes | None, schemas: Schemas | None
) -> MessageModel | None:
    """The message of a payload whose schema is elsewhere; None if it does not look like one.

    Raises:
        hop.errors.MessageError: it looks like one, and cannot be read.
    """
    is_of_source = schemas is not None and payload[:1] in _FRAMES
    has_schema = key is not None and key[:1] == b"{" and all(each in key for each in _OF_SCHEMA)
    if not (is_of_source or has_schema):
        return None
    for model in claims().for_frames():
        try:
            message = model.hop_from_frame(payload, key if has_schema else None, schemas)
        except MessageError:
            raise
        except Exception as fault:
            raise _refusal(model, f"{type(fault).__name__}: {fault}") from fault
        if message is not None:
            if topic is not None:
                set_topic(message, topic)
            return message
    return None


def _recognize(payload: bytes, value: Any, topic: str | None) -> MessageModel | None:
    """The message by the first model that may be for a payload and can read it.

    Raises:
        hop.errors.MessageError: none that may be for it can read it; the error of the first one.
    """
    first: MessageError | None = None
    for model in candidates(payload, value, topic):
        try:
            return _read(model, model.from_wire, payload, topic)
        except MessageError as error:
            first = first or error
    if first is not None:
        raise first
    return None


def candidates(payload: bytes, value: Any, topic: str | None) -> Iterator[Model]:
    """The models that a payload without a format's name may be for, the likeliest first."""
    found = claims()
    uri = value.get("$schema") if isinstance(value, dict) else None
    named = found.for_schema(uri) if isinstance(uri, str) else None
    if named is not None:
        yield named
    carried = found.for_topic(topic) if topic is not None else None
    if carried is not None and carried is not named:
        yield carried
    for model in found.by_looks(payload, value):
        if model is not named and model is not carried:
            yield model


def decode_envelope(name: Any, content: Any, topic: str | None = None) -> MessageModel:
    """The message in an envelope of 2021.

    Args:
        name: the name of the format.
        content: what is in the envelope.
        topic: where it came from.

    Raises:
        hop.errors.MessageError: the content is not what its format promises.
    """
    if not isinstance(name, str):
        raise DecodeError(f"the format of an envelope is text, not {name!r}")
    if name.lower() == "blob":  # unstructured JSON, in 2021
        return JSONBlob(content)
    model = model_for(name)
    if model is None:
        return Blob(content, missing_schema=True)
    return _read(model, model.from_content, content, topic)


def _read(
    model: Model, load: Callable[[Any], MessageModel], source: Any, topic: str | None
) -> MessageModel:
    """The message that a model makes of a payload; a plugin may raise or return anything."""
    try:
        message = load(source)
    except MessageError:
        raise
    except Exception as fault:
        raise _refusal(model, f"{type(fault).__name__}: {fault}") from fault
    if not isinstance(message, MessageModel):
        raise _refusal(model, f"its load() returned a {type(message).__name__}, not a message")
    if topic is not None:
        set_topic(message, topic)
    return message


def _refusal(model: Model, problem: str) -> DecodeError:
    return DecodeError(f"{model.__module__}.{model.__qualname__} cannot read this: {problem}")
