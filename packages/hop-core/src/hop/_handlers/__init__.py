"""Functions that are called for each message."""
