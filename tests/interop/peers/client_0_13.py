"""What hop-client 0.13 writes and reads; it runs in that client's own environment.

    python client_0_13.py write URL    messages as JSON on standard input
    python client_0_13.py read URL     what it has read as JSON on standard output

Bytes are base64. An ``auth`` among the settings makes it choose a stored credential. Its HTTP
client trusts certifi's CAs and no variable: ``PEER_CA_FILE`` stands for them.
"""

import base64
import json
import os
import sys

import certifi

if CA_FILE := os.environ.get("PEER_CA_FILE"):
    certifi.where = lambda: CA_FILE

from hop import io, models


def data(text):
    return base64.b64decode(text)


def text(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def jsonable(value):
    if isinstance(value, bytes):
        return {"base64": text(value)}
    if isinstance(value, dict):
        return {key: jsonable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [jsonable(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def message_of(order):
    if "value" in order:
        return order["value"]
    if "bytes" in order:
        return data(order["bytes"])
    if order["format"] == "avro":
        return models.AvroBlob(order["content"], order.get("schema"), order.get("single", True))
    content = data(order["content"])
    # It parses circulars as text only.
    is_text = order["format"] == "circular"
    return io.Deserializer[order["format"].upper()].load(content.decode() if is_text else content)


def write(url, settings):
    offload = settings["automatic_offload"]
    with io.Stream(auth=settings["auth"]).open(url, "w", automatic_offload=offload) as stream:
        for order in settings["messages"]:
            headers = [(name, data(value)) for name, value in order.get("headers", [])]
            stream.write(
                message_of(order),
                headers=headers or None,
                test=order.get("test", False),
                key=data(order["key"]) if "key" in order else None,
            )
    return []


def described(message, metadata):
    fields = {key: each for key, each in vars(message).items() if not key.startswith("_")}
    return {
        "type": type(message).__name__,
        "bytes": text(bytes(message)) if isinstance(message, models.VOEvent) else "",
        "fields": jsonable(fields),
        "headers": [(name, text(value or b"")) for name, value in metadata.headers or []],
        "key": None if metadata.key is None else text(metadata.key),
    }


def read(url, settings):
    stream = io.Stream(settings["auth"], io.StartPosition.EARLIEST, until_eos=True)
    fetch = settings["fetch_external"]
    with stream.open(url, ignoretest=settings["ignoretest"], fetch_external=fetch) as messages:
        if fetch:
            return [described(*each) for each in messages.read(metadata=True)]
        return [described_raw(metadata) for _, metadata in messages.read_raw(metadata=True)]


def described_raw(metadata):
    # Decoded here: what it cannot decode would end its reading.
    try:
        message = io.Deserializer.deserialize(metadata._raw)
    except Exception as fault:
        return {"type": "error", "text": repr(fault)}
    return described(message, metadata)


act = {"read": read, "write": write}[sys.argv[1]]
print(json.dumps(act(sys.argv[2], json.load(sys.stdin))))
