"""The libraries that only large messages need; they come with the extra ``large``."""

from __future__ import annotations

from typing import Any

from hop.errors import ConfigError


def bson() -> Any:
    """The library for BSON.

    Raises:
        hop.errors.ConfigError: it is not installed.
    """
    try:
        import bson as library  # bson is heavy
    except ImportError as error:
        raise _missing("pymongo") from error
    return library


def scramp() -> Any:
    """The library for SCRAM.

    Raises:
        hop.errors.ConfigError: it is not installed.
    """
    try:
        import scramp as library  # scramp is heavy
    except ImportError as error:
        raise _missing("scramp") from error
    return library


def _missing(name: str) -> ConfigError:
    return ConfigError(
        f"large messages need the library {name}, which is not installed; run: "
        "pip install pymongo scramp"
    )
