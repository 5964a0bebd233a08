"""Kafka URLs: what they say, what is refused, and that no password shows."""

from __future__ import annotations

import string
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hop._config import KafkaURL, bootstrap_servers, check_topic, parse
from hop._config.url import _warn_of_password
from hop.errors import HopError, URLError


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("kafka://h/t", KafkaURL(("h:9092",), ("t",))),
        ("kafka://h:1234/t", KafkaURL(("h:1234",), ("t",))),
        ("kafka://h", KafkaURL(("h:9092",), ())),
        ("kafka://h/", KafkaURL(("h:9092",), ())),
        ("kafka://h/a,b.c,d-e_f", KafkaURL(("h:9092",), ("a", "b.c", "d-e_f"))),
        ("kafka://h/a,a", KafkaURL(("h:9092",), ("a",))),
        ("kafka://g@h/t", KafkaURL(("h:9092",), ("t",), "g")),
        ("kafka://g%40home%2F1@h/t", KafkaURL(("h:9092",), ("t",), "g@home/1")),
        ("kafka://a@b@h/t", KafkaURL(("h:9092",), ("t",), "a@b")),
        ("kafka://g:secret@h/t", KafkaURL(("h:9092",), ("t",), "g")),
        ("kafka://@h/t", KafkaURL(("h:9092",), ("t",))),
        ("kafka://h1,h2:99,h3/t", KafkaURL(("h1:9092", "h2:99", "h3:9092"), ("t",))),
        ("kafka://[::1]/t", KafkaURL(("[::1]:9092",), ("t",))),
        ("kafka://[2001:db8::2]:77/t", KafkaURL(("[2001:db8::2]:77",), ("t",))),
        ("kafka://[fe80::1%25eth0]:77/t", KafkaURL(("[fe80::1%eth0]:77",), ("t",))),
        ("kafka://Host_1.Example.org/T", KafkaURL(("Host_1.Example.org:9092",), ("T",))),
        ("kafka://192.0.2.1:9093/t", KafkaURL(("192.0.2.1:9093",), ("t",))),
        ("kafka://h/%74opic", KafkaURL(("h:9092",), ("topic",))),
        ("kafka://h/^gcn\\..*", KafkaURL(("h:9092",), ("^gcn\\..*",))),
        ("kafka://h/^a%7B1%2C2%7D,b", KafkaURL(("h:9092",), ("^a{1,2}", "b"))),
        ("kafka://h:00099/t", KafkaURL(("h:99",), ("t",))),
    ],
)
def test_what_a_url_says(url: str, expected: KafkaURL):
    assert parse(url) == expected


def test_a_pattern_may_have_an_at_sign_when_encoded():
    assert parse("kafka://h/^a%40b").topics == ("^a@b",)


def test_brokers_for_librdkafka():
    assert bootstrap_servers(parse("kafka://a,b:1/t").brokers) == "a:9092,b:1"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "no scheme"),
        ("h/t", "no scheme"),
        ("http://h/t", "starts with http://"),
        ("KAFKA://h/t", "starts with KAFKA://"),
        ("kafka:/h/t", "no scheme"),
        ("kafka://", "no host"),
        ("kafka:///t", "no host"),
        ("kafka://g@/t", "no host"),
        ("kafka://h:/t", "port"),
        ("kafka://h:0/t", "port"),
        ("kafka://h:65536/t", "port"),
        ("kafka://h:0000011111111/t", "port"),
        ("kafka://h:000001" + "0" * 5000 + "/t", "port"),
        ("kafka://h:٣/t", "port"),
        ("kafka://h:-1/t", "port"),
        ("kafka://h:1:2/t", "host"),
        ("kafka://h,/t", "host"),
        ("kafka://h h/t", "host"),
        ("kafka://hé/t", "host"),
        ("kafka://-h/t", "host"),
        ("kafka://h/t,", "topic"),
        ("kafka://::1/t", "host"),
        ("kafka://[::1/t", "host"),
        ("kafka://[::1]9092/t", "host"),
        ("kafka://[:::::]/t", "host"),
        ("kafka://[1.2.3.4]/t", "host"),
        ("kafka://[....]/t", "host"),
        ("kafka://[::1%25%00]/t", "host"),
        ("kafka://h%2Ci/t", "host"),
        ("kafka://h%00/t", "host"),
        ("kafka://h/a,,b", "topic"),
        ("kafka://h/a/b", "topic"),
        ("kafka://h/.", "topic"),
        ("kafka://h/..", "topic"),
        ("kafka://h/tópic", "topic"),
        ("kafka://h/t\n", "topic"),
        ("kafka://h/" + "t" * 250, "topic"),
        ("kafka://h/t?x=1", "query"),
        ("kafka://h/t#x", "query"),
        ("kafka://h/^(", "pattern"),
        ("kafka://h/^a%00", "pattern"),
        ("kafka://h/^a@b", "%40"),
        ("kafka://h/^a{99999999999999999999}", "pattern"),
        ("kafka://h/^" + "(" * 5000 + ")" * 5000, "pattern"),
        ("kafka://%00@h/t", "group"),
        ("kafka://\ud800@h/t", "group"),
        ("kafka://g%0A@h/t", "group"),
    ],
)
def test_what_is_refused(url: str, problem: str):
    with pytest.raises(URLError, match=problem) as caught:
        parse(url)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    "url",
    [
        "http://ada:hunter2@h/t",
        "ada:hunter2@h/t",
        "kafka:ada:hunter2@h/t",
        "ada:hunter2@x://h/t",
        "kafka://ada:hunter2@/t",
        "kafka://ada:hunter2@h:0/t",
        "kafka://ada:hunter2@h h/t",
        "kafka://ada:hunter2@h/t?x",
        "kafka://ada:hunter2@h/^(",
        "kafka://ada:pass/hunter2@h/t",
        "kafka://ada:hunter2/word@h/t",
        "kafka://ada:hunter2@word@h:x/t",
        "kafka://ada:hunter2\n@h:x/t",
    ],
)
def test_no_password_shows(url: str):
    with pytest.raises(URLError) as caught:
        parse(url)
    assert "hunter2" not in str(caught.value)


def test_a_password_is_said_to_be_of_no_use_once(caplog: pytest.LogCaptureFixture):
    _warn_of_password.cache_clear()
    for _ in range(2):
        parse("kafka://ada:hunter2@h/t")
    (record,) = caplog.records
    assert "hop auth add" in record.getMessage()
    assert "hunter2" not in record.getMessage()


@given(st.text() | st.text().map("kafka://".__add__))
@example("kafka://[::1%25\ud800]/t")
@example("kafka://h/^\ud800")
@example("kafka://h/^[[a]")
def test_nothing_but_hops_errors_comes_out(url: str):
    try:
        found = parse(url)
    except HopError:
        return
    assert found.brokers or found.broker
    bootstrap_servers(found.brokers).encode()


hosts = (
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?(\.[a-z0-9]{1,8}){0,3}", fullmatch=True)
    | st.ip_addresses(v=4).map(str)
    | st.ip_addresses(v=6).map("[{}]".format)
)
brokers = st.tuples(hosts, st.integers(1, 65535)).map(lambda each: f"{each[0]}:{each[1]}")
topics = st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=249).filter(
    lambda name: name not in (".", "..")
)
groups = st.none() | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
)


@given(
    st.builds(
        KafkaURL,
        st.lists(brokers, min_size=1, max_size=3).map(tuple),
        st.lists(topics, max_size=3, unique=True).map(tuple),
        groups,
    )
)
def test_what_is_written_reads_back_equal(place: KafkaURL):
    group = "" if place.group_id is None else quote(place.group_id, safe="") + "@"
    path = ",".join(quote(topic, safe="") for topic in place.topics)
    assert parse(f"kafka://{group}{bootstrap_servers(place.brokers)}/{path}") == place


@pytest.mark.parametrize("name", ["a", "A.b-c_9", "t" * 249, "..."])
def test_names_that_topics_can_have(name: str):
    check_topic(name)


@pytest.mark.parametrize("name", ["", ".", "..", "a b", "^a", "a\n", "t" * 250, "é"])
def test_names_that_topics_cannot_have(name: str):
    with pytest.raises(URLError, match="topic"):
        check_topic(name)


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("kafka:/h/t", "kafka://h/t"),
        ("kafka:h/t", "kafka://h/t"),
        ("kakfa://h/t", "kafka://h/t"),
        ("KAFKA://h/t", "kafka://h/t"),
        ("gcn://gcn.circulars", "gcn:gcn.circulars"),
        ("gcn/gcn.circulars", "gcn:gcn.circulars"),
        ("localhost:9092/t", "kafka://localhost:9092/t"),
        ("h.example/t", "kafka://h.example/t"),
        ("gcn.circulars", "gcn:gcn.circulars"),
        ("igwn.gwalert", "gcn:igwn.gwalert"),
    ],
)
def test_a_mistyped_url_is_told_as_it_is_meant(url: str, meant: str):
    with pytest.raises(URLError, match="is not a Kafka URL") as caught:
        parse(url)
    assert f"did you mean {meant}?" in str(caught.value)
    assert "gcn:topic, scimma:topic, sandbox:topic" in str(caught.value)
