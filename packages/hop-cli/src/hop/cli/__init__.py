"""The hop command."""
