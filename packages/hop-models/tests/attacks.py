"""Messages that are meant to harm, each read by every way there is, and what that costs.

Run as a program it reads each in a process of its own, and prints a line of JSON for it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any

from calibration import Stopwatch

from hop._wire import codec as wire
from hop.errors import MessageError
from hop.models import AvroBlob, Blob, GCNCircular, GCNNotice, GCNTextNotice, LVKAlert, VOEvent

V2 = "http://www.ivoa.net/xml/VOEvent/v2.0"
OPENING = f'<voe:VOEvent xmlns:voe="{V2}" version="2.0" ivorn="ivo://a">'
CLOSING = "</voe:VOEvent>"
ALERT_OPENING = '{"superevent_id": "S1", "alert_type": "INITIAL", "time_created": "2031-01-01", '

Ways = dict[str, Callable[[bytes], Any]]


def headed(name: str) -> Callable[[bytes], Any]:
    return lambda data: wire.decode(data, [("_format", name.encode())])


def headless(topic: str | None = None) -> Callable[[bytes], Any]:
    return lambda data: wire.decode(data, None, topic)


XML: Ways = {
    "VOEvent.load": VOEvent.load,
    "a header": headed("voevent"),
    "no header": headless(),
    "a topic": headless("gcn.classic.voevent.FERMI_GBM_FLT_POS"),
}
NOTICE: Ways = {
    "GCNNotice.load": GCNNotice.load,
    "the header gcnnotice": headed("gcnnotice"),
    "a topic of notices": headless("gcn.notices.icecube.lvk_nu_track_search"),
}
ALERT: Ways = {
    "LVKAlert.load": LVKAlert.load,
    "the header lvkalert": headed("lvkalert"),
    "a topic of alerts": headless("igwn.gwalert"),
}
JSON: Ways = {
    **{f"the header {name}": headed(name) for name in ("json", "voevent", "circular", "external")},
    "no header": headless(),
    "a topic of circulars": headless("gcn.circulars"),
    **NOTICE,
    **ALERT,
}
AVRO: Ways = {"AvroBlob.load": AvroBlob.load, "the header avro": headed("avro"), **ALERT}
TEXT: Ways = {
    "GCNTextNotice.load": GCNTextNotice.load,
    "the header gcntextnotice": headed("gcntextnotice"),
    "a topic of texts": headless("gcn.classic.text.FERMI_GBM_FLT_POS"),
    "GCNCircular.load": GCNCircular.load,
    "a topic of circulars": headless("gcn.circulars"),
}
LOADED = {name: read for name, read in TEXT.items() if "load" in name}

Attack = tuple[str, str | bytes, Ways]


def refused(secret: str, server: str) -> Iterator[Attack]:
    """Messages that nothing is made of, by name, each with the ways by which it is to be read.

    Args:
        secret: the address of a file that is not to be opened.
        server: the address of a server that is not to be asked.
    """
    yield from _reaching("by file", secret)
    yield from _reaching("by HTTP", server)
    yield from _growing()
    attributes = " ".join(f'a{number}="1"' for number in range(40_000))
    yield "40,000 attributes", f"{OPENING}<What {attributes}/>{CLOSING}", XML
    yield "40,000 attributes of the root", f'<VOEvent ivorn="a" {attributes}/>', XML
    yield "200,000 elements", OPENING + "<a>" * 200_000 + "</a>" * 200_000 + CLOSING, XML
    yield "200,000 elements that do not end", "<VOEvent>" + "<a>" * 200_000, XML
    yield "a text node of 100 MB", f"{OPENING}<Description>{'x' * 100_000_000}", XML
    yield "NUL", f"{OPENING}\0{CLOSING}", XML
    yield "arrays 100,000 deep", "[" * 100_000 + "]" * 100_000, JSON
    yield "arrays that do not end", "[" * 100_000, {"the header json": headed("json"), **NOTICE}
    yield "objects 100,000 deep", '{"a":' * 100_000 + "1" + "}" * 100_000, {**NOTICE, **ALERT}
    yield "900 deep in a circular", '{"header":{},"body":' + "[" * 900 + "]" * 900 + "}", JSON
    yield (
        "100,000 deep in an envelope",
        '{"format":"circular","content":' + "[" * 100_000 + "]" * 100_000 + "}",
        {"no header": JSON["no header"]},
    )
    yield "5,000,000 empty objects", "[" + "{}," * 5_000_000 + "{}]", JSON
    yield "a number of 1,000,000 digits", "[" + "9" * 1_000_000 + "]", JSON
    yield "Avro with 2^60 items of nothing", avro(NOTHINGS, number(2**60) + b"\0"), AVRO
    yield "Avro records 1,000,000 deep", avro(NODE, b"\x02" * 1_000_000 + b"\0"), AVRO
    lines = "".join(f"A{n}: b\n" for n in range(1000)) * 12_000
    yield "a notice of 100 MB", f"TITLE:     GCN/FERMI NOTICE\n{lines}", TEXT


def _reaching(how: str, address: str) -> Iterator[Attack]:
    reference = f'SYSTEM "{address}"'
    documents = {
        "entity": f"<!DOCTYPE a [<!ENTITY x {reference}>]>{OPENING}<Description>&x;</Description>",
        "parameter entity": f"<!DOCTYPE a [<!ENTITY % x {reference}> %x;]>{OPENING}",
        "DTD": f"<!DOCTYPE a {reference}>{OPENING}",
        "inclusion": f'{OPENING}<i:include xmlns:i="http://www.w3.org/2001/XInclude" '
        f'parse="text" href="{address}"/>',
    }
    for name, document in documents.items():
        # What is no VOEvent is read leniently over the wire; an inclusion is no more than a name.
        ways = {"VOEvent.load": VOEvent.load} if name == "inclusion" else XML
        yield f"an external {name} {how}", document + CLOSING, ways


def _growing() -> Iterator[Attack]:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!ENTITY e0 "0123456789">{levels}'
    flat = f'<!ENTITY x "{"0" * 50_000}">'
    text = f"{OPENING}<Description>{{}}</Description>{CLOSING}"
    yield "an entity bomb", f"<!DOCTYPE a [{bomb}]>" + text.format("&e11;"), XML
    yield "an entity bomb in an attribute", f'<!DOCTYPE a [{bomb}]><VOEvent ivorn="&e11;"/>', XML
    yield "a flat entity bomb", f"<!DOCTYPE a [{flat}]>" + text.format("&x;" * 50_000), XML


def costly() -> Iterator[Attack]:
    """Messages that are read, or are not, but could cost more than they are worth."""
    yield (
        "100,000 faults in a notice",
        '{"$schema": "https://gcn.nasa.gov/schema/v4/gcn/notices/a.schema.json",'
        f'"spectral_band": [{"true," * 100_000}1]}}',
        NOTICE,
    )
    yield (
        "100,000 faults in an alert",
        f'{ALERT_OPENING}"event": {{"instruments": [{"1," * 100_000}1]}}}}',
        ALERT,
    )
    yield (
        "a skymap that is no base64",
        f'{ALERT_OPENING}"event": {{"skymap": "{"?" * 20_000_000}"}}}}',
        ALERT,
    )
    title = "TITLE:     GCN/FERMI NOTICE\n"
    yield "1,000,000 lines of one field", f"{title}COMMENTS:  a\n" + " b\n" * 1_000_000, TEXT
    yield "300,000 fields of one name", title + "COMMENTS: b\n" * 300_000, LOADED
    yield "400,000 fields", title + "".join(f"A{n}: b\n" for n in range(400_000)), LOADED
    yield "lines of blanks", title + (" " * 1000 + "\n") * 4000, TEXT
    faults = '<Param x="1"/>' * 50_000
    yield "50,000 faulty elements", f"{OPENING}<What>{faults}</What>{CLOSING}", XML
    yield "50,000 other elements", f"{OPENING}<What>{'<P/><Q/>' * 25_000}</What>{CLOSING}", XML


NOTHINGS = '{"type": "array", "items": "null"}'
NODE = (
    '{"type": "record", "name": "N", '
    '"fields": [{"name": "superevent_id", "type": ["null", "N"]}, '
    '{"name": "alert_type", "type": "null"}]}'
)


def avro(schema: str, block: bytes) -> bytes:
    """An Avro container file with one record."""
    header = number(11) + b"avro.schema" + number(len(schema)) + schema.encode()
    end = b"s" * 16
    return b"Obj\x01\x02" + header + b"\0" + end + b"\x02" + number(len(block)) + block + end


def number(value: int) -> bytes:
    """A positive number as Avro has it."""
    value <<= 1
    data = b""
    while value > 127:
        data += bytes([value & 127 | 128])
        value >>= 7
    return data + bytes([value])


def measure(read: Callable[[bytes], Any], data: bytes) -> dict[str, Any]:
    """What reading a message costs, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        before = resource.getrusage(resource.RUSAGE_SELF)
        watch = Stopwatch()
        outcome = _outcome(read, data)
        growth = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before.ru_maxrss
        seconds = watch.seconds()
        size = growth // (2**20 if sys.platform == "darwin" else 2**10)
        os.write(writing, json.dumps([outcome[:2000], len(outcome), seconds, size]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        text = told.read()
    os.waitpid(child, 0)
    outcome, length, seconds, size = json.loads(text) if text else ("it died", 0, 0, 0)
    return {"outcome": outcome, "length": length, "seconds": seconds, "megabytes": size}


def _outcome(read: Callable[[bytes], Any], data: bytes) -> str:
    try:
        message = read(data)
    except MessageError as fault:
        return f"refused: {fault}"
    except BaseException as fault:
        return f"{type(fault).__name__}: {fault}"
    if isinstance(message, Blob) and message.content == data:
        return "taken as bytes"
    return f"read: {message!r:.500}"


def main() -> None:
    secret, server = sys.argv[1:]
    # What is loaded once, and by the first message, is no cost of the attack's.
    warming = (OPENING + CLOSING, '{"header": {}, "body": ""}', '{"a": [1]}', "TITLE: a\n\nb")
    for warm in warming:
        for read in {**XML, **JSON, **AVRO, **TEXT}.values():
            with contextlib.suppress(MessageError):
                read(warm.encode())
    for kind, attacks in (("refused", refused(secret, server)), ("costly", costly())):
        for name, content, ways in attacks:
            data = content.encode() if isinstance(content, str) else content
            del content
            for way, read in ways.items():
                told = {"kind": kind, "attack": name, "way": way, **measure(read, data)}
                print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
