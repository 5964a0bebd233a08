"""Messages to publish, from files and from standard input."""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from hop.errors import DecodeError, MessageError

if TYPE_CHECKING:
    from hop.message import MessageModel

STANDARD_INPUT = "-"
_STANDARD_INPUT_NAME = "standard input"


def standard_input() -> BinaryIO:
    """Standard input as bytes.

    Raises:
        OSError: it is closed.
    """
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed", _STANDARD_INPUT_NAME)
    return sys.stdin.buffer


def load(path: str, model: type[MessageModel], *, envelope: bool = False) -> MessageModel:
    """Load a message and see that it can be sent.

    Args:
        path: a file, or ``-`` for all of standard input.
        model: the format it is in.
        envelope: whether it is to be sent in the envelope of 2021.

    Raises:
        OSError: it cannot be read.
        hop.errors.MessageError: it is no message of that format; the text names the file.
    """
    from hop._wire.codec import encode_envelope

    name = _STANDARD_INPUT_NAME if path == STANDARD_INPUT else path
    try:
        message = _from_standard_input(model) if path == STANDARD_INPUT else model.load_file(path)
        if envelope:
            encode_envelope(message)
        else:
            message.to_wire()
    except MessageError as fault:
        text = str(fault)
        raise MessageError(text if text.startswith(name) else f"{name}: {text}") from fault
    except OSError as fault:
        # Of what a reading alone cannot tell: which of the files it was.
        raise type(fault)(fault.errno, fault.strerror, name) from fault
    except UnicodeDecodeError as fault:
        raise MessageError(f"{name}: not UTF-8 at byte {fault.start}") from fault
    except Exception as fault:
        # A plugin's own: KeyError, TypeError, whatever it may be.
        raise MessageError(
            f"{name} is no {model.hop_format} that {model.__module__}.{model.__qualname__} reads: "
            f"{type(fault).__name__}: {fault}"
        ) from fault
    return message


def _from_standard_input(model: type[MessageModel]) -> MessageModel:
    data = standard_input().read()
    return model.load(io.BytesIO(data) if model.hop_binary else io.StringIO(data.decode()))


def json_lines(stream: BinaryIO) -> Iterator[Any]:
    """The values of lines of JSON, as they come; empty lines are passed over.

    Raises:
        hop.errors.DecodeError: a line that is not JSON; the text has its number.
    """
    from hop._messages.json import loads

    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            yield loads(line.rstrip())
        except DecodeError as fault:
            text = str(fault).replace("at line 1, column", "at column")
            raise DecodeError(
                f"line {number} of {_STANDARD_INPUT_NAME}: {text}; give one JSON value a line "
                "(the message - takes standard input as a whole)"
            ) from fault
