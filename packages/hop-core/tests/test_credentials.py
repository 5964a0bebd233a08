"""Stored credentials: every form of file, variables, and which one a broker gets."""

from __future__ import annotations

import csv
import io
import traceback
from pathlib import Path
from typing import Any

import certifi
import pytest
import tomlkit
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hop._config import credentials
from hop.auth import Auth, SASLMethod, select_matching_auth, write_auth_data
from hop.errors import (
    AmbiguousCredential,
    ConfigError,
    ConfigFileNotFound,
    ConfigKeyError,
    CredentialNotFound,
)

SECRET = "hunter2-is-my-password"


def private(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(0o600)
    return path


# Files

LIST = """
[[auth]]
username = "user-abc"
password = "pw"
protocol = "SASL_SSL"
mechanism = "SCRAM-SHA-512"
hostname = "kafka.scimma.org"

[[auth]]
username = "cid"
password = "sec"
protocol = "SASL_SSL"
mechanism = "OAUTHBEARER"
token_endpoint = "https://auth.gcn.nasa.gov/oauth2/token"
hostname = "kafka.gcn.nasa.gov"

[[auth]]
username = "tok"
password = ""
protocol = "SASL_SSL"
mechanism = "OAUTHBEARER"
token_command = "get-token --x"
"""


def test_the_list_form(tmp_path: Path):
    assert credentials.from_file(private(tmp_path / "auth.toml", LIST)) == [
        Auth("user-abc", "pw", host="kafka.scimma.org"),
        Auth(
            "cid",
            "sec",
            token_endpoint="https://auth.gcn.nasa.gov/oauth2/token",
            host="kafka.gcn.nasa.gov",
        ),
        Auth("tok", "", token_command="get-token --x"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '[auth]\nusername = "u"\npassword = "p"\n',
        '[[auth]]\nusername = "u"\npassword = "p"\n',
        'auth = [{username="u", password="p"}]\n',
        'auth = {username="u", password="p"}\n',
        'auth.username = "u"\nauth.password = "p"\n',
        '\ufeff[auth]\r\nusername = "u"\r\npassword = "p"\r\n',
        '[config]\nfetch_external = true\n[auth]\nusername = "u"\npassword = "p"\nextra = 5\n',
        '[auth]\nusername = "u"\npassword = "p"\nmechanism = ""\nssl_ca_location = ""\n'
        'token_endpoint = ""\ntoken_command = ""\nprotocol = ""\nhostname = ""\n',
    ],
)
def test_all_forms_of_one_credential(tmp_path: Path, text: str):
    assert credentials.from_file(private(tmp_path / "auth.toml", text)) == [Auth("u", "p")]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('mechanism = "PLAIN"', Auth("u", "p", method=SASLMethod.PLAIN)),
        ('mechanism = "SCRAM_SHA_256"', Auth("u", "p", method=SASLMethod.SCRAM_SHA_256)),
        ('mechanism = "scram-sha-256"', Auth("u", "p", method=SASLMethod.SCRAM_SHA_256)),
        ('protocol = "SASL_PLAINTEXT"', Auth("u", "p", ssl=False)),
        ('protocol = "sasl_plaintext"', Auth("u", "p", ssl=False)),
        ('protocol = "anything"', Auth("u", "p", ssl=True)),
        ('ssl_ca_location = "/ca.pem"', Auth("u", "p", ssl_ca_location="/ca.pem")),
        ('hostname = "h:77"', Auth("u", "p", host="h:77")),
        ('token_endpoint = "https://t"', Auth("u", "p", token_endpoint="https://t")),
        ('token_command = "c"', Auth("u", "p", token_command="c")),
        ('mechanism = "OAUTHBEARER"\ntoken_endpoint = ""', Auth("u", "p")),
        (
            'mechanism = "OAUTHBEARER"\ntoken_endpoint = ""\ntoken_command = "c"',
            Auth("u", "p", token_command="c"),
        ),
    ],
)
def test_each_entry_of_a_credential(tmp_path: Path, entry: str, expected: Auth):
    text = f'[auth]\nusername = "u"\npassword = "p"\n{entry}\n'
    assert credentials.from_file(private(tmp_path / "auth.toml", text)) == [expected]


def test_certifis_file_may_be_named(tmp_path: Path):
    text = f'[auth]\nusername = "u"\npassword = "p"\nssl_ca_location = "{certifi.where()}"\n'
    [auth] = credentials.from_file(private(tmp_path / "auth.toml", text))
    assert auth()["ssl.ca.location"] == certifi.where()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no .auth. table"),
        ("[config]\nfetch_external = true\n", "no .auth. table"),
        ('[auth]\npassword = "p"\n', "entry 1 has no username"),
        ('[auth]\nusername = "u"\n', "entry 1 has no password"),
        ('[auth]\nusername = ""\npassword = "p"\n', "entry 1 has no username"),
        ('[[auth]]\nusername="u"\npassword="p"\n[[auth]]\nusername="u"\n', "entry 2 has no pass"),
        ("auth = 5\n", "a credential must be a table"),
        ('auth = ["u"]\n', "a credential must be a table"),
        ('[auth]\nusername = 5\npassword = "p"\n', "username must be text"),
        ('[auth]\nusername = "u"\npassword = 12345\n', "password must be text"),
        ('[auth]\nusername = "u"\npassword = "p"\nhostname = ["h"]\n', "hostname must be text"),
        ('[auth]\nusername = "u"\npassword = "p"\nmechanism = "GSSAPI"\n', "GSSAPI.*PLAIN"),
        ('[auth]\nusername = "u"\npassword = "p"\nmechanism = "OAUTHBEARER"\n', "token_endpoint"),
        ("[auth\n", "not TOML"),
        ("a = " + "[" * 5000, "not TOML"),
        ("a = " + "1" * 5000, "not TOML"),
        (b"[auth]\nusername = '\xff'", "not UTF-8"),
    ],
)
def test_a_wrong_file_is_a_key_error_that_names_file_and_entry(
    tmp_path: Path, text: str | bytes, problem: str
):
    path = private(tmp_path / "auth.toml", text)
    with pytest.raises(ConfigKeyError, match=problem) as caught:
        credentials.from_file(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_file_of_its_owners_alone_is_read(tmp_path: Path, mode: int):
    path = private(tmp_path / "auth.toml", LIST)
    path.chmod(mode)
    assert len(credentials.from_file(path)) == 3


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o610, 0o601, 0o4600, 0o2600, 0o1600])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int):
    path = private(tmp_path / "auth.toml", LIST)
    path.chmod(mode)
    with pytest.raises(ConfigError, match=f"{mode:04o}.*chmod 600 {path}"):
        credentials.from_file(path)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(ConfigFileNotFound, match="hop configure setup") as caught:
        credentials.from_file(tmp_path / "auth.toml")
    assert isinstance(caught.value, FileNotFoundError)
    with pytest.raises(ConfigError, match="cannot be read"):
        credentials.from_file(tmp_path)


# Which file


def test_auth_toml_goes_before_config_toml(home: Path):
    folder = home / ".config" / "hop"
    private(folder / "config.toml", '[auth]\nusername = "old"\npassword = "p"\n')
    assert [auth.user for auth in credentials.load_credentials(environ={})] == ["old"]
    private(folder / "auth.toml", '[auth]\nusername = "new"\npassword = "p"\n')
    assert [auth.user for auth in credentials.load_credentials(environ={})] == ["new"]


def test_an_auth_toml_that_is_wrong_is_not_passed_over(home: Path):
    folder = home / ".config" / "hop"
    private(folder / "config.toml", '[auth]\nusername = "old"\npassword = "p"\n')
    private(folder / "auth.toml", "")
    with pytest.raises(ConfigKeyError, match=r"auth\.toml"):
        credentials.load_credentials(environ={})


# Variables


def test_a_credential_of_variables(home: Path):
    environ = {
        "HOP_USERNAME": "u",
        "HOP_PASSWORD": "p",
        "HOP_MECHANISM": "PLAIN",
        "HOP_CA_FILE": "/ca.pem",
    }
    assert credentials.load_credentials(environ=environ) == [
        Auth("u", "p", method=SASLMethod.PLAIN, ssl_ca_location="/ca.pem")
    ]
    token = {"HOP_USERNAME": "u", "HOP_PASSWORD": "p", "HOP_TOKEN_ENDPOINT": "https://t"}
    assert credentials.load_credentials(environ=token) == [
        Auth("u", "p", token_endpoint="https://t")
    ]


def test_the_variables_of_the_process_count(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOP_USERNAME", "u")
    monkeypatch.setenv("HOP_PASSWORD", "p")
    assert credentials.load_credentials() == [Auth("u", "p")]


def test_empty_variables_are_unset(home: Path):
    environ = {"HOP_USERNAME": "u", "HOP_PASSWORD": "p", "HOP_MECHANISM": "", "HOP_CA_FILE": ""}
    assert credentials.load_credentials(environ=environ) == [Auth("u", "p")]
    with pytest.raises(ConfigFileNotFound):
        credentials.load_credentials(environ={"HOP_USERNAME": "", "HOP_PASSWORD": "p"})


def test_a_password_from_a_file(tmp_path: Path):
    file = tmp_path / "secret"
    file.write_text(f" {SECRET} \r\n")
    environ = {"HOP_USERNAME": "u", "HOP_PASSWORD_FILE": str(file)}
    assert credentials.load_credentials(environ=environ) == [Auth("u", f" {SECRET} ")]


@pytest.mark.parametrize(
    ("environ", "problem"),
    [
        ({"HOP_USERNAME": "u"}, "HOP_PASSWORD"),
        ({"HOP_USERNAME": "u", "HOP_PASSWORD": ""}, "HOP_PASSWORD"),
        ({"HOP_USERNAME": "u", "HOP_PASSWORD_FILE": "/nonexistent"}, "/nonexistent"),
        ({"HOP_USERNAME": "u", "HOP_PASSWORD": "p", "HOP_MECHANISM": "X"}, r"HOP_\* variables"),
    ],
)
def test_wrong_variables(environ: dict[str, str], problem: str):
    with pytest.raises(ConfigError, match=problem):
        credentials.load_credentials(environ=environ)


# CSV


def test_the_plainest_csv(tmp_path: Path):
    path = tmp_path / "c.csv"
    path.write_text("username,password\nu,p\n")
    assert credentials.credential_from_csv(path) == Auth("u", "p")
    assert credentials.credential_from_csv(str(path)) == Auth("u", "p")


def test_a_line_that_is_not_taken_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    path = tmp_path / "c.csv"
    path.write_text("username,password\nu,p\nv,secret\n")
    assert credentials.credential_from_csv(path).user == "u"
    assert f"{path} has more than one line of values" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("password,username\np,u\n", Auth("u", "p")),
        ("username,password\nu,p\nv,q\n", Auth("u", "p")),
        ("username,password,note\nu,p,hello\n", Auth("u", "p")),
        ("username,password\nu,p,more,cells\n", Auth("u", "p")),
        ("\ufeffusername,password\r\nu,p\r\n", Auth("u", "p")),
        ("Username, Password\nu, p\n", Auth("u", "p")),
        ('"username","password"\n"u"," p,"" "\n', Auth("u", ' p," ')),
        ("username,password\n\n\nu,p", Auth("u", "p")),
        (
            "username,password,mechanism\nu,p,SCRAM_SHA_256\n",
            Auth("u", "p", method=SASLMethod.SCRAM_SHA_256),
        ),
        (
            "username,password,hostname,protocol,ssl_ca_location,token_endpoint,mechanism\n"
            "u,p,,,,,\n",
            Auth("u", "p"),
        ),
        ("username,password,protocol\nu,p,SASL_PLAINTEXT\n", Auth("u", "p", ssl=False)),
        ("username,password,hostname\nu,p,h:1\n", Auth("u", "p", host="h:1")),
        (
            "username,password,token_endpoint\nu,p,https://t\n",
            Auth("u", "p", token_endpoint="https://t"),
        ),
        ("username,token_command\nu,get it\n", Auth("u", "", token_command="get it")),
    ],
)
def test_the_traps_of_csv(tmp_path: Path, text: str, expected: Auth):
    path = tmp_path / "c.csv"
    path.write_bytes(text.encode())
    assert credentials.credential_from_csv(path) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "no credential"),
        (b"\n\n", "no credential|no username"),
        (b"username,password\n", "no credential"),
        (b"username,password\n,p\n", "no username"),
        (b"username,password\nu,\n", "no password"),
        (b"username\nu\n", "no password"),
        (b"username,token_endpoint\nu,https://t\n", "no password"),
        (b"username,password,mechanism\nu,p,XX\n", "XX"),
        (b"username,password\nu,\xff\n", "UTF-8"),
        (b"\xff\xfeu\x00s\x00", "UTF-8"),
        (b"u" * 200_000, "CSV|no credential"),
    ],
)
def test_a_csv_that_is_wrong(tmp_path: Path, text: bytes, problem: str):
    path = tmp_path / "c.csv"
    path.write_bytes(text)
    with pytest.raises(ConfigError, match=problem) as caught:
        credentials.credential_from_csv(path)
    assert str(path) in str(caught.value)


def test_a_csv_that_is_not_there(tmp_path: Path):
    with pytest.raises(ConfigFileNotFound, match=r"c\.csv"):
        credentials.credential_from_csv(tmp_path / "c.csv")
    with pytest.raises(ConfigError, match="cannot be read"):
        credentials.credential_from_csv(tmp_path)


# Choosing


def an_auth(user: str, host: str = "") -> Auth:
    return Auth(user, "p", host=host)


@pytest.mark.parametrize(
    ("stored", "host", "user", "expected"),
    [
        ([an_auth("a")], None, None, "a"),
        ([an_auth("a")], "h", None, "a"),
        ([an_auth("a", "h")], "h", None, "a"),
        ([an_auth("a", "h")], "h:9092", None, "a"),
        ([an_auth("a", "h:9092")], "h", None, "a"),
        ([an_auth("a", "h:77")], "h:77", None, "a"),
        ([an_auth("a", "H.example.org")], "h.Example.org:9092", None, "a"),
        ([an_auth("a", "kafka://h/")], "h:9092", None, "a"),
        ([an_auth("a", "[::1]")], "[::1]:9092", None, "a"),
        ([an_auth("a", "h"), an_auth("b")], "h", None, "a"),
        ([an_auth("a", "h"), an_auth("b")], "other", None, "b"),
        ([an_auth("a", "h"), an_auth("b", "h")], "h", "b", "b"),
        ([an_auth("a", "h"), an_auth("b")], "h", "b", "b"),
        ([an_auth("a", "h1"), an_auth("a", "h2")], "h2", "a", "a"),
        ([an_auth("a", "h1"), an_auth("b", "h2")], None, "b", "b"),
    ],
)
def test_the_one_that_fits(stored: list[Auth], host: str | None, user: str | None, expected: str):
    assert credentials.choose(stored, host=host, user=user).user == expected


@pytest.mark.parametrize(
    ("stored", "host", "user"),
    [
        ([], None, None),
        ([], "h", None),
        ([an_auth("a", "h")], "other", None),
        ([an_auth("a", "h")], "h:77", None),
        ([an_auth("a", "h:77")], "h", None),
        ([an_auth("a")], "h", "b"),
        ([an_auth("a")], None, "A"),
    ],
)
def test_none_that_fits(stored: list[Auth], host: str | None, user: str | None):
    with pytest.raises(CredentialNotFound) as caught:
        credentials.choose(stored, host=host, user=user)
    text = str(caught.value)
    assert all(each in text for each in (host, user) if each)
    assert "--no-auth" in text
    assert isinstance(caught.value, KeyError)


def test_several_that_fit_are_named():
    with pytest.raises(AmbiguousCredential) as caught:
        credentials.choose([an_auth("a", "h"), an_auth("b", "h:9092"), an_auth("c")], host="h")
    text = str(caught.value)
    assert "a for h, b for h:9092;" in text
    assert "--user" in text


def test_several_that_fit_are_named_with_their_places(tmp_path: Path):
    entry = f'[[auth]]\nusername = "a"\npassword = "{SECRET}"\n'
    path = private(tmp_path / "auth.toml", entry * 2)
    with pytest.raises(AmbiguousCredential) as caught:
        credentials.choose(credentials.from_file(path), host="h")
    assert f"a ({path}, auth entry 1), a ({path}, auth entry 2);" in str(caught.value)
    no_secret_in(caught.value)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ([an_auth("a", "h1:1")], "a"),
        ([an_auth("a", "h2:2")], "a"),
        ([an_auth("a"), an_auth("b", "h2:2")], "b"),
        ([an_auth("a", "h1:1"), an_auth("a", "h2:2")], "a"),
        ([an_auth("a", "h1:1"), an_auth("a")], "a"),
        ([an_auth("a", "elsewhere"), an_auth("b")], "b"),
    ],
)
def test_one_for_any_of_several_brokers(stored: list[Auth], expected: str):
    assert credentials.choose(stored, host=("h1:1", "h2:2")).user == expected


def test_none_or_several_for_any_of_several_brokers():
    with pytest.raises(CredentialNotFound, match="for h1:1 or h2:2"):
        credentials.choose([an_auth("a", "h3")], host=("h1:1", "h2:2"))
    stored = [an_auth("a", "h1:1"), an_auth("b", "h2:2")]
    with pytest.raises(AmbiguousCredential, match="a for h1:1, b for h2:2"):
        credentials.choose(stored, host=("h1:1", "h2:2"))
    assert credentials.choose(stored, host=("h1:1", "h2:2"), user="b").user == "b"
    others = [Auth("a", "1", host="h1:1"), Auth("a", "2", host="h2:2")]
    with pytest.raises(AmbiguousCredential):
        credentials.choose(others, host=("h1:1", "h2:2"))


# Whatever a file holds


def no_secret_in(error: BaseException) -> None:
    """Neither the words, nor what hangs on the error, hold the secret."""
    out = io.StringIO()
    traceback.print_exception(error, file=out)
    assert SECRET not in out.getvalue()
    seen: BaseException | None = error
    while seen is not None:
        assert SECRET not in f"{seen} {seen!r} {seen.args!r} {vars(seen)!r}"
        seen = seen.__cause__ or seen.__context__


@pytest.mark.parametrize(
    "text",
    [
        f"[auth]\nusername = 'u'\npassword = {SECRET}\n",
        f"[auth]\nusername = 'u'\npassword = '{SECRET}\n",
        f"[auth]\nusername = 'u'\npassword = ['{SECRET}']\n",
        f"[auth]\npassword = '{SECRET}'\n",
        f"[auth]\nusername = 'u'\npassword = '{SECRET}'\nmechanism = 'x'\n",
        f"[auth]\nusername = 'u'\npassword = '{SECRET}'\ntoken_endpoint='x'\ntoken_command='y'\n",
        f"auth = '{SECRET}'\n",
        f"auth = ['{SECRET}']\n",
        f"{SECRET}",
        b"[auth]\nusername = '\xff'\npassword = '" + SECRET.encode() + b"'\n",
    ],
)
def test_no_secret_in_the_errors_of_a_file(tmp_path: Path, text: str | bytes):
    with pytest.raises(ConfigError) as caught:
        credentials.from_file(private(tmp_path / "auth.toml", text))
    no_secret_in(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        f"username,password\n,{SECRET}\n",
        f"username,password,mechanism\nu,{SECRET},x\n",
        b"username,password\n\xff," + SECRET.encode() + b"\n",
        "username,password\nu," + SECRET + "x" * 200_000 + "\n",
    ],
)
def test_no_secret_in_the_errors_of_a_csv(tmp_path: Path, text: str | bytes):
    path = tmp_path / "c.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ConfigError) as caught:
        credentials.credential_from_csv(path)
    no_secret_in(caught.value)


def test_no_secret_in_the_errors_of_a_password_file(tmp_path: Path):
    file = tmp_path / "secret"
    file.write_bytes(b"\xff" + SECRET.encode())
    with pytest.raises(ConfigError) as caught:
        credentials.load_credentials(environ={"HOP_USERNAME": "u", "HOP_PASSWORD_FILE": str(file)})
    no_secret_in(caught.value)


@pytest.mark.parametrize("many", [0, 2])
def test_no_secret_in_the_errors_of_choosing(many: int):
    with pytest.raises(ConfigError) as caught:
        credentials.choose([Auth("u", SECRET)] * many)
    no_secret_in(caught.value)


one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@one_folder
@given(
    st.binary() | st.text().map(str.encode) | st.text().map(lambda text: f"auth={text}".encode())
)
@example(b"a=" + b"[" * 5000)
@example(b"a=" + b"{a=" * 5000)
@example(b"a=1979-13-32")
@example(b"a=1e99999")
@example(b"a=0x" + b"f" * 20000)
@example(b"[[auth]]")
@example(b"auth=[]")
def test_nothing_but_hops_errors_comes_out_of_a_file(tmp_path: Path, data: bytes):
    path = private(tmp_path / "auth.toml", data)
    try:
        found = credentials.from_file(path)
    except ConfigError:
        return
    assert all(isinstance(each, Auth) for each in found)


@one_folder
@given(st.binary() | st.text().map(lambda text: f"username,password\n{text}".encode()))
@example(b"username,password\nu,p\0\n")
@example(b'username,password\n"u,p')
@example(b"username,password\ru,p")
def test_nothing_but_hops_errors_comes_out_of_a_csv(tmp_path: Path, data: bytes):
    path = tmp_path / "c.csv"
    path.write_bytes(data)
    try:
        found = credentials.credential_from_csv(path)
    except ConfigError:
        return
    assert isinstance(found, Auth)


texts = st.text(st.characters(exclude_categories=["Cs"]))
names = texts.filter(bool)


def auths(names: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"username": names, "password": names},
        optional={
            "hostname": names,
            "ssl_ca_location": names,
            "protocol": st.sampled_from(["SASL_SSL", "SASL_PLAINTEXT"]),
        },
    ) | st.fixed_dictionaries(
        {
            "username": names,
            "password": names,
            "token_endpoint": names.map("https://localhost/".__add__),
        },
        optional={"mechanism": st.just("OAUTHBEARER"), "hostname": names},
    )


@one_folder
@given(st.lists(auths(names), min_size=1, max_size=3))
def test_what_is_written_as_toml_reads_back_equal(tmp_path: Path, entries: list[dict[str, Any]]):
    path = private(tmp_path / "auth.toml", tomlkit.dumps({"auth": entries}))
    assert credentials.from_file(path) == [credentials.from_entry(each, "") for each in entries]


# White space at the edges of a cell is nobody's, but of a password it may be part.
trimmed = texts.map(str.strip).filter(bool)


@one_folder
@given(auths(trimmed), texts.filter(str.strip))
@example({"username": "u", "password": "p"}, "\r\n p \r")
@example({"username": "u", "password": "p"}, ' ", ')
def test_what_is_written_as_csv_reads_back_equal(
    tmp_path: Path, entry: dict[str, Any], password: str
):
    entry["password"] = password
    path = tmp_path / "c.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(entry), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerow(entry)
    assert credentials.credential_from_csv(path) == credentials.from_entry(entry, "")


# What programs for hop-client call


def test_a_credential_is_chosen_by_the_function_of_hop_client():
    stored = [Auth("a", "p", host="kafka.a.example"), Auth("b", "p"), Auth("c", "p")]
    assert select_matching_auth(stored, "kafka.a.example:9092").user == "a"
    assert select_matching_auth(stored, "kafka.b.example", "c").user == "c"
    assert select_matching_auth(stored[1], "kafka.b.example").user == "b"  # of load_auth()
    with pytest.raises(AmbiguousCredential):
        select_matching_auth(stored, "kafka.b.example")
    with pytest.raises(CredentialNotFound):
        select_matching_auth(stored, "kafka.b.example", "nobody")


def test_credentials_are_written_by_the_function_of_hop_client(tmp_path: Path):
    file = tmp_path / "auth.toml"
    stored = [Auth("a", "p", host="kafka.a.example"), Auth("b", "q", method="PLAIN")]
    write_auth_data(str(file), stored)
    assert credentials.from_file(file) == stored
    assert file.stat().st_mode & 0o077 == 0
    write_auth_data(file, stored[1])
    assert credentials.from_file(file) == stored[1:]
