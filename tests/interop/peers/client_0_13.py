"""What hop-client 0.13 writes and reads; it runs in that client's own environment.

    python client_0_13.py write URL    messages as JSON on standard input
    python client_0_13.py read URL     what it has read as JSON on standard output

Bytes are base64. An ``auth`` among the settings makes it choose a stored credential.
"""

import base64
import json
import sys

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
    with io.Stream(auth=settings["auth"]).open(url, "w", automatic_offload=False) as stream:
        for order in settings["messages"]:
            headers = [(name, data(value)) for name, value in order.get("headers", [])]
            stream.write(
                message_of(order),
                headers=headers or None,
                test=order.get("test", False),
                key=data(order["key"]) if "key" in order else None,
            )
    return []


def read(url, settings):
    stream = io.Stream(settings["auth"], io.StartPosition.EARLIEST, until_eos=True)
    found = []
    with stream.open(url, "r", ignoretest=settings["ignoretest"], fetch_external=False) as messages:
        # One that it cannot decode would end its reading.
        for _, metadata in messages.read_raw(metadata=True):
            try:
                message = io.Deserializer.deserialize(metadata._raw)
            except Exception as fault:
                found.append({"type": "error", "text": repr(fault)})
                continue
            fields = {key: each for key, each in vars(message).items() if not key.startswith("_")}
            found.append(
                {
                    "type": type(message).__name__,
                    "bytes": text(bytes(message)) if isinstance(message, models.VOEvent) else "",
                    "fields": jsonable(fields),
                    "headers": [
                        (name, text(value or b"")) for name, value in metadata.headers or []
                    ],
                    "key": None if metadata.key is None else text(metadata.key),
                }
            )
    return found


act = {"read": read, "write": write}[sys.argv[1]]
print(json.dumps(act(sys.argv[2], json.load(sys.stdin))))
