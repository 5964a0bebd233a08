"""Where the configuration is, and how it is written."""

from __future__ import annotations

import getpass
import io
import stat
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hop import configure
from hop.auth import Auth, load_auth
from hop.configure import get_config_path, set_up_configuration, write_config_file
from hop.errors import ConfigError


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "~/.config/hop/config.toml"),
        ({"XDG_CONFIG_HOME": ""}, "~/.config/hop/config.toml"),
        ({"XDG_CONFIG_PATH": "", "XDG_CONFIG_HOME": "/x"}, "/x/hop/config.toml"),
        ({"XDG_CONFIG_HOME": "/x"}, "/x/hop/config.toml"),
        ({"XDG_CONFIG_PATH": "/y"}, "/y/hop/config.toml"),
        ({"XDG_CONFIG_PATH": "/y", "XDG_CONFIG_HOME": "/x"}, "/y/hop/config.toml"),
        ({"XDG_CONFIG_HOME": "relative"}, "~/.config/hop/config.toml"),
        ({"XDG_CONFIG_PATH": "relative", "XDG_CONFIG_HOME": "/x"}, "/x/hop/config.toml"),
        ({"XDG_CONFIG_HOME": "~/elsewhere"}, "~/elsewhere/hop/config.toml"),
        ({"XDG_CONFIG_HOME": "~nobody-of-that-name/x"}, "~/.config/hop/config.toml"),
    ],
)
def test_where_it_is(home: Path, environ: dict[str, str], expected: str):
    assert get_config_path(environ=environ) == expected.replace("~", str(home))


def test_nobody_is_at_home(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", "nowhere")
    with pytest.raises(ConfigError, match="XDG_CONFIG_HOME"):
        get_config_path(environ={})


def test_the_variables_of_the_process_count(home: Path, monkeypatch: pytest.MonkeyPatch):
    assert get_config_path() == str(home / ".config/hop/config.toml")
    monkeypatch.setenv("XDG_CONFIG_PATH", "/y")
    assert get_config_path() == "/y/hop/config.toml"


def test_what_is_written_is_loaded(home: Path):
    path = Path(get_config_path())
    write_config_file(path, "ada", "secret")
    assert load_auth(environ={}) == Auth("ada", "secret")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert tomllib.loads(path.read_text()) == {"auth": {"username": "ada", "password": "secret"}}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.text(st.characters(exclude_categories=["Cs"])),
)
@example("\x7f\0\r\n\t\"'\\", '"""')
@example("\ufeff", "\u2028\x85")
def test_any_text_reads_back_equal(tmp_path: Path, username: str, password: str):
    path = tmp_path / "config.toml"
    write_config_file(path, username, password)
    assert load_auth(path) == Auth(username, password)


@pytest.mark.parametrize("credential", [("u\ud800", "p"), ("u", "p\ud800")])
def test_text_that_utf8_cannot_hold_is_refused(tmp_path: Path, credential: tuple[str, str]):
    with pytest.raises(ConfigError, match="UTF-8"):
        write_config_file(tmp_path / "config.toml", *credential)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a remark\n",
        "[config]\nfetch_external = false # why\n",
        '[auth]\nusername = "old"\npassword = "x"\nhostname = "h"\n\n[config]\nx = 1 # why\n',
        '[[auth]]\nusername = "a"\n\n[config] # why\nx = 1\n\n[[auth]]\nusername = "b"\n',
        'auth = [{username = "a"}]\nother = 1 # why\n[config]\nx = 1\n',
        'auth.username = "a"\nother = 1 # why\n',
        'auth = {username = "a"} # why\nother = 1\n',
        '[auth]\nusername = "a"\n[auth.more]\nx = 1\n[config]\nx = 1\n',
        '[config.a]\nx = 1\n[auth]\nusername = "a"\n[config.b]\nx = 2\n',
        "[config]\r\nx = 1 # why\r\n",
        '\ufeff[config]\nx = "é"\n',
    ],
)
def test_all_else_stays_as_it_was(tmp_path: Path, text: str):
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    write_config_file(path, "ada", "secret")
    before = tomllib.loads(text.removeprefix("\ufeff"))
    after = tomllib.loads(path.read_text(encoding="utf-8"))
    assert after == before | {"auth": {"username": "ada", "password": "secret"}}
    if "[config]" in text and "# why" in text:
        assert "# why" in path.read_text()


trees = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc. é", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.dictionaries(st.sampled_from(["auth", "config", "a", "b.c"]), trees, max_size=4))
def test_whatever_else_is_there_stays(tmp_path: Path, tables: dict[str, object]):
    import tomlkit

    path = tmp_path / "config.toml"
    path.write_text(tomlkit.dumps(tables), encoding="utf-8", newline="")
    written = tomllib.loads(path.read_bytes().decode())
    write_config_file(path, "ada", "secret")
    after = tomllib.loads(path.read_bytes().decode())
    assert after == written | {"auth": {"username": "ada", "password": "secret"}}


@pytest.mark.parametrize("text", ["[auth", "a = " + "[" * 5000, b"\xff"])
def test_a_file_that_is_no_toml_is_not_written_over(tmp_path: Path, text: str | bytes):
    path = tmp_path / "config.toml"
    data = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=r"config\.toml"):
        write_config_file(path, "ada", "secret")
    assert path.read_bytes() == data


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path):
    (tmp_path / "hop").write_text("in the way")
    with pytest.raises(ConfigError, match="hop"):
        write_config_file(tmp_path / "hop" / "config.toml", "ada", "secret")


# Setting up


def type_in(monkeypatch: pytest.MonkeyPatch, name: str, password: str | None) -> None:
    """A person at the keyboard; getpass wants a terminal, which no test has."""

    def ask(prompt: str = "") -> str:
        if password is None:
            raise EOFError
        return password

    monkeypatch.setattr(sys, "stdin", io.StringIO(name))
    monkeypatch.setattr(getpass, "getpass", ask)


def test_it_asks_for_user_name_and_password(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    type_in(monkeypatch, " ada \n", " secret ")
    path = home / "config.toml"
    set_up_configuration(path, None)
    assert load_auth(path) == Auth("ada", " secret ")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Username" in shown.err
    assert "secret" not in shown.err


@pytest.mark.parametrize(
    ("name", "password", "error"),
    [
        ("\n", "secret", ConfigError),
        ("ada\n", "", ConfigError),
        ("", "secret", EOFError),
        ("ada\n", None, EOFError),
    ],
)
def test_nothing_is_written_without_an_answer(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    password: str | None,
    error: type[Exception],
):
    type_in(monkeypatch, name, password)
    with pytest.raises(error):
        set_up_configuration(home / "config.toml", None)
    assert not list(home.iterdir())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("username,password\nu,p\n", Auth("u", "p")),
        (
            "username,password,hostname,mechanism,protocol,ssl_ca_location\n"
            "u,p,h:1,PLAIN,SASL_PLAINTEXT,/ca.pem\n",
            Auth("u", "p", False, "PLAIN", host="h:1", ssl_ca_location="/ca.pem"),
        ),
        ("username,password,mechanism\nu,p,SCRAM_SHA_512\n", Auth("u", "p")),
        (
            "username,password,token_endpoint\nu,p,https://t\n",
            Auth("u", "p", token_endpoint="https://t"),
        ),
        ("username,token_command\nu,get it\n", Auth("u", "", token_command="get it")),
    ],
)
def test_a_csv_is_taken_over_whole(home: Path, text: str, expected: Auth):
    (home / "c.csv").write_text(text)
    set_up_configuration(home / "config.toml", home / "c.csv")
    assert load_auth(home / "config.toml") == expected


def test_a_wrong_csv_changes_nothing(home: Path):
    (home / "c.csv").write_text("username\nu\n")
    with pytest.raises(ConfigError, match=r"c\.csv"):
        set_up_configuration(home / "config.toml", home / "c.csv")
    assert [each.name for each in home.iterdir()] == ["c.csv"]


def test_a_credential_is_replaced_only_by_force(home: Path):
    (home / "c.csv").write_text("username,password\nnew,p\n")
    path = home / "config.toml"
    write_config_file(path, "old", "p")
    with pytest.raises(ConfigError, match="--force"):
        set_up_configuration(path, home / "c.csv")
    assert load_auth(path).user == "old"
    set_up_configuration(path, home / "c.csv", force=True)
    assert load_auth(path).user == "new"


def test_a_file_without_a_credential_gets_one(home: Path):
    (home / "c.csv").write_text("username,password\nnew,p\n")
    path = home / "config.toml"
    path.write_text("[config]\nx = 1\n")
    set_up_configuration(path, home / "c.csv")
    assert tomllib.loads(path.read_text())["config"] == {"x": 1}


def test_the_module_says_what_is_documented():
    for name in ("get_config_path", "set_up_configuration", "write_config_file"):
        assert getattr(configure, name).__doc__
