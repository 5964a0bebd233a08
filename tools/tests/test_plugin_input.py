"""Schemas, names and folders that cannot be used: told by file and place, nothing written."""

from __future__ import annotations

import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from made_packages import BASE, NEWEST, SCHEMAS, contents, quiet, write

from hop.errors import ValidationError
from hop_codegen.cli import main
from hop_codegen.package import make_plugin


def test_a_folder_of_something_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "source", SCHEMAS)
    output = write(tmp_path / "out", {"thesis.tex": "all I have"})
    command = ["plugin", str(source), "--name", "some-models", "--output", str(output)]
    assert main(command) == 1
    assert "it holds files that are not generated (such as thesis.tex)" in capsys.readouterr().err
    assert list(contents(output)) == ["thesis.tex"]

    other = tmp_path / "other"
    make_plugin(str(source), "other-models", other, tell=quiet)
    assert main([*command[:-1], str(other)]) == 1
    assert "it holds the package other-models, not some-models" in capsys.readouterr().err
    assert main([*command[:-1], str(output / "thesis.tex")]) == 1
    assert "a file, not a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["json", "hop", "Upper", "a_b", "1st", "class", "../evil", "", "pytest", "hop-codegen"]
)
def test_a_name_that_is_none_or_taken_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    source = write(tmp_path / "source", SCHEMAS)
    output = tmp_path / "out"
    assert main(["plugin", str(source), "--name", name, "--output", str(output)]) == 1
    assert capsys.readouterr().err.startswith(f"hop-codegen: --name: {name!r}: ")
    assert not output.exists()


def _schema(**keywords: Any) -> dict[str, Any]:
    return {"$schema": NEWEST, "type": "object", **keywords}


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no JSON": ({"a.schema.json": "{"}, "a.schema.json: not JSON: "),
    "a key twice": ({"a.schema.json": '{"type": 1, "type": 2}'}, "a.schema.json: not JSON: "),
    "a list": ({"a.schema.json": []}, "a.schema.json: a schema is a JSON object"),
    "draft-04": (
        {"a.schema.json": {"$schema": "http://json-schema.org/draft-04/schema#"}},
        "a.schema.json#/$schema: 'http://json-schema.org/draft-04/schema#' is not among",
    ),
    "no schema": (
        {"a.schema.json": _schema(properties={"x": {"type": "nmber"}})},
        "a.schema.json#/properties/x/type: no valid schema: 'nmber'",
    ),
    "a file that is not there": (
        {"a.schema.json": _schema(properties={"x": {"$ref": "b.schema.json"}})},
        "a.schema.json#/properties/x/$ref: there is no b.schema.json",
    ),
    "a place that is not there": (
        {"a.schema.json": _schema(properties={"x": {"$ref": "#/$defs/y"}})},
        "a.schema.json#/properties/x/$ref: '#/$defs/y' leads to nothing",
    ),
    "out of the folder": (
        {"a.schema.json": _schema(allOf=[{"$ref": "../../../../etc/passwd"}])},
        "a.schema.json#/allOf/0/$ref: there is no",
    ),
    "the web": (
        {"a.schema.json": _schema(properties={"x": {"$ref": "https://example.org/x.json"}})},
        "a.schema.json#/properties/x/$ref: 'https://example.org/x.json' is not in the source, "
        "and nothing is fetched unasked; --allow-remote-refs allows it",
    ),
    "a file of the machine": (
        {"a.schema.json": _schema(properties={"x": {"$ref": "file:///etc/passwd"}})},
        "a.schema.json#/properties/x/$ref: 'file:///etc/passwd' is neither",
    ),
    "itself": (
        {"a.schema.json": _schema(properties={"x": {"$ref": "#/properties/x"}})},
        "a.schema.json#/properties/x: it refers back to itself",
    ),
    "one another": (
        {
            "a.schema.json": {"$schema": NEWEST, "$ref": "b.schema.json"},
            "b.schema.json": {"$schema": NEWEST, "allOf": [{"$ref": "a.schema.json"}]},
        },
        "a.schema.json: it refers back to itself",
    ),
    "two types": (
        {
            "a.schema.json": _schema(
                properties={"x": {"allOf": [{"type": "string"}, {"type": "null"}]}}
            )
        },
        "a.schema.json#/properties/x: it contradicts itself",
    ),
    "two types of a mixed-in field": (
        {
            "a.schema.json": _schema(
                allOf=[{"properties": {"x": {"type": "string"}}}],
                properties={"x": {"type": "number"}},
            )
        },
        "a.schema.json#/allOf/0/properties/x: it contradicts what else is said of 'x'",
    ),
    "bounds": (
        {
            "a.schema.json": _schema(
                properties={"x": {"type": "number", "minimum": 3, "maximum": 1}}
            )
        },
        "a.schema.json#/properties/x/minimum: it contradicts itself",
    ),
    "one $id twice": (
        {"a.schema.json": _schema(**{"$id": BASE}), "b.schema.json": _schema(**{"$id": BASE})},
        f"b.schema.json#/$id: {BASE} is the $id of a.schema.json as well",
    ),
    "one module twice": (
        {"a-b.schema.json": _schema(), "a/b.schema.json": _schema()},
        "a/b.schema.json: its module would be called as that of a-b.schema.json",
    ),
    "nothing": ({"notes.txt": "none"}, "a folder of schemas: there is no schema in it"),
    "a pattern that is none": (
        {"a.schema.json": _schema(properties={"x": {"type": "string", "pattern": "("}})},
        "a.schema.json",
    ),
    "too deep": ({"a.schema.json": '{"not":' * 3000 + "{}" + "}" * 3000}, "a.schema.json: "),
    "a path from where there are none": (
        {
            "a.schema.json": _schema(**{"$id": "urn:x:a"}, allOf=[{"$ref": "b.schema.json"}]),
            "b.schema.json": _schema(),
        },
        "a.schema.json: no document can be judged by it: Failed to resolve 'b.schema.json'",
    ),
    "no XSD": ({"a.xsd": "<a/>"}, "a.xsd: not an XSD"),
    "no Avro": (
        {"a.avsc": {"type": "record", "name": "A"}},
        "a.avsc#/fields: a record has a list of fields",
    ),
    "an Avro name that is nowhere": (
        {
            "a.avsc": {
                "type": "record",
                "name": "A",
                "fields": [{"name": "x", "type": ["null", "B"]}],
            }
        },
        "a.avsc#/fields/0/type/1: no type 'B' is defined anywhere",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_told_by_file_and_place_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    files, told = BAD[case]
    source = write(tmp_path / "source", files)
    output = tmp_path / "out"
    assert main(["plugin", str(source), "--name", "some-models", "--output", str(output)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"hop-codegen: {told}"), error
    assert len(error) < 700
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("nowhere", "nowhere: no such file or folder"),
        ("npm:; rm -rf /", "npm:; rm -rf /: give it as npm:@scope/name@version"),
        ("npm:--version", "npm:--version: give it as"),
        ("pypi:-r x", "pypi:-r x: give it as pypi:name==version"),
    ],
)
def test_a_source_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, told: str
) -> None:
    output = tmp_path / "out"
    assert main(["plugin", source, "--name", "some-models", "--output", str(output)]) == 1
    assert capsys.readouterr().err.startswith(f"hop-codegen: {told}")
    assert not output.exists()


def test_what_a_ref_names_on_the_web_is_fetched_where_allowed(tmp_path: Path) -> None:
    server = _serve(
        write(tmp_path / "web", {"core.json": _schema(properties={"x": {"type": "number"}})})
    )
    url = f"http://127.0.0.1:{server.server_port}/core.json"
    source = write(
        tmp_path / "source", {"a.schema.json": _schema(title="It", allOf=[{"$ref": url}])}
    )
    output = tmp_path / "out"
    command = ["plugin", str(source), "--name", "web-models", "--output", str(output)]
    try:
        assert main(command) == 1
        assert server.seen == []
        assert main([*command, "--allow-remote-refs"]) == 0
        assert server.seen == ["/core.json"]
    finally:
        server.shutdown()
        server.server_close()
    # Once made, it needs the web no more.
    sys.path.insert(0, str(output / "src"))
    from web_models import It  # type: ignore[import-not-found]

    assert It(x=1).asdict() == {"x": 1}
    with pytest.raises(ValidationError):
        It(x="1")


class _Server(ThreadingHTTPServer):
    seen: list[str]


def _serve(folder: Path) -> _Server:
    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, *_: Any) -> None:
            assert isinstance(self.server, _Server)
            self.server.seen.append(self.path)

    server = _Server(("127.0.0.1", 0), Handler)
    server.seen = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
