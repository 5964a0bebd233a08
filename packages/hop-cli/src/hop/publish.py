"""Read messages to publish, from files and from standard input."""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from hop._detection import detect_format
from hop._messages import Fault, loads, read_file, unpacked
from hop._wire import encode_envelope
from hop.errors import DecodeError, MessageError
from hop.message import Blob, MessageModel

__all__ = ["json_lines", "load"]

OnFaults = Callable[[str, list[Fault]], None]
"""Is told the errors of a message that is accepted all the same, with the name of its file."""

STANDARD_INPUT = "-"
"""The name of standard input on the command line."""
_STANDARD_INPUT_NAME = "standard input"


def standard_input() -> BinaryIO:
    """Return standard input as bytes.

    Raises:
        OSError: it is closed.
    """
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed", _STANDARD_INPUT_NAME)
    return sys.stdin.buffer


def name_of(path: str) -> str:
    """Return what errors call a message of the command line."""
    return _STANDARD_INPUT_NAME if path == STANDARD_INPUT else path


def load(
    path: str,
    model: type[MessageModel] | None = None,
    *,
    envelope: bool = False,
    on_faults: OnFaults | None = None,
) -> MessageModel:
    """Load a message and check that it can be sent.

    Args:
        path: a file, or ``-`` for all of standard input. One that is compressed by gzip is
            unpacked, unless its bytes are the message.
        model: the format it is in; None: the one that it looks like, and :class:`hop.models.Blob`
            if it looks like none.
        envelope: whether it will be sent in the JSON envelope of 2021.
        on_faults: accept a message that breaks its schema, as one from a broker is accepted; called
            with its name and its errors. None: refuse it.

    Raises:
        OSError: it cannot be read.
        hop.errors.MessageError: it is not a message of that format; the text names the file.
    """
    if model is not None:
        return _load(path, _content(path, model), model, envelope=envelope, on_faults=on_faults)
    name, raw = read_whole(path)
    with _faults_of(name, None):
        data = unpacked(raw)
    model = detect_format(data, path)
    data = data if model.hop_unpacks else raw
    try:
        return _load(path, data, model, envelope=envelope, on_faults=on_faults)
    except MessageError as fault:
        if model is Blob:
            raise
        kind = model.hop_format.upper()
        cure = f"{fault}; it looks like {kind}: repair it, or send it as it is with -f BLOB"
        raise MessageError(cure) from fault.__cause__


def _load(
    path: str,
    data: bytes,
    model: type[MessageModel],
    *,
    envelope: bool,
    on_faults: OnFaults | None,
) -> MessageModel:
    name = name_of(path)
    with _faults_of(name, model):
        if on_faults is not None:
            message = _load_leniently(data, model, partial(on_faults, name))
        else:
            message = model.hop_from_file(data)
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
    with _faults_of(name, model):
        if model is None or model.hop_unpacks:
            data = unpacked(data)
        model = model or detect_format(data, path)
        if model is Blob:
            raise MessageError(f"{name}: it looks like no format that hop knows; give -f")
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
        return path, read_file(path)
    except OSError as fault:
        raise type(fault)(fault.errno or errno.EIO, fault.strerror or "", path) from fault


@contextlib.contextmanager
def _faults_of(name: str, model: type[MessageModel] | None) -> Iterator[None]:
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
        if model is None:
            raise
        # The load() of a plugin's model may raise anything: KeyError, TypeError.
        raise MessageError(
            f"{name} is not a valid {model.hop_format}: {model.__module__}.{model.__qualname__} "
            f"raised {type(fault).__name__}: {fault}"
        ) from fault


def _content(path: str, model: type[MessageModel]) -> bytes:
    name = name_of(path)
    with _faults_of(name, model):
        if path != STANDARD_INPUT:
            return read_file(path, unpack=model.hop_unpacks)
        data = standard_input().read()
        return unpacked(data) if model.hop_unpacks else data


def _load_leniently(
    data: bytes, model: type[MessageModel], on_faults: Callable[[list[Fault]], None]
) -> MessageModel:
    try:
        return model.hop_from_file(data)
    except MessageError as fault:
        try:
            message = model.hop_from_file(data, strict=False)
        except Exception:  # a plugin's own, too: what the strict reading says is better
            raise fault from None
    on_faults(model.find_faults(data))
    return message


def json_lines(stream: BinaryIO) -> Iterator[Any]:
    """Yield the values of lines of JSON, each as soon as it comes; empty lines are skipped.

    Raises:
        hop.errors.DecodeError: a line is not JSON; the text has its number.
    """
    for name, line in named_lines(stream):
        yield value_of_line(name, line)


def named_lines(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Yield the lines, each as soon as it comes, with its name; empty lines are skipped."""
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield f"line {number} of {_STANDARD_INPUT_NAME}", line


def value_of_line(name: str, line: bytes) -> Any:
    """Decode a line of JSON.

    Raises:
        hop.errors.DecodeError: it is not JSON; the text has its name.
    """
    try:
        return loads(line.rstrip())
    except DecodeError as fault:
        text = str(fault).replace("at line 1, column", "at column")
        raise DecodeError(
            f"{name}: {text}; give one JSON value a line "
            "(the message - takes standard input as a whole)"
        ) from fault


def fault_lines(name: str, faults: list[Fault]) -> list[str]:
    """Return a line for each error of a file: its name, the line number, and the error."""
    return [
        f"{name}:{fault.line}: {fault}" if fault.line else f"{name}: {fault}" for fault in faults
    ]
