"""What gcn-kafka writes and reads; it runs in that client's own environment.

    python of_gcn.py write BROKERS    messages as JSON on standard input
    python of_gcn.py read BROKERS     what it has read as JSON on standard output

The settings are those of the client: its id and secret, and where its token endpoint is. Bytes are
base64.
"""

import base64
import json
import sys
import time

from gcn_kafka import Consumer, Producer


def text(data):
    return None if data is None else base64.b64encode(data).decode()


def config(brokers, settings):
    return {
        "bootstrap.servers": brokers,
        "ssl.ca.location": settings["ca_file"],
        "https.ca.location": settings["ca_file"],
        "sasl.oauthbearer.token.endpoint.url": settings["token_url"],
    }


def write(brokers, settings):
    login = {"client_id": settings["user"], "client_secret": settings["secret"]}
    producer = Producer(config(brokers, settings), **login)
    for order in settings["messages"]:
        producer.produce(order["topic"], base64.b64decode(order["content"]))
    left = producer.flush(30)
    assert not left
    return []


def read(brokers, settings):
    login = {"client_id": settings["user"], "client_secret": settings["secret"]}
    start = {"auto.offset.reset": "earliest"}
    consumer = Consumer(config(brokers, settings) | start, **login)
    consumer.subscribe(settings["topics"])
    found = []
    end = time.monotonic() + 60
    while len(found) < settings["count"] and time.monotonic() < end:
        message = consumer.poll(0.5)
        if message is not None and message.error() is None:
            headers = [(name, text(value)) for name, value in message.headers() or []]
            found.append(
                {"value": text(message.value()), "key": text(message.key()), "headers": headers}
            )
    consumer.close()
    return found


act = {"read": read, "write": write}[sys.argv[1]]
print(json.dumps(act(sys.argv[2], json.load(sys.stdin))))
