"""What stands in a Kafka record: headers, payload, and which model reads it."""

from hop._wire.codec import decode
from hop._wire.decoding import JSON, Decoder, Errors, json_message
from hop._wire.headers import FORMAT, ID, TEST, HeadersInput, marks, own_key
from hop._wire.packing import Packer
from hop._wire.plugins import get_models, register
from hop._wire.registry import claims, known_models

__all__ = [
    "FORMAT",
    "ID",
    "JSON",
    "TEST",
    "Decoder",
    "Errors",
    "HeadersInput",
    "Packer",
    "claims",
    "decode",
    "get_models",
    "json_message",
    "known_models",
    "marks",
    "own_key",
    "register",
]
