"""Schemas from a registry: asked for once, kept on disk, and never in the way of a stream."""

from __future__ import annotations

import http.server
import json
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hop._registry import Registry, SchemaFolder, open_schemas
from hop._registry.client import AGAIN_S
from hop._registry.store import Store
from hop.auth import Auth
from hop.errors import ConfigError, DecodeError, TransportError
from hop.sandbox import SchemaRegistry

SCHEMA = {"type": "record", "name": "small", "fields": [{"name": "a", "type": "long"}]}
TEXT = json.dumps(SCHEMA, separators=(",", ":")).encode()
PASSWORD = "very-secret"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[SchemaRegistry]:
    with SchemaRegistry({7: SCHEMA}) as found:
        yield found


def test_a_schema_is_asked_for_once(server: SchemaRegistry, tmp_path: Path) -> None:
    registry = Registry(server.url, None, Store(tmp_path / "kept"))
    first = registry.by_id(7)
    assert first == TEXT
    assert registry.by_id(7) is first
    assert server.requests == ["/schemas/ids/7"]
    assert list(registry.known())[:1] == [TEXT]


def test_a_schema_is_kept_on_disk_for_its_owner(server: SchemaRegistry, tmp_path: Path) -> None:
    Registry(server.url, None, Store(tmp_path)).by_id(7)
    (file,) = tmp_path.glob("*.avsc")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    server.close()
    again = Registry(server.url, None, Store(tmp_path))
    assert again.by_id(7) == TEXT
    assert list(again.known()) == [TEXT, TEXT]


def test_a_damaged_file_is_asked_for_again(server: SchemaRegistry, tmp_path: Path) -> None:
    (tmp_path / "7.avsc").write_bytes(TEXT[:20])
    assert Registry(server.url, None, Store(tmp_path)).by_id(7) == TEXT


def test_an_unknown_number_is_not_asked_for_each_time(server: SchemaRegistry) -> None:
    clock = Clock()
    registry = Registry(server.url, None, Store(None), clock=clock)
    for _ in range(3):
        with pytest.raises(DecodeError, match="no schema with the number 9"):
            registry.by_id(9)
    assert len(server.requests) == 1
    assert registry.by_id(7) == TEXT  # others are asked for
    clock.now += AGAIN_S + 1
    server.add("late", TEXT.decode(), 9)
    assert registry.by_id(9) == TEXT


def test_many_unknown_numbers_are_not_all_asked_for(server: SchemaRegistry) -> None:
    registry = Registry(server.url, None, Store(None), clock=Clock())
    for number in range(100, 200):
        with pytest.raises(DecodeError):
            registry.by_id(number)
    assert len(server.requests) == 20


def test_a_registry_that_is_away_is_asked_again_later(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    clock, store = Clock(), Store(tmp_path)
    store.keep(7, TEXT)
    registry = Registry(address, None, store, clock=clock)
    with pytest.raises(DecodeError, match="number 8 of the registry, cannot be had: no answer"):
        registry.by_id(8)
    with pytest.raises(DecodeError, match="asked again after 60 s"):
        registry.by_id(9)
    assert registry.by_id(7) == TEXT  # what is kept goes on


def test_a_slow_registry_ends_after_its_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        registry = Registry(address, None, Store(None), timeout=0.2, clock=Clock())
        with pytest.raises(DecodeError, match="within its time"):
            registry.by_id(7)
        with pytest.raises(DecodeError, match="asked again"):
            registry.by_id(7)


class _Wrong(http.server.BaseHTTPRequestHandler):
    answer = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        b"[]",
        b"{}",
        b'{"schema": 3}',
        b'{"schema": "{}", "schemaType": "PROTOBUF"}',
        b'{"schema": "{}", "references": [{"name": "a"}]}',
    ],
)
def test_an_answer_of_no_registry_is_an_error(answer: bytes) -> None:
    handler = type("Handler", (_Wrong,), {"answer": answer})
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as wrong:
        threading.Thread(target=wrong.handle_request, daemon=True).start()
        address = f"http://127.0.0.1:{wrong.server_address[1]}"
        with pytest.raises(DecodeError, match="cannot be had"):
            Registry(address, None, Store(None)).by_id(7)


def test_a_password_is_shown_and_stays_secret(caplog: pytest.LogCaptureFixture) -> None:
    with SchemaRegistry({7: SCHEMA}, user="alice", password=PASSWORD) as server:
        good = Registry(server.url, Auth("alice", PASSWORD), Store(None))
        assert good.by_id(7) == TEXT
        for auth in (None, Auth("alice", "wrong-secret")):
            with pytest.raises(DecodeError, match="refuses the credential") as caught:
                Registry(server.url, auth, Store(None)).by_id(7)
            assert "secret" not in str(caught.value) + caplog.text
    assert PASSWORD not in repr(vars(good))


def test_a_password_is_not_sent_without_tls() -> None:
    registry = Registry("http://registry.example.org", Auth("alice", PASSWORD), Store(None))
    with pytest.raises(DecodeError, match="no https address"):
        registry.by_id(7)


def test_the_credential_of_the_host_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with SchemaRegistry({7: SCHEMA}, user="alice", password=PASSWORD) as server:
        file = tmp_path / "hop" / "auth.toml"
        file.parent.mkdir()
        entry = f'username="alice"\npassword="{PASSWORD}"\n'
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        file.write_text(f'[[auth]]\n{entry}hostname="{server.url.removeprefix("http://")}"\n')
        file.chmod(0o600)
        found = open_schemas(server.url + "/")
        assert found is not None
        assert found.by_id(7) == TEXT
        # One for any host is not meant for it.
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
        file.write_text(f"[[auth]]\n{entry}")
        found = open_schemas(server.url)
        assert found is not None
        with pytest.raises(DecodeError, match="refuses the credential"):
            found.by_id(7)


def test_a_schema_is_registered_once(server: SchemaRegistry) -> None:
    registry = Registry(server.url, None, Store(None))
    number = registry.register("my topic/value", b'{"type": "long"}')
    assert registry.register("my topic/value", b'{"type": "long"}') == number
    assert registry.by_id(number) == b'{"type": "long"}'
    server.close()
    with pytest.raises(TransportError):
        registry.register("other", b'{"type": "long"}')


@pytest.mark.parametrize(
    "registry",
    [
        "https://user:pw@registry.example.org",
        "ftp://registry.example.org",
        "https://",
        "https://registry.example.org?x=1",
        "https://registry.example.org:a",
    ],
)
def test_what_is_no_address_of_a_registry_is_an_error(registry: str) -> None:
    with pytest.raises(ConfigError, match="hop auth add") as caught:
        open_schemas(registry)
    assert "pw" not in str(caught.value).replace("password", "")


def test_a_folder_has_schemas_by_number_and_name(tmp_path: Path) -> None:
    (tmp_path / "7.avsc").write_bytes(TEXT)
    (tmp_path / "other.avsc").write_bytes(b'{"type": "long"}')
    (tmp_path / "readme.txt").write_text("no schema")
    found = open_schemas(tmp_path)
    assert isinstance(found, SchemaFolder)
    assert found.by_id(7) is found.by_id(7)
    assert list(found.known()) == [TEXT, b'{"type": "long"}']
    with pytest.raises(DecodeError, match=r"8\.avsc"):
        found.by_id(8)
    with pytest.raises(ConfigError, match="no folder of schemas"):
        open_schemas(tmp_path / "missing")


def test_no_registry_is_no_source() -> None:
    assert open_schemas(None) is None
    assert open_schemas("") is None
