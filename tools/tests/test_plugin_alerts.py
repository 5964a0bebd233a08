"""Packages made with tables of alerts: their messages have ``alerts``, wrong tables are refused."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fastavro
import pytest
from made_packages import NEWEST, Made, contents, quiet, write

from hop._messages import mark_test
from hop.models import Alert, Circle, Origin
from hop_codegen.cli import main
from hop_codegen.errors import CodegenError
from hop_codegen.package import make_plugin

PLACE = {
    "$schema": NEWEST,
    "type": "object",
    "properties": {"ra": {"type": "number"}, "dec": {"type": "number"}, "error": {}},
}
NIGHT = {
    "$id": "https://lantern.example/night.schema.json",
    "$schema": NEWEST,
    "title": "Lantern Night",
    "type": "object",
    "properties": {
        "number": {"type": "integer"},
        "seen": {"type": "string"},
        "place": {"$ref": "place.schema.json"},
        "objects": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "rate": {"type": "number"}},
            },
        },
        "more": {"type": "object"},
    },
    "required": ["number"],
}
SCHEMAS = {"night.schema.json": NIGHT, "place.schema.json": PLACE}
HEAD = 'description = "Lantern."\nfacts = ["its pages"]\nmatch = { model = ["LanternNight"] }\n'
TABLE = f"""{HEAD}
mission = "Lantern"
message_id = ["event_id"]
event_id = {{ path = "/number", prefix = "lantern:" }}
time = {{ path = "/seen" }}
position = {{ ra = "/place/ra", dec = "/place/dec" }}
region = {{ path = "/place/error", shape = "circle", unit = "arcmin" }}
"""
MESSAGE = {
    "number": 7,
    "seen": "2031-01-02T03:04:05Z",
    "place": {"ra": 10.5, "dec": -2, "error": 3.0},
}


def made(folder: Path, table: str, schemas: dict[str, Any] | None = None) -> Made:
    source = write(folder / "source", SCHEMAS if schemas is None else schemas)
    write(folder, {"lantern.toml": table})
    return Made(source, folder, alerts=folder / "lantern.toml")


def test_messages_of_a_made_package_have_alerts(tmp_path: Path) -> None:
    model = made(tmp_path, TABLE).model("LanternNight")
    message = model.load(json.dumps(MESSAGE))
    (alert,) = message.alerts
    assert message.alerts[0] is alert
    assert isinstance(alert, Alert)
    assert (alert.family, alert.mission) == (model.hop_format.partition(".")[0], "Lantern")
    assert (alert.event_id, alert.message_id) == ("lantern:7", "lantern:7")
    assert alert.time == datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (alert.ra, alert.dec, alert.region) == (10.5, -2.0, Circle(0.05))
    assert alert.origin["ra"] == Origin("/place/ra")
    message.number = 8
    assert model.from_tree(message.asdict()).alerts[0].event_id == "lantern:8"


def test_a_made_view_knows_topic_and_test_header(tmp_path: Path) -> None:
    topic = '\nis_test = { path = "@topic", map = { "lantern.tests" = true } }\n'
    model = made(tmp_path, TABLE + topic).model("LanternNight")
    assert Alert.of(model.load(json.dumps(MESSAGE)), topic="lantern.tests")[0].is_test is True
    message = model.load(json.dumps(MESSAGE))
    mark_test(message)
    assert message.alerts[0].is_test is True
    assert model.load(json.dumps(MESSAGE)).alerts[0].is_test is None


def test_a_message_of_several_objects_has_several_alerts(tmp_path: Path) -> None:
    table = f"""{HEAD}
each = "/objects"
names = {{ path = "~/name" }}
far = {{ path = "~/rate", unit = "day^-1" }}
"""
    model = made(tmp_path, table).model("LanternNight")
    objects = [{"name": "a", "rate": 86400.0}, {"name": "b"}]
    alerts = model.load(json.dumps({"number": 1, "objects": objects})).alerts
    assert [(each.names, each.far) for each in alerts] == [(("a",), 1.0), (("b",), None)]
    assert alerts[0].message_id != alerts[1].message_id
    assert model.load(b'{"number": 1}').alerts == ()


def test_values_that_are_wrong_become_problems(tmp_path: Path) -> None:
    model = made(tmp_path, TABLE).model("LanternNight")
    message = {"number": 7, "seen": "soon", "place": {"ra": 400.0, "dec": 1.0, "error": "big"}}
    (alert,) = model.load(json.dumps(message)).alerts
    assert (alert.time, alert.ra, alert.region) == (None, None, None)
    assert [each.partition(":")[0] for each in alert.problems] == ["/seen", "/place/ra"]


def test_an_xml_model_has_alerts_with_its_types(tmp_path: Path) -> None:
    xsd = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="flash"><xs:complexType><xs:sequence>
    <xs:element name="ra" type="xs:double"/><xs:element name="dec" type="xs:double"/>
  </xs:sequence><xs:attribute name="id" type="xs:string"/></xs:complexType></xs:element>
</xs:schema>"""
    table = (
        'description = "Flash."\nfacts = ["its pages"]\n'
        'names = { path = "/id" }\nposition = { ra = "/ra", dec = "/dec" }\n'
    )
    package = made(tmp_path, table, {"flash.xsd": xsd})
    (model,) = (package.model(name) for name in package.package.__all__)
    message = model.load('<flash id="F1"><ra>1.5</ra><dec>2</dec></flash>')
    assert (message.alerts[0].ra, message.alerts[0].dec) == (1.5, 2.0)
    assert message.alerts[0].names == ("F1",)


def test_an_avro_model_has_alerts(tmp_path: Path) -> None:
    schema = {
        "type": "record",
        "name": "Spark",
        "fields": [{"name": "id", "type": "string"}, {"name": "rate", "type": "double"}],
    }
    table = (
        'description = "Spark."\nfacts = ["its pages"]\n'
        'event_id = { path = "/id", prefix = "spark:" }\nfar = { path = "/rate" }\n'
    )
    package = made(tmp_path, table, {"spark.avsc": schema})
    raw = io.BytesIO()
    fastavro.writer(raw, schema, [{"id": "S1", "rate": 1e-9}])
    (model,) = (package.model(name) for name in package.package.__all__)
    (alert,) = model.load(raw.getvalue()).alerts
    assert (alert.event_id, alert.far) == ("spark:S1", 1e-9)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (TABLE.replace("/place/ra", "/place/r"), "'/place/r' is not in the schema of LanternNight"),
        (TABLE.replace("/seen", "/number/of"), "'/number/of' is not in the schema"),
        (HEAD + 'each = "/objects"\nfar = { path = "~/rat" }\n', "'/objects/0/rat' is not in"),
        (TABLE.replace("LanternNight", "LanternNigth"), "did you mean 'LanternNight'?"),
        (TABLE.replace("match", "#"), "say which: model = ["),
        (TABLE.replace("mission", "misson"), "did you mean 'mission'?"),
        (TABLE.replace('"arcmin"', '"parsec"'), "'parsec' is not known"),
        (TABLE + 'format = "voevent"\n', "'voevent' is not known"),
        (TABLE + 'base = "voevent"\n', "'voevent' is not known"),
        (TABLE.replace("[", "(", 1), "not TOML"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path: Path, table: str, told: str) -> None:
    source = write(tmp_path / "source", SCHEMAS)
    write(tmp_path, {"lantern.toml": table})
    output = tmp_path / "out"
    with pytest.raises(CodegenError) as refusal:
        make_plugin(
            str(source), "lantern-models", output, alerts=tmp_path / "lantern.toml", tell=quiet
        )
    assert "lantern.toml" in str(refusal.value)
    assert told in str(refusal.value)
    assert not output.exists()


def test_two_tables_for_one_model_are_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "source", SCHEMAS)
    tables = write(tmp_path / "tables", {"one.toml": TABLE, "two.toml": TABLE})
    with pytest.raises(CodegenError, match=r"two\.toml.*one\.toml"):
        make_plugin(str(source), "lantern-models", tmp_path / "out", alerts=tables, tell=quiet)


def test_the_same_tables_give_the_same_package(tmp_path: Path) -> None:
    source = write(tmp_path / "source", SCHEMAS)
    base = {"night.toml": TABLE, "place.toml": 'base = "night"\ndescription = "P."\nfacts = ["p"]\n'
            'match = { model = ["Place"] }\nposition = { ra = "/ra", dec = "/dec" }\n'
            'region = { path = "/error" }\nevent_id = { constant = "lantern:0" }\n'
            'time = { constant = "2031-01-01T00:00:00Z" }\n'}  # fmt: skip
    tables = write(tmp_path / "tables", base)
    command = ["plugin", str(source), "--name", "lantern-models", "--alerts", str(tables)]
    output = tmp_path / "out"
    assert main([*command, "--output", str(output)]) == 0
    before = contents(output)
    assert "src/lantern_models/_alerts.py" in before
    assert main([*command, "--output", str(output)]) == 0
    assert contents(output) == before
