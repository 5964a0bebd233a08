"""Clients of librdkafka: settings, errors, topics."""
