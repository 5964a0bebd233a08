import json
import signal
import sys

from gcn_kafka import Consumer
from handler import handle

signal.signal(signal.SIGTERM, lambda *_: sys.exit())
config = {"bootstrap.servers": "broker.example", "security.protocol": "plaintext"}
config |= {"group.id": "desk", "auto.offset.reset": "earliest", "enable.auto.commit": False}
consumer = Consumer(config)
consumer.subscribe(["desk.alerts"])
try:
    while True:
        for message in consumer.consume(timeout=1):
            handle(json.loads(message.value()))
            consumer.commit(message)
finally:
    consumer.close()
