"""Whatever stands in a configuration or an envelope: nothing but errors of hop comes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hop._config import credentials
from hop._config import toml_edit as tables
from hop._wire import codec as wire
from hop.auth import Auth
from hop.configure import Config, load_config
from hop.errors import ConfigError, EncodeError, MessageError
from hop.message import Blob, JSONBlob, MessageModel

one_folder = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)

ENTRIES = [
    "username",
    "password",
    "hostname",
    "protocol",
    "mechanism",
    "ssl_ca_location",
    "token_endpoint",
    "token_command",
]
scalars = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
)
words = st.sampled_from(["", "PLAIN", "plain", "OAUTHBEARER", "SASL_PLAINTEXT", "https://a/", "u"])
entries = st.dictionaries(st.sampled_from([*ENTRIES, "x"]), words | scalars | st.lists(scalars))
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)


def stored(folder: Path, data: bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def check(path: Path) -> None:
    """Read a file as credentials and as settings, and write into it."""
    try:
        assert all(isinstance(each, Auth) for each in credentials.load_credentials(path))
    except ConfigError as error:
        assert str(path) in str(error)
    try:
        assert isinstance(load_config(path, environ={}), Config)
    except ConfigError as error:
        assert str(path) in str(error)
    before = path.read_bytes()
    try:
        tables.replace(path, "auth", {"username": "ada", "password": "secret"})
    except ConfigError:
        assert path.read_bytes() == before
    else:
        assert credentials.load_credentials(path) == [Auth("ada", "secret")]


@one_folder
@given(
    st.binary()
    | st.text().map(lambda text: text.encode(errors="surrogatepass"))
    | st.lists(st.sampled_from([*ENTRIES, *'[]{}"=.,#\n ', '"""', "auth", "config", "1", "'"])).map(
        lambda parts: "".join(parts).encode()
    )
)
@example(b"a." * 5000 + b"a=1")
@example(b"a=" + b"[" * 5000)
@example(b"auth." + b"a." * 5000 + b"password=1")
@example(b"a=" + b"9" * 5000)
@example(b"\xef\xbb\xbf[auth]\r\nusername='u'\r\npassword='p'\r\n")
def test_any_file(tmp_path: Path, data: bytes):
    check(stored(tmp_path, data))


@one_folder
@given(
    st.fixed_dictionaries(
        {}, optional={"auth": entries | st.lists(entries | scalars) | trees, "config": trees}
    )
)
def test_any_toml(tmp_path: Path, content: dict[str, Any]):
    check(stored(tmp_path, tomlkit.dumps(content).encode()))


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "HOP_USERNAME",
                "HOP_PASSWORD",
                "HOP_PASSWORD_FILE",
                "HOP_MECHANISM",
                "HOP_TOKEN_ENDPOINT",
                "HOP_CA_FILE",
            ]
        ),
        words | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    )
)
def test_any_variables(variables: dict[str, str]):
    try:
        found = credentials.load_credentials(environ={"HOP_USERNAME": "ada", **variables})
    except ConfigError:
        return
    assert all(isinstance(each, Auth) for each in found)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(json_values)
@example({"format": "json", "content": {"content": 1}})
def test_an_envelope_reads_back_equal(value: Any):
    written = wire.encode_envelope(value)
    assert json.loads(written) == {"format": "blob", "content": value}
    for headers in (None, []):
        message = wire.decode(written, headers)
        assert isinstance(message, JSONBlob)
        assert message == value
    assert wire.encode_envelope(JSONBlob(value)) == written
    assert wire.encode_envelope(Blob(value)) == written


@given(
    st.sampled_from(["voevent", "circular", "blob", "json", "external", "nothing", "BLOB", ""])
    | json_values,
    json_values
    | st.dictionaries(st.sampled_from(["content", "url", "header", "body"]), json_values),
)
def test_any_envelope(name: Any, content: Any):
    payload = json.dumps({"format": name, "content": content}).encode()
    try:
        message = wire.decode(payload, None)
    except MessageError as error:
        assert str(error)
        return
    assert isinstance(message, MessageModel)
    assert isinstance(message.asdict(), dict)


@given(st.binary() | st.integers() | st.sets(st.integers()) | st.complex_numbers())
def test_what_no_envelope_can_hold(value: Any):
    if isinstance(value, int):
        assert wire.decode(wire.encode_envelope(value), None) == value
        return
    with pytest.raises(EncodeError):
        wire.encode_envelope(value)
