"""Stored credentials: read them, choose the one for a broker, and change the file.

Credentials are kept in ``auth.toml``. If there is no such file, those in ``config.toml`` (an older
place) are read, and the first change moves them to ``auth.toml``.
"""

from __future__ import annotations

import csv
import io
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hop._config import files, toml_edit
from hop._config.auth import Auth, SASLMethod
from hop._config.brokers import cure_without_credential
from hop._config.secrets import Secret, hide, redact
from hop._config.settings import get_config_path
from hop._config.url import DEFAULT_PORT
from hop._messages import read_file
from hop.errors import (
    AmbiguousCredential,
    ConfigError,
    ConfigFileNotFound,
    ConfigKeyError,
    CredentialNotFound,
)

_log = logging.getLogger(__name__)

_TEXTS = (
    "username",
    "password",
    "hostname",
    "protocol",
    "mechanism",
    "ssl_ca_location",
    "token_endpoint",
    "token_command",
)
_VARIABLES = {
    "HOP_USERNAME": "username",
    "HOP_PASSWORD": "password",
    "HOP_MECHANISM": "mechanism",
    "HOP_TOKEN_ENDPOINT": "token_endpoint",
    "HOP_CA_FILE": "ssl_ca_location",
}


def load_auth(
    config_file: str | os.PathLike[str] | None = None,
    *,
    host: str | Sequence[str] | None = None,
    user: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Auth:
    """The stored credential for a broker.

    It is read from the ``HOP_*`` variables if they name a user, else from ``auth.toml``, else from
    the table ``[auth]`` of ``config.toml``; or from the file in ``config_file``.

    Args:
        config_file: a file to read instead of the default ones.
        host: ``host`` or ``host:port`` of the broker, or of several brokers of one cluster; None:
            any.
        user: the user name the credential must have.
        environ: the environment variables; by default those of the process.

    Raises:
        KeyError: (a ConfigKeyError) an entry is missing in the file; (a CredentialNotFound) none
            fits.
        FileNotFoundError: (a ConfigFileNotFound) the file does not exist.
        hop.errors.AmbiguousCredential: several fit.
        hop.errors.ConfigError: the file cannot be used: other users can read it, or it is not TOML.
    """
    return choose(load_credentials(config_file, environ), host=host, user=user)


def load_credentials(
    config_file: str | os.PathLike[str] | None = None, environ: Mapping[str, str] | None = None
) -> list[Auth]:
    """Every stored credential.

    Args:
        config_file: the file; None: the variables, else the default files.
        environ: the environment variables; by default those of the process.

    Raises:
        hop.errors.ConfigError: see :func:`load_auth`.
    """
    if config_file is not None:
        return from_file(Path(config_file))
    if from_variables := _from_variables(os.environ if environ is None else environ):
        return [from_variables]
    return from_file(credentials_path())


def credentials_path() -> Path:
    """The file of credentials: ``auth.toml`` if it exists, else ``config.toml``.

    Raises:
        hop.errors.ConfigError: there is no home folder.
    """
    separate = Path(get_config_path("auth"))
    return separate if separate.exists() else Path(get_config_path())


def from_file(path: Path) -> list[Auth]:
    """The credentials of a TOML file: a table ``[auth]``, or a list of them.

    Raises:
        hop.errors.ConfigKeyError: no ``auth``, or a wrong entry.
        hop.errors.ConfigFileNotFound: the file does not exist.
        hop.errors.ConfigError: other users can read it, or it is not TOML.
    """
    entries = _entries(files.read_toml(path, private=True))
    if entries is None:
        raise ConfigKeyError(f"{path} has no [auth] table; create one with `hop configure setup`")
    return [
        from_entry(entry, f"{path}, auth entry {number}") for number, entry in enumerate(entries, 1)
    ]


def _entries(tables: Mapping[str, Any]) -> list[Any] | None:
    """The credentials of a file, with their secrets hidden; None if it has no table of them."""
    if "auth" not in tables:
        return None
    auth = tables["auth"]
    return [
        redact(entry) if isinstance(entry, dict) else None
        for entry in (auth if isinstance(auth, list) else [auth])
    ]


def from_entry(entry: Any, where: str) -> Auth:
    """Make a credential of its table.

    Args:
        entry: the value in the file.
        where: file and entry, for errors.

    Raises:
        hop.errors.ConfigKeyError: a value is missing or wrong.
    """
    if not isinstance(entry, dict):
        raise ConfigKeyError(f"{where}: a credential must be a table with username and password")
    for key in _TEXTS:
        if not isinstance(entry.get(key, ""), str):
            raise ConfigKeyError(f"{where}: {key} must be text in quotes")
    if not entry.get("username"):
        raise ConfigKeyError(f"{where} has no username; add it, or run `hop configure setup`")
    if "password" not in entry:
        raise ConfigKeyError(f"{where} has no password; add it, or run `hop configure setup`")
    protocol = entry.get("protocol", "").upper()
    try:
        auth = Auth(
            entry["username"],
            entry["password"],
            ssl=protocol != "SASL_PLAINTEXT",
            method=_mechanism(entry),
            ssl_ca_location=entry.get("ssl_ca_location") or None,
            host=entry.get("hostname", ""),
            token_endpoint=entry.get("token_endpoint") or None,
            token_command=entry.get("token_command") or None,
        )
    except ConfigError as error:
        raise ConfigKeyError(f"{where}: {error}") from None
    auth.origin = where
    return auth


def _mechanism(entry: Mapping[str, Any]) -> str | None:
    name: str | None = entry.get("mechanism") or None
    # For a CSV file with an empty cell, hop-client writes OAUTHBEARER without an endpoint; the
    # password is meant.
    empty = entry.get("token_endpoint") == "" and not entry.get("token_command")
    if name and name.upper() == str(SASLMethod.OAUTHBEARER) and empty and entry["password"]:
        return None
    return name


def to_entry(auth: Auth) -> dict[str, str]:
    """The table of a credential for a file, without default values."""
    optional = {
        "hostname": auth.host,
        "protocol": "" if auth.ssl else "SASL_PLAINTEXT",
        "mechanism": "" if auth.method is SASLMethod.SCRAM_SHA_512 else str(auth.method),
        "ssl_ca_location": auth.ssl_ca_location,
        "token_endpoint": auth.token_endpoint,
        "token_command": auth.token_command,
    }
    entry = {"username": auth.user, "password": auth.password}
    return entry | {key: value for key, value in optional.items() if value}


def credential_from_csv(path: str | os.PathLike[str]) -> Auth:
    """The credential in a CSV file: a header line, and one line of values.

    Columns: ``username`` and ``password``, and any of ``hostname``, ``mechanism``, ``protocol``,
    ``ssl_ca_location``, ``token_endpoint``, ``token_command``; an empty cell counts as absent.

    Raises:
        hop.errors.ConfigFileNotFound: the file does not exist.
        hop.errors.ConfigError: the file has no line of values, or a column is missing.
    """
    try:
        entry, problem = _first_row(read_file(path), str(path))
    except FileNotFoundError:
        raise ConfigFileNotFound(f"there is no credentials file {path}; check the path") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    if problem:
        raise ConfigError(f"{path} {problem}; write a header line and a line of values")
    return from_entry(entry, f"{path}, line 2")


def _first_row(data: bytes, name: str) -> tuple[dict[str, Any], str]:
    # The problem is returned, not raised: Python's errors hold the text of the file, with secrets.
    try:
        text = io.StringIO(data.decode("utf-8-sig"), newline="")
        rows = csv.DictReader(text, skipinitialspace=True)
        row, another = next(rows, None), next(rows, None)
    except (UnicodeDecodeError, csv.Error):
        return {}, "is not a CSV file in UTF-8"
    if row is None:
        return {}, "holds no credential"
    if another is not None:
        _log.warning("%s has more than one line of values; hop uses the first", name)
    cells = {
        key.strip().lower(): value
        for key, value in row.items()
        if isinstance(key, str) and isinstance(value, str) and value.strip()
    }
    # White space may be part of a password.
    entry = {key: cell if key == "password" else cell.strip() for key, cell in cells.items()}
    if "token_command" in entry:
        entry.setdefault("password", "")
    return redact(entry), ""


def _from_variables(environ: Mapping[str, str]) -> Auth | None:
    environ = redact({name: value for name, value in environ.items() if name.startswith("HOP_")})
    if not environ.get("HOP_USERNAME"):
        return None
    entry = {key: environ[name] for name, key in _VARIABLES.items() if environ.get(name)}
    if file := environ.get("HOP_PASSWORD_FILE"):
        entry["password"], problem = read_secret(Path(file))
        if problem:
            raise ConfigError(f"HOP_PASSWORD_FILE: {file} {problem}")
    if "password" not in entry:
        raise ConfigKeyError("HOP_USERNAME is set; set HOP_PASSWORD or HOP_PASSWORD_FILE too")
    return from_entry(entry, "the HOP_* variables")


def read_secret(file: Path) -> tuple[Secret, str]:
    """The secret in a file, without the end of its line; and what is wrong with the file, or ""."""
    # The problem is returned, not raised, and Python's errors never hold a byte of the file.
    try:
        text = read_file(file).decode(errors="replace")
    except OSError as error:
        return Secret(), f"cannot be read: {error.strerror}"
    if "\N{REPLACEMENT CHARACTER}" in text:
        return Secret(), "is not text in UTF-8"
    return Secret(text.rstrip("\r\n")), ""


def choose(
    stored: Iterable[Auth], *, host: str | Sequence[str] | None = None, user: str | None = None
) -> Auth:
    """Choose the credential that fits; one for the host goes before one for any host.

    Args:
        stored: the credentials to choose from.
        host: ``host`` or ``host:port`` of the broker, or of several brokers of one cluster: a
            credential for one of them fits; None: any.
        user: the user name the credential must have.

    Raises:
        hop.errors.CredentialNotFound: none fits.
        hop.errors.AmbiguousCredential: several fit equally well.
    """
    hosts = [host] if isinstance(host, str) else host
    fitting = [auth for auth in stored if user is None or auth.user == user]
    if hosts is not None:
        exact = [
            auth for auth in fitting if auth.host and any(same_host(auth.host, h) for h in hosts)
        ]
        fitting = exact or [auth for auth in fitting if not auth.host]
    if len(hosts or ()) > 1:  # one credential may be stored for each of the brokers
        fitting = list({_without_host(auth): auth for auth in reversed(fitting)}.values())[::-1]
    wanted = _wanted(hosts, user)
    if not fitting:
        raise CredentialNotFound(missing(hosts, user))
    if len(fitting) > 1:
        names = ", ".join(
            auth.user
            + (f" for {auth.host}" if auth.host else "")
            + (f" ({auth.origin})" if auth.origin else "")
            for auth in fitting
        )
        raise AmbiguousCredential(
            f"several stored credentials fit{wanted}: {names}; choose one with --user NAME, or "
            "Stream(auth=load_auth(user=NAME)), or give each its hostname"
        )
    return fitting[0]


def missing(
    hosts: Sequence[str] | None, user: str | None = None, *, file: Path | None = None
) -> str:
    """The text for a credential that is not stored: what is missing, and the cure.

    Args:
        hosts: ``host:port`` of each broker; None: any.
        user: the user name that the credential must have; None: any.
        file: the file of credentials, if it does not exist.
    """
    why = "" if file is None else f", since there is no file {file}"
    cure = cure_without_credential(hosts or ())
    without = "" if cure.endswith(")") else ", or connect without one (--no-auth, auth=False)"
    return f"there is no stored credential{_wanted(hosts, user)}{why}; {cure}{without}"


def _wanted(hosts: Sequence[str] | None, user: str | None) -> str:
    return (f" for {' or '.join(hosts)}" if hosts else "") + (
        f" with the user name {user}" if user else ""
    )


def select_matching_auth(
    creds: Auth | Iterable[Auth], hostname: str, username: str | None = None
) -> Auth:
    """Choose the credential for a host, as hop-client's function of this name.

    ``load_auth(host=…, user=…)`` reads and chooses in one call.

    Args:
        creds: the credentials to choose from, or what :func:`load_auth` gave.
        hostname: ``host`` or ``host:port`` of the broker.
        username: the user name the credential must have.

    Raises:
        hop.errors.CredentialNotFound: none fits.
        hop.errors.AmbiguousCredential: several fit equally well.
    """
    stored = [creds] if isinstance(creds, Auth) else creds
    return choose(stored, host=hostname, user=username)


def _without_host(auth: Auth) -> tuple[tuple[str, str], ...]:
    return tuple(each for each in to_entry(auth).items() if each[0] != "hostname")


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are equal; a missing port is 9092."""
    return _with_port(one) == _with_port(other)


def _with_port(address: str) -> str:
    address = address.lower().removeprefix("kafka://").rstrip("/")
    bare = address.rpartition("]")[2] if address.startswith("[") else address
    return address if ":" in bare else f"{address}:{DEFAULT_PORT}"


# Changes of the file of credentials.


def write_config_file(config_file: str | os.PathLike[str], username: str, password: str) -> None:
    """Write a credential into a configuration file, which only its owner can read then.

    Other tables and comments of an existing file stay as they are.

    Raises:
        hop.errors.ConfigError: the file cannot be read or written; it stays as it was.
    """
    password = hide(password)
    toml_edit.replace(Path(config_file), "auth", {"username": username, "password": password})


def write_auth_data(
    config_file: str | os.PathLike[str], credentials: Auth | Iterable[Auth]
) -> None:
    """Write credentials into a file, as hop-client's function of this name.

    They replace the credentials in it. Afterwards only its owner can read the file.

    Raises:
        hop.errors.ConfigError: the file cannot be read or written; it stays as it was.
    """
    stored = [credentials] if isinstance(credentials, Auth) else credentials
    toml_edit.replace(Path(config_file), "auth", [to_entry(auth) for auth in stored])


def stored_credentials() -> list[Auth]:
    """Every credential in the file of credentials, without a look at variables.

    Raises:
        hop.errors.ConfigError: the file cannot be used.
    """
    path = credentials_path()
    return from_file(path) if _stored_entries(path) else []


def add_credential(auth: Auth, *, force: bool = False) -> Path:
    """Store a credential in the file of credentials.

    Args:
        auth: the credential.
        force: replace a credential of the same user and host.

    Returns:
        The file.

    Raises:
        hop.errors.ConfigError: there is already one of this user and host, or the file cannot be
            read or written. Nothing is written then.
    """
    path = credentials_path()
    entries = _stored_entries(path)
    new = to_entry(auth)
    same = [
        number
        for number, stored in enumerate(stored_credentials())
        if stored.user == auth.user and _is_same_host(stored.host, auth.host)
    ]
    if same and not force:
        raise ConfigError(
            f"{path} already holds a credential of {describe(auth)}; replace it with --force"
        )
    if same:
        entries[same[0]] = new
    kept = [entry for number, entry in enumerate(entries) if number not in same[1:]]
    return _keep(kept if same else [*entries, new], path)


def remove_credential(name: str) -> Auth:
    """Remove a credential from the file of credentials.

    Args:
        name: ``user``, or ``user@host``; ``user@`` for the credential for any host.

    Returns:
        The credential that was removed.

    Raises:
        hop.errors.CredentialNotFound: there is none of this name.
        hop.errors.AmbiguousCredential: there are several.
        hop.errors.ConfigError: the file cannot be read or written. Nothing is written then.
    """
    path = credentials_path()
    stored = stored_credentials()
    user, at, host = name.rpartition("@")
    named = [
        number
        for number, auth in enumerate(stored)
        # User names may be e-mail addresses.
        if auth.user == name or (at and auth.user == user and _is_same_host(auth.host, host))
    ]
    if not named:
        raise CredentialNotFound(f"{path} holds no credential of {name}; `hop auth list` shows all")
    if len(named) > 1:
        found = ", ".join(f"{describe(stored[number])} (entry {number + 1})" for number in named)
        raise AmbiguousCredential(
            f"{path} holds several credentials of {name}: {found}; write USER@HOST for one, "
            "USER@ for the one for any host, or remove it in an editor"
        )
    _keep(
        [entry for number, entry in enumerate(_stored_entries(path)) if number not in named], path
    )
    return stored[named[0]]


def describe(auth: Auth) -> str:
    """User and host of a credential, in words."""
    return f"{auth.user} for {auth.host}" if auth.host else auth.user


def _is_same_host(one: str, other: str) -> bool:
    if not one or not other:
        return one == other
    return same_host(one, other)


def _stored_entries(path: Path) -> list[Any]:
    # An entry written by another program may hold more than hop knows; this is kept.
    if not path.exists():
        return []
    auth = files.read_toml(path, private=True).get("auth", [])
    return [_with_hidden_texts(each) for each in (auth if isinstance(auth, list) else [auth])]


def _with_hidden_texts(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return None  # from_entry refuses it
    return {key: hide(each) if isinstance(each, str) else each for key, each in entry.items()}


def _keep(entries: list[Any], source: Path) -> Path:
    path = Path(get_config_path("auth"))
    toml_edit.replace(path, "auth", entries)
    if source != path:
        # The table of a config.toml is not read if an auth.toml existed before; it stays then.
        toml_edit.remove(source, "auth")
    return path
