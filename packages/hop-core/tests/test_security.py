"""No secret is shown, also not by tools that show the variables of a traceback."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import json
import pickle
import pprint
import shlex
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

import pytest

from hop import run
from hop._config import (
    Secret,
    TokenCommand,
    credentials,
    environment_of_child,
    files,
    is_insecure,
    prompts,
    redact,
)
from hop.auth import Auth
from hop.errors import ConfigError, HopError
from hop.io import Consumer, Producer, Stream

SECRET = "hunter2-is-my-password"


def variables_shown(error: BaseException) -> Iterator[str]:
    """What a tool that shows the variables of all frames shows, but for this file's own."""
    seen: list[BaseException | None] = [error]
    for each in seen:
        if each is None:
            continue
        yield "".join(traceback.format_exception(each))
        yield repr(vars(each))
        trace: TracebackType | None = each.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename != __file__:
                for name, value in trace.tb_frame.f_locals.items():
                    where = f"{trace.tb_frame.f_code.co_qualname} {name}"
                    with contextlib.suppress(AttributeError):  # an object that is half made
                        yield f"{where} = {pprint.pformat(value)}"
                    if hasattr(value, "__dict__") and not isinstance(value, (ModuleType, type)):
                        yield f"{where} : {vars(value)!r}"
            trace = trace.tb_next
        seen += [found for found in (each.__cause__, each.__context__) if found not in seen]


def test_a_secret_is_its_text_but_for_repr():
    secret = Secret(SECRET)
    assert secret == SECRET
    assert hash(secret) == hash(SECRET)
    assert f"{secret}" == str(secret) == SECRET
    assert json.dumps({"a": secret}) == json.dumps({"a": SECRET})
    for copied in (copy.deepcopy(secret), pickle.loads(pickle.dumps(secret))):
        assert copied == SECRET
        assert SECRET not in repr(copied)
    for shown in (secret, secret[:20], [secret], {"a": (secret,)}):
        assert "hunter2" not in f"{shown!r}" + pprint.pformat(shown) + ascii(shown)


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "Password",
        "token_command",
        "sasl.password",
        "ssl.key.password",
        "ssl.keystore.password",
        "ssl.key.pem",
        "sasl.oauthbearer.client.secret",
        "sasl.oauthbearer.config",
    ],
)
def test_settings_that_are_hidden(name: str):
    assert "hunter2" not in repr(redact({name: SECRET}))
    assert redact({name: SECRET})[name] == SECRET
    assert "1234" not in repr(redact({name: 1234}))
    assert redact({name: None}) == {name: None}
    assert redact({"username": "ada", 5: 6}) == {"username": "ada", 5: 6}


def unwritable(folder: Path) -> Path:
    (folder / "file").write_text("")
    return folder / "file" / "config.toml"


def write_where_one_cannot(folder: Path) -> None:
    credentials.write_config_file(unwritable(folder), "ada", SECRET)


def write_over_what_one_cannot_change(folder: Path) -> None:
    path = folder / "config.toml"
    path.write_text(f'[auth]\nusername = "ada"\npassword = "{SECRET}"\n[auth]\n')
    credentials.write_config_file(path, "ada", SECRET)


def write_half_a_character(folder: Path) -> None:
    files.write_private(folder / "file", f"{SECRET}\ud800")


def read(text: str) -> Callable[[Path], None]:
    def action(folder: Path) -> None:
        path = folder / "config.toml"
        path.write_text(text)
        path.chmod(0o600)
        credentials.load_auth(path)

    return action


def read_csv(text: str) -> Callable[[Path], None]:
    def action(folder: Path) -> None:
        path = folder / "credentials.csv"
        path.write_text(text)
        prompts.set_up_configuration(folder / "config.toml", path)

    return action


def read_variables(**variables: str) -> Callable[[Path], None]:
    def action(_: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            Stream().open("kafka://localhost:1/topic")

    return action


def fail_as_a_command(command: str) -> Callable[[Path], None]:
    def action(_: Path) -> None:
        Auth("ada", "", token_command=command)()

    return action


def open_with(kind: type, **kafka: Any) -> Callable[[Path], None]:
    def action(_: Path) -> None:
        mode = "r" if kind is Consumer else "w"
        Stream(auth=Auth("ada", SECRET)).open("kafka://localhost:1/topic", mode, kafka=kafka)

    return action


def make(kind: type[Consumer] | type[Producer]) -> Callable[[Path], None]:
    def action(_: Path) -> None:
        wrong = {"ssl.key.password": SECRET, "acks": "x", "nonsense": "1"}
        if kind is Consumer:
            Consumer(None, "localhost:1", "topic", auth=Auth("ada", SECRET), kafka=wrong)
        else:
            Producer("localhost:1", "topic", auth=Auth("ada", SECRET), kafka=wrong)

    return action


FAILURES: dict[str, Callable[[Path], None]] = {
    "write where one cannot": write_where_one_cannot,
    "write over what one cannot change": write_over_what_one_cannot_change,
    "write half a character": write_half_a_character,
    "not TOML": read(f'[auth]\npassword = "{SECRET}"\nusername = '),
    "no credential": read(f'[Auth]\nusername = "ada"\npassword = "{SECRET}"'),
    "no user name": read(f'[auth]\npassword = "{SECRET}"'),
    "a password of a wrong type": read(f'[auth]\nusername = "a"\npassword = ["{SECRET}"]'),
    "a list where a table should be": read(f'auth = ["{SECRET}"]'),
    "an unknown mechanism": read(f'[auth]\nusername="a"\npassword="{SECRET}"\nmechanism="x"'),
    "two sources of tokens": read(
        f'[auth]\nusername="a"\npassword="{SECRET}"\ntoken_command="echo {SECRET}"\n'
        'token_endpoint="https://localhost/"'
    ),
    "CSV without a user": read_csv(f"password\n{SECRET}\n"),
    "CSV with a wrong mechanism": read_csv(f"username,password,mechanism\nada,{SECRET},x\n"),
    "a password without a user": read_variables(HOP_PASSWORD=SECRET, XDG_CONFIG_HOME="/none"),
    "a wrong variable": read_variables(HOP_USERNAME="a", HOP_PASSWORD=SECRET, HOP_MECHANISM="x"),
    "a broker that is not there": read_variables(HOP_USERNAME="a", HOP_PASSWORD=SECRET),
    "a command that fails": fail_as_a_command(f"echo {SECRET}; exit 3"),
    "a command that prints no token": fail_as_a_command(f"echo {SECRET}"),
    "a wrong setting of a reader": open_with(Consumer, nonsense=SECRET and "1"),
    "a wrong setting of a writer": open_with(Producer, **{"ssl.key.password": SECRET, "acks": "x"}),
    "a reader made by hand": make(Consumer),
    "a writer made by hand": make(Producer),
    "a setting of a wrong type": open_with(
        Producer, **{"ssl.key.password": SECRET, "acks": object()}
    ),
}


URLS = (
    f"kafka://ada:{SECRET}@localhost:1/?",
    f"kafka://localhost:1/topic?password={SECRET}",
    f"kafka://localhost:1?password={SECRET}",
    f"kafka://localhost:1/topic?password=a@{SECRET}",
    f"kafka://localhost:1/topic#{SECRET}",
    f"localhost/topic?password={SECRET}",
    f"gcn:topic?sasl.password={SECRET}",
    f"ada:{SECRET}@gcn:topic",
    f"kafka://ada:{SECRET}@localhost:x/topic",
    f"kafka://ada:a?{SECRET}@localhost:x/topic",
    f"kafka://ada:a/{SECRET}@localhost/topic",
    f"kafka://ada:{SECRET}@localhost:1/topic",  # which nothing is wrong with but the broker
)


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    "use",
    [
        lambda url: Stream(auth=False).open(url, "w"),
        lambda url: Stream(auth=False).open(url, until_eos=True),
        lambda url: asyncio.run(Stream(auth=False).aopen(url, "w").open()),
        lambda url: run(print, url, "group", auth=False),
        lambda url: run(print, "kafka://localhost:1/a", "g", auth=False, dead_letter=url),
    ],
    ids=["a writer", "a reader", "a writer for asyncio", "a handler", "dead letters"],
)
def test_no_credential_of_a_url_is_shown(
    url: str, use: Callable[[str], Any], caplog: pytest.LogCaptureFixture
):
    with pytest.raises(HopError) as caught:
        use(url)
    shown = [*variables_shown(caught.value), caplog.text]
    assert [line for line in shown if "hunter2" in line] == []


def test_no_credential_of_a_token_endpoint_is_shown():
    auth = Auth("ada", SECRET, token_endpoint=f"https://ada:{SECRET}@localhost/?key={SECRET}")
    assert "hunter2" not in pprint.pformat(vars(auth))
    assert auth()["sasl.oauthbearer.token.endpoint.url"].endswith(SECRET)


@pytest.mark.parametrize("name", FAILURES)
def test_no_secret_in_the_variables_of_a_traceback(name: str, home: Path):
    with pytest.raises(HopError) as caught:
        FAILURES[name](home)
    shown = list(variables_shown(caught.value))
    assert shown
    assert [line for line in shown if "hunter2" in line] == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/token", False),
        ("http://localhost:8080/token", False),
        ("http://127.0.0.1/token", False),
        ("http://[::1]/token", False),
        ("http://example.org/token", True),
        ("http://127.0.0.1.example.org/token", True),
        ("http://localhost@example.org/token", True),
        ("example.org/token", True),
        ("ftp://localhost/", True),
        ("http://[::1", True),
        ("", True),
    ],
)
def test_addresses_on_whose_way_others_could_read(url: str, expected: bool):
    assert is_insecure(url) is expected
    if expected and url:
        with pytest.raises(ConfigError, match="https://"):
            Auth("ada", SECRET, token_endpoint=url)


def test_no_secret_in_what_an_object_is_made_of():
    each = Auth("ada", SECRET)
    command = TokenCommand(f"echo {SECRET}")
    for shown in (vars(each), vars(command), each(), Stream(auth=each).__dict__):
        assert "hunter2" not in pprint.pformat(shown)
    assert each.password == SECRET
    assert each()["sasl.password"] == SECRET


def test_no_secret_in_the_variables_of_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOP_PASSWORD", SECRET)
    monkeypatch.setenv("HOP_USERNAME", "ada")
    told = tmp_path / "environment"
    with pytest.raises(HopError):
        TokenCommand(f"env > {shlex.quote(str(told))}").fetch()
    assert "HOP_USERNAME=ada" in told.read_text()
    assert SECRET not in told.read_text()
    assert environment_of_child()["HOP_USERNAME"] == "ada"


def test_a_secret_is_written_and_read_as_its_text(home: Path):
    path = home / "config.toml"
    credentials.write_config_file(path, "ada", Secret(SECRET))
    assert SECRET in path.read_text()
    assert credentials.load_credentials(path) == [Auth("ada", SECRET)]
    with pytest.raises(ConfigError, match="ada"):
        Auth("ada", SECRET, token_command="a", token_endpoint="https://b/")
