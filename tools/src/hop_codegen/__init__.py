"""Validated Python dataclasses of alert messages, from schemas."""
