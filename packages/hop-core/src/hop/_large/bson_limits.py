"""What stands beside the message in a BSON document from a stranger, measured before it is read.

A large message is one value of bytes, of which the reader makes one object; but what else a
document holds can be many small values, each of which takes many times the room that it has there.
"""

from __future__ import annotations

from hop.errors import DecodeError, LimitExceeded

MAX_BESIDE = 2**20
"""How much a document may hold beside its message, bytes: headers, key and time are small."""

_MESSAGE = b"message"
_BINARY = 0x05
_FIXED = {0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0A: 0, 0x10: 4, 0x11: 8, 0x12: 8}
_FIXED |= {0x13: 16, 0x7F: 0, 0xFF: 0}
# What follows the length of each; that of documents and of code with variables counts itself.
_MEASURED = {0x02: 4, 0x03: 0, 0x04: 0, 0x05: 5, 0x0C: 16, 0x0D: 4, 0x0E: 4, 0x0F: 0}
_REGEX = 0x0B
_LENGTH = 4


def check(document: bytes) -> None:
    """See that a document holds little beside its message.

    Raises:
        hop.errors.LimitExceeded: it holds more than :data:`MAX_BESIDE`.
        hop.errors.DecodeError: it is broken.
    """
    beside = len(document)
    at = _LENGTH
    try:
        while type_ := document[at]:
            end = document.index(0, at + 1)
            name, start = document[at + 1 : end], end + 1
            at = _end(document, type_, start)
            if name == _MESSAGE and type_ == _BINARY:
                beside -= at - start
    except (IndexError, ValueError):
        raise DecodeError("not BSON: it ends too soon") from None
    if beside > MAX_BESIDE:
        raise LimitExceeded(
            f"BSON with more than {MAX_BESIDE // 2**20} MiB beside its message is not read"
        )


def _end(document: bytes, type_: int, start: int) -> int:
    if type_ in _FIXED:
        end = start + _FIXED[type_]
    elif type_ in _MEASURED:
        length = int.from_bytes(document[start : start + _LENGTH], "little", signed=True)
        if length < 0 or (type_ in (0x03, 0x04, 0x0F) and length < _LENGTH + 1):
            raise DecodeError("not BSON: a length is wrong")
        end = start + length + _MEASURED[type_]
    elif type_ == _REGEX:
        end = document.index(0, document.index(0, start) + 1) + 1
    else:
        raise DecodeError(f"not BSON: there is no type 0x{type_:02x}")
    if end > len(document):
        raise DecodeError("not BSON: it ends too soon")
    return end
