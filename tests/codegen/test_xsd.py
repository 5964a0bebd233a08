"""An XSD as a package: VOEvent's own, judged by lxml, and documents that come out as they came."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from made_packages import Carry, Made

from hop.errors import MessageError, ValidationError

ROOT = Path(__file__).parents[2]
XSD = ROOT / "schemas/voevent/VOEvent-v2.0.xsd"
GOOD = sorted((ROOT / "schemas/examples/good/voevent").glob("*.xml"))
BAD = sorted((ROOT / "schemas/examples/bad/voevent").glob("*.xml"))


@pytest.fixture(scope="module")
def xml(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("xsd")
    (folder / "source").mkdir()
    shutil.copy(XSD, folder / "source/event.xsd")
    return Made(folder / "source", folder, "xml-events")


def value(text: str) -> str | float:
    """A text without outer blanks; a number as such, since 1800 and 1.8e3 are one."""
    try:
        return float(text)
    except ValueError:
        return " ".join(text.split())


def content(element: Any) -> Any:
    """What an element says, without blanks and prefixes, children of one name in their order.

    The order between children of different names is lost in a choice, where it has no meaning.
    """
    return (
        etree.QName(element).localname,
        sorted(
            (str(name), " ".join(str(text).split()))
            for name, text in element.items()
            if not str(name).startswith("{")
        ),
        "" if len(element) else value(element.text or ""),
        sorted((content(child) for child in element), key=lambda child: str(child[0])),
    )


def canonical(raw: bytes) -> Any:
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)
    return content(etree.fromstring(raw, parser))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_document_comes_out_as_it_came(xml: Made, path: Path) -> None:
    model = xml.model("VOEvent")
    raw = path.read_bytes()
    event = model.load(raw)
    assert bytes(event) == raw
    # Built from its fields, it is the same document.
    again = bytes(model.from_tree(event.asdict()))
    assert etree.XMLSchema(etree.parse(XSD)).validate(etree.fromstring(again))
    assert canonical(again) == canonical(raw)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_the_xsd_refuses_is_refused(xml: Made, path: Path) -> None:
    raw = path.read_bytes()
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(raw, parser)
        has_dtd = root.getroottree().docinfo.internalDTD is not None
        accepted = not has_dtd and etree.XMLSchema(etree.parse(XSD)).validate(root)
    except etree.XMLSyntaxError:
        accepted = False
    if accepted:
        xml.model("VOEvent").load(raw)
    else:
        with pytest.raises(MessageError):
            xml.model("VOEvent").load(raw)


def test_a_change_is_written_and_judged(xml: Made) -> None:
    event = xml.model("VOEvent").load(GOOD[0].read_bytes())
    event.role = "test"
    assert b'role="test"' in bytes(event)
    with pytest.raises(ValidationError, match="@role: expected one of"):
        event.role = "play"
    assert b'role="test"' in bytes(event)


def test_a_document_arrives_typed_by_its_root(xml: Made, carry: Carry) -> None:
    importlib.import_module("xml_events.plugin")
    raw = GOOD[0].read_bytes()
    (message,) = carry([raw])
    assert type(message) is xml.model("VOEvent")
    assert bytes(message) == raw
