"""Messages made to keep a reader busy, and everything that reads a message's bytes."""

from __future__ import annotations

import bz2
import contextlib
import re
import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from calibration import slowness

from hop._large.bson_limits import check
from hop._messages import Metadata, describe_message, dumps, fault_of, file_name_of, loads, to_line
from hop._wire import Decoder, candidates, decode, get_models
from hop.errors import MessageError
from hop.message import Blob, ExternalMessage, JSONBlob, MessageModel
from hop.models import AvroBlob, GCNCircular, GCNNotice, GCNTextNotice, LVKAlert, VOEvent
from hop.publish import detect_format
from hop.subscribe import render

V2 = b"http://www.ivoa.net/xml/VOEvent/v2.0"
EVENT = b'<voe:VOEvent xmlns:voe="' + V2 + b'" version="2.0" role="test" ivorn="ivo://a/b#c">'
LENIENT = b'<VOEvent ivorn="ivo://a/b#c" '
CIRCULAR = b"TITLE: GCN CIRCULAR\nNUMBER: 1\nSUBJECT: a\n"
NOTICE = b"TITLE:           GCN/FERMI NOTICE\nNOTICE_TYPE:     a\n"
ALERT = b'{"superevent_id": "S1", "alert_type": "INITIAL", "time_created": "2031-01-01", '
SCHEMA = b"https://gcn.nasa.gov/schema/"

Pattern = tuple[bytes, bytes, bytes]
"""What a message begins with, what is repeated, and what it ends with."""

PATTERNS: dict[str, Pattern] = {
    # JSON
    "an unclosed text of escaped quotes and commas": (b'["', b'\\",,', b""),
    "texts of escaped quotes and commas": (b'["', b'\\",,', b'"]'),
    "an unclosed text of backslashes": (b'{"a": "', b"\\\\,[", b""),
    "unclosed texts": (b"[", b'"a,', b""),
    "quotes": (b"[", b'"', b""),
    "commas": (b"[", b",", b""),
    "empty lists": (b"[", b"[],", b"1]"),
    "lists that are not closed": (b"", b"[", b""),
    "objects that are not closed": (b"", b'{"a":', b""),
    "closing brackets": (b"[", b"]", b""),
    "NaN": (b"[", b"NaN,", b"1]"),
    "half characters": (b'["', b"\\ud800", b'"]'),
    "a long number": (b"[", b"9", b"]"),
    "a long fraction": (b"[0.", b"9", b"e9]"),
    "one key again and again": (b"{", b'"a":1,', b'"a":1}'),
    "a long key": (b'{"', b"k", b'": 1}'),
    "a schema of versions": (b'{"$schema": "http://a/', b"1.", b'!"}'),
    "a schema of digits": (b'{"$schema": "http://a/', b"1", b'!"}'),
    "a schema of notices": (b'{"$schema": "' + SCHEMA, b"/gcn/notices/", b'"}'),
    "a notice of numbers": (
        b'{"$schema": "' + SCHEMA + b'v4/gcn/notices/a.schema.json", "ra": [',
        b"1,",
        b"1]}",
    ),
    "an alert of instruments": (ALERT + b'"event": {"instruments": [', b"1,", b"1]}}"),
    "an envelope of a long format": (b'{"content": {}, "format": "', b"VOEvent ", b'"}'),
    "a circular in JSON of headers": (
        b'{"header": {"date": "99/01/01 00:00:00',
        b" ",
        b'x"}, "body": ""}',
    ),
    # Text
    "blanks": (b"", b" ", b"x"),
    "line ends": (b"", b"\r\n", b"x"),
    "CR": (b"TITLE: a", b"\r", b"x"),
    "NUL": (b"a", b"\0", b""),
    "colons": (b"", b":", b""),
    "GRB": (b"", b"GRB ", b""),
    "lines of blanks": (b"A:\n", b" \n", b"x"),
    "indented lines": (b"", b"          A: b\n", b""),
    "an indented text": (b"", b" ", b"A: b\n"),
    "a date of a circular and blanks": (CIRCULAR + b"DATE: 99/01/01 00:00:00", b" ", b"x\n\n"),
    "a folded header": (CIRCULAR + b"FROM: a", b"\n\t", b"\nx"),
    "a header again and again": (CIRCULAR, b"FROM: a\n", b""),
    "a header's long name": (b"", b"TITLE", b""),
    "a field again and again": (NOTICE, b"COMMENTS: a\n", b""),
    "lines without a colon": (NOTICE, b"a\n", b""),
    "fields of capitals": (NOTICE, b"A_", b""),
    "escape sequences": (b"", b"\x1b[31m", b""),
    "combining characters": (b"e", "\u0301".encode(), b""),
    "marks of direction": (b"", "\u202e".encode(), b""),
    "base64": (b"", b"QUJD", b"="),
    "no UTF-8": (b"TITLE: GCN CIRCULAR\n", b"\xff", b""),
    # XML
    "angles": (b"", b"<", b""),
    "angles in an element": (EVENT, b"<", b""),
    "ampersands": (EVENT + b"<Description>", b"&", b""),
    "references to characters": (
        EVENT + b"<Description>",
        b"&#65;",
        b"</Description></voe:VOEvent>",
    ),
    "blanks in a tag": (b"<VOEvent", b" ", b""),
    "declarations": (b"<?xml ", b"encoding =", b"?>"),
    "comments": (b"", b"<!---->", b"<VOEvent/>"),
    "comments in a text": (EVENT + b"<Description>", b"a<!---->", b"</Description></voe:VOEvent>"),
    "CDATA": (EVENT + b"<Description>", b"<![CDATA[a]]>", b"</Description></voe:VOEvent>"),
    "open comments": (b"", b"<!--", b""),
    "instructions": (b"", b"<?a?>", b"<VOEvent/>"),
    "unknown prefixes": (b"<VOEvent>", b"<a:b/>", b"</VOEvent>"),
    "elements of one name": (EVENT + b"<What>", b"<Param/>", b"</What></voe:VOEvent>"),
    "elements that are not known": (LENIENT + b"><What>", b"<a/>", b"</What></VOEvent>"),
    "deep elements": (LENIENT + b">" + b"<a>" * 200, b"<Param/>", b"</a>" * 200 + b"</VOEvent>"),
    "deep faults": (
        EVENT + b"<What>" + b"<Group>" * 200,
        b"<Param a='1'/>",
        b"</Group>" * 200 + b"</What></voe:VOEvent>",
    ),
    "deep elements after a fault": (
        EVENT + b"<What><Param a='1'/>" + b"<Group>" * 200,
        b"<Param/>",
        b"</Group>" * 200 + b"</What></voe:VOEvent>",
    ),
    "faulty attributes": (EVENT + b"<What>", b"<Param x='1'/>", b"</What></voe:VOEvent>"),
    "an element after texts": (LENIENT + b"><What>", b"a<b/>", b"</What></VOEvent>"),
    "prefixed attributes": (
        LENIENT + b"".join(b' xmlns:a%d="%d"' % (n, n) for n in range(8)) + b">",
        b'<b a1:c=""/>',
        b"</VOEvent>",
    ),
    "a number of digits": (EVENT + b"<WhereWhen id='", b"1", b"x'/></voe:VOEvent>"),
    # Binary
    "Avro's magic bytes": (b"", b"Obj\x01", b""),
    "numbers that do not end": (b"Obj\x01", b"\xff", b""),
}


def message(name: str, size: int) -> bytes:
    """A hostile message of about so many bytes."""
    if name in _MADE:
        return _MADE[name](size)
    before, unit, after = PATTERNS[name]
    return before + unit * ((size - len(before) - len(after)) // len(unit)) + after


def _namespaces(size: int) -> bytes:
    names = b"".join(b' xmlns:a%d="%d"' % (n, n) for n in range(size // 40))
    return LENIENT + names + b">" + b'<b a1:c=""/>' * (size // 24) + b"</VOEvent>"


def _number(value: int) -> bytes:
    value <<= 1
    data = b""
    while value > 127:
        data += bytes([value & 127 | 128])
        value >>= 7
    return data + bytes([value])


def _avro_header(codec: bytes) -> bytes:
    entries = {b"avro.schema": b'"string"', b"avro.codec": codec}
    pairs = b"".join(_number(len(each)) + each for pair in entries.items() for each in pair)
    return b"Obj\x01" + _number(len(entries)) + pairs + b"\0" + b"s" * 16


def _avro_streams(size: int) -> bytes:
    empty = bz2.compress(b"")
    block = empty * (size // len(empty))
    return _avro_header(b"bzip2") + b"\0" + _number(len(block)) + block + b"s" * 16


def _avro_blocks(size: int) -> bytes:
    return _avro_header(b"null") + (b"\0\0" + b"s" * 16) * (size // 18)


_MADE: dict[str, Callable[[int], bytes]] = {
    "names of namespaces": _namespaces,
    "streams of bzip2 in Avro": _avro_streams,
    "blocks of Avro": _avro_blocks,
}
NAMES = (*PATTERNS, *_MADE)
"""The names of all hostile messages."""


class _Record:
    """A record of Kafka as far as the readers below ask for it."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def topic(self) -> str:
        return "topic"

    def partition(self) -> int:
        return 0

    def offset(self) -> int:
        return 0

    def timestamp(self) -> tuple[int, int]:
        return 1, 0

    def key(self) -> bytes:
        return self._data

    def headers(self) -> list[tuple[str, bytes]]:
        return [("_format", self._data), ("_sender", self._data)]

    def value(self) -> bytes:
        return self._data

    def error(self) -> None:
        return None


def _used(message: Any) -> None:
    """Ask a message what a program may ask of it."""
    if not isinstance(message, MessageModel):
        return
    for name in ("is_test", "date", "number", "created", "original", "event", "error", "content"):
        getattr(message, name, None)
    own = [partial(each, message) for each in (bytes, str, repr)]
    for use in (*own, message.to_document, message.asdict, message.to_wire):
        with contextlib.suppress(MessageError):
            use()


def _headed(name: str) -> Callable[[bytes], Any]:
    return lambda data: decode(data, [("_format", name.encode())])


def _on(topic: str) -> Callable[[bytes], Any]:
    return lambda data: Decoder().decode(data, None, lambda: "here", topic)


def _metadata(data: bytes) -> None:
    metadata = Metadata.of(_Record(data))
    to_line(describe_message(Blob(data), metadata))
    file_name_of(metadata, data)
    Decoder().decode(data, metadata.headers, lambda: "here", "topic")


def _terminal(data: bytes) -> None:
    render(Blob(data), as_json=False, for_people=True)


def _terminal_as_json(data: bytes) -> None:
    render(Blob(data.decode("utf-8", "replace")), as_json=True, for_people=True)


def _lenient(data: bytes) -> Any:
    return VOEvent.load(data, strict=False)


def _fault(data: bytes) -> None:
    fault_of(ValueError(data.decode("latin-1")), data)


def _used_leniently(data: bytes) -> None:
    _used(VOEvent.load(data, strict=False))


def _every_sniff(data: bytes) -> None:
    for model in get_models().values():
        model.sniff(data)
    list(candidates(data, None, "topic"))
    detect_format(data, ".txt")


@cache
def readers() -> dict[str, Callable[[bytes], Any]]:
    """Everything that reads the bytes of a message, by name."""
    models = (VOEvent, GCNCircular, GCNTextNotice, GCNNotice, LVKAlert, AvroBlob, ExternalMessage)
    found: dict[str, Callable[[bytes], Any]] = {
        "loads": lambda data: dumps(loads(data)),
        "loads of text": lambda data: to_line(loads(data.decode("utf-8", "replace"))),
        "Blob.load": Blob.load,
        "JSONBlob.load": JSONBlob.load,
        "a lenient VOEvent": _lenient,
        "VOEvent of text": lambda data: VOEvent.load(data.decode("utf-8", "replace")),
        "no header": lambda data: decode(data, None),
        "metadata": _metadata,
        "terminal": _terminal,
        "terminal, as JSON": _terminal_as_json,
        "fault_of": _fault,
        "all of a lenient VOEvent": _used_leniently,
        "all of a circular": lambda data: _used(GCNCircular.load(data)),
        "all of a notice": lambda data: _used(GCNTextNotice.load(data)),
        "all of a message without a header": lambda data: _used(decode(data, None)),
        "sniff": _every_sniff,
        "BSON": check,
    }
    found |= {f"the header {each.hop_format}": _headed(each.hop_format) for each in models}
    found |= {f"the header {name}": _headed(name) for name in ("json", "blob")}
    found |= {f"{each.__name__}.load": each.load for each in models}
    found |= {f"{each.__name__}.find_faults": each.find_faults for each in models}
    found |= {
        f"the topic {topic}": _on(topic)
        for topic in (
            "gcn.circulars",
            "gcn.classic.text.FERMI_GBM_FLT_POS",
            "gcn.classic.voevent.FERMI_GBM_FLT_POS",
            "gcn.notices.icecube.lvk_nu_track_search",
            "igwn.gwalert",
        )
    }
    return found


def _read(reader: Callable[[bytes], Any], data: bytes) -> float:
    """How long it takes, s of processor time; errors are an answer too."""
    start = time.process_time()
    with contextlib.suppress(MessageError):
        reader(data)
    return time.process_time() - start


def _is_slow(reader: Callable[[bytes], Any], data: bytes, seconds: float) -> bool:
    # Measuring how slow the machine is takes longer than most readers do.
    used = _read(reader, data)
    return used > seconds and used / slowness() > seconds


_MANY = re.compile(r"all of |.*\.find_faults")
"""The readers that do more than to read a message: ask all of it, or list all its faults."""
_TIMES = 4


def warm_up() -> None:
    """Load what is loaded once, by the first message of each kind."""
    for name in ("a notice of numbers", "an alert of instruments", "faulty attributes"):
        for reader in readers().values():
            _read(reader, message(name, 1000))


def slow_readers(
    name: str, *, size: int, seconds: float, only: str = "", without: tuple[str, ...] = ()
) -> list[str]:
    """The readers that take longer than that for a hostile message.

    Args:
        name: of the message.
        size: of the message, bytes.
        seconds: the limit.
        only: a part of the names of the readers.
        without: how the names of readers begin that are left out.
    """
    data, limits = message(name, size), (seconds, _TIMES * seconds)
    return [
        each
        for each, reader in readers().items()
        if only in each
        and not each.startswith(without)
        # Once more: the first time may pay for memory, or for what others do on the machine.
        and all(_is_slow(reader, data, limits[_MANY.match(each) is not None]) for _ in "12")
    ]
