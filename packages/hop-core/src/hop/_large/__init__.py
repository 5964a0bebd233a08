"""Messages too large for Kafka, kept by an HTTP service."""
