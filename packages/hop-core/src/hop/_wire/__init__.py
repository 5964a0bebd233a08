"""What stands in a Kafka record: headers, payload, and which model reads it."""

from hop._wire.codec import candidates, decode, encode_envelope
from hop._wire.declaration import ModelDeclaration
from hop._wire.decoding import JSON, Decoder, Errors, json_message
from hop._wire.headers import (
    FORMAT,
    ID,
    TEST,
    HeadersInput,
    format_name,
    marks,
    own_headers,
    own_key,
)
from hop._wire.packing import Packer
from hop._wire.plugins import get_models, is_own, register
from hop._wire.registry import claims, known_formats, known_models, model_for
from hop._wire.schemas import Schemas

__all__ = [
    "FORMAT",
    "ID",
    "JSON",
    "TEST",
    "Decoder",
    "Errors",
    "HeadersInput",
    "ModelDeclaration",
    "Packer",
    "Schemas",
    "candidates",
    "claims",
    "decode",
    "encode_envelope",
    "format_name",
    "get_models",
    "is_own",
    "json_message",
    "known_formats",
    "known_models",
    "marks",
    "model_for",
    "own_headers",
    "own_key",
    "register",
]
