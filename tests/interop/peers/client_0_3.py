"""What hop-client 0.3 writes and reads; it runs in that client's own environment.

    python client_0_3.py write URL    messages as JSON on standard input
    python client_0_3.py read URL     what it has read as JSON on standard output

Files are base64.
"""

import base64
import json
import sys

from hop import io, models

MODELS = {"voevent": models.VOEvent, "circular": models.GCNCircular}


def message_of(order):
    if "value" in order:
        return order["value"]
    if "blob" in order:
        return models.Blob(order["blob"])
    content = base64.b64decode(order["content"])
    return MODELS[order["format"]].load(
        content.decode() if order["format"] == "circular" else content
    )


def write(url, settings):
    with io.Stream(auth=settings["auth"]).open(url, "w") as stream:
        for order in settings["messages"]:
            stream.write(message_of(order))
    return []


def read(url, settings):
    found = []
    stream = io.Stream(settings["auth"], io.StartPosition.EARLIEST, persist=False)
    with stream.open(url, "r") as messages:
        for message in messages:
            if isinstance(message, models.MessageModel):
                found.append({"type": type(message).__name__, "fields": message.asdict()})
            else:  # it hands blobs over bare
                found.append({"type": "bare", "fields": message})
    return found


act = {"read": read, "write": write}[sys.argv[1]]
print(json.dumps(act(sys.argv[2], json.load(sys.stdin))))
