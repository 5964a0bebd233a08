from pathlib import Path

from gcn_kafka import Consumer

config = {"bootstrap.servers": "broker.example", "security.protocol": "plaintext"}
consumer = Consumer(config | {"auto.offset.reset": "earliest", "enable.partition.eof": True})
consumer.subscribe(["desk.events"])
while not (message := consumer.poll()).error():
    Path(f"event-{message.offset()}.xml").write_bytes(message.value())
