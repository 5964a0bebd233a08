"""Which source of schemas a text names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from hop._config import credential_with_host
from hop._registry.client import Registry
from hop._registry.folder import SchemaFolder
from hop._registry.store import Store
from hop.errors import ConfigError

if TYPE_CHECKING:
    from hop._wire import Schemas

_PORTS = {"http": 80, "https": 443}


def open_schemas(registry: str | os.PathLike[str] | None) -> Schemas | None:
    """Where the schemas of a stream are; nothing is asked yet.

    Args:
        registry: the address of a registry, or a folder of ``.avsc`` files; None: nowhere.

    Raises:
        hop.errors.ConfigError: it is neither, or several stored credentials fit it.
    """
    if not registry:
        return None
    text = os.fspath(registry)
    if "://" not in text:
        return SchemaFolder(Path(text))
    return _registry(text)


def open_registry(registry: str | os.PathLike[str] | None) -> Registry | None:
    """The registry that schemas are added to; nothing is asked yet.

    Args:
        registry: its address; None: there is none.

    Raises:
        hop.errors.ConfigError: it is a folder, or no such address, or several stored credentials
            fit it.
    """
    if not registry:
        return None
    text = os.fspath(registry)
    if "://" not in text:
        raise ConfigError(
            f"{text} is a folder: writing needs the address of a registry (https://…)"
        )
    return _registry(text)


def _registry(text: str) -> Registry:
    from urllib.parse import urlsplit  # urllib.parse is heavy

    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        host, port = None, 0
    if not host or parts.username is not None or parts.query or parts.fragment:
        raise ConfigError(
            "a registry is an http or https address without a password, such as "
            "https://registry.example.org, or a folder; `hop auth add` stores a password for it"
        )
    address = text.rstrip("/")
    # A credential for any host is not meant for a registry.
    auth = credential_with_host((f"{host}:{port}", host))
    return Registry(address, auth, Store.of(address))
