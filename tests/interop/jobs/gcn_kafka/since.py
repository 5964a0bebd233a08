import time

from confluent_kafka import TopicPartition
from gcn_kafka import Consumer

config = {"bootstrap.servers": "broker.example", "security.protocol": "plaintext"}
consumer = Consumer(config | {"enable.partition.eof": True})
yesterday = int((time.time() - 86400) * 1000)
consumer.assign(consumer.offsets_for_times([TopicPartition("desk.circulars", 0, yesterday)]))
while not (message := consumer.poll()).error():
    print(message.value().decode())
