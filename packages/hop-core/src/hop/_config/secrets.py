"""Secrets: hide them from what is shown of variables, and keep them from child processes."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any, SupportsIndex

_HIDDEN = "<hidden>"
# Names in credential files and of librdkafka's settings. A command may have a password in it.
_SECRET_NAMES = re.compile(r"password|passphrase|secret|\.pem$|token_command|oauthbearer\.config")
_SECRET_VARIABLES = re.compile(r"HOP_PASSWORD\Z|HOP_NOTIFY_")

CREDENTIAL_VARIABLES = (
    "HOP_USERNAME",
    "HOP_PASSWORD",
    "HOP_PASSWORD_FILE",
    "HOP_MECHANISM",
    "HOP_TOKEN_ENDPOINT",
    "HOP_CA_FILE",
)
"""The environment variables of a credential."""


class Secret(str):
    """A text that ``repr`` does not show, nor any part of it.

    Tools that show the variables of a traceback use ``repr``. In all else it is the text: it is
    equal to it, and ``str()`` and ``format()`` give it.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return _HIDDEN

    def __getitem__(self, key: SupportsIndex | slice) -> Secret:
        return Secret(super().__getitem__(key))


class _NoText:
    """Stands for a secret of a wrong type, which is shown neither."""

    def __repr__(self) -> str:
        return _HIDDEN


def hide(text: str) -> Secret:
    """A text as a secret; None stays None, for callers that pass it by mistake."""
    return Secret(text) if text is not None else text


def redact(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings, or the entries of a credential, with the secrets in them hidden, by their names.

    A secret that is not text (and so is wrong) is replaced by something that is not text either.

    Raises:
        ValueError: it is not a mapping.
    """
    if not isinstance(settings, Mapping):
        raise ValueError(
            f"settings must be a dict of names and values, not a {type(settings).__name__}"
        )
    return {
        name: _hidden(value) if _is_secret(name) and value is not None else value
        for name, value in settings.items()
    }


def _is_secret(name: Any) -> bool:
    return isinstance(name, str) and _SECRET_NAMES.search(name.lower()) is not None


def _hidden(value: Any) -> Any:
    return Secret(value) if isinstance(value, str) else _NoText()


def is_insecure(url: str) -> bool:
    """Whether others can read what is sent to an address: without TLS, and not to this machine."""
    try:
        from urllib.parse import urlsplit  # urllib.parse is heavy

        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return True
    is_local = host in ("localhost", "::1") or re.fullmatch(r"127(\.\d+){3}", host) is not None
    return parts.scheme != "https" and not (parts.scheme == "http" and is_local)


def environment_of_child() -> dict[str, str]:
    """The environment variables for a child process: all but passwords."""
    return {name: value for name, value in os.environ.items() if not _SECRET_VARIABLES.match(name)}
