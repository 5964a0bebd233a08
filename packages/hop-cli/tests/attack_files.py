"""Files that are meant to harm, given to the command, and what each costs.

Run as a program it runs the command on each in a process of its own, and prints a line of JSON
for it. The files are the messages that hop-models is attacked with.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from calibration import Stopwatch

from hop.cli import main as command

NOWHERE = "kafka://localhost:1/topic"
MESSAGES = Path(__file__).parents[2] / "hop-models" / "tests" / "attacks.py"


def attacks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("attacks", MESSAGES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands(known: ModuleType, ways: Any, name: str) -> Iterator[list[str]]:
    """The commands that read such a file before they do anything else."""
    formats = {id(known.XML): "VOEVENT", id(known.JSON): "JSON", id(known.AVRO): "AVRO"}
    formats[id(known.TEXT)] = "GCNTEXTNOTICE"
    if id(ways) not in formats:
        return
    form = formats[id(ways)]
    yield ["publish", "--no-auth", "-f", form, NOWHERE, "FILE"]
    yield ["validate", "-f", form, "FILE"]
    yield ["alert", "-f", form, "FILE"]
    if form == "JSON" and "digits" not in name:  # which is text to a BLOB
        yield ["publish", "--no-auth", "-f", "BLOB", NOWHERE, "FILE"]
        yield ["publish", "--no-auth", "-f", "LVKALERT", NOWHERE, "FILE"]


def run(arguments: list[str], folder: Path) -> dict[str, Any]:
    """What running the command costs, and what it says."""
    told = folder / "told"
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        descriptor = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        watch = Stopwatch()
        code = command(arguments)
        growth = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        seconds = watch.seconds()
        sys.stdout.flush()
        size = growth // (2**20 if sys.platform == "darwin" else 2**10)
        os.write(writing, json.dumps([code, seconds, size]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    code, seconds, size = json.loads(text) if text else (-1, 0, 0)
    return {"code": code, "seconds": seconds, "megabytes": size, "told": told.read_text()}


def main() -> None:
    secret, server, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    known = attacks()
    file = folder / "file"
    file.write_text("{}")
    for form in ("VOEVENT", "JSON", "AVRO", "LVKALERT", "CIRCULAR", "GCNTEXTNOTICE"):
        command(["validate", "-f", form, str(file)])  # what is loaded once is no cost of an attack
    sys.stdout.flush()
    print("---", flush=True)
    for name, content, ways in known.refused(secret, server):
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        del content
        for arguments in commands(known, ways, name):
            given = [str(file) if each == "FILE" else each for each in arguments]
            print(json.dumps({"attack": name, "as": arguments, **run(given, folder)}), flush=True)


if __name__ == "__main__":
    main()
