"""What stands in a Kafka record: headers, payload, and which model reads it."""
