"""The libraries that only large messages need; they come with the extra ``large``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from hop.errors import ConfigError


def bson() -> Any:
    """The library for BSON.

    Raises:
        hop.errors.ConfigError: it is not installed.
    """
    return _library("bson", "pymongo")


def scramp() -> Any:
    """The library for SCRAM.

    Raises:
        hop.errors.ConfigError: it is not installed.
    """
    return _library("scramp", "scramp")


def _library(module: str, name: str) -> Any:
    try:
        return import_module(module)  # both are heavy
    except ImportError as error:
        raise ConfigError(
            f"large messages need the library {name}, which is not installed; run: "
            "pip install pymongo scramp"
        ) from error
