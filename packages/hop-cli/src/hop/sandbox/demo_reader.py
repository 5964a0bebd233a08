"""The other end of the demo: a process of its own that reads a stream and shows what came."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from hop import Stream
from hop._messages.json import dumps
from hop.io import StartPosition
from hop.message import MessageModel
from hop.sandbox.narrator import narrator
from hop.sandbox.summaries import summarize


def fingerprint(message: MessageModel) -> dict[str, Any]:
    """All by which two messages can be compared, as JSON: type, fields, and the bytes sent."""
    return {
        "type": type(message).__name__,
        "content": message.serialize()["content"],
        "sha256": hashlib.sha256(bytes(message)).hexdigest(),
    }


def main(url: str, report: Path) -> None:
    """Read a stream to its end.

    Args:
        url: the stream.
        report: a file to write, with each message's fingerprint on a line.
    """
    story = narrator()
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
    with stream.open(url, "r") as messages, report.open("wb") as file:
        for message in messages:
            story.show(summarize(message))
            file.write(dumps(fingerprint(message)) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
