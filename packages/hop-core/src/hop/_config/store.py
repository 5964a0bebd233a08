"""The file of credentials: what is in it, and how one comes into it and goes.

Credentials are kept in ``auth.toml``. Where there is none yet, those of ``config.toml``, which had
them once, are read, and moved to ``auth.toml`` with the first change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hop._config import credentials, files
from hop._config import settings as configure
from hop._config import toml_edit as tables
from hop._config.auth import Auth
from hop._config.secrets import hide
from hop.errors import AmbiguousCredential, ConfigError, CredentialNotFound


def load() -> list[Auth]:
    """Every credential in the file, whatever variables say; none where there is no file.

    Raises:
        hop.errors.ConfigError: the file cannot be used.
    """
    path = credentials.stored_in()
    return credentials.from_file(path) if _entries(path) else []


def add(auth: Auth, *, force: bool = False) -> Path:
    """Keep a credential.

    Args:
        auth: the credential.
        force: replace one of the same user and host.

    Returns:
        The file it is kept in now.

    Raises:
        hop.errors.ConfigError: there is one of the same user and host, or the file cannot be read
            or written. Nothing is written then.
    """
    path = credentials.stored_in()
    entries = _entries(path)
    new = credentials.to_entry(auth)
    same = [
        number
        for number, stored in enumerate(load())
        if stored.user == auth.user and _same_host(stored.host, auth.host)
    ]
    if same and not force:
        raise ConfigError(
            f"{path} holds a credential of {name_of(auth)} already; replace it with --force"
        )
    if same:
        entries[same[0]] = new
    kept = [entry for number, entry in enumerate(entries) if number not in same[1:]]
    return _keep(kept if same else [*entries, new], path)


def remove(name: str) -> Auth:
    """Take a credential out of the file.

    Args:
        name: ``user``, or ``user@host``; ``user@`` is the one for any host.

    Returns:
        The credential that was removed.

    Raises:
        hop.errors.CredentialNotFound: there is none of that name.
        hop.errors.AmbiguousCredential: there are several.
        hop.errors.ConfigError: the file cannot be read or written. Nothing is written then.
    """
    path = credentials.stored_in()
    stored = load()
    user, at, host = name.rpartition("@")
    named = [
        number
        for number, auth in enumerate(stored)
        # User names may be e-mail addresses.
        if auth.user == name or (at and auth.user == user and _same_host(auth.host, host))
    ]
    if not named:
        raise CredentialNotFound(
            f"{path} holds no credential of {name}; `hop auth list` names those there are"
        )
    if len(named) > 1:
        found = ", ".join(f"{name_of(stored[number])} (entry {number + 1})" for number in named)
        raise AmbiguousCredential(
            f"{path} holds several credentials of {name}: {found}; name one by USER@HOST, the one "
            "for any host by USER@, or remove it in an editor"
        )
    _keep([entry for number, entry in enumerate(_entries(path)) if number not in named], path)
    return stored[named[0]]


def name_of(auth: Auth) -> str:
    """User and host of a credential, in words."""
    return f"{auth.user} for {auth.host}" if auth.host else auth.user


def _same_host(one: str, other: str) -> bool:
    if not one or not other:
        return one == other
    return credentials.same_host(one, other)


def _entries(path: Path) -> list[Any]:
    # Of others than hop, an entry may hold more than hop knows, which is kept.
    if not path.exists():
        return []
    auth = files.read_toml(path, private=True).get("auth", [])
    return [_hidden(each) for each in (auth if isinstance(auth, list) else [auth])]


def _hidden(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return None  # refused by those who read it
    return {key: hide(each) if isinstance(each, str) else each for key, each in entry.items()}


def _keep(entries: list[Any], source: Path) -> Path:
    path = Path(configure.get_config_path("auth"))
    tables.replace(path, "auth", entries)
    if source != path:
        # What stays behind in a config.toml beside an auth.toml that was there before is not read.
        tables.remove(source, "auth")
    return path
