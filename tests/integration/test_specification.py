"""Every Python example of the documentation of March 2021, run as it stands there.

Changed are only the URL, names of files, and the slips of that document: ``donut_input`` for
``input_``, a ``Stream`` that is not imported, ``entrypoints`` for ``entry_points``. The document is
taken from ``HOP_SPECIFICATION`` or from beside the repository.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hop import Stream
from hop.auth import Auth
from hop.io import StartPosition
from hop.models import GCNCircular, VOEvent
from hop.sandbox import KafkaCluster, write_configuration

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "schemas/examples/demo"
DOCUMENT = Path(
    os.environ.get("HOP_SPECIFICATION") or ROOT.parent / "shared/spec/hop-client-docs-2021-03.txt"
)
USER, PASSWORD = "my-username", "my-password"
# The examples in the order of the document; the URL's host and port are filled in.
PUBLISH = ("circular", "dictionary", "credential", "credential again", "voevent")
READ = ("latest", "earliest", "shorthand", "without with")
OTHERS = ("persist", "two topics", "by hand", "donut", "register", "setup")
ORDER = (
    "circular", "dictionary", "credential", "latest", "earliest", "persist", "shorthand",
    "without with", "two topics", "by hand", "credential again", "voevent", "donut", "register",
    "setup",
)  # fmt: skip


def examples() -> dict[str, str]:
    blocks = re.findall(r"^```\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S)
    python = [block for block in blocks if re.match(r"(from|import) ", block)]
    assert len(python) == len(ORDER)
    return dict(zip(ORDER, python, strict=True))


pytestmark = pytest.mark.skipif(
    not DOCUMENT.exists(), reason=f"the documentation of 2021 is not there: {DOCUMENT}"
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[KafkaCluster]:
    with KafkaCluster(users={USER: PASSWORD}, secure=True) as cluster:
        cluster.allow(USER, "*", "ALL", group="")
        yield cluster


@pytest.fixture(scope="module")
def environment(cluster: KafkaCluster) -> dict[str, str]:
    write_configuration(cluster.folder / "config", cluster, USER)
    # The examples' own Auth(…) names no CA: an ordinary broker has a certificate of a public one.
    return os.environ | {
        "XDG_CONFIG_HOME": str(cluster.folder / "config"),
        "HOP_CA_FILE": cluster.ca_file,
        "PYTHONUNBUFFERED": "1",
    }


class Place:
    """Topics of their own for one example."""

    def __init__(self, cluster: KafkaCluster, name: str) -> None:
        self.address = cluster.bootstrap("SASL_SSL")
        self.topics = [f"{name}-{number}" for number in (1, 2)]
        for topic in self.topics:
            cluster.create_topic(topic)
        self.stream = Stream(auth=Auth(USER, PASSWORD, ssl_ca_location=cluster.ca_file))

    def url(self, number: int = 0) -> str:
        return f"kafka://{self.address}/{self.topics[number]}"

    def prepare(self, example: str) -> str:
        example = example.replace("hostname:port", self.address)
        example = example.replace("topic1,topic2", ",".join(self.topics))
        example = re.sub(r"/(topic1?)\"", f'/{self.topics[0]}"', example)
        example = re.sub(r"\"/?path/to/circular.gcn3\"", repr(str(DEMO / "circular.gcn3")), example)
        example = re.sub(r"\"/path/to/voevent.xml\"", repr(str(DEMO / "voevent.xml")), example)
        if "Stream(" in example and "import Stream" not in example:
            example = "from hop import Stream\n" + example
        return example

    def write(self, *messages: Any, number: int = 0) -> None:
        with self.stream.open(self.url(number), "w") as stream:
            for message in messages:
                stream.write(message)

    def read(self) -> list[Any]:
        with self.stream.open(self.url(), "r", start_at=StartPosition.EARLIEST) as stream:
            return list(stream)


@pytest.fixture
def place(cluster: KafkaCluster, request: pytest.FixtureRequest) -> Place:
    return Place(cluster, re.sub(r"[^a-z0-9]+", "-", request.node.name))


def run(example: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", example],
        env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # What hop-client did otherwise in the meantime is told.
    told = [line for line in done.stderr.splitlines() if "add persist=True (-p)" not in line]
    assert told == []
    return done.stdout


@pytest.mark.parametrize("name", PUBLISH)
def test_publishing(place: Place, environment: dict[str, str], name: str) -> None:
    assert run(place.prepare(examples()[name]), environment) == ""
    (message,) = place.read()
    expected = {
        "circular": GCNCircular.load_file(DEMO / "circular.gcn3"),
        "voevent": VOEvent.load_file(DEMO / "voevent.xml"),
    }.get(name, {"my": "message"})
    assert message == expected
    assert bytes(message) == bytes(expected) if name in ("circular", "voevent") else True


@pytest.mark.parametrize("name", READ)
def test_reading(place: Place, environment: dict[str, str], name: str) -> None:
    place.write({"n": 1}, "text")
    shown = run(place.prepare(examples()[name]), environment)
    assert shown == ('{"n": 1}\ntext\n' if name == "earliest" else "")


def test_listening_for_ever(place: Place, environment: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", place.prepare(examples()["persist"])],
            env=environment, stdout=file, stderr=subprocess.PIPE,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not output.read_text() and time.monotonic() < deadline:
            place.write("alert")
            time.sleep(0.2)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert output.read_text().startswith("alert\n")


def test_two_topics_with_metadata(place: Place, environment: dict[str, str]) -> None:
    # The example starts at the latest message; so does a group that is given a place before.
    example = place.prepare(examples()["two topics"])
    assert run(example, environment) == ""
    early = "from hop.io import StartPosition\nfrom hop import Stream\n" + example.replace(
        "from hop import stream", "stream = Stream(start_at=StartPosition.EARLIEST)"
    )
    place.write("first")
    place.write("second", number=1)
    assert sorted(run(early, environment).splitlines()) == [
        f"first {place.topics[0]}",
        f"second {place.topics[1]}",
    ]


def test_committing_by_hand(place: Place, environment: dict[str, str]) -> None:
    example = place.prepare(examples()["by hand"])
    assert run(example, environment) == ""  # the group has its place from now on
    place.write("a", "b")
    assert run(example, environment) == f"a {place.topics[0]}\nb {place.topics[0]}\n"
    assert run(example, environment) == ""


def test_a_plugin(place: Place, environment: dict[str, str], tmp_path: Path) -> None:
    found = examples()
    module = found["donut"].replace("donut_input", "input_") + found["register"]
    (tmp_path / "my_donuts.py").write_text(module, encoding="utf-8")
    setup = found["setup"].replace("entrypoints", "entry_points")
    setup = setup.replace("my.custom.module", "my_donuts").replace(
        "    ...\n", '    name="donuts", version="1", py_modules=["my_donuts"],\n', 1
    )
    (tmp_path / "setup.py").write_text(setup, encoding="utf-8")
    build = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    target = tmp_path / "installed"
    done = subprocess.run([*build, str(target), str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    use = f"""
from hop import Stream, stream
from hop.io import StartPosition
from my_donuts import Donut
donut = Donut("yeast", "cardamom", True)
for envelope in (False, True):
    with stream.open({place.url()!r}, "w", envelope=envelope) as s:
        s.write(donut)
with Stream(start_at=StartPosition.EARLIEST).open({place.url()!r}) as s:
    messages = list(s)
assert messages == [donut, donut], messages
assert Donut.load('{{"category": "a", "flavor": "b", "has_filling": false}}').flavor == "b"
"""
    run(use, environment | {"PYTHONPATH": str(target)})
