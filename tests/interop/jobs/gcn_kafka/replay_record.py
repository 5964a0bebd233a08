import pickle
from pathlib import Path

from gcn_kafka import Consumer

config = {"bootstrap.servers": "broker.example", "security.protocol": "plaintext"}
consumer = Consumer(config | {"auto.offset.reset": "earliest", "enable.partition.eof": True})
consumer.subscribe(["desk.events"])
messages = []
while not (message := consumer.poll()).error():
    messages.append((message.value(), message.key(), message.headers()))
Path("events.pickle").write_bytes(pickle.dumps(messages))
