"""The story that the demo tells, step by step."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from hop._messages.json import loads
from hop.errors import ConfigError, HopError, ValidationError
from hop.message import JSONBlob, MessageModel
from hop.sandbox import KafkaCluster, display
from hop.sandbox.demo_reader import fingerprint
from hop.sandbox.narrator import Narrator, narrator

_MESSAGES = Path("schemas/examples/demo")
_TOPIC = "alerts"
_READING_SECONDS = 30


class _Differs(HopError):
    """What came is not what was sent, or a wrong event was taken."""


def find_messages() -> Path:
    """The folder of the demo's messages, in the checkout that this file or the user is in.

    Raises:
        hop.errors.ConfigError: there is none.
    """
    for start in (Path(__file__), Path.cwd() / "here"):
        for parent in start.parents:
            if (parent / _MESSAGES).is_dir():
                return parent / _MESSAGES
    raise ConfigError(
        f"the demo publishes the messages of {_MESSAGES}, which are in hop's repository and not in "
        "its packages; run it in a checkout"
    )


def run() -> None:
    """Tell the story on standard output.

    Raises:
        hop.errors.HopError: the sandbox does not start, the broker does not do as told, or what
            came is not what was sent.
    """
    folder, story = find_messages(), narrator()
    began = time.monotonic()
    story.step("Starting a real Apache Kafka, on this machine only")
    story.typed("$ hop sandbox")
    with contextlib.ExitStack() as stack:
        with display.progress() as tell:
            cluster = stack.enter_context(KafkaCluster(on_progress=tell))
        cluster.create_topic(_TOPIC)
        url = f"{cluster.url}/{_TOPIC}"
        story.result(f"{url} is ready after {time.monotonic() - began:.1f} s")
        sent = _publish(url, folder, story)
        _read_elsewhere(url, sent, story)
        _refuse(folder / "invalid.xml", story)
    story.step(f"The end, after {time.monotonic() - began:.1f} s: Kafka is gone and left nothing")
    story.typed("$ hop sandbox          # one to try things on\n$ hop subscribe --help")


def _publish(url: str, folder: Path, story: Narrator) -> list[MessageModel]:
    from hop import Stream
    from hop.models import GCNCircular, VOEvent

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
        VOEvent.load_file(folder / "voevent.xml"),
        GCNCircular.load_file(folder / "circular.gcn3"),
        JSONBlob(loads((folder / "followup.json").read_bytes())),
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
        reader = [sys.executable, "-m", "hop.sandbox.demo_reader", url, str(report)]
        # A session of its own: a Ctrl-C on the terminal is answered here, by its end.
        with subprocess.Popen(reader, start_new_session=True) as process:
            try:
                code = process.wait(_READING_SECONDS)
            except subprocess.TimeoutExpired:
                raise _Differs("the reading process did not come to an end") from None
            finally:
                process.kill()
        if code:
            raise _Differs(f"the reading process ended with {code}")
        came = [loads(line) for line in report.read_bytes().splitlines()]
    compare(sent, came)
    story.result("each is what was sent: field by field, and byte by byte")


def compare(sent: list[MessageModel], came: list[Any]) -> None:
    """Compare what was sent with the fingerprints of what came.

    Raises:
        hop.errors.HopError: they differ; the text says where.
    """
    expected = [fingerprint(message) for message in sent]
    if len(came) != len(expected):
        raise _Differs(f"{len(expected)} messages were sent, {len(came)} came")
    for number, (one, other) in enumerate(zip(expected, came, strict=True), 1):
        if one != other:
            raise _Differs(f"message {number}, a {one['type']}, came differently:\n{other}")


def _refuse(path: Path, story: Narrator) -> None:
    from hop.models import VOEvent

    story.step("An event that breaks its schema never reaches the broker")
    story.typed(f'VOEvent.load_file("{path.name}")')
    try:
        VOEvent.load_file(path)
    except ValidationError as fault:
        story.result(f"refused: {fault}")
    else:
        raise _Differs(f"{path} breaks the schema, and was taken")
