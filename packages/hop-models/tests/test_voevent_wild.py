"""VOEvents that break the schema, and bytes that are meant to harm."""

from __future__ import annotations

import copy
import gc
import pickle
import random
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from calibration import Stopwatch
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hop.errors import DecodeError, HopError, ValidationError
from hop.models import VOEvent

ROOT = Path(__file__).parents[3]
GOOD = sorted((ROOT / "schemas" / "examples" / "good" / "voevent").glob("*.xml"))
SCHEMA = etree.XMLSchema(etree.parse(str(ROOT / "schemas" / "voevent" / "VOEvent-v2.0.xsd")))
V2 = "http://www.ivoa.net/xml/VOEvent/v2.0"

VERSION_1_1 = b"""<?xml version="1.0"?>
<x:VOEvent xmlns:x="http://www.ivoa.net/xml/VOEvent/v1.1" version="1.1" role="test" ivorn="ivo://a"
    xmlns:xlink="http://www.w3.org/1999/xlink">
  <Who><Date>2031-04-12T03:14:15</Date></Who>
  <What><Param name="a"/><Param name="b" value="x">loose<Odd kind="1">text</Odd></Param></What>
  <WhereWhen>
    <ObsDataLocation xmlns="http://www.ivoa.net/xml/STC/stc-v1.30.xsd">
      <ObservationLocation xlink:href="ivo://lib" xlink:type="simple"><AstroCoords>
        <Position2D unit="deg"><Value2><C1 unit="deg">1.50</C1><C2>12 deg</C2></Value2></Position2D>
      </AstroCoords></ObservationLocation>
    </ObsDataLocation>
  </WhereWhen>
  <Extra><a>1</a><a>2</a><b/></Extra>
</x:VOEvent>"""


def test_another_version_is_read_leniently() -> None:
    with pytest.raises(ValidationError, match="strict=False"):
        VOEvent.load(VERSION_1_1)
    event = VOEvent.load(VERSION_1_1, strict=False)
    assert bytes(event) == VERSION_1_1
    assert event.schema_error is not None
    assert event.schema_error.path == "VOEvent"
    assert (event.version, event.role) == ("1.1", "test")
    assert event.Who.Date == "2031-04-12T03:14:15"
    assert event.What.Param[1]["Odd"] == {"kind": "1", "#text": "text"}
    assert event.What.Param[1]["#text"] == "loose"
    place = event.asdict()["WhereWhen"]["ObsDataLocation"]["ObservationLocation"]
    assert place["xlink:href"] == "ivo://lib"
    assert place["AstroCoords"]["Position2D"] == {
        "unit": "deg",
        "Value2": {"C1": {"unit": "deg", "#text": "1.50"}, "C2": "12 deg"},
    }
    assert event["Extra"] == {"a": ["1", "2"], "b": None}
    assert event.asdict()["Extra"] == {"a": ["1", "2"], "b": None}
    assert bytes(event) == VERSION_1_1
    event.role = "utility"
    with pytest.raises(ValidationError):  # it cannot be written by a schema that it breaks
        bytes(event)


@pytest.mark.parametrize(
    "root", ["<VOEvent {}>", f'<VOEvent xmlns="{V2}" {{}}>', '<VOEvent xmlns="urn:other" {}>']
)
def test_other_namespaces_are_read_leniently(root: str) -> None:
    opening = root.format('version="2.0" ivorn="ivo://a"')
    text = f"{opening}<Who><Date>2031-04-12T03:14:15</Date></Who></VOEvent>"
    with pytest.raises(ValidationError):
        VOEvent.load(text)
    event = VOEvent.from_wire(text.encode())
    assert event.schema_error is not None
    assert event.Who["Date"] == "2031-04-12T03:14:15"
    event.role = "test"
    assert SCHEMA.validate(etree.fromstring(bytes(event)))  # written anew, as the schema has it
    assert event.schema_error is None


def test_names_that_an_event_needs_itself_do_it_no_harm() -> None:
    names = ["asdict", "keys", "_parsed", "__dict__", "hop_tree", "_"]
    children = "".join(f"<{name}>{name}</{name}>" for name in names)
    raw = (
        f'<v:VOEvent xmlns:v="{V2}" ivorn="ivo://a" version="2.0" role="test" _kept="x">{children}'
        "<schema_error/><sniff>1</sniff><role>2</role>"
        f'<Who items="1">{children}</Who><Citations><EventIVORN value="1">ivo://b</EventIVORN>'
        "</Citations></v:VOEvent>"
    ).encode()
    event = VOEvent.from_wire(raw)
    kept = {f"{name.strip('_') or 'element'}_": name for name in names}
    for same in (event, copy.deepcopy(event), pickle.loads(pickle.dumps(event))):
        assert bytes(same) == raw
        tree = same.asdict()
        assert tree["Who"] == kept | {"items_": "1"} == event.Who.asdict()
        assert tree["Citations"]["EventIVORN"] == {"value_": "1", "#text": "ivo://b"}
        assert kept.items() <= tree.items()
        assert (tree["kept_"], tree["schema_error_"], tree["sniff_"]) == ("x", None, "1")
        assert (tree["role"], tree["role_"]) == ("test", "2")
        assert same.schema_error is not None


def test_a_fault_in_an_element_with_a_prefix_of_its_own_has_its_place() -> None:
    raw = (
        f'<v:VOEvent xmlns:v="{V2}" ivorn="ivo://a" version="2.0"><What><Param name="a"/>'
        '<x:Param xmlns:x="urn:x"/></What></v:VOEvent>'
    )
    with pytest.raises(ValidationError) as caught:
        VOEvent.load(raw)
    assert caught.value.path == "What/Param"
    assert "Param in the namespace urn:x" in caught.value.got


def test_a_limit_is_told_without_advice_that_nobody_can_take() -> None:
    raw = f'<v:VOEvent xmlns:v="{V2}" ivorn="ivo://a" version="2.0">{"<a>" * 300}'
    with pytest.raises(DecodeError, match=r"Excessive depth in document: 256, line 1, column \d+$"):
        VOEvent.load(raw)


def test_from_wire() -> None:
    data = GOOD[0].read_bytes()
    event = VOEvent.from_wire(data)
    assert event.schema_error is None
    assert bytes(event) == data
    old = VOEvent.from_wire(b'{"ivorn": "ivo://a", "Who": {"Date": "2031-04-12T03:14:15"}}')
    assert old.Who.Date == "2031-04-12T03:14:15"
    for wrong in (b"", b"text", b"{", b"[1]", b"\xff\xfe", b"{}\0"):
        with pytest.raises(DecodeError):
            VOEvent.from_wire(wrong)
    for wrong in (b"<note/>", b"<VOEvent/>", b"{}", b'{"ivorn": 5}'):
        with pytest.raises(ValidationError):
            VOEvent.from_wire(wrong)
    for content in (None, [], "text", 5):
        with pytest.raises(DecodeError):
            VOEvent.from_content(content)
    with pytest.raises(ValidationError):
        VOEvent.from_content({1: 2})


def attacks(secret: Path) -> dict[str, bytes]:
    opening = f'<voe:VOEvent xmlns:voe="{V2}" version="2.0" ivorn="ivo://a">'
    attributes = " ".join(f'a{number}="1"' for number in range(40_000))
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "0123456789">'
        for n in range(12)
    )
    texts = {
        "external entity": f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{opening}'
        "<Description>&x;</Description></voe:VOEvent>",
        "external parameter entity": f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{secret.as_uri()}"> %x;]>'
        f"{opening}</voe:VOEvent>",
        "external DTD": f'<!DOCTYPE a SYSTEM "{secret.as_uri()}">{opening}</voe:VOEvent>',
        "entity bomb": f"<!DOCTYPE a [{entities}]>{opening}<Description>&e11;</Description>"
        "</voe:VOEvent>",
        "entity bomb in an attribute": f'<!DOCTYPE a [{entities}]><VOEvent ivorn="&e11;"/>',
        "depth": "<a>" * 200_000,
        "attributes": f"{opening}<What {attributes}/></voe:VOEvent>",
        "attributes of the root": f'<VOEvent ivorn="a" {attributes}/>',
        "NUL": f"{opening}\0</voe:VOEvent>",
        "large text": f"{opening}<Description>{'x' * 12_000_000}",
        "large": "<VOEvent>" + "x" * 100_000_000,
        "many faults": f"{opening}<What>" + '<Param x="1"/>' * 50_000 + "</What></voe:VOEvent>",
        "many other faults": f"{opening}<What>{'<P/><Param/>' * 50_000}</What></voe:VOEvent>",
    }
    return {name: text.encode() for name, text in texts.items()}


@pytest.mark.parametrize("name", attacks(Path("/x")))
def test_attacks_are_refused_at_once(name: str, tmp_path: Path) -> None:
    gc.freeze()  # what the other tests left shall not be walked through again and again
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    data = attacks(secret)[name]
    watch = Stopwatch()
    with pytest.raises((DecodeError, ValidationError)) as caught:
        VOEvent.load(data)
    assert watch.seconds() < 1
    assert "the secret" not in str(caught.value)
    assert len(str(caught.value)) < 1000
    watch = Stopwatch()
    try:
        event = VOEvent.from_wire(data)
    except HopError:
        pass
    else:
        assert "the secret" not in str(event.asdict())
    assert watch.seconds() < 3
    gc.unfreeze()


@pytest.mark.skipif(not hasattr(__import__("os"), "mkfifo"), reason="no named pipes here")
def test_schema_locations_are_never_opened(tmp_path: Path) -> None:
    import os

    pipe = tmp_path / "pipe.xsd"
    os.mkfifo(pipe)  # whoever opens it, waits
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    text = (
        f'<?xml-stylesheet href="{pipe.as_uri()}"?><voe:VOEvent xmlns:voe="{V2}" {xsi} '
        f'version="2.0" ivorn="a" xsi:schemaLocation="{V2} {pipe.as_uri()} urn:a {pipe.as_uri()}" '
        f'xsi:noNamespaceSchemaLocation="{pipe.as_uri()}"><Who/></voe:VOEvent>'
    )
    loaded: list[VOEvent] = []
    thread = threading.Thread(target=lambda: loaded.append(VOEvent.load(text)), daemon=True)
    thread.start()
    thread.join(60)
    assert loaded
    assert loaded[0].asdict()["Who"] == {}


def mutate(source: bytes, chance: random.Random) -> bytes:
    root = etree.fromstring(source, etree.XMLParser(remove_comments=True))
    for _ in range(chance.randint(1, 3)):
        nodes = list(root.iter())
        node = chance.choice(nodes)
        other = chance.choice(nodes)
        parent = node.getparent()
        match chance.randrange(8):
            case 0 if parent is not None:
                parent.remove(node)
            case 1 if parent is not None:
                parent.append(etree.fromstring(etree.tostring(other, with_tail=False)))
            case 2:
                node.tag = other.tag
            case 3:
                node.text = chance.choice(["", " ", "abc", "1.5", "-1", "NaN", "2031-04-12"])
            case 4 if node.attrib:
                node.set(chance.choice(list(node.attrib)), chance.choice(["", "1", "x", " 0.5 "]))
            case 5:
                node.set(chance.choice(["name", "uri", "id", "odd", "{urn:a}b"]), "value")
            case 6 if node.attrib:
                del node.attrib[chance.choice(list(node.attrib))]
            case _ if parent is not None:
                node.tail = "stray"
    return etree.tostring(root)


def test_mutated_events_are_taken_or_refused_as_the_schema_says() -> None:
    chance = random.Random(3)
    sources = [file.read_bytes() for file in GOOD]
    verdicts = {True: 0, False: 0}
    for _ in range(3000):
        data = mutate(chance.choice(sources), chance)
        root = etree.fromstring(data)
        valid = bool(SCHEMA.validate(root))
        verdicts[valid] += 1
        if valid:
            event = VOEvent.load(data)
            tree = event.asdict()
            assert bytes(event) == data
            assert VOEvent(**tree).asdict() == tree
            assert VOEvent.load(bytes(VOEvent(**tree))).asdict() == tree
            continue
        with pytest.raises(ValidationError) as caught:
            VOEvent.load(data)
        assert caught.value.path
        assert "Element '" not in str(caught.value)  # our words, not the validator's
        try:
            event = VOEvent.from_wire(data)
        except HopError:
            assert etree.QName(root).localname != "VOEvent" or "ivorn" not in root.attrib
        else:
            assert bytes(event) == data
            assert event.schema_error is not None
            event.asdict(), str(event), event.pretty()
            assert isinstance(event.params | event.groups, dict)
            assert event.time is None or event.time.utcoffset() == timedelta(0)
            assert bytes(event) == data
    assert min(verdicts.values()) > 300


def test_large_documents_are_judged_as_small_ones() -> None:
    chance = random.Random(4)
    sources = [file.read_bytes() for file in GOOD if b"<What>" in file.read_bytes()]
    filling = b"<!--" + b"x" * 140_000 + b"-->"
    for _ in range(200):
        data = mutate(chance.choice(sources), chance)
        faults = []
        for size in (data, data + filling):
            try:
                VOEvent.load(size)
                faults.append("")
            except ValidationError as fault:
                faults.append(fault.got)
        assert faults[1] in (faults[0], "something else")
        assert bool(faults[0]) == bool(faults[1])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Param", "name", "value", "Description", "Date", "#text", "Why", "C1"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
SECTION = st.sampled_from(["Who", "What", "WhereWhen", "How", "Why", "Citations", "Description"])


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(SECTION | st.sampled_from(["role", "Reference", "odd"]), JSON, max_size=4))
def test_any_tree_makes_a_valid_event_or_a_validation_error(tree: dict[str, Any]) -> None:
    try:
        event = VOEvent.from_content({"ivorn": "ivo://a", **tree})
    except ValidationError:
        return
    assert SCHEMA.validate(etree.fromstring(bytes(event)))
    assert VOEvent(**event.asdict()).asdict() == event.asdict()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.sampled_from(GOOD).map(lambda file: file.read_bytes()[:-9]))
def test_any_bytes_make_an_event_or_a_hop_error(data: bytes) -> None:
    with pytest.raises((DecodeError, ValidationError)):
        VOEvent.load(data)


def test_threads_share_one_event() -> None:
    event = VOEvent.load(GOOD[0].read_bytes())
    seen: list[int] = []

    def look() -> None:
        event.asdict()
        seen.append(id(event.What))
        with pytest.raises(ValidationError, match="@role"):
            VOEvent.load(f'<v:VOEvent xmlns:v="{V2}" version="2.0" ivorn="a" role="b"/>')

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1
