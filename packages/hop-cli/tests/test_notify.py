"""``hop notify`` without a broker: its file of destinations, its templates, what it tells."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from listeners import PASSWORD, MailServer, Webhook, free_port, table, write_destinations

from hop._config import environment_of_child
from hop.cli.notify.destinations import load_destinations
from hop.cli.notify.note import Note
from hop.cli.notify.teller import Teller
from hop.cli.notify.text import Template, subject_of, text_of
from hop.cli.notify.told import Told
from hop.errors import (
    AuthenticationFailed,
    ConfigError,
    ConnectionFailed,
    HandlerError,
    TransportError,
)
from hop.io import Metadata
from hop.models import Alert
from hop.models.filters import Expression

from .conftest import Result

Hop = Callable[..., Result]
URL = "kafka://desk@localhost/alerts"
MAIL = {"type": "mail", "server": "localhost", "from": "a@example.org", "to": ["b@example.org"]}


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "config/hop/notify.toml"


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as server:
        yield server


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with Webhook() as server:
        yield server


def alert(**values: Any) -> Alert:
    return Alert(**({"family": "lvk", "message_id": "m1", "event_id": "lvk:S1"} | values))


class Message:
    """A message that says so many alerts."""

    def __init__(self, *alerts: Alert) -> None:
        self.alerts = alerts


def at(offset: int) -> Metadata:
    return Metadata(topic="alerts", partition=0, offset=offset, timestamp=0, key=None, headers=[])


# The file


def test_without_a_file_the_error_says_what_to_write(
    hop: Hop, hop_process: Hop, file: Path
) -> None:
    hop("notify", "--no-auth", URL).fails(78, str(file), "hop notify --help")
    assert "[notify.desk]" in hop_process("notify", "--help").out


def test_without_a_group_nothing_is_told(hop: Hop) -> None:
    hop("notify", "--no-auth", "kafka://localhost/alerts").fails(2, "need a group")


@pytest.mark.parametrize(
    ("entries", "parts"),
    [
        ({}, ["type is missing"]),
        ({"type": "fax"}, ["mail, slack, mattermost, desktop, not 'fax'"]),
        (MAIL | {"server": "a b"}, ["server must be HOST or HOST:PORT"]),
        (MAIL | {"server": "a:70000"}, ["server must be"]),
        (MAIL | {"server": 25}, ["server must be text in quotes"]),
        (MAIL | {"securty": "tls"}, ["'securty'; did you mean security?"]),
        (MAIL | {"security": "ssl"}, ["starttls, tls, none, not 'ssl'"]),
        (MAIL | {"to": []}, ["to must be a list of addresses"]),
        (MAIL | {"to": ["b"]}, ["'b' is no address"]),
        (MAIL | {"to": ["b@example.org\nBcc: c@example.org"]}, ["is no address"]),
        (MAIL | {"from": "Desk <a@example.org>"}, ["is no address"]),
        (MAIL | {"username": "u"}, ["username and password belong together"]),
        (MAIL | {"username": "u", "password_file": "nowhere"}, ["password_file: nowhere cannot"]),
        (
            MAIL | {"server": "example.org", "security": "none", "username": "u", "password": "p"},
            ["others could read the password"],
        ),
        ({"type": "slack"}, ["url is missing"]),
        ({"type": "slack", "url": "http://example.org/kept-quiet"}, ["must begin with https://"]),
        ({"type": "desktop", "to": "me"}, ["unknown entry 'to'"]),
    ],
)
def test_a_wrong_entry_is_named(
    hop: Hop, file: Path, entries: dict[str, Any], parts: list[str]
) -> None:
    write_destinations(file, table("desk", entries))
    result = hop("notify", "--no-auth", URL)
    result.fails(78, f"{file}, [notify.desk]: ", *parts)
    assert "kept-quiet" not in result.err


@pytest.mark.parametrize("text", ["", "notify = 1", "[notify]\ndesk = 1", '[notify."a b"]\nx = 1'])
def test_a_file_without_destinations_is_named(hop: Hop, file: Path, text: str) -> None:
    write_destinations(file, text)
    hop("notify", "--no-auth", URL).fails(78, str(file))


def test_a_file_that_others_can_read_must_hold_no_secret(hop: Hop, file: Path) -> None:
    write_destinations(file, table("desk", MAIL | {"username": "u", "password": PASSWORD}))
    file.chmod(0o640)
    result = hop("notify", "--no-auth", URL)
    result.fails(78, f"chmod 600 {file}")
    assert PASSWORD not in result.err
    write_destinations(file, table("desk", MAIL))
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    (found,) = load_destinations(None, [])
    assert found.name == "desk"


def test_a_name_that_is_not_there_is_named(hop: Hop, file: Path) -> None:
    write_destinations(file, table("desk", MAIL))
    hop("notify", "--no-auth", "--to", "dsk", URL).fails(78, "did you mean desk?")


@pytest.mark.parametrize("source", ["file", "variable", "password_file"])
def test_the_password_may_be_in_three_places(
    source: str, file: Path, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    more: dict[str, Any] = {}
    if source == "variable":
        monkeypatch.setenv("HOP_NOTIFY_NIGHT_DESK_PASSWORD", PASSWORD)
        more = {"password": "wrong"}
    elif source == "password_file":
        (file.parent.parent / "secret").parent.mkdir(parents=True)
        (file.parent.parent / "secret").write_text(f"{PASSWORD}\n")
        more = {"password_file": str(file.parent.parent / "secret")}
    written = mail.table("night-desk", **more)
    if source == "password_file":
        written = "\n".join(each for each in written.split("\n") if "password =" not in each)
    write_destinations(file, written)
    (found,) = load_destinations(None, [])
    found.check()
    assert mail.mails == []
    assert PASSWORD not in repr(found)


def test_programs_that_hop_starts_get_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOP_NOTIFY_CHANNEL_URL", "https://example.org/kept-quiet")
    assert "HOP_NOTIFY_CHANNEL_URL" not in environment_of_child()


# Mail servers and webhooks


def test_a_server_without_starttls_gets_no_password(tmp_path: Path) -> None:
    with MailServer(tmp_path) as server:
        server.offers_tls = False
        found = destination(server.table(), tmp_path)
        with pytest.raises(ConnectionFailed, match="STARTTLS") as raised:
            found.check()
    assert not raised.value.retriable


def test_a_certificate_that_is_not_trusted_is_named(mail: MailServer, tmp_path: Path) -> None:
    other = MailServer(tmp_path / "other")
    found = destination(mail.table(ssl_ca_location=str(other.ca_file)), tmp_path)
    with pytest.raises(ConnectionFailed, match="is not trusted") as raised:
        found.check()
    assert not raised.value.retriable


@pytest.mark.parametrize(
    ("answer", "error", "passes"),
    [
        ("451 busy", ConnectionFailed, True),
        ("452 full", ConnectionFailed, True),
        ("530 log in", AuthenticationFailed, False),
        ("554 spam", HandlerError, False),
    ],
)
def test_each_answer_of_a_mail_server_has_its_error(
    mail: MailServer, tmp_path: Path, answer: str, error: type[Exception], passes: bool
) -> None:
    mail.answers = [answer]
    with pytest.raises(error, match=answer) as raised:
        destination(mail.table(), tmp_path).send(Note("s", "t", "k"))
    assert getattr(raised.value, "retriable", False) is passes


@pytest.mark.parametrize(
    ("status", "error", "passes"),
    [
        (302, TransportError, False),
        (400, HandlerError, False),
        (401, AuthenticationFailed, False),
        (429, ConnectionFailed, True),
        (500, ConnectionFailed, True),
    ],
)
def test_each_answer_of_a_webhook_has_its_error(
    hook: Webhook, tmp_path: Path, status: int, error: type[Exception], passes: bool
) -> None:
    hook.statuses = [status]
    with pytest.raises(error) as raised:
        destination(hook.table(), tmp_path).send(Note("s", "t", "k"))
    assert getattr(raised.value, "retriable", False) is passes
    assert "kept-quiet" not in str(raised.value)


def test_a_sender_cannot_call_a_channel(hook: Webhook, tmp_path: Path) -> None:
    bad = alert(names=("<!channel> `@all` *x*",), subject="```\n@channel <!here> & co")
    note = Note(subject_of(bad), text_of(bad, "alerts"), "k")
    for kind in ("slack", "mattermost"):
        destination(hook.table(kind), tmp_path).send(note)
    slack, mattermost = hook.posts
    assert "<" not in slack
    assert "&lt;!here&gt; &amp; co" in slack
    for post in hook.posts:
        assert post.count("```") == 2
        assert post.splitlines()[0].count("`") == 2
    assert "<!here> & co" in mattermost


def test_the_desktop_shows_text_as_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "bin" / ("osascript" if sys.platform == "darwin" else "notify-send")
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/shown\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")
    found = destination(table("screen", {"type": "desktop"}), tmp_path)
    found.check()
    found.send(Note("--help", "<b>x</b>", "k"))
    shown = (tmp_path / "shown").read_text().splitlines()
    assert "--help" in shown
    assert shown[-1] in ("&lt;b&gt;x&lt;/b&gt;", "<b>x</b>")
    program.write_text("#!/bin/sh\necho no session >&2; exit 1\n")
    with pytest.raises(ConnectionFailed, match="no session"):
        found.send(Note("s", "t", "k"))
    program.unlink()
    with pytest.raises(ConfigError, match="not installed"):
        found.check()


def destination(text: str, folder: Path) -> Any:
    write_destinations(folder / "one.toml", text)
    (found,) = load_destinations(str(folder / "one.toml"), [])
    return found


# What is told


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    with Told(tmp_path / "told") as told:
        yield told


def write(alert: Alert, topic: str) -> tuple[str, str]:
    return subject_of(alert), text_of(alert, topic)


def test_an_event_is_told_once_by_any_of_its_names(
    told: Told, hook: Webhook, tmp_path: Path
) -> None:
    teller = Teller([destination(hook.table(), tmp_path)], told, write)
    teller(Message(alert(aliases=("grb:1",))), at(0))
    teller(Message(alert(event_id="grb:1", message_id="m2", kind="update")), at(1))
    teller(Message(alert(message_id="m3", kind="retraction")), at(2))
    teller(Message(alert(event_id="grb:1", message_id="m4", kind="retraction")), at(3))
    assert [each.split("`")[1].split(":")[0] for each in hook.posts] == ["alert", "RETRACTION"]


def test_one_message_tells_each_of_its_events_once(
    told: Told, hook: Webhook, tmp_path: Path
) -> None:
    teller = Teller([destination(hook.table(), tmp_path)], told, write)
    teller(Message(alert(), alert(message_id="m2"), alert(event_id="lvk:S2")), at(0))
    assert len(hook.posts) == 2


def test_each_outburst_of_a_source_is_told(told: Told, hook: Webhook, tmp_path: Path) -> None:
    teller = Teller([destination(hook.table(), tmp_path)], told, write)
    for number in (1, 2, 2):
        teller(Message(alert(kind="subsequent", message_id=f"m{number}")), at(number))
    assert len(hook.posts) == 2


def test_a_retraction_is_told_if_its_event_was_or_passes(
    told: Told, hook: Webhook, tmp_path: Path
) -> None:
    gold = Teller([destination(hook.table(), tmp_path)], told, write, where=Expression("far < 1.0"))
    gold(Message(alert(kind="retraction")), at(0))
    assert hook.posts == []
    gold(Message(alert(far=0.5)), at(1))
    gold(Message(alert(kind="retraction")), at(2))
    assert len(hook.posts) == 2
    everything = Teller([destination(hook.table(), tmp_path)], told, write)
    everything(Message(alert(event_id="lvk:S9", kind="retraction")), at(3))
    everything(Message(alert(event_id="lvk:S9", kind="retraction")), at(4))
    assert len(hook.posts) == 3


def test_a_filter_is_asked_once_though_sending_is_repeated(
    told: Told, hook: Webhook, tmp_path: Path
) -> None:
    # Later the event is too old, but the alert was worth a call when it came.
    young = Expression("age() < 1000")
    teller = Teller([destination(hook.table(), tmp_path)], told, write, where=young)
    now = datetime.now(UTC).timestamp()
    message = Message(alert(time=datetime.fromtimestamp(now - 990, UTC)))
    hook.statuses = [503]
    with pytest.raises(ConnectionFailed):
        teller(message, at(0))
    message.alerts = (alert(time=datetime.fromtimestamp(now - 2000, UTC)),)
    teller(message, at(0))
    assert len(hook.posts) == 1


def test_what_was_told_outlives_the_process(tmp_path: Path, hook: Webhook) -> None:
    for number in range(2):
        with Told(tmp_path / "told") as told:
            Teller([destination(hook.table(), tmp_path)], told, write)(Message(alert()), at(number))
    assert len(hook.posts) == 1


def test_a_state_that_is_in_use_is_named(hop: Hop, file: Path, tmp_path: Path) -> None:
    write_destinations(file, table("desk", MAIL | {"server": f"localhost:{free_port()}"}))
    with Told(tmp_path / "told"):
        result = hop("notify", "--no-auth", "-q", "--state", tmp_path / "told", URL)
    result.fails(74, str(tmp_path / "told"), "in use")


# Text


def test_the_text_has_a_row_for_each_value() -> None:
    one = alert(names=("S1",), mission="LVK", instrument="H1,L1", far=1e-9, kind="initial")
    assert subject_of(one) == "initial: S1 (LVK H1,L1)"
    rows = dict(line.split(maxsplit=1) for line in text_of(one, "igwn.gwalert").splitlines())
    assert rows["Topic"] == "igwn.gwalert"
    assert rows["FAR"] == "once in 32 years"


def test_a_test_and_a_retraction_stand_out() -> None:
    assert subject_of(alert(is_test=True, kind="retraction")) == "TEST RETRACTION: lvk:S1"


def test_control_characters_and_long_values_are_harmless() -> None:
    bad = alert(names=("a\r\nBcc: x@example.org\x1b[2J",), subject="\u202eevil\n" + "x" * 10_000)
    assert "\n" not in subject_of(bad)
    text = text_of(bad, "alerts")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert max(map(len, text.splitlines())) < 1100


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("{{ alert.far }\n", ["line 1", "unexpected '}'"]),
        ("a\n{{ allert.far }}\n", ["line 2", "allert", "did you mean alert?"]),
        ("a\n\n{{ alert.distanse }}\n", ["line 3", "did you mean alert.distance?"]),
        ("a\n{{ text | uper }}\n", ["line 2", "uper"]),
        ("a\n{% if alert.far %}\n", ["line 2", "end of template"]),
        ("{{ 1 / 0 }}", ["line 1", "division by zero"]),
    ],
)
def test_a_typo_in_a_template_is_named_with_its_line(
    hop: Hop, file: Path, tmp_path: Path, text: str, parts: list[str]
) -> None:
    write_destinations(file, table("desk", MAIL))
    (tmp_path / "template").write_text(text)
    result = hop("notify", "--no-auth", "--template", tmp_path / "template", URL)
    result.fails(78, f"the template {tmp_path}/template, ", *parts)


def test_a_template_that_is_no_text_is_named(hop: Hop, file: Path, tmp_path: Path) -> None:
    write_destinations(file, table("desk", MAIL))
    (tmp_path / "template").write_bytes(b"\xff\xfe\x00")
    hop("notify", "--no-auth", "--template", tmp_path / "template", URL).fails(78, "not UTF-8")
    hop("notify", "--no-auth", "--template", tmp_path / "no", URL).fails(74, "check the path")


def test_a_template_writes_subject_and_text(tmp_path: Path) -> None:
    (tmp_path / "template").write_text(
        "Subject: {{ alert.names[0] }}!\n\n{% if alert.kind == 'retraction' %}\nstop\n{% else %}\n"
        "{{ '%.1f' % alert.ra }} in {{ topic }}\n{% endif %}\n"
    )
    template = Template(str(tmp_path / "template"))
    assert template.render(alert(names=("S1",), ra=1.0), "t") == ("S1!", "1.0 in t\n")
    assert template.render(alert(names=("S1",), kind="retraction"), "t") == ("S1!", "stop\n")


def test_where_a_template_fails_the_usual_text_is_sent(tmp_path: Path) -> None:
    (tmp_path / "template").write_text("Alert\n{{ alert.ra + 1 }}\n")
    subject, text = Template(str(tmp_path / "template")).render(alert(), "t")
    assert subject == "alert: lvk:S1"
    assert "lvk:S1" in text
    assert "line 2" in text


def test_importing_hop_loads_no_templates() -> None:
    code = "import hop, hop.cli.program, sys; print(json.dumps([*sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", f"import json; {code}"], capture_output=True, text=True, check=True
    )
    assert not {"jinja2", "smtplib", "hop.cli.notify"} & {*json.loads(done.stdout)}
