"""Read messages to publish, from files and from standard input."""

from __future__ import annotations

import contextlib
import errno
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from hop._messages import loads
from hop._wire import candidates, encode_envelope, model_for
from hop.errors import DecodeError, MessageError
from hop.message import MessageModel

__all__ = ["json_lines", "load"]

STANDARD_INPUT = "-"
"""The name of standard input on the command line."""
_STANDARD_INPUT_NAME = "standard input"
UNKNOWN_FORMAT = "a file whose format is not detected; give -f"
"""What is told of a file that no model knows."""
_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z-]*:")
_FORMATS_BY_SUFFIX = {".xml": "voevent", ".json": "json", ".gcn3": "circular", ".avro": "avro"}


def standard_input() -> BinaryIO:
    """Return standard input as bytes.

    Raises:
        OSError: it is closed.
    """
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed", _STANDARD_INPUT_NAME)
    return sys.stdin.buffer


def load(path: str, model: type[MessageModel], *, envelope: bool = False) -> MessageModel:
    """Load a message and check that it can be sent.

    Args:
        path: a file, or ``-`` for all of standard input.
        model: the format it is in.
        envelope: whether it will be sent in the JSON envelope of 2021.

    Raises:
        OSError: it cannot be read.
        hop.errors.MessageError: it is not a message of that format; the text names the file.
    """
    name = _STANDARD_INPUT_NAME if path == STANDARD_INPUT else path
    with _faults_of(name, model):
        message = _from_standard_input(model) if path == STANDARD_INPUT else model.load_file(path)
        if envelope:
            encode_envelope(message)
        else:
            message.to_wire()
    return message


def load_any(path: str, model: type[MessageModel] | None = None) -> MessageModel:
    """Load a message in any format, as a stream reads it.

    Args:
        path: a file, or ``-`` for all of standard input.
        model: the format it is in; None: detect it.

    Raises:
        OSError: it cannot be read.
        hop.errors.MessageError: it is not a valid message; the text names the file.
    """
    name, data = read_whole(path)
    model = model or detect_format(data, Path(path).suffix)
    if model is None:
        raise MessageError(f"{name}: {UNKNOWN_FORMAT}")
    with _faults_of(name, model):
        return model.from_wire(data)


def read_whole(path: str) -> tuple[str, bytes]:
    """Read all of a file; return what it is called in errors, and its content.

    Args:
        path: a file, or ``-`` for standard input.

    Raises:
        OSError: it cannot be read.
    """
    if path == STANDARD_INPUT:
        return _STANDARD_INPUT_NAME, standard_input().read()
    try:
        return path, Path(path).read_bytes()
    except OSError as fault:
        raise type(fault)(fault.errno or errno.EIO, fault.strerror or "", path) from fault


@contextlib.contextmanager
def _faults_of(name: str, model: type[MessageModel]) -> Iterator[None]:
    """Name the file in every error of loading."""
    try:
        yield
    except MessageError as fault:
        text = str(fault)
        raise MessageError(text if text.startswith(name) else f"{name}: {text}") from fault
    except OSError as fault:
        # An error of read() does not name the file.
        raise type(fault)(fault.errno, fault.strerror, name) from fault
    except UnicodeDecodeError as fault:
        raise MessageError(f"{name}: not UTF-8 at byte {fault.start}") from fault
    except Exception as fault:
        # The load() of a plugin's model may raise anything: KeyError, TypeError.
        raise MessageError(
            f"{name} is not a valid {model.hop_format}: {model.__module__}.{model.__qualname__} "
            f"raised {type(fault).__name__}: {fault}"
        ) from fault


def _from_standard_input(model: type[MessageModel]) -> MessageModel:
    data = standard_input().read()
    return model.load(io.BytesIO(data) if model.hop_binary else io.StringIO(data.decode()))


def json_lines(stream: BinaryIO) -> Iterator[Any]:
    """Yield the values of lines of JSON, each as soon as it comes; empty lines are skipped.

    Raises:
        hop.errors.DecodeError: a line is not JSON; the text has its number.
    """
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


def detect_format(data: bytes, suffix: str) -> type[MessageModel] | None:
    """Find the model of a file: by its schema, else by its first characters, else by its suffix.

    Args:
        data: the content of the file.
        suffix: the end of its name, from the last dot on.
    """
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
        name = _FORMATS_BY_SUFFIX.get(suffix.lower(), "circular" if is_letter else "")
    return model_for(name) if name else None
