"""The steps of the demo."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from demo_reader import fingerprint
from demo_show import Narrator, narrator

from hop import Stream
from hop.errors import HopError, ValidationError
from hop.message import JSONBlob, MessageModel
from hop.models import GCNCircular, VOEvent
from hop.sandbox import KafkaCluster

MESSAGES = Path(__file__).parents[2] / "schemas/examples/demo"
_READER = Path(__file__).with_name("demo_reader.py")
_TOPIC = "alerts"
_READING_SECONDS = 30


class _DemoFailed(HopError):
    """A message differs from what was sent, or an invalid event was accepted."""


def run() -> None:
    """Run the steps and describe them on standard output.

    Raises:
        hop.errors.HopError: the sandbox does not start, the broker refuses something, or a message
            differs from what was sent.
    """
    story = narrator()
    began = time.monotonic()
    story.step("Starting a real Apache Kafka, on this machine only")
    story.typed("$ hop sandbox")
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(KafkaCluster(on_progress=_show_progress))
        cluster.create_topic(_TOPIC)
        url = f"{cluster.url}/{_TOPIC}"
        story.result(f"{url} is ready after {time.monotonic() - began:.1f} s")
        sent = _publish(url, story)
        _read_elsewhere(url, sent, story)
        _refuse(MESSAGES / "invalid.xml", story)
    story.step(f"The end, after {time.monotonic() - began:.1f} s: Kafka and its files are gone")
    story.typed("$ hop sandbox          # one to try things on\n$ hop subscribe --help")


def _show_progress(text: str, done: int, total: int) -> None:
    if done == 0:  # once for each step
        print(f"{text} …", file=sys.stderr, flush=True)


def _publish(url: str, story: Narrator) -> list[MessageModel]:
    story.step("Publishing an event, a circular and some JSON")
    story.typed(f"""\
$ hop publish --no-auth -f VOEVENT  {url} voevent.xml
$ hop publish --no-auth -f CIRCULAR {url} circular.gcn3
$ hop publish --no-auth -f BLOB     {url} followup.json""")
    story.typed(f"""\
with Stream(auth=False).open("{url}", "w") as s:
    s.write(VOEvent.load_file("voevent.xml"))
    s.write(GCNCircular.load_file("circular.gcn3"))
    s.write(json.load(open("followup.json")))""")
    messages = [
        VOEvent.load_file(MESSAGES / "voevent.xml"),
        GCNCircular.load_file(MESSAGES / "circular.gcn3"),
        JSONBlob(json.loads((MESSAGES / "followup.json").read_bytes())),
    ]
    with Stream(auth=False).open(url, "w") as stream:
        for message in messages:
            stream.write(message)
    story.result("the broker has acknowledged all three")
    return messages


def _read_elsewhere(url: str, sent: list[MessageModel], story: Narrator) -> None:
    story.step("Reading them in another process, as validated models")
    story.typed(f"$ hop subscribe --no-auth -s EARLIEST {url}")
    story.typed(f"""\
stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
with stream.open("{url}") as s:
    for message in s:
        if isinstance(message, VOEvent):
            print(message.Why.importance, message.What.Param[1].typed_value)""")
    with tempfile.TemporaryDirectory(prefix="hop-demo-") as folder:
        report = Path(folder) / "report"
        reader = [sys.executable, str(_READER), url, str(report)]
        # In a session of its own: a Ctrl-C on the terminal reaches this process only, which
        # then ends the other.
        with subprocess.Popen(reader, start_new_session=True) as process:
            try:
                code = process.wait(_READING_SECONDS)
            except subprocess.TimeoutExpired:
                raise _DemoFailed("the reading process did not end") from None
            finally:
                process.kill()
        if code:
            raise _DemoFailed(f"the reading process ended with {code}")
        came = [json.loads(line) for line in report.read_bytes().splitlines()]
    compare(sent, came)
    story.result("each is what was sent, field by field and byte by byte")


def compare(sent: list[MessageModel], came: list[Any]) -> None:
    """Compare what was sent with the fingerprints of what arrived.

    Raises:
        hop.errors.HopError: they differ; the text names the message.
    """
    expected = [fingerprint(message) for message in sent]
    if len(came) != len(expected):
        raise _DemoFailed(f"{len(expected)} messages were sent, {len(came)} arrived")
    for number, (one, other) in enumerate(zip(expected, came, strict=True), 1):
        if one != other:
            raise _DemoFailed(f"message {number}, a {one['type']}, arrived changed:\n{other}")


def _refuse(path: Path, story: Narrator) -> None:
    story.step("An event that breaks its schema never reaches the broker")
    story.typed(f'VOEvent.load_file("{path.name}")')
    try:
        VOEvent.load_file(path)
    except ValidationError as error:
        story.result(f"refused: {error}")
    else:
        raise _DemoFailed(f"{path} breaks the schema, but was accepted")
