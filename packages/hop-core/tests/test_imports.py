"""What importing costs, and what the public modules offer."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import hop.errors

HEAVY = ["confluent_kafka", "pydantic", "lxml", "tomlkit", "fastavro", "hop.models", "hop.cli"]
ROOT = Path(hop.errors.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))


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
        "import hop._config.url",
        "import hop.errors",
        "import hop.auth",
        "import hop.configure",
        "import hop.plugins",
        "import hop._wire.registry",
        "import hop._wire.codec, hop._wire.decoding, hop.message",
        "import hop.http_scram",
        "import hop.io",
        "from hop import Stream, stream",
        "from hop._wire.codec import decode; decode(b'x', [('_format', b'blob')])",
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


# Only type checkers look at it: message.alerts has the type that users name.
ALERT = ("hop.models.alert.Alert", "model.py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_core_imports_neither_models_nor_commands(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
        else:
            continue
        for name in names:
            if (name, path.name) == ALERT:
                continue
            others = ("hop.models.", "hop.cli.", "hop.sandbox.")
            assert not f"{name}.".startswith(others), name


# What users may import: what is documented, and nothing else.
PUBLIC = {
    "hop": {"Stream", "__version__", "run", "stream", "to_table"},
    "hop.aio": {"AsyncConsumer", "AsyncProducer"},
    "hop.auth": {"Auth", "SASLMethod", "load_auth", "select_matching_auth", "write_auth_data"},
    "hop.brokers": {"Broker", "add", "find", "load", "remove"},
    "hop.configure": {
        "Config",
        "get_config_path",
        "load_config",
        "set_up_configuration",
        "write_config_file",
        "write_config_value",
    },
    "hop.errors": {
        "AmbiguousCredential",
        "ArchiveError",
        "AuthenticationFailed",
        "ConfigError",
        "ConfigFileNotFound",
        "ConfigKeyError",
        "ConnectionFailed",
        "CredentialNotFound",
        "DecodeError",
        "DeliveryFailed",
        "EncodeError",
        "FilterError",
        "HandlerError",
        "HopError",
        "JournalError",
        "JournalFull",
        "LimitExceeded",
        "MessageError",
        "MessageTooLarge",
        "NotAuthorized",
        "PluginError",
        "QueryError",
        "RecordingError",
        "StateError",
        "TransportError",
        "TransportTimeout",
        "URLError",
        "UnknownFormat",
        "UnknownTopic",
        "ValidationError",
    },
    "hop.handlers": {"Counters", "run"},
    "hop.http_scram": {"SCRAMAuth"},
    "hop.io": {
        "Consumer",
        "Deserializer",
        "Metadata",
        "Producer",
        "StartPosition",
        "Stream",
        "Topic",
        "TopicOffsets",
        "list_topics",
    },
    "hop.message": {"Blob", "ExternalMessage", "JSONBlob", "MessageModel", "Source"},
    "hop.plugins": {"ModelDeclaration", "get_models", "register"},
    "hop.recording": {"Recorded", "Recorder", "Recording"},
}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_module_offers_its_documented_names(name: str):
    module = importlib.import_module(name)
    assert set(module.__all__) == PUBLIC[name]
    assert all(hasattr(module, each) for each in module.__all__)
    assert module.__doc__


def test_every_module_beside_the_rooms_is_public_and_listed():
    modules = {path.stem for path in ROOT.glob("*.py")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    found = {f"hop.{each}" for each in modules | packages if not each.startswith("_")}
    assert found | {"hop"} == set(PUBLIC)


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
