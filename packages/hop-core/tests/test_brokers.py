"""Brokers by name: what is built in, what the configuration adds, and which credential they get."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hop import brokers
from hop._config import Target, resolve, with_topic
from hop.auth import Auth
from hop.brokers import Broker
from hop.errors import ConfigError, ConfigKeyError, CredentialNotFound, URLError

OWN = Broker("own", "k1.example.org:9093,k2.example.org")


@pytest.fixture(autouse=True)
def file(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("HOP_SANDBOX_URL", raising=False)
    return home / ".config/hop/config.toml"


def locate(url: str) -> Target:
    """Where a URL leads, without a look at credentials."""
    return resolve(url, auth=False)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o600)


@pytest.mark.parametrize(
    ("url", "address", "topics", "group"),
    [
        ("gcn:gcn.circulars", "kafka.gcn.nasa.gov:9092", ("gcn.circulars",), None),
        ("gcn-test:a,b", "kafka.test.gcn.nasa.gov:9092", ("a", "b"), None),
        ("me@scimma:igwn.gwalert", "kafka.scimma.org:9092", ("igwn.gwalert",), "me"),
        ("gcn:^gcn\\.notices\\..*", "kafka.gcn.nasa.gov:9092", ("^gcn\\.notices\\..*",), None),
        ("gcn:", "kafka.gcn.nasa.gov:9092", (), None),
        ("gcn", "kafka.gcn.nasa.gov:9092", (), None),
        ("sandbox:t", "localhost:9092", ("t",), None),
    ],
)
def test_built_in(url: str, address: str, topics: tuple[str, ...], group: str | None) -> None:
    place = locate(url)
    assert (place.brokers, place.topics, place.group_id) == ((address,), topics, group)


def test_how_one_logs_in_to_gcn() -> None:
    gcn = locate("gcn:t").broker
    assert gcn is not None
    assert gcn.mechanism == "OAUTHBEARER"
    assert gcn.token_endpoint == "https://auth.gcn.nasa.gov/oauth2/token"


def test_the_sandbox_is_where_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOP_SANDBOX_URL", "kafka://localhost:1234,localhost:1235")
    assert locate("sandbox:t").brokers == ("localhost:1234", "localhost:1235")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("gnc:t", "did you mean gcn"),
        ("scima:t", "did you mean scimma"),
        ("xyzzyx:t", "known names: gcn, gcn-test, sandbox, scimma"),
        ("gcn:a b", "cannot be a topic"),
        ("localhost:9092/t", "no scheme"),
        ("gnc", "did you mean gcn"),
    ],
)
def test_what_is_no_name(url: str, words: str) -> None:
    with pytest.raises(URLError, match=words):
        locate(url)


def test_one_is_added_and_removed(file: Path) -> None:
    write(file, "# kept\n[config]\nfetch_external = true\n")
    assert brokers.add(OWN) == file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert locate("own:t").brokers == ("k1.example.org:9093", "k2.example.org:9092")
    with pytest.raises(ConfigError, match="--force"):
        brokers.add(OWN)
    brokers.add(Broker("own", "other", mechanism="PLAIN"), force=True)
    brokers.add(Broker("second", "h"))
    assert brokers.find("own") == Broker("own", "other", mechanism="PLAIN")
    brokers.remove("own")
    assert "second" in brokers.load()
    brokers.remove("second")
    assert file.read_text().strip() == "# kept\n[config]\nfetch_external = true"


def test_what_is_built_in_can_be_replaced_and_comes_back() -> None:
    with pytest.raises(ConfigError, match="already"):
        brokers.add(Broker("gcn", "mirror.example.org"))
    brokers.add(Broker("gcn", "mirror.example.org"), force=True)
    assert locate("gcn:t").brokers == ("mirror.example.org:9092",)
    brokers.remove("gcn")
    assert locate("gcn:t").brokers == ("kafka.gcn.nasa.gov:9092",)
    with pytest.raises(ConfigKeyError, match="built in"):
        brokers.remove("gcn")
    with pytest.raises(ConfigKeyError, match="broker list"):
        brokers.remove("nobody")


@pytest.mark.parametrize(
    ("broker", "words"),
    [
        (Broker("a b", "h"), "cannot be the name of a broker"),
        (Broker("kafka", "h"), "cannot be the name of a broker"),
        (Broker("a", "h/t"), "not an address"),
        (Broker("a", "u@h"), "not an address"),
        (Broker("a", "h:0"), "port"),
        (Broker("a", "h", protocol="SSL"), "unknown protocol"),
        (Broker("a", "h", mechanism="MD5"), "unknown SASL mechanism"),
        (Broker("a", "h", token_endpoint="https://h/t"), "OAUTHBEARER"),
        (Broker("a", "h", mechanism="OAUTHBEARER", token_endpoint="http://h/t"), "https"),
    ],
)
def test_what_cannot_be_added(file: Path, broker: Broker, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        brokers.add(broker)
    assert not file.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[brokers.own]\naddress = "h"\nmechanisn = "PLAIN"\n', "line 3: .*did you mean mechanism"),
        ("[brokers.own]\naddress = 1\n", "line 2: address must be text"),
        ('[brokers.own]\nmechanism = "PLAIN"\n', "has no address"),
        ("[brokers]\nown = 1\n", "a broker must be a table"),
        ("brokers = 1\n", "brokers must be tables"),
        ("brokers\n", "not TOML"),
    ],
)
def test_a_wrong_table_is_named(file: Path, text: str, words: str) -> None:
    write(file, text)
    with pytest.raises(ConfigKeyError, match=words):
        locate("own:t")
    assert locate("kafka://h/t").topics == ("t",)  # which needs no names


def test_a_credential_without_a_mechanism_gets_that_of_the_broker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOP_USERNAME", "id")
    monkeypatch.setenv("HOP_PASSWORD", "hush")
    auth = resolve("gcn:t").auth
    assert auth == Auth(
        "id", "hush", method="OAUTHBEARER", token_endpoint="https://auth.gcn.nasa.gov/oauth2/token"
    )
    assert resolve("scimma:t").auth == Auth("id", "hush")
    assert resolve("sandbox:t").auth is None


def test_a_credential_of_its_own_stays_as_it_is() -> None:
    made = Auth("u", "p", host="kafka.gcn.nasa.gov")
    assert brokers.find("gcn").complete(made) is made
    own = Broker("own", "h", ssl_ca_location="/ca.pem").complete(Auth("u", "p"))
    assert own.ssl_ca_location == "/ca.pem"


def test_what_to_do_where_there_is_no_credential(file: Path) -> None:
    write(file, '[[auth]]\nusername = "u"\npassword = "p"\nhostname = "elsewhere"\n')
    with pytest.raises(CredentialNotFound, match="hop auth add gcn"):
        resolve("gcn:t")
    assert resolve("sandbox:t").auth is None


def test_what_to_do_where_nothing_is_configured() -> None:
    with pytest.raises(FileNotFoundError, match="hop auth add gcn"):
        resolve("gcn:t")


def test_a_url_with_a_topic() -> None:
    assert with_topic("gcn:", "t") == with_topic("gcn", "t") == "gcn:t"
    assert with_topic("kafka://h/", "t") == "kafka://h/t"


def test_a_host_with_a_port_is_no_name() -> None:
    with pytest.raises(URLError, match="did you mean kafka://localhost:9092/TOPIC"):
        resolve("localhost:9092", auth=False)


@pytest.mark.parametrize(
    ("url", "name", "page"),
    [
        ("gcn:t", "gcn", "https://gcn.nasa.gov/quickstart"),
        ("kafka://kafka.gcn.nasa.gov/t", "gcn", "https://gcn.nasa.gov/quickstart"),
        ("scimma:t", "scimma", "https://my.hop.scimma.org"),
    ],
)
def test_one_cure_without_a_credential(url: str, name: str, page: str) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        resolve(url)
    cure = f"store one with `hop auth add {name}` (you get one at {page})"
    assert cure in str(caught.value)
    assert str(caught.value).count("`") == 2
