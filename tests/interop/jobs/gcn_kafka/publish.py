from pathlib import Path

from gcn_kafka import Producer

producer = Producer({"bootstrap.servers": "broker.example", "security.protocol": "plaintext"})
producer.produce("desk.copy", Path("event.xml").read_bytes())
producer.flush()
