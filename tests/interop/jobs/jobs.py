"""The ten jobs: what each client is given, and what must come of it."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hop.models import VOEvent

from .desk import EVENTS, PICKED, PICKED_NUMBERS, Desk, Message
from .running import Line, Running
from .script import Script

# What the user has written before, and what the broker's website gave.
_HANDLER = """\
import time


def handle(alert):
    time.sleep(0.05)
    print(alert["number"])
"""
_CREDENTIALS = """\
username,password,hostname,mechanism,protocol,ssl_ca_location
alice,alice-secret,broker.example,SCRAM-SHA-512,SASL_SSL,ca.pem
"""
_REFUSED = re.compile("authenticat|password", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where a client does a job once.

    Attributes:
        desk: what it is done on.
        client: the client's folder.
        path: where its commands are looked for.
        folder: empty; there it is done.
    """

    desk: Desk
    client: str
    path: str
    folder: Path

    def start(self, job: str, **given: Any) -> Running:
        """Start what is written for a job; :meth:`write` says what is given."""
        return Running(self.write(job, **given), self.folder, self.path)

    def write(
        self, job: str, *, secure: bool = False, password: str = "", **topics: str
    ) -> list[str]:
        """Write the files of a job, and those that its user has already.

        Args:
            job: its name.
            secure: whether to use the address that wants a credential.
            password: the user's.
            **topics: the topics, by the last part of the names that stand in the files.

        Returns:
            The command that does the job.
        """
        kafka = self.desk.kafka
        words = {f"desk.{name}": topic for name, topic in topics.items()}
        words["broker.example"] = kafka.bootstrap("SASL_SSL" if secure else "PLAINTEXT")
        words["ca.pem"], words["alice-secret"] = str(kafka.ca_file), password
        command = Script(self.client, job).write(self.folder, words)
        (self.folder / "handler.py").write_text(_HANDLER, encoding="utf-8")
        (self.folder / "event.xml").write_bytes(EVENTS[0].read_bytes())
        credentials = _CREDENTIALS
        for word, meant in words.items():
            credentials = credentials.replace(word, meant)
        (self.folder / "credentials.csv").write_text(credentials, encoding="utf-8")
        return command


def _last(place: Place) -> float:
    with place.start("last", circulars=place.desk.circulars) as running:
        seconds = running.wait_for(_has(place.desk.circular(0)["subject"])).seconds
        running.end()
    return seconds


def _follow(place: Place) -> float:
    with place.desk.alerts_that_come() as (topic, numbers):
        before = numbers[-1]
        with place.start("follow", alerts=topic) as running:
            first = running.wait_for(_has('"number"'))
            second = running.wait_for(_has('"number"'))
    shown = [json.loads(line.text)["number"] for line in (first, second)]
    assert shown[0] > before, f"{shown[0]} came before the start"
    assert shown[1] == shown[0] + 1
    return first.seconds


def _since(place: Place) -> float:
    with place.start("since", circulars=place.desk.circulars) as running:
        first = running.wait_for(lambda line: not line.is_error).seconds
        running.end()
    wanted = [place.desk.circular(number)["subject"] for number in reversed(range(24))]
    found = map(json.loads, running.output)
    # hop prints all circulars alike, in whichever form they came.
    assert [each.get("header", each)["subject"] for each in found] == wanted
    return first


def _pick(place: Place) -> float:
    with place.start("pick", circulars=place.desk.circulars) as running:
        first = running.wait_for(_has(PICKED)).seconds
        running.end()
    numbers = sorted(PICKED_NUMBERS, reverse=True)
    assert running.output == [place.desk.circular(number)["subject"] for number in numbers]
    return first


def _save(place: Place) -> float:
    with place.start("save", events=place.desk.events) as running:
        seconds = running.end()
    saved = [path for path in place.folder.rglob("*.xml") if path.name != "event.xml"]
    assert sorted(map(Path.read_bytes, saved)) == sorted(map(Path.read_bytes, EVENTS))
    return seconds


def _publish(place: Place) -> float:
    topic = place.desk.new_topic()
    with place.start("publish", copy=topic) as running:
        seconds = running.end()
    (message,) = place.desk.read(topic)
    # hop-client writes the XML anew.
    assert VOEvent.load(message.value).asdict() == VOEvent.load_file(EVENTS[0]).asdict()
    return seconds


def _credential(place: Place) -> float:
    password, circulars = place.desk.kafka.users["alice"], place.desk.circulars
    with place.start("credential", secure=True, password=password, circulars=circulars) as running:
        seconds = running.wait_for(_has(place.desk.circular(0)["subject"])).seconds
        running.end()
    return seconds


def start_with_wrong_password(place: Place) -> Running:
    """Start what reads with a credential, whose password is wrong."""
    circulars = place.desk.circulars
    return place.start("credential", secure=True, password="wrong", circulars=circulars)


def _password(place: Place) -> float:
    with start_with_wrong_password(place) as running:
        told = running.wait_for(lambda line: bool(_REFUSED.search(line.text)))
    return told.seconds


def _restart(place: Place) -> float:
    alerts = range(20)
    topic = place.desk.new_topic(
        [Message(json.dumps({"number": each}).encode()) for each in alerts]
    )
    with place.start("restart", alerts=topic) as running:
        running.wait_for(lambda line: line.text == "2")
        running.signal(signal.SIGTERM)
        running.wait()
    handled = list(map(int, running.output))
    with place.start("restart", alerts=topic) as again:
        first = again.wait_for(lambda line: not line.is_error)
        again.wait_for(lambda line: line.text == str(alerts[-1]))
        again.signal(signal.SIGTERM)
        again.wait()
    handled += map(int, again.output)
    # One that was being handled may be handled again.
    assert sorted(set(handled)) == list(alerts), f"handled: {handled}"
    return first.seconds


def _replay(place: Place) -> float:
    events, topic = place.desk.events, place.desk.new_topic()
    with place.start("replay", events=events, copy=topic) as running:
        seconds = running.end()
    wanted, found = place.desk.read(events), place.desk.read(topic)
    if place.client == "kcat":
        assert not any(each.headers for each in found)
        found = [replace(each, headers=wanted[0].headers) for each in found]
    assert found == wanted
    return seconds


def _has(text: str) -> Callable[[Line], bool]:
    return lambda line: not line.is_error and text in line.text


@dataclass(frozen=True)
class Job:
    """A job.

    Attributes:
        title: what is to be done.
        files: with this the names of its files begin.
        do: does it once, checks what comes of it, and tells after how many seconds the first of it
            was there, or all of it where nothing is printed.
    """

    title: str
    files: str
    do: Callable[[Place], float]


JOBS = {
    "last": Job("show the last of 1,000 circulars", "last", _last),
    "follow": Job("print each alert as it comes", "follow", _follow),
    "since": Job("print the circulars since yesterday", "since", _since),
    "pick": Job("print the subjects of one event's circulars", "pick", _pick),
    "save": Job("save each VOEvent of a topic in a file of its own", "save", _save),
    "publish": Job("publish a VOEvent from a file", "publish", _publish),
    "credential": Job("store a credential, read with it (SCRAM, TLS)", "credential", _credential),
    "password": Job("learn that its password is wrong", "credential", _password),
    "restart": Job("handle alerts; end it, start it again, lose none", "restart", _restart),
    "replay": Job("record a topic, and play it back into another", "replay", _replay),
}
