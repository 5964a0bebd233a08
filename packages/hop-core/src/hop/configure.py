"""Where hop's configuration is, and how it is written."""

from __future__ import annotations

import getpass
import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from hop import files
from hop.errors import ConfigError, ConfigFileNotFound


def get_config_path(environ: Mapping[str, str] | None = None) -> str:
    """The path of the configuration file, whether it exists or not.

    ``$XDG_CONFIG_PATH/hop/config.toml``, else ``$XDG_CONFIG_HOME/hop/config.toml``, else
    ``~/.config/hop/config.toml``; an empty variable counts as unset, a relative one too (XDG Base
    Directory Specification).

    Raises:
        hop.errors.ConfigError: no variable is set, and there is no home either.
    """
    environ = os.environ if environ is None else environ
    candidates = (environ.get("XDG_CONFIG_PATH"), environ.get("XDG_CONFIG_HOME"), "~/.config")
    # Unlike pathlib's, this leaves the home of nobody as it is, which is then a relative path.
    expanded = (Path(os.path.expanduser(folder)) for folder in candidates if folder)  # noqa: PTH111
    folder = next((folder for folder in expanded if folder.is_absolute()), None)
    if folder is None:
        raise ConfigError("there is no home folder; set HOME or XDG_CONFIG_HOME to a full path")
    return str(folder / "hop" / "config.toml")


def write_config_file(config_file: str | os.PathLike[str], username: str, password: str) -> None:
    """Write a credential into a configuration file, readable by its owner only.

    Other tables and comments of an existing file stay as they are.

    Raises:
        hop.errors.ConfigError: the file cannot be read or written; it stays as it was.
    """
    _write_auth(Path(config_file), {"username": username, "password": password})


def set_up_configuration(
    config_file: str | os.PathLike[str],
    csv_file: str | os.PathLike[str] | None,
    *,
    force: bool = False,
) -> None:
    """Set up the configuration file with a credential.

    Args:
        config_file: the file to write.
        csv_file: the file of the credential; None to ask for user name and password, the
            latter without echo.
        force: replace a credential that is there.

    Raises:
        hop.errors.ConfigError: there is a credential already, the CSV file is wrong, a user name
            or password was not given, or the file cannot be written. Nothing is written then.
        EOFError: the input ended at a question. Nothing is written then.
    """
    from hop import credentials

    path = Path(config_file)
    if not force and "auth" in _tables(path):
        raise ConfigError(f"{path} holds a credential already; replace it with --force")
    if csv_file is None:
        print("Username: ", end="", file=sys.stderr, flush=True)
        entry = {"username": input().strip()}
        if not entry["username"]:
            raise ConfigError("no user name given; nothing was written")
        entry["password"] = getpass.getpass("Password: ")
        if not entry["password"]:
            raise ConfigError("no password given; nothing was written")
    else:
        auth = credentials.from_csv(csv_file)
        entry = {"username": auth.user, "password": auth.password}
        optional = {
            "hostname": auth.host,
            "protocol": "" if auth.ssl else "SASL_PLAINTEXT",
            "mechanism": str(auth.method) if str(auth.method) != "SCRAM-SHA-512" else "",
            "ssl_ca_location": auth.ssl_ca_location,
            "token_endpoint": auth.token_endpoint,
            "token_command": auth.token_command,
        }
        entry |= {key: value for key, value in optional.items() if value}
    _write_auth(path, entry)


def _tables(path: Path) -> Mapping[str, object]:
    try:
        return files.read_toml(path)
    except ConfigFileNotFound:
        return {}


def _write_auth(path: Path, entry: Mapping[str, str]) -> None:
    before = _tables(path)  # a file that is not TOML is not written over
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    after = {**before, "auth": dict(entry)}
    # Of some forms, as of dotted keys, tomlkit can only make another one elsewhere in the file.
    tried = (_with_auth(text, entry, anew=anew) for anew in (False, True))
    changed = next((each for each in tried if tomllib.loads(each) == after), None)
    if changed is None:
        raise ConfigError(
            f"{path} cannot be changed without loss; write its table [auth] in an editor"
        )
    files.write_private(path, changed)


def _with_auth(text: str, entry: Mapping[str, str], *, anew: bool) -> str:
    """The text of a TOML file with another table ``[auth]``, in its place or at the end."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    table = tomlkit.table()
    table.update(entry)
    try:
        document = tomlkit.parse(text)
        if anew:
            document.pop("auth", None)
        document["auth"] = table
        return tomlkit.dumps(document)
    except TOMLKitError:  # a form that this library cannot edit
        return ""
