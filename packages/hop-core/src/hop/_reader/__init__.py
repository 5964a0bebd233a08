"""Streams opened for reading."""
