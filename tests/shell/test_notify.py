"""``hop notify`` on a real Kafka, with a real mail server and webhooks on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from day import MERGERS, make_day, publish
from listeners import PASSWORD, MailServer, Webhook, free_port, write_destinations

from hop import Stream
from hop.sandbox import KafkaCluster

COMMAND = (sys.executable, "-c", "import sys; from hop.cli import main; sys.exit(main())")
NEAR, MOVED = "S310706aa", "S310706cc"


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as server:
        yield server


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with Webhook() as server:
        yield server


@pytest.fixture(scope="module")
def day_url(kafka: KafkaCluster) -> str:
    return publish(make_day(), kafka)


@pytest.fixture
def url(kafka: KafkaCluster) -> str:
    """A topic whose name does not say that it is for tests."""
    name = f"alerts-{uuid.uuid4().hex[:12]}"
    kafka.create_topic(name, 1)
    return f"{kafka.url}/{name}"


class Desk:
    """The command in a folder with its configuration and its state."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.group = f"desk-{uuid.uuid4().hex[:8]}"
        self._processes: list[subprocess.Popen[str]] = []

    def tell(self, *tables: str) -> None:
        write_destinations(self.folder / "config/hop/notify.toml", *tables)

    def start(self, url: str, *options: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*COMMAND, "notify", "--no-auth", "-g", self.group, "-s", "EARLIEST", *options, url],
            env={
                **{key: each for key, each in os.environ.items() if not key.startswith("HOP_")},
                "XDG_CONFIG_HOME": str(self.folder / "config"),
                "XDG_STATE_HOME": str(self.folder / "state"),
            },
            stderr=subprocess.PIPE,
            text=True,
        )
        self._processes.append(process)
        return process

    def run(self, url: str, *options: str) -> tuple[int, str]:
        process = self.start(url, "-e", *options)
        error = process.communicate(timeout=120)[1]
        assert PASSWORD not in error
        assert "kept-quiet" not in error
        told = [each for each in error.splitlines() if " tests left out; " not in each]
        return process.returncode, "\n".join(told)

    def end(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.kill()
                process.communicate()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.end()


def lvk(kind: str, name: str = NEAR, hour: int = 1) -> dict[str, Any]:
    event = {"time": "2031-07-06T05:33:46.890Z", "far": 3.2e-10, "group": "CBC",
             "instruments": ["H1", "L1"], "pipeline": "gstlal", "search": "AllSky",
             "significant": True, "properties": {}, "classification": {"BNS": 0.9},
             "skymap": None}  # fmt: skip
    return {
        "alert_type": kind,
        "time_created": f"2031-07-06T{hour:02d}:00:00Z",
        "superevent_id": name,
        "urls": {},
        "event": None if kind == "RETRACTION" else event,
        "external_coinc": None,
    }


def write(url: str, *documents: dict[str, Any]) -> None:
    with Stream(auth=False).open(url, "w") as stream:
        for each in documents:
            stream.write_raw(json.dumps(each).encode())


def test_of_a_day_each_event_is_told_once(
    day_url: str, desk: Desk, mail: MailServer, hook: Webhook
) -> None:
    desk.tell(mail.table(), hook.table("slack"), hook.table("mattermost"))
    assert desk.run(day_url, "--where", MERGERS) == (0, "")
    assert Counter(mail.subjects()) == Counter(
        [
            f"initial: {NEAR} (LVK H1,L1)",
            f"RETRACTION: {NEAR} (LVK)",
            f"update: {MOVED} (LVK H1,L1)",
        ]
    )
    assert len(hook.posts) == 6
    first, withdrawn = (next(m for m in mail.mails if each in m["Subject"] and NEAR in m["Subject"])
                        for each in ("initial", "RETRACTION"))  # fmt: skip
    assert withdrawn["References"] == withdrawn["In-Reply-To"] == first["Message-ID"]
    assert first["X-Given-To"] == "ada@example.org,bo@example.org"
    assert "once in 99 years" in first.get_content()
    # All is done, and remembered: the same group is told nothing, nor another one with its state.
    state = str(next((desk.folder / "state/hop").iterdir()))
    assert desk.run(day_url, "--where", MERGERS) == (0, "")
    desk.group = "another"
    assert desk.run(day_url, "--where", MERGERS, "--state", state) == (0, "")
    assert (len(mail.mails), len(hook.posts)) == (3, 6)


def test_without_a_filter_no_test_is_told(day_url: str, desk: Desk, mail: MailServer) -> None:
    desk.tell(mail.table())
    assert desk.run(day_url) == (0, "")
    told = Counter(mail.subjects())
    assert f"RETRACTION: {NEAR} (LVK)" in told
    assert set(told.values()) == {1}
    assert not [each for each in told if "MS310706" in each or "TEST" in each]


def test_tests_and_updates_are_told_if_wanted(url: str, desk: Desk, mail: MailServer) -> None:
    desk.tell(mail.table())
    write(
        url, lvk("INITIAL", f"M{NEAR}"), lvk("UPDATE", f"M{NEAR}", 2), lvk("UPDATE", f"M{NEAR}", 2)
    )
    assert desk.run(url, "-t", "--updates") == (0, "")
    assert [each.split(":")[0] for each in mail.subjects()] == ["TEST initial", "TEST update"]


def test_a_server_that_is_down_is_told_later_once(url: str, desk: Desk, tmp_path: Path) -> None:
    server = MailServer(tmp_path, free_port())
    desk.tell(server.table())
    write(url, lvk("INITIAL"))
    process = desk.start(url)
    assert process.stderr is not None
    assert "tried again when there is something to tell" in process.stderr.readline()
    for _ in range(2):
        line = process.stderr.readline()
        assert "cannot be reached" in line
        assert "again in" in line
    with server:
        assert NEAR in server.wait()["Subject"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert desk.run(url) == (0, "")
        assert len(server.mails) == 1


def test_a_busy_server_keeps_nobody_else_from_being_told(
    url: str, desk: Desk, mail: MailServer, hook: Webhook
) -> None:
    desk.tell(mail.table(), hook.table())
    mail.answers, hook.statuses = ["451 busy", "421 closing"], [503]
    write(url, lvk("INITIAL"), lvk("RETRACTION"))
    code, error = desk.run(url)
    assert (code, len(mail.mails), len(hook.posts)) == (0, 2, 2)
    assert "451 busy" in error


def test_a_delayed_recipient_is_told_later_the_other_once(
    url: str, desk: Desk, mail: MailServer
) -> None:
    desk.tell(mail.table())
    mail.refused = {"bo@example.org": "450 greylisted"}
    mail.on_mail = lambda _: mail.refused.clear()
    write(url, lvk("INITIAL"))
    code, _ = desk.run(url)
    assert (code, [each["X-Given-To"] for each in mail.mails]) == (
        0,
        ["ada@example.org", "bo@example.org"],
    )


def test_an_unknown_recipient_does_not_stop_the_others(
    url: str, desk: Desk, mail: MailServer
) -> None:
    desk.tell(mail.table())
    mail.refused = {"bo@example.org": "550 no such user"}
    write(url, lvk("INITIAL"))
    code, error = desk.run(url)
    assert (code, [each["X-Given-To"] for each in mail.mails]) == (0, ["ada@example.org"])
    assert "bo@example.org (550 no such user)" in error


def test_if_all_recipients_are_unknown_nothing_is_lost(
    url: str, desk: Desk, mail: MailServer
) -> None:
    desk.tell(mail.table())
    mail.refused = dict.fromkeys(("ada@example.org", "bo@example.org"), "550 no such user")
    write(url, lvk("INITIAL"))
    code, error = desk.run(url)
    assert code == 70
    assert "correct `to` in [notify.mail]" in error
    mail.refused = {}
    assert desk.run(url) == (0, "")
    assert len(mail.mails) == 1


def test_a_wrong_password_is_named_and_nothing_is_lost(
    url: str, desk: Desk, mail: MailServer
) -> None:
    desk.tell(mail.table())
    mail.password = "another"
    write(url, lvk("INITIAL"))
    code, error = desk.run(url)
    assert code == 77
    assert "refuses the login of desk: 535" in error
    assert "[notify.mail]" in error
    assert "hop explain AuthenticationFailed" in error
    mail.password = PASSWORD
    assert desk.run(url) == (0, "")
    assert len(mail.mails) == 1


def test_a_password_that_changes_ends_the_run(
    url: str, desk: Desk, mail: MailServer, hook: Webhook
) -> None:
    desk.tell(mail.table(), hook.table())

    def change(_: object) -> None:
        mail.password = "another"

    mail.on_mail = change
    write(url, lvk("INITIAL"), lvk("RETRACTION"))
    code, error = desk.run(url)
    assert code == 77
    assert "refuses the login of desk" in error
    assert (len(mail.mails), len(hook.posts)) == (1, 2)
    mail.password = PASSWORD
    mail.on_mail = lambda _: None
    assert desk.run(url) == (0, "")
    assert (len(mail.mails), len(hook.posts)) == (2, 2)


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_deleted_webhook_is_named_and_nothing_is_lost(
    url: str, desk: Desk, hook: Webhook, status: int
) -> None:
    desk.tell(hook.table())
    hook.statuses = [status]
    write(url, lvk("INITIAL"))
    code, error = desk.run(url)
    assert code == 77
    assert "make a new one" in error
    assert desk.run(url) == (0, "")
    assert len(hook.posts) == 1


def test_killed_while_others_are_told_nobody_is_told_twice(
    url: str, desk: Desk, mail: MailServer, hook: Webhook
) -> None:
    desk.tell(mail.table(), hook.table())
    write(url, lvk("INITIAL"), lvk("RETRACTION"))
    process = desk.start(url)

    def kill(_: str) -> None:
        hook.on_post = lambda _: None
        process.kill()

    hook.on_post = kill
    assert process.wait(60) == -signal.SIGKILL
    code, _ = desk.run(url)
    assert code == 0
    assert len(mail.mails) == 2
    # It had been posted, but nobody lived to note it.
    assert len(hook.posts) == 3


def test_killed_before_it_is_noted_the_mail_has_the_same_id(
    url: str, desk: Desk, mail: MailServer
) -> None:
    desk.tell(mail.table())
    write(url, lvk("INITIAL"))
    process = desk.start(url)
    mail.on_mail = lambda _: process.kill()
    assert process.wait(60) == -signal.SIGKILL
    mail.on_mail = lambda _: None
    assert desk.run(url)[0] == 0
    first, second = mail.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_a_trial_tells_each_destination_without_a_broker(
    desk: Desk, mail: MailServer, hook: Webhook
) -> None:
    desk.tell(mail.table(), hook.table())
    assert desk.run(f"kafka://localhost:{free_port()}/alerts", "--trial", "--to", "mail") == (0, "")
    assert mail.subjects() == ["hop notify: a trial"]
    assert hook.posts == []
