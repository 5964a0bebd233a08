from confluent_kafka import TopicPartition
from gcn_kafka import Consumer

consumer = Consumer({"bootstrap.servers": "broker.example", "security.protocol": "plaintext"})
circulars = TopicPartition("desk.circulars", 0)
circulars.offset = consumer.get_watermark_offsets(circulars)[1] - 1
consumer.assign([circulars])
print(consumer.poll().value().decode())
