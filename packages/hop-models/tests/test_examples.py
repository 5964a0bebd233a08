"""Every example of ``schemas/examples``: the good ones are read, the bad ones refused as told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hop import errors
from hop.json import loads
from hop.message import Blob
from hop.models.gcn import GCNCircular
from hop.models.voevent import VOEvent

SCHEMAS = Path(__file__).parents[3] / "schemas"
EXAMPLES = SCHEMAS / "examples"


def examples(quality: str) -> list[Path]:
    files = (EXAMPLES / quality).glob("*/*")
    return sorted(file for file in files if not file.name.endswith(".expect.json"))


def read_wire(file: Path) -> GCNCircular:
    return GCNCircular.from_wire(file.read_bytes())


def reader(file: Path) -> Callable[[Path], Any]:
    """How an example is read, by its folder and ending."""
    return {
        ("voevent", ".xml"): VOEvent.load_file,
        ("circular", ".gcn3"): GCNCircular.load_file,
        ("circular", ".json"): read_wire,
        ("json", ".json"): lambda path: loads(path.read_bytes()),
    }[file.parent.name, file.suffix]


def name(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


@pytest.mark.parametrize("file", examples("good"), ids=name)
def test_good_examples_are_read(file: Path) -> None:
    message = reader(file)(file)
    if isinstance(message, VOEvent):
        assert bytes(message) == file.read_bytes()
        assert VOEvent.from_wire(bytes(message)).asdict() == message.asdict()
    elif isinstance(message, GCNCircular):
        assert GCNCircular.from_wire(bytes(message)) == message
    else:
        assert repr(Blob.load(bytes(Blob(message))).content) == repr(message)


@pytest.mark.parametrize("file", examples("bad"), ids=name)
def test_bad_examples_are_refused_as_told(file: Path) -> None:
    expect = json.loads(file.with_name(f"{file.stem}.expect.json").read_text(encoding="utf-8"))
    kind = getattr(errors, expect["error"])
    with pytest.raises(errors.MessageError) as caught:
        reader(file)(file)
    error = caught.value
    assert type(error) is kind, f"{error!r}"
    if not isinstance(error, errors.ValidationError):
        assert expect["text"] in str(error)
        return
    assert expect["path"] in re.sub(r"\[\d+\]", "", error.path)
    assert expect["expected"] in error.expected
    assert expect["got"] in error.got
    assert error.path
    assert error.expected
    assert error.got


def test_there_are_examples_of_every_kind_and_none_without_its_expectation() -> None:
    bad = examples("bad")
    assert len(bad) >= 15
    assert len([file for file in bad if file.parent.name == "voevent"]) >= 15
    for quality in ("good", "bad"):
        kinds = {(file.parent.name, file.suffix) for file in examples(quality)}
        assert kinds == {
            ("voevent", ".xml"),
            ("circular", ".gcn3"),
            ("circular", ".json"),
            ("json", ".json"),
        }
    told = {file.name.removesuffix(".expect.json") for file in EXAMPLES.rglob("*.expect.json")}
    assert told == {file.stem for file in bad}


def test_the_demo() -> None:
    demo = EXAMPLES / "demo"
    assert VOEvent.load_file(demo / "voevent.xml").role == "test"
    assert "kilonova" in str(GCNCircular.load_file(demo / "circular.gcn3").subject)
    assert Blob.load((demo / "followup.json").read_bytes())["event"] == "R310412a"
    with pytest.raises(errors.ValidationError, match="double") as caught:
        VOEvent.load_file(demo / "invalid.xml")
    assert "What/Param[2]/@dataType" in caught.value.path


def test_the_example_that_uses_everything_does() -> None:
    xsd = etree.parse(str(SCHEMAS / "voevent/VOEvent-v2.0.xsd"))
    root = etree.parse(str(EXAMPLES / "good/voevent/every_element.xml")).getroot()
    declared = {
        kind: {node.get("name") for node in xsd.iter(f"{{http://www.w3.org/2001/XMLSchema}}{kind}")}
        for kind in ("element", "attribute")
    }
    used = {etree.QName(node).localname for node in root.iter("{*}*")}
    assert used == declared["element"]
    assert {key for node in root.iter("{*}*") for key in node.attrib} == declared["attribute"]
