"""Streams opened for writing."""
