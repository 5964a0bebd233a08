"""Credentials as librdkafka's settings, and that they stay secret."""

from __future__ import annotations

import copy
import io
import logging
import pickle
import traceback
from pathlib import Path
from typing import Any

import certifi
import confluent_kafka
import pytest

from hop import Stream
from hop.auth import Auth, SASLMethod, load_auth
from hop.errors import AuthenticationFailed, ConfigError, ConfigKeyError

# {"sub": "tok", "exp": 4102444800}
JWT = "e30.eyJzdWIiOiAidG9rIiwgImV4cCI6IDQxMDI0NDQ4MDB9.c2ln"
URL = "https://auth.example.org/oauth2/token"


def test_the_documented_defaults():
    auth = Auth("ada", "secret")
    assert auth() == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "ssl.ca.location": certifi.where(),
        "sasl.username": "ada",
        "sasl.password": "secret",
    }


def test_the_documented_order_of_arguments():
    auth = Auth("ada", "secret", False, SASLMethod.PLAIN, ssl_ca_location="/ca.pem")
    assert auth() == {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "PLAIN",
        "sasl.username": "ada",
        "sasl.password": "secret",
    }


def test_the_names_that_files_have():
    auth = Auth("ada", "secret", False, "SCRAM_SHA_256", host="h:1")
    assert (auth.username, auth.hostname) == ("ada", "h:1")
    assert (auth.mechanism, auth.protocol) == ("SCRAM-SHA-256", "SASL_PLAINTEXT")
    assert Auth("ada", "secret").protocol == "SASL_SSL"


def test_a_host_in_the_place_of_ssl_is_told():
    with pytest.raises(TypeError, match=r"'kafka\.example\.org'; give a host as host="):
        Auth("ada", "secret", "kafka.example.org")  # type: ignore[arg-type]


def test_a_file_of_certificates_of_ones_own():
    assert Auth("u", "p", ssl_ca_location=Path("/ca.pem"))()["ssl.ca.location"] == "/ca.pem"


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_a_file_of_certificates_that_cannot_be_used_is_named(tmp_path: Path, text: str | None):
    file = tmp_path / "ca.pem"
    if text is not None:
        file.write_text(text)
    stream = Stream(auth=Auth("u", "p", ssl_ca_location=file))
    for mode in ("r", "w"):
        with pytest.raises(ConfigError, match=f"{file} cannot be used; name a file"):
            stream.open("kafka://localhost:1/topic", mode)


def test_tokens_from_an_endpoint():
    assert Auth("id", "secret", token_endpoint=URL)() == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "OAUTHBEARER",
        "ssl.ca.location": certifi.where(),
        "sasl.oauthbearer.method": "oidc",
        "sasl.oauthbearer.client.id": "id",
        "sasl.oauthbearer.client.secret": "secret",
        "sasl.oauthbearer.token.endpoint.url": URL,
        "https.ca.location": certifi.where(),
    }


def test_a_token_command_that_fails_is_told_before_librdkafka_waits_for_it():
    with pytest.raises(AuthenticationFailed, match="exit code 3"):
        Auth("tok", "", token_command="exit 3")()


def test_tokens_from_a_command():
    settings = Auth("tok", "", token_command=f"echo {JWT}")()
    assert settings.pop("oauth_cb")("") == (JWT, 4102444800.0, "tok", {})
    assert settings == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "OAUTHBEARER",
        "ssl.ca.location": certifi.where(),
    }


@pytest.mark.parametrize(
    "auth",
    [
        Auth("u", "p"),
        Auth("u", "p", ssl=False),
        Auth("u", "p", method=SASLMethod.PLAIN),
        Auth("u", "p", method="SCRAM_SHA_256"),
        Auth("u", "p", token_endpoint=URL),
        Auth("u", "p", ssl=False, token_endpoint="http://localhost/token"),
        Auth("u", "", token_command=f"echo {JWT}"),
    ],
    ids=repr,
)
def test_librdkafka_takes_every_kind(auth: Auth):
    nowhere = {"bootstrap.servers": "127.0.0.1:1", "log_level": 0, "error_cb": lambda _: None}
    assert confluent_kafka.Producer({**nowhere, **auth()})


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("PLAIN", SASLMethod.PLAIN),
        ("SCRAM-SHA-512", SASLMethod.SCRAM_SHA_512),
        ("SCRAM_SHA_512", SASLMethod.SCRAM_SHA_512),
        ("scram-sha-256", SASLMethod.SCRAM_SHA_256),
        (" OAUTHBEARER ", SASLMethod.OAUTHBEARER),
    ],
)
def test_methods_by_name(name: str, method: SASLMethod):
    assert SASLMethod.parse(name) is method
    assert str(method) == method.name.replace("_", "-")


@pytest.mark.parametrize("name", ["", "GSSAPI", "SCRAM", "__class__"])
def test_an_unknown_method_names_those_there_are(name: str):
    with pytest.raises(ConfigKeyError, match="SCRAM-SHA-512") as caught:
        Auth("u", "p", method=name)
    assert isinstance(caught.value, KeyError)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"method": "OAUTHBEARER"}, "token_endpoint or token_command"),
        ({"method": "PLAIN", "token_endpoint": URL}, "PLAIN does not use"),
        ({"token_endpoint": URL, "token_command": "x"}, "keep one"),
        ({"token_endpoint": URL, "password": ""}, "client secret"),
    ],
)
def test_contradictions_are_refused(arguments: dict[str, Any], problem: str):
    with pytest.raises(ConfigError, match=problem):
        Auth("u", **({"password": "p"} | arguments))


def test_credentials_compare_by_what_they_hold():
    assert Auth("u", "p") == Auth("u", "p")
    assert hash(Auth("u", "p")) == hash(Auth("u", "p"))
    assert Auth("u", "p") != Auth("u", "q")
    assert Auth("u", "p") != Auth("u", "p", host="h")
    assert Auth("u", "p") != "u"
    assert pickle.loads(pickle.dumps(Auth("u", "p"))) == Auth("u", "p")
    assert copy.copy(Auth("u", "p", token_endpoint=URL)) == Auth("u", "p", token_endpoint=URL)


# Secrets

SECRET = "hunter2-is-my-password"


def test_no_secret_in_any_words_about_a_credential(caplog: pytest.LogCaptureFixture):
    auth = Auth("ada", SECRET, token_command=f"echo {JWT} # {SECRET}", host="h")
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").warning("%s %r %s", auth, [auth], {"auth": auth})
    shown = f"{auth} {auth!r} {auth.method} {auth()['oauth_cb']!r} {caplog.text}"
    assert SECRET not in shown
    assert "ada" in repr(auth)


@pytest.mark.parametrize(
    "arguments",
    [
        {"method": "nonsense"},
        {"method": "OAUTHBEARER"},
        {"method": "PLAIN", "token_command": SECRET},
        {"token_command": SECRET, "token_endpoint": URL},
    ],
)
def test_no_secret_in_errors_and_tracebacks(arguments: dict[str, Any]):
    with pytest.raises(ConfigError) as caught:
        Auth("ada", SECRET, **arguments)
    out = io.StringIO()
    traceback.print_exception(caught.value, file=out)
    assert SECRET not in out.getvalue()


def test_the_password_is_there_for_those_who_ask():
    assert Auth("ada", SECRET).password == SECRET


# Loading; the files themselves are tested with hop._config.credentials.


def test_the_stored_credential_of_a_host(home: Path):
    folder = home / ".config" / "hop"
    folder.mkdir(parents=True)
    (folder / "auth.toml").write_text(
        '[[auth]]\nusername = "a"\npassword = "1"\nhostname = "h1"\n'
        '[[auth]]\nusername = "b"\npassword = "2"\nhostname = "h2"\n'
    )
    (folder / "auth.toml").chmod(0o600)
    assert load_auth(host="h2:9092").user == "b"
    assert load_auth(user="a").password == "1"
    with pytest.raises(KeyError):
        load_auth(host="h3")


def test_variables_go_before_files(home: Path):
    assert load_auth(environ={"HOP_USERNAME": "v", "HOP_PASSWORD": "w"}).user == "v"
    with pytest.raises(FileNotFoundError):
        load_auth(environ={})


def test_a_file_that_is_named_goes_before_variables(home: Path, monkeypatch: pytest.MonkeyPatch):
    file = home / "mine.toml"
    file.write_text('[auth]\nusername = "f"\npassword = "p"\n')
    file.chmod(0o600)
    monkeypatch.setenv("HOP_USERNAME", "v")
    monkeypatch.setenv("HOP_PASSWORD", "w")
    assert load_auth(file).user == "f"
    assert load_auth(str(file)).user == "f"
    assert load_auth().user == "v"
