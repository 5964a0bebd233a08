"""Read messages to publish, from files and from standard input."""

from __future__ import annotations

import contextlib
import errno
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO

from hop._messages import Fault, loads, read_file, unpacked
from hop._wire import candidates, encode_envelope, model_for
from hop.errors import DecodeError, MessageError
from hop.message import MessageModel

__all__ = ["json_lines", "load"]

OnFaults = Callable[[str, list[Fault]], None]
"""Is told the errors of a message that is accepted all the same, with the name of its file."""

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


def name_of(path: str) -> str:
    """Return what errors call a message of the command line."""
    return _STANDARD_INPUT_NAME if path == STANDARD_INPUT else path


def load(
    path: str,
    model: type[MessageModel],
    *,
    envelope: bool = False,
    on_faults: OnFaults | None = None,
) -> MessageModel:
    """Load a message and check that it can be sent.

    Args:
        path: a file, or ``-`` for all of standard input. One that is compressed by gzip is
            unpacked, unless its bytes are the message.
        model: the format it is in.
        envelope: whether it will be sent in the JSON envelope of 2021.
        on_faults: accept a message that breaks its schema, as one from a broker is accepted; called
            with its name and its errors. None: refuse it.

    Raises:
        OSError: it cannot be read.
        hop.errors.MessageError: it is not a message of that format; the text names the file.
    """
    name = name_of(path)
    with _faults_of(name, model):
        if on_faults is not None:
            message = _load_leniently(path, model, partial(on_faults, name))
        elif path == STANDARD_INPUT:
            message = model.hop_from_file(_content(path, model))
        else:
            message = model.load_file(path)
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
        if model is None:
            raise MessageError(f"{name}: {UNKNOWN_FORMAT}")
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
    if path != STANDARD_INPUT:
        return read_file(path, unpack=model.hop_unpacks)
    data = standard_input().read()
    return unpacked(data) if model.hop_unpacks else data


def _load_leniently(
    path: str, model: type[MessageModel], on_faults: Callable[[list[Fault]], None]
) -> MessageModel:
    data = _content(path, model)
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


def detect_format(data: bytes, name: str) -> type[MessageModel] | None:
    """Find the model of a file: by its schema, else by its first characters, else by its suffix.

    Args:
        data: the content of the file, unpacked.
        name: the name of the file; ``event.xml.gz`` has the suffix ``.xml``.
    """
    path = PurePath(name)
    suffix = PurePath(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
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
