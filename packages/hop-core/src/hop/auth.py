"""Credentials for brokers: what they are, and which one a broker gets."""

from hop._config import Auth, SASLMethod, load_auth, select_matching_auth, write_auth_data

__all__ = ["Auth", "SASLMethod", "load_auth", "select_matching_auth", "write_auth_data"]
