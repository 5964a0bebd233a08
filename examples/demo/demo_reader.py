"""The reader of the demo, a process of its own: it reads a stream and shows the messages."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from demo_show import narrator, summarize

from hop import Stream
from hop.io import StartPosition
from hop.message import MessageModel


def fingerprint(message: MessageModel) -> dict[str, Any]:
    """Return what two messages are compared by, as JSON: type, fields, and a hash of the bytes."""
    return {
        "type": type(message).__name__,
        "content": message.serialize()["content"],
        "sha256": hashlib.sha256(bytes(message)).hexdigest(),
    }


def main(url: str, report: Path) -> None:
    """Read a stream to its end.

    Args:
        url: the stream.
        report: a file to write, with one fingerprint on each line.
    """
    story = narrator()
    stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
    with stream.open(url, "r") as messages, report.open("w") as file:
        for message in messages:
            story.show(summarize(message))
            file.write(json.dumps(fingerprint(message)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
