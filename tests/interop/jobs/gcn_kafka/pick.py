import json

from gcn_kafka import Consumer

config = {"bootstrap.servers": "broker.example", "security.protocol": "plaintext"}
consumer = Consumer(config | {"auto.offset.reset": "earliest", "enable.partition.eof": True})
consumer.subscribe(["desk.circulars"])
while not (message := consumer.poll()).error():
    subject = json.loads(message.value())["subject"]
    if subject.startswith("GRB 261104A"):
        print(subject)
