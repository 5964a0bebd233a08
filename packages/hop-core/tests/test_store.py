"""The file of credentials: adding, removing, and what becomes of the rest of it."""

from __future__ import annotations

import stat
import tomllib
import traceback
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hop._config.credentials import (
    add_credential,
    describe,
    remove_credential,
    stored_credentials,
)
from hop.auth import Auth, load_auth
from hop.configure import get_config_path
from hop.errors import (
    AmbiguousCredential,
    ConfigError,
    ConfigKeyError,
    CredentialNotFound,
    HopError,
)

OLD = '[auth]\nusername = "old"\npassword = "p"\n'


@pytest.fixture
def path(home: Path) -> Path:
    path = Path(get_config_path("auth"))
    path.parent.mkdir(parents=True)
    return path


def private(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o600)
    return path


def tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text())


def test_nothing_is_stored_at_first(home: Path):
    assert stored_credentials() == []
    assert not list(home.iterdir())


def test_the_first_credential_makes_the_file(home: Path):
    path = add_credential(Auth("ada", "secret"))
    assert path == home / ".config/hop/auth.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert tables(path) == {"auth": [{"username": "ada", "password": "secret"}]}
    assert load_auth() == Auth("ada", "secret")


EVERY_KIND = [
    Auth("u", "p", host="h:1"),
    Auth("u", "p", False, "PLAIN", host="h:2"),
    Auth("u", "p", method="SCRAM-SHA-256", ssl_ca_location="/ca.pem", host="h:3"),
    Auth("u", "p", token_endpoint="https://t", host="h:4"),
    Auth("u", "", token_command="get it", host="h:5"),
]


def test_every_kind_is_stored_whole(home: Path):
    for each in EVERY_KIND:
        add_credential(each)
    assert stored_credentials() == EVERY_KIND
    assert stored_credentials()[2].origin.endswith("auth.toml, auth entry 3")


def test_variables_are_not_stored_credentials(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOP_USERNAME", "u")
    monkeypatch.setenv("HOP_PASSWORD", "p")
    assert stored_credentials() == []


REMARKS = """# who: me
[[auth]]   # the first
username = "a"
password = "1"   # why
note = "kept"

[[auth]]
username = "b"
password = "2"
hostname = "h"

# between
[other]
x = 1
"""


def test_the_rest_of_the_file_stays(path: Path):
    private(path, REMARKS)
    add_credential(Auth("c", "3"))
    text = path.read_text()
    assert all(each in text for each in ("# who: me", "# the first", "# why", "# between"))
    before = tomllib.loads(REMARKS)
    new = {"username": "c", "password": "3"}
    assert tables(path) == before | {"auth": [*before["auth"], new]}
    remove_credential("b")
    assert "# why" in path.read_text()
    assert tables(path) == before | {"auth": [before["auth"][0], new]}
    remove_credential("a")
    assert tables(path) == before | {"auth": [new]}
    remove_credential("c")
    assert tables(path) == before | {"auth": []}


@pytest.mark.parametrize(
    "text",
    [
        OLD,
        '[[auth]]\nusername = "old"\npassword = "p"\n',
        'auth = [{username="old", password="p"}]\nother = 1\n',
        'auth = {username="old", password="p"}\n',
        'auth.username = "old"\nauth.password = "p"\n[config]\n',
        '\ufeff[auth]\r\nusername = "old"\r\npassword = "p"\r\n',
    ],
)
def test_every_form_is_added_to(path: Path, text: str):
    path.write_bytes(text.encode())
    path.chmod(0o600)
    add_credential(Auth("new", "q"))
    assert stored_credentials() == [Auth("old", "p"), Auth("new", "q")]
    remove_credential("old")
    assert stored_credentials() == [Auth("new", "q")]
    rest = tomllib.loads(text.removeprefix("\ufeff"))
    assert {**tables(path), "auth": 0} == {**rest, "auth": 0}


# A credential of the same user and host


@pytest.mark.parametrize(
    ("stored", "new", "same"),
    [
        (Auth("a", "p"), Auth("a", "q"), True),
        (Auth("a", "p", host="h"), Auth("a", "q", host="H:9092"), True),
        (Auth("a", "p", host="h"), Auth("a", "q", host="kafka://h/"), True),
        (Auth("a", "p", host="h"), Auth("a", "q", host="h:1"), False),
        (Auth("a", "p", host="h"), Auth("a", "q"), False),
        (Auth("a", "p"), Auth("a", "q", host="h"), False),
        (Auth("a", "p"), Auth("A", "q"), False),
    ],
)
def test_the_same_is_replaced_only_by_force(home: Path, stored: Auth, new: Auth, same: bool):
    path = add_credential(Auth("first", "p"))
    add_credential(stored)
    add_credential(Auth("last", "p"))
    before = path.read_bytes()
    if same:
        with pytest.raises(
            ConfigError, match=f"already holds a credential of {describe(new)}; .*--force"
        ):
            add_credential(new)
        assert path.read_bytes() == before
        add_credential(new, force=True)
        assert [each.password for each in stored_credentials()] == ["p", "q", "p"]
    else:
        add_credential(new)
        assert [each.password for each in stored_credentials()] == ["p", "p", "p", "q"]


def test_force_leaves_one_of_several(path: Path):
    private(path, '[[auth]]\nusername="a"\npassword="1"\n' * 3)
    add_credential(Auth("a", "new"), force=True)
    assert stored_credentials() == [Auth("a", "new")]


# Removing


@pytest.mark.parametrize(
    ("name", "removed"),
    [
        ("a@h1", 0),
        ("a@H1:9092", 0),
        ("a@h2", 1),
        ("a@", 2),
        ("b", 3),
        ("b@h1:5", 3),
        ("c@example.org", 4),
        ("c@example.org@h1", 5),
        ("c@example.org@", 4),
    ],
)
def test_one_is_named_by_user_and_host(home: Path, name: str, removed: int):
    stored = [
        Auth("a", "p", host="h1"),
        Auth("a", "p", host="h2"),
        Auth("a", "p"),
        Auth("b", "p", host="h1:5"),
        Auth("c@example.org", "p"),
        *([Auth("c@example.org", "p", host="h1")] if name.count("@") > 1 else []),
    ]
    for each in stored:
        add_credential(each)
    assert remove_credential(name) == stored[removed]
    del stored[removed]
    assert stored_credentials() == stored


def test_none_of_that_name(home: Path):
    add_credential(Auth("a", "p", host="h"))
    for name in ("b", "a@g", "a@", "A", ""):
        with pytest.raises(CredentialNotFound, match="hop auth list"):
            remove_credential(name)
    assert len(stored_credentials()) == 1


def test_several_of_that_name_are_named(home: Path):
    path = add_credential(Auth("a", "hunter2", host="h"))
    add_credential(Auth("a", "hunter3"))
    with pytest.raises(AmbiguousCredential) as caught:
        remove_credential("a")
    text = str(caught.value)
    assert f"{path} holds several credentials of a: a for h (entry 1), a (entry 2);" in text
    assert "hunter" not in text
    assert len(stored_credentials()) == 2


def test_the_last_one_leaves_an_empty_list(home: Path):
    path = add_credential(Auth("a", "p"))
    remove_credential("a")
    assert stored_credentials() == []
    assert tables(path) == {"auth": []}
    with pytest.raises(CredentialNotFound, match="hop auth add"):
        load_auth()
    add_credential(Auth("b", "p"))
    assert stored_credentials() == [Auth("b", "p")]


# From config.toml


@pytest.mark.parametrize("rest", ["", "[config]\nfetch_external = false # why\n", "# mine\n"])
def test_a_credential_of_config_toml_moves_with_the_first_change(path: Path, rest: str):
    config = private(path.with_name("config.toml"), OLD + rest if "[" in rest else rest + OLD)
    assert stored_credentials() == [Auth("old", "p")]
    assert add_credential(Auth("new", "q")) == path
    assert stored_credentials() == [Auth("old", "p"), Auth("new", "q")]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    if rest:
        assert tables(config) == tomllib.loads(rest)
        assert "#" in config.read_text()
    else:
        assert not config.exists()


def test_removing_moves_the_others_too(path: Path):
    config = private(path.with_name("config.toml"), OLD.replace("[auth]", "[[auth]]") * 2)
    config.write_text(config.read_text().replace("old", "other", 1))
    remove_credential("other")
    assert stored_credentials() == [Auth("old", "p")]
    assert not config.exists()


def test_what_config_toml_holds_beside_an_auth_toml_is_not_lost(path: Path):
    config = private(path.with_name("config.toml"), OLD)
    private(path, '[[auth]]\nusername = "a"\npassword = "p"\n')
    remove_credential("a")
    assert stored_credentials() == []
    assert config.read_text() == OLD


def test_a_linked_file_stays_a_link(path: Path, tmp_path: Path):
    target = private(tmp_path / "elsewhere.toml", OLD)
    path.symlink_to(target)
    add_credential(Auth("new", "q"))
    assert path.is_symlink()
    assert [each["username"] for each in tables(target)["auth"]] == ["old", "new"]


# Files that cannot be used


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[auth", "not TOML"),
        ("auth = 5\n", "a credential must be a table"),
        ('[[auth]]\nusername = "a"\npassword = "hunter2"\nmechanism = "X"\n', "entry 1.*'X'"),
        ('[[auth]]\nusername = "a"\n', "entry 1 has no password"),
        ('[other]\npassword = "hunter2"\n', None),
    ],
)
def test_a_file_that_is_wrong_stays_as_it_is(path: Path, text: str, problem: str | None):
    private(path, text)
    if problem is None:
        add_credential(Auth("a", "p"))
        assert tables(path) == {**tomllib.loads(text), "auth": [{"username": "a", "password": "p"}]}
        return
    for act in (
        stored_credentials,
        lambda: add_credential(Auth("b", "p")),
        lambda: remove_credential("a"),
    ):
        with pytest.raises(ConfigKeyError, match=problem) as caught:
            act()
        assert str(path) in str(caught.value)
        assert "hunter2" not in str(caught.value)
    assert path.read_text() == text


def test_a_file_that_others_can_read_is_refused(path: Path):
    private(path, OLD).chmod(0o644)
    for act in (
        stored_credentials,
        lambda: add_credential(Auth("b", "p")),
        lambda: remove_credential("old"),
    ):
        with pytest.raises(ConfigError, match=f"0644.*chmod 600 {path}"):
            act()
    assert path.read_text() == OLD


# Secrets


@pytest.mark.parametrize(
    "text",
    [
        '[[auth]]\nusername = "a"\npassword = "hunter2"\nnote = "hunter2"\n',
        '[[auth]]\nusername = "a"\npassword = "hunter2"\n' * 2,
        'auth = ["hunter2"]\n',
        'auth = "hunter2"\n',
    ],
)
def test_no_secret_in_the_variables_of_a_traceback(path: Path, text: str):
    private(path, text)
    for act in (
        lambda: add_credential(Auth("a", "hunter2")),
        lambda: remove_credential("a"),
        bad_add,
    ):
        try:
            act()
        except HopError as fault:
            shown = traceback.TracebackException.from_exception(fault, capture_locals=True)
            of_hop = [frame for frame in shown.stack if "test_store" not in frame.filename]
            words = "".join([*map(str, shown.format_exception_only()), *map(str, of_hop)])
            assert "hunter2" not in words
            assert all("hunter2" not in str(frame.locals) for frame in of_hop)


def bad_add() -> None:
    add_credential(Auth("\ud800", "hunter2"))


# Whatever is in it

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
entries = st.fixed_dictionaries(
    {"username": st.sampled_from(["a", "b", "c@h"]), "password": texts.filter(bool)},
    optional={
        "hostname": st.sampled_from(["h", "h:1", "[::1]"]),
        "note": texts | st.integers(-9, 9) | st.lists(st.booleans()) | st.just({"x": 1}),
    },
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
    max_examples=60,
)
@given(st.lists(entries, max_size=4), st.dictionaries(st.sampled_from(["x", "config"]), texts))
def test_what_is_added_and_removed_leaves_all_as_it_was(
    path: Path, stored: list[dict[str, Any]], rest: dict[str, str]
):
    text = tomlkit.dumps(rest | {"auth": stored})
    path.write_text(text, encoding="utf-8", newline="")
    path.chmod(0o600)
    add_credential(Auth("new", "p", host="new.example.org"))
    new = {"username": "new", "password": "p", "hostname": "new.example.org"}
    assert tomllib.loads(path.read_bytes().decode()) == rest | {"auth": [*stored, new]}
    remove_credential("new")
    assert tomllib.loads(path.read_bytes().decode()) == rest | {"auth": stored}
