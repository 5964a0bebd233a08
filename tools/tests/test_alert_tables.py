"""The views that are made of tables: each key of a table does what ``schemas/README.md`` says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hop.models import Circle, Ellipse, Origin, Polygon, Ref, Significance
from hop.models._alerts.cited import key_of
from hop_codegen.alerts import read_tables, write_alerts, write_pages
from hop_codegen.alerts.table import CITED, READERS, UNITS
from hop_codegen.errors import CodegenError

ROOT = Path(__file__).parents[2]
CONVERSIONS = ROOT / "packages/hop-models/src/hop/models/_alerts/conversions.py"
HEAD = 'description = "invented"\nfacts = ["nobody"]\n'


_HEADER = Origin("", note="the header _test")


def view(
    folder: Path, document: Any, *, topic: str | None = None, is_test: bool = False, **tables: str
) -> Any:
    """The alerts of a document by the last of some tables of JSON."""
    (folder / "sources").mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / "sources" / f"{name}.toml").write_text(HEAD + text)
    files = write_alerts(read_tables(folder, "sources", CONVERSIONS))
    module: dict[str, Any] = {}
    (file,) = files.keys() & {"lvk.py", "gcn_notice.py"}
    exec(compile(files[file], file, "exec"), module)
    return module[list(tables)[-1]](document, topic, lambda: _HEADER if is_test else None)


def one(folder: Path, document: Any, text: str, **more: Any) -> Any:
    """The one alert of a document by a table of JSON."""
    (alert,) = view(folder, document, table=f'family = "f"\nformat = "lvk"\n{text}', **more)
    return alert


def test_the_first_source_that_gives_a_value_counts(tmp_path: Path):
    table = """
    [[far]]
    path = "/a"
    none = [5]
    [[far]]
    path = "/b/c"
    unit = "day^-1"
    note = "of the day"
    """
    assert one(tmp_path, {"a": 1}, table).far == 1.0
    alert = one(tmp_path, {"a": 5, "b": {"c": 86400}}, table)
    assert (alert.far, alert.problems) == (1.0, ())
    assert alert.origin["far"] == Origin("/b/c", note="in day^-1; of the day")
    assert one(tmp_path, {"a": "x", "b": []}, table).problems == (
        "/a: expected a finite number, found 'x'",
    )


def test_conditions_words_items_and_prefixes(tmp_path: Path):
    table = """
    [event_id]
    path = "/id"
    item = 1
    prefix = "m:"
    when = { "/type" = ["a", 3], "/on" = true }
    [kind]
    path = "/type"
    map = { a = "update", 3 = "initial" }
    [time]
    path = "/t"
    [time_of]
    path = "/t"
    says = "other"
    """
    alert = one(tmp_path, {"id": ["x", 7], "type": 3, "on": True}, table)
    assert (alert.event_id, alert.kind, alert.time_of) == ("m:7", "initial", None)
    assert one(tmp_path, {"id": ["x", 7], "type": 3}, table).event_id is None
    assert one(tmp_path, {"t": "2031-01-01T00:00:00"}, table).time_of == "other"
    assert one(tmp_path, {"t": "2031"}, table).time_of is None
    constant = '[stage]\nconstant = "s"\nwhen = { "/a" = 1 }\n'
    assert one(tmp_path, {"a": 1}, constant).stage == "s"
    assert one(tmp_path, {"a": 2}, constant).stage is None


def test_positions_and_shapes(tmp_path: Path):
    table = """
    [position]
    ra = "/ra"
    dec = "/dec"
    unit = "arcmin"
    none_at_origin = true
    [[region]]
    path = "/circle"
    shape = "circle"
    unit = "arcsec"
    containment = 0.9
    systematic = true
    [[region]]
    path = "/corners"
    shape = "polygon"
    [[region]]
    path = "/axes"
    containment = [{ value = 0.5, until = "2031-01-01" }, { value = 0.9, from = "2031-01-01" }]
    [sent]
    path = "/sent"
    """
    at = {"ra": 60, "dec": -60, "sent": "2030-12-31T23:00:00Z"}
    alert = one(tmp_path, {**at, "circle": 36}, table)
    assert (alert.ra, alert.dec) == (1.0, -1.0)
    assert alert.region == Circle(0.01, 0.9, systematic=True, assumed=True)
    ellipse = one(tmp_path, {**at, "axes": [2, 1, 30]}, table).region
    assert ellipse == Ellipse(2.0, 1.0, 30.0, containment=0.5, assumed=True)
    corners = [[0, 1], [2, 3], [4, 5]]
    polygon = Polygon(((0.0, 1.0), (2.0, 3.0), (4.0, 5.0)))
    assert one(tmp_path, {"corners": corners}, table).region == polygon
    assert one(tmp_path, {"circle": 36}, table).region is None  # nothing to be around
    assert one(tmp_path, {"ra": 0, "dec": 0.0, "circle": 36}, table).ra is None


def test_probabilities_significance_refs_and_marks(tmp_path: Path):
    table = """
    replace = []
    [classes]
    path = "/c"
    without = ["FLAG"]
    [significance]
    path = "/s"
    kind = "ts"
    none_at_most = 0
    [[refs]]
    path = "/r"
    kind = "followup"
    prefix = "m:"
    [[is_test]]
    path = "/t"
    map = { yes = true, no = false }
    [[is_test]]
    constant = false
    """
    alert = one(tmp_path, {"c": {"A": 1, "B": None, "C": 2, "FLAG": 1}, "s": 4, "r": [1, 1]}, table)
    assert alert.classes == {"A": 1.0}
    assert alert.problems == ("/c/C: expected a number from 0 to 1, found 2.0",)
    assert (alert.significance, alert.refs) == (Significance(4.0, "ts"), (Ref("followup", "m:1"),))
    assert (alert.is_test, one(tmp_path, {"s": -1}, table).significance) == (False, None)
    contradicted = one(tmp_path, {"t": "yes"}, table)
    assert contradicted.is_test is True
    assert len(contradicted.problems) == 1
    assert one(tmp_path, {}, table, is_test=True).origin["is_test"].note == "the header _test"


def test_only_some_values_of_an_object_or_of_all_are_scores(tmp_path: Path):
    table = """
    [[properties]]
    path = ""
    only = ["b", "a"]
    [[properties]]
    path = "/c"
    only = ["d"]
    """
    alert = one(tmp_path, {"a": 0.5, "b": 1, "x": 0.5, "c": {"d": 0.25}}, table)
    assert list(alert.properties.items()) == [("b", 1.0), ("a", 0.5)]
    assert one(tmp_path, {"c": {"d": 0.25, "e": 7}}, table).properties == {"d": 0.25}
    assert one(tmp_path, {"x": "?"}, table).problems == ()


def test_each_object_of_a_list_becomes_an_alert(tmp_path: Path):
    table = """
    family = "f"
    format = "lvk"
    each = "/data/targets"
    message_id = ["event_id", "/number", { path = "~/v", default = "0" }]
    [event_id]
    path = "~/id"
    prefix = "t:"
    [sent]
    path = "/sent"
    """
    targets = [{"id": "a", "v": 2}, "no object", {"id": "b"}, {}]
    document = {"number": 5, "sent": "2031-01-01T00:00:00", "data": {"targets": targets}}
    alerts = view(tmp_path, document, table=table)
    assert [each.event_id for each in alerts] == ["t:a", "t:b", None]
    assert [each.message_id for each in alerts[:2]] == ["t:a:5:2", "t:b:5:0"]
    assert alerts[2].message_id.startswith("f:sha256:")
    assert alerts[0].origin["message_id"] == Origin("event_id, /number, ~/v")
    assert alerts[2].origin["message_id"] == Origin("", note="hash of the content")
    assert alerts[0].origin["event_id"] == Origin("/data/targets/*/id")
    assert view(tmp_path, {"data": 3}, table=table) == ()


def test_a_table_refines_its_base(tmp_path: Path):
    base = """
    family = "f"
    format = "gcn-notice"
    [far]
    path = "/far"
    [stage]
    path = "/stage"
    [names]
    path = "/name"
    [is_test]
    path = "/t"
    map = { yes = true }
    """
    child = """
    base = "base"
    match = { schema = ["child"] }
    stage = "mine"
    [[far]]
    path = "/rate"
    [[far]]
    base = true
    [names]
    path = "/other"
    [is_test]
    path = "/u"
    map = { yes = true }
    """
    document = {"far": 2, "stage": "theirs", "name": "N", "other": ["O", "N"], "t": "yes"}
    (alert,) = view(tmp_path, document, base=base, child=child)
    assert (alert.far, alert.stage, alert.names) == (2.0, "mine", ("O", "N"))
    assert alert.is_test is True
    document["name"] = "M"
    (alert,) = view(tmp_path, document, base=base, child=child)
    assert alert.names == ("O", "N", "M")
    (alert,) = view(tmp_path, document, base=base, child=f'replace = ["names"]\n{child}')
    assert alert.names == ("O", "N")


def test_an_empty_list_leaves_a_field_of_the_base_out(tmp_path: Path):
    base = 'family = "f"\nformat = "lvk"\nfar = { path = "/far" }\nstage = "s"\n'
    child = 'base = "base"\nfar = []\n'
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "base.toml").write_text(f"{HEAD}{base}")
    (sources / "child.toml").write_text(f"{HEAD}{child}")
    with pytest.raises(CodegenError, match="these messages too"):
        read_tables(tmp_path, "sources", CONVERSIONS)
    (sources / "base.toml").write_text(f"{HEAD}{base.replace('lvk', 'gcn-notice')}")
    (sources / "child.toml").write_text(f'{HEAD}{child}match = {{ schema = ["a"] }}\n')
    files = write_alerts(read_tables(tmp_path, "sources", CONVERSIONS))
    module: dict[str, Any] = {}
    exec(compile(files["gcn_notice.py"], "views", "exec"), module)
    (alert,) = module["child"]({"far": 2}, None, lambda: None)
    assert (alert.far, alert.stage) == (None, "s")


def test_an_ivorn_holds_a_word_or_a_number(tmp_path: Path):
    table = """
    family = "f"
    format = "voevent"
    match = { authority = ["a.b"], topic = ["New.Stream"] }
    cited = [
        { ivorn = "ivo://a.b/X#*_{number}-*", event_id = "x:{id}" },
        { ivorn = "ivo://a.b/Y#{id}_*", event_id = "y:{id}" },
    ]
    [region]
    shape = "circle"
    path = "What/error"
    unit_path = "What/error@unit"
    """
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/table.toml").write_text(f"{HEAD}{table}")
    files = write_alerts(read_tables(tmp_path, "sources", CONVERSIONS))
    module: dict[str, Any] = {}
    exec(compile(files["_cited.py"], "cited", "exec"), module)
    known = module["CITED"]
    assert key_of(known, "ivo://a.b/X#Pos_010042-1-9") == "x:10042"
    assert key_of(known, "ivo://a.b/X#Pos_000000-1-9") == "x:0"
    assert key_of(known, "ivo://a.b/Y#sb0042_any") == "y:sb0042"
    assert b'"new.stream": table' in files["voevent.py"]
    assert b't.unit("error")' in files["voevent.py"]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('cited = [{ ivorn = "ivo://a/X#{id}{number}", event_id = "x:{id}" }]', "{id}…"),
        ('[stage]\npath = "What/G/P@unit"', "in no group"),
    ],
)
def test_what_a_voevent_cannot_tell_is_refused(tmp_path: Path, more: str, problem: str):
    (tmp_path / "sources").mkdir()
    table = f'{HEAD}family = "f"\nformat = "voevent"\n{more}\n'
    (tmp_path / "sources/table.toml").write_text(table)
    with pytest.raises(CodegenError, match=problem):
        read_tables(tmp_path, "sources", CONVERSIONS)


def test_the_page_names_every_key_unit_and_reader():
    page = (ROOT / "schemas/README.md").read_text(encoding="utf-8")
    units = {unit for each in UNITS.values() for unit in each}
    for word in {*units, *READERS, *CITED}:
        assert word in page, word


@pytest.mark.parametrize("word", ["/a/0/b", "/a"])
def test_a_path_goes_through_lists(tmp_path: Path, word: str):
    table = f'[stage]\npath = "{word}"\n'
    assert one(tmp_path, {"a": [{"b": "x"}]}, table).stage == ("x" if "0" in word else None)


def page(folder: Path, **tables: str) -> list[str]:
    """The lines of the page of some tables of one format."""
    (folder / "sources").mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / "sources" / f"{name}.toml").write_text(HEAD + text)
    pages = write_pages(read_tables(folder, "sources", CONVERSIONS), CONVERSIONS)
    (text,) = pages.values()
    return text.decode().splitlines()


def test_a_page_tells_where_each_field_comes_from(tmp_path: Path):
    table = """family = "f"
    format = "lvk"
    mission = "M|1"
    each = "/objects"
    message_id = ["event_id", "/n"]
    event_id = { path = "/id", item = 1, prefix = "m:" }
    distance = { path = "~/far", unit = "kpc", none_at_most = 0, when = { "/a" = [1, 2] } }
    kind = [{ path = "/k", map = { new = "initial" } }, { path = "/r", says = "retraction" }]
    position = { ra = "/ra", dec = "/dec", none_at_origin = true }
    [region]
    path = "/error"
    shape = "circle"
    containment = { path = "~/p", default = 0.9 }
    systematic = false
    """
    lines = page(tmp_path, table=table)
    assert "| `mission` |  | always `M\\|1`, assumed |" in lines
    assert "| `event_id` | `/id` | item 1 of the list, counted from 0; after `m:` |" in lines
    told = "if `/a` is `1` or `2`; `0` and less: none; in kpc"
    assert f"| `distance` | `/objects/*/far` | {told} |" in lines
    place = lines.index("| `kind` | `/k` | `new`: `initial` |")
    assert lines[place + 1] == "|  | `/r` | if it is there: `retraction` |"
    assert "| `ra`, `dec` | `/ra`, `/dec` | `0`, `0`: none |" in lines
    told = "containment in `/objects/*/p`, `0.9` (assumed) without it; without systematic errors"
    assert f"| `region` | `/error` | circle; {told} |" in lines
    told = "joined by `:`; if one is unknown, a hash of the content"
    assert f"| `message_id` | `event_id`, `/n` | {told} |" in lines


def test_a_page_tells_what_differs_from_the_base(tmp_path: Path):
    base = 'family = "f"\nformat = "gcn-notice"\nfar = { path = "/f" }\nnames = { path = "/n" }\n'
    more = (
        'base = "first"\nmatch = { schema = ["s"] }\n[[far]]\npath = "/g"\n[[far]]\nbase = true\n'
    )
    lines = page(tmp_path, first=base, second=more)
    second = lines[lines.index("## invented", lines.index("## invented") + 1) :]
    assert [each for each in second if each.startswith("| `") or each.startswith("|  |")] == [
        "| `far` | `/g` |  |",
        "|  | as there |  |",
    ]


def test_every_place_of_a_table_is_on_its_page():
    tables = read_tables(ROOT / "schemas", "alert/sources", CONVERSIONS)
    pages = write_pages(tables, CONVERSIONS)
    for table in tables:
        text = pages[f"{table.format.replace('-', '_')}.md"].decode()
        for path in table.own_paths:
            shown = path.replace("~", f"{table.each}/*", 1) if path[:1] == "~" else path
            assert f"`{shown}`" in text, f"{table.name}: {path}"
