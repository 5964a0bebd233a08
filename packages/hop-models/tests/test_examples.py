"""Every example of ``schemas/examples``: the good ones are read, the bad ones refused as told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from hop import errors
from hop.message import Blob, ExternalMessage, JSONBlob, MessageModel
from hop.models.avro import AvroBlob
from hop.models.gcn import GCNCircular
from hop.models.lvk import LVKAlert
from hop.models.notice import GCNNotice
from hop.models.text_notice import GCNTextNotice
from hop.models.voevent import VOEvent

SCHEMAS = Path(__file__).parents[3] / "schemas"
EXAMPLES = SCHEMAS / "examples"


def examples(quality: str) -> list[Path]:
    files = (EXAMPLES / quality).glob("*/*")
    return sorted(file for file in files if not file.name.endswith(".expect.json"))


def wired(model: type[MessageModel]) -> Callable[[Path], MessageModel]:
    return lambda file: model.from_wire(file.read_bytes())


READERS: dict[tuple[str, str], Callable[[Path], MessageModel]] = {
    ("voevent", ".xml"): VOEvent.load_file,
    ("circular", ".gcn3"): GCNCircular.load_file,
    ("circular", ".json"): wired(GCNCircular),
    ("circular_record", ".json"): wired(GCNCircular),
    ("json", ".json"): JSONBlob.load_file,
    ("gcntextnotice", ".txt"): GCNTextNotice.load_file,
    ("gcnnotice", ".json"): GCNNotice.load_file,
    ("lvkalert", ".json"): LVKAlert.load_file,
    ("lvkalert", ".avro"): LVKAlert.load_file,
    ("avro", ".avro"): AvroBlob.load_file,
    ("external", ".json"): ExternalMessage.load_file,
}
# Text circulars go as JSON, and what is passed over in an address is not sent on.
ANEW = {("circular", ".gcn3"), ("circular", ".json"), ("external", ".json"), ("json", ".json")}


def kind(file: Path) -> tuple[str, str]:
    return file.parent.name, file.suffix


def name(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


@pytest.mark.parametrize("file", examples("good"), ids=name)
def test_good_examples_are_read_and_sent_on(file: Path) -> None:
    message = READERS[kind(file)](file)
    _, payload = message.to_wire()
    assert payload == bytes(message)
    if kind(file) not in ANEW:
        assert payload == file.read_bytes()
    again = type(message).from_wire(payload)
    # As text, since NaN does not equal itself.
    assert repr(again.asdict()) == repr(message.asdict())
    assert getattr(message, "error", None) is None


@pytest.mark.parametrize(
    ("folder", "schema"),
    [
        ("gcnnotice", "gcn/notice.schema.json"),
        ("lvkalert", "lvk/alert.schema.json"),
        ("circular_record", "gcn/circular_record.schema.json"),
    ],
)
def test_the_schemas_say_the_same_of_the_examples(folder: str, schema: str) -> None:
    validator = jsonschema.Draft202012Validator(json.loads((SCHEMAS / schema).read_bytes()))
    for file in sorted((EXAMPLES / "good" / folder).glob("*.json")):
        assert not list(validator.iter_errors(json.loads(file.read_bytes()))), file
    for file in sorted((EXAMPLES / "bad" / folder).glob("*.json")):
        expect = file.with_name(f"{file.stem}.expect.json")
        if file.name.endswith(".expect.json") or "ValidationError" not in expect.read_text("utf-8"):
            continue
        missing = folder == "circular_record" and "body_is_list" not in file.name
        # A circular without a body is no circular, but a record that GCN may have all the same.
        found = list(validator.iter_errors(json.loads(file.read_bytes())))
        assert bool(found) != missing, file


@pytest.mark.parametrize("file", examples("bad"), ids=name)
def test_bad_examples_are_refused_as_told(file: Path) -> None:
    expect = json.loads(file.with_name(f"{file.stem}.expect.json").read_text(encoding="utf-8"))
    with pytest.raises(errors.MessageError) as caught:
        READERS[kind(file)](file)
    error = caught.value
    assert type(error) is getattr(errors, expect["error"]), f"{error!r}"
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
    assert {kind(file) for file in examples("good")} == READERS.keys()
    assert {kind(file) for file in bad} == READERS.keys()
    told = {file.name.removesuffix(".expect.json") for file in EXAMPLES.rglob("*.expect.json")}
    assert told == {file.stem for file in bad}


def test_the_demo() -> None:
    demo = EXAMPLES / "demo"
    assert VOEvent.load_file(demo / "voevent.xml").role == "observation"
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
