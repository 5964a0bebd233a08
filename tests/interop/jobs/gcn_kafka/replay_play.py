import pickle
from pathlib import Path

from gcn_kafka import Producer

producer = Producer({"bootstrap.servers": "broker.example", "security.protocol": "plaintext"})
for value, key, headers in pickle.loads(Path("events.pickle").read_bytes()):
    producer.produce("desk.copy", value, key, headers=headers)
producer.flush()
