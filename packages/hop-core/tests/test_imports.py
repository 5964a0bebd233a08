"""What importing costs, and what the public modules offer."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
import types
from pathlib import Path

import pytest

import hop.errors

HEAVY = ["confluent_kafka", "pydantic", "lxml", "tomlkit", "fastavro", "hop.models", "hop.cli"]
SOURCES = sorted(Path(hop.errors.__file__).parent.glob("*.py"))


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter holds after some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys, json; print(json.dumps(list(sys.modules)))"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    "code",
    [
        "import hop",
        "import hop.url",
        "import hop.errors",
        "import hop.auth",
        "import hop.configure",
        "import hop.plugins",
        "import hop.registry",
        "import hop.wire, hop.decoding, hop.message",
        "import hop.io",
        "from hop import Stream, stream",
        "from hop.wire import decode; decode(b'[1]', None)",
    ],
)
def test_importing_loads_nothing_heavy(code: str):
    loaded = loaded_by(code)
    assert not [name for name in HEAVY if name in loaded]


def test_importing_hop_alone_loads_nothing_of_it():
    assert {name for name in loaded_by("import hop") if name.startswith("hop.")} == set()


def test_errors_import_nothing_of_hop():
    found = {name for name in loaded_by("import hop.errors") if name.startswith("hop.")}
    assert found == {"hop.errors"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_core_imports_neither_models_nor_commands(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
        else:
            continue
        for name in names:
            others = ("hop.models.", "hop.cli.", "hop.doctor.", "hop.sandbox.")
            assert not f"{name}.".startswith(others), name


# The surface that callers may rely on: a change of it is a change of the package's promises.
SURFACE = {
    "hop.auth": {"Auth", "SASLMethod", "load_auth", "trusted_ca_file"},
    "hop.blobs": {"Blob", "JSONBlob"},
    "hop.broker_tables": {"check", "from_table", "to_table"},
    "hop.brokers": {
        "Broker",
        "PROTOCOLS",
        "RESERVED",
        "add",
        "credential",
        "find",
        "is_name",
        "load",
        "parse",
        "remove",
    },
    "hop.configure": {
        "Config",
        "get_config_path",
        "load_config",
        "set_up_configuration",
        "write_config_file",
        "write_config_value",
    },
    "hop.credentials": {
        "choose",
        "from_csv",
        "from_entry",
        "from_file",
        "load",
        "same_host",
        "stored_in",
        "to_entry",
    },
    "hop.decoding": {"Decoder", "Errors", "JSON", "as_blob", "json_blob", "marks"},
    "hop.external_message": {"ExternalMessage"},
    "hop.json": {"MAX_DEPTH", "MAX_VALUES", "dumps", "loads", "to_line"},
    "hop.message": {
        "Blob",
        "ExternalMessage",
        "JSONBlob",
        "MessageModel",
        "Source",
        "declares_test",
        "mark_test",
    },
    "hop.message_model": {"MessageModel", "Source", "declares_test", "mark_test"},
    "hop.plugins": {"GROUP", "Models", "get_models", "has_others", "on_announcement", "register"},
    "hop.registry": {
        "Model",
        "expect",
        "is_plain",
        "known_models",
        "model_for",
        "model_for_schema",
        "model_for_topic",
        "models_by_looks",
        "plain_topics",
    },
    "hop.url": {"DEFAULT_PORT", "KafkaURL", "bootstrap", "check_topic", "parse", "with_topic"},
    "hop.wire": {
        "FORMAT",
        "Header",
        "HeadersInput",
        "ID",
        "SENDER",
        "TEST",
        "decode",
        "decode_envelope",
        "encode",
        "encode_envelope",
        "format_name",
        "new_id",
        "own_headers",
        "own_key",
    },
}


def defined_in(module: types.ModuleType) -> set[str]:
    """The public names that a module's own source defines, or hands on (``__all__``)."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    names = set(getattr(module, "__all__", ()))
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                names |= {each.id for each in ast.walk(target) if isinstance(each, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("name", SURFACE)
def test_the_public_surface(name: str):
    module = importlib.import_module(name)
    assert defined_in(module) == SURFACE[name]
    assert module.__doc__


def test_the_documented_names_are_where_they_were():
    from hop import Stream, auth, configure, io, plugins, stream

    assert isinstance(stream, Stream)
    assert auth.Auth("u", "p").method is auth.SASLMethod.SCRAM_SHA_512
    assert auth.SASLMethod.SCRAM_SHA_512.value == 3
    assert callable(configure.get_config_path)
    assert callable(plugins.register)
    assert {io.StartPosition.EARLIEST, io.StartPosition.LATEST} == set(io.StartPosition)
    assert {"Stream", "stream"} <= set(dir(hop))
    with pytest.raises(AttributeError, match="streams"):
        _ = hop.streams
