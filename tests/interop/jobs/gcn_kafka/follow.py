from gcn_kafka import Consumer

consumer = Consumer({"bootstrap.servers": "broker.example", "security.protocol": "plaintext"})
consumer.subscribe(["desk.alerts"])
while True:
    for message in consumer.consume(timeout=1):
        print(message.value().decode())
