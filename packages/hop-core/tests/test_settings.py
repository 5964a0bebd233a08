"""The settings of config.toml, of variables, and of arguments."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hop.configure import Config, get_config_path, load_config, write_config_value
from hop.errors import ConfigError, ConfigKeyError


@pytest.fixture
def path(home: Path) -> Path:
    path = Path(get_config_path())
    path.parent.mkdir(parents=True)
    return path


def test_both_are_on_by_default(home: Path):
    assert load_config() == Config(fetch_external=True, automatic_offload=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Config()),
        ("# only a remark\n", Config()),
        ('[auth]\nusername = "u"\npassword = "p"\n', Config()),
        ("[config]\n", Config()),
        ("[config]\nfetch_external = false\n", Config(fetch_external=False)),
        ("config.automatic_offload = false\n", Config(automatic_offload=False)),
        ("[other]\nx = 1\n[config]\nfetch_external = true\n", Config()),
        ('[config]\nfetch_from = ["https://a/b"]\n', Config(fetch_from=("https://a/b",))),
        ("[config]\nfetch_timeout = 60\n", Config(fetch_timeout=60)),
        ("[config]\nfetch_max_bytes = 5\n", Config(fetch_max_bytes=5)),
    ],
)
def test_what_the_file_says(path: Path, text: str, expected: Config):
    path.write_text(text)
    assert load_config() == expected
    assert load_config(path) == expected


def test_the_file_holds_no_secret_that_its_mode_could_betray(path: Path):
    path.write_text("[config]\nfetch_external = false\n")
    path.chmod(0o644)
    assert load_config() == Config(fetch_external=False)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[config]\nfetch_externl = true\n", "'fetch_externl'; did you mean fetch_external"),
        ("fetch_external = false\n", "fetch_external is outside of \\[config\\]"),
        ("[config]\nzzz = true\n", "'zzz'; known are fetch_external, automatic_offload"),
        ('[config]\nfetch_from = "https://a"\n', "fetch_from must be a list of addresses"),
        ('[config]\nfetch_from = ["https://ada:secret@a"]\n', "fetch_from must be a list"),
        ("[config]\nfetch_timeout = true\n", "fetch_timeout must be a number greater than 0"),
        ("[config]\nfetch_timeout = inf\n", "fetch_timeout must be a number greater than 0"),
        ("[config]\nfetch_max_bytes = 0.5\n", "fetch_max_bytes must be a number greater than 0"),
        (
            '[config]\nfetch_external = "false"\n',
            "fetch_external must be true or false, without quotes",
        ),
        ("[config]\nautomatic_offload = 0\n", "automatic_offload must be true or false"),
        ("config = 5\n", "config must be a table"),
        ("[[config]]\n", "config must be a table"),
        ("[config\n", "not TOML"),
    ],
)
def test_a_wrong_file_is_told_with_the_entry(path: Path, text: str, problem: str):
    path.write_text(text)
    with pytest.raises(ConfigKeyError, match=problem) as caught:
        load_config()
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("word", ["true", "yes", "on", "1", "TRUE", "Yes", " on "])
def test_words_for_yes(path: Path, word: str):
    path.write_text("[config]\nfetch_external = false\n")
    assert load_config(environ=at(path, HOP_FETCH_EXTERNAL=word)).fetch_external is True


@pytest.mark.parametrize("word", ["false", "no", "off", "0", "FALSE", "No"])
def test_words_for_no(home: Path, word: str):
    assert load_config(environ=at(home, HOP_AUTOMATIC_OFFLOAD=word)).automatic_offload is False


def at(path: Path, **variables: str) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(path.parents[1]), **variables}


def test_other_words_are_refused(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOP_FETCH_EXTERNAL", "maybe")
    with pytest.raises(ConfigKeyError, match=r"HOP_FETCH_EXTERNAL must be true or false.*'maybe'"):
        load_config()


def test_an_empty_variable_is_unset(path: Path):
    path.write_text("[config]\nfetch_external = false\n")
    assert load_config(environ=at(path, HOP_FETCH_EXTERNAL="")).fetch_external is False


def test_arguments_go_before_variables_before_the_file(path: Path):
    path.write_text("[config]\nfetch_external = false\nautomatic_offload = false\n")
    variables = at(path, HOP_FETCH_EXTERNAL="on", HOP_AUTOMATIC_OFFLOAD="on")
    assert load_config(environ=variables) == Config()
    given = load_config(environ=variables, fetch_external=False, automatic_offload=None)
    assert given == Config(fetch_external=False)


def test_nobody_at_home_needs_no_settings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", "nowhere")
    assert load_config(environ={}) == Config()


def test_a_setting_is_stored_and_all_else_stays(path: Path):
    path.write_text('# mine\n[auth]\nusername = "u"\npassword = "p"\n\n[config] # why\n')
    write_config_value("fetch_external", False)
    write_config_value("automatic_offload", "On")
    assert load_config() == Config(fetch_external=False)
    assert tomllib.loads(path.read_text()) == {
        "auth": {"username": "u", "password": "p"},
        "config": {"fetch_external": False, "automatic_offload": True},
    }
    assert "# mine" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_first_setting_makes_the_file(home: Path):
    write_config_value("fetch_external", "no")
    text = Path(get_config_path()).read_text()
    assert text == "[config]\nfetch_external = false\n"


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("fetch_externals", True, "did you mean fetch_external"),
        ("auth", True, "known are fetch_external"),
        ("fetch_external", "maybe", "'maybe'"),
    ],
)
def test_what_is_no_setting_is_not_stored(home: Path, name: str, value: bool | str, problem: str):
    with pytest.raises(ConfigKeyError, match=problem):
        write_config_value(name, value)
    assert not list(home.iterdir())


@pytest.mark.parametrize("text", ["[config", "config = 5\n"])
def test_a_broken_file_is_not_written_over(path: Path, text: str):
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"config\.toml"):
        write_config_value("fetch_external", True)
    assert path.read_text() == text


values = st.booleans() | st.integers(-9, 9) | st.text(max_size=3) | st.lists(st.booleans())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.dictionaries(st.sampled_from(["fetch_external", "automatic_offload", "x"]), values) | values
)
def test_nothing_but_hops_errors_comes_out(tmp_path: Path, config: object):
    path = tmp_path / "config.toml"
    path.write_text(tomlkit.dumps({"config": config}), encoding="utf-8", newline="")
    try:
        found = load_config(path, environ={})
    except ConfigError:
        return
    assert all(isinstance(value, bool) for value in (found.fetch_external, found.automatic_offload))
