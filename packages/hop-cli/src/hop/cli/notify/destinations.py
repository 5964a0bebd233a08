"""The destinations of notifications, as ``notify.toml`` names them."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hop._config import Secret, get_config_path, hide, is_insecure, read_secret, read_toml
from hop.cli.notify.desktop import Desktop
from hop.cli.notify.mail import Mail
from hop.cli.notify.note import Destination
from hop.cli.notify.webhook import Webhook
from hop.errors import ConfigError, ConfigFileNotFound, ConfigKeyError

_NAME = re.compile(r"[A-Za-z0-9_-]+\Z")
_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9.\[\]:-]+\Z")
_SERVER = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+)(?::(\d{1,5}))?\Z")
_SECURITY = {"starttls": 587, "tls": 465, "none": 25}
"""How a mail server is reached, and the port if none is given."""
_SECRETS = ("password", "url")


def load_destinations(path: str | None, names: Sequence[str]) -> list[Destination]:
    """The destinations in the file, in its order.

    Args:
        path: the file; None: ``notify.toml`` beside the configuration file.
        names: the names of those to use; empty: all.

    Raises:
        hop.errors.ConfigError: the file cannot be used, or has none of that name.
    """
    file = Path(path) if path else Path(get_config_path()).with_name("notify.toml")
    tables = _tables(file)
    for name in names:
        if name not in tables:
            near = difflib.get_close_matches(name, tables, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(tables)}"
            raise ConfigKeyError(f"{file} has no [notify.{name}]; {hint}")
    return [_destination(_Table(file, each, tables[each])) for each in names or tables]


def _tables(file: Path) -> dict[str, dict[str, Any]]:
    try:
        tables = read_toml(file).get("notify")
        if _has_secrets(tables):
            tables = read_toml(file, private=True).get("notify")
    except ConfigFileNotFound:
        raise ConfigFileNotFound(
            f"there is no {file}, which says who is told; write it as `hop notify --help` shows"
        ) from None
    if not isinstance(tables, dict) or not tables:
        raise ConfigKeyError(f"{file} names no destination; add one as `hop notify --help` shows")
    for name, table in tables.items():
        if not _NAME.match(name) or not isinstance(table, dict):
            raise ConfigKeyError(
                f"{file}: notify.{name!r} must be a table whose name has only letters, digits, "
                "_ and -: [notify.NAME]"
            )
    return tables


def _has_secrets(tables: Any) -> bool:
    if not isinstance(tables, dict):
        return False
    return any(isinstance(each, dict) and not each.keys().isdisjoint(_SECRETS)
               for each in tables.values())  # fmt: skip


class _Table:
    """One table of the file; what it does not say, variables may.

    Args:
        file: the file.
        name: the name of the destination.
        values: its entries.
    """

    def __init__(self, file: Path, name: str, values: Mapping[str, Any]) -> None:
        self.name, self.where = name, f"{file}, [notify.{name}]"
        self._values = {
            key: hide(each) if key in _SECRETS and isinstance(each, str) else each
            for key, each in values.items()
        }

    def check_names(self, known: Sequence[str]) -> None:
        """Refuse an entry that has no effect: it may be misspelled."""
        for key in self._values:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
                raise self.wrong(f"unknown entry {key!r}; {hint}")

    def wrong(self, text: str) -> ConfigKeyError:
        return ConfigKeyError(f"{self.where}: {text}")

    def text(self, key: str) -> str | None:
        found = self._values.get(key)
        if found is not None and (not isinstance(found, str) or not found):
            raise self.wrong(f"{key} must be text in quotes")
        return found

    def needed(self, key: str) -> str:
        found = self.text(key)
        if found is None:
            raise self.wrong(f"{key} is missing; add it")
        return found

    def secret(self, key: str) -> Secret | None:
        """A secret: of a variable, else of the file, else of the file that it names."""
        variable = f"HOP_NOTIFY_{self.name}_{key}".upper().replace("-", "_")
        if given := os.environ.get(variable):
            return Secret(given)
        if (found := self.text(key)) is not None:
            return Secret(found)
        if (named := self.text(f"{key}_file")) is None:
            return None
        found, problem = read_secret(Path(named).expanduser())
        if problem or not found:
            raise ConfigError(f"{self.where}: {key}_file: {named} {problem or 'is empty'}")
        return found

    def addresses(self, key: str) -> tuple[str, ...]:
        found = self._values.get(key)
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not listed:
            raise self.wrong(f'{key} must be a list of addresses, ["you@example.org"]')
        for each in listed:
            if not isinstance(each, str) or not _ADDRESS.match(each):
                raise self.wrong(f"{key}: {each!r} is no address such as you@example.org")
        return tuple(dict.fromkeys(listed))


def _destination(table: _Table) -> Destination:
    kind = table.needed("type")
    if kind not in _MAKERS:
        raise table.wrong(f"type must be one of {', '.join(_MAKERS)}, not {kind!r}")
    return _MAKERS[kind](table)


def _mail(table: _Table) -> Mail:
    table.check_names(
        ("type", "server", "security", "username", "password", "password_file", "from", "to",
         "ssl_ca_location")
    )  # fmt: skip
    security = table.text("security")
    match = _SERVER.match(table.needed("server"))
    if match is None or int(match[2] or 1) not in range(1, 2**16):
        raise table.wrong("server must be HOST or HOST:PORT")
    host, port = match[1].strip("[]"), match[2] and int(match[2])
    if security is None:
        security = "tls" if port == _SECURITY["tls"] else "starttls"
    if security not in _SECURITY:
        raise table.wrong(f"security must be one of {', '.join(_SECURITY)}, not {security!r}")
    user, password = table.text("username"), table.secret("password")
    if (user is None) != (password is None):
        raise table.wrong("username and password belong together; add the other one")
    if security == "none" and user is not None and is_insecure(f"http://{match[1]}"):
        raise table.wrong(
            'with security = "none" others could read the password; use starttls or tls, or leave '
            "out username and password"
        )
    (sender,) = table.addresses("from")[:1]
    return Mail(
        name=table.name,
        host=host,
        port=port or _SECURITY[security],
        security=security,
        user=user,
        password=password or Secret(),
        sender=sender,
        recipients=table.addresses("to"),
        ca_file=table.text("ssl_ca_location"),
    )


def _webhook(table: _Table) -> Webhook:
    table.check_names(("type", "url", "url_file", "ssl_ca_location"))
    url = table.secret("url")
    if url is None:
        raise table.wrong("url is missing; add the address of the incoming webhook, or url_file")
    if is_insecure(url):
        raise table.wrong("url must begin with https://; otherwise others could read the address")
    return Webhook(table.name, table.needed("type"), url, table.text("ssl_ca_location"))


def _desktop(table: _Table) -> Desktop:
    table.check_names(("type",))
    return Desktop(table.name)


_MAKERS: dict[str, Callable[[_Table], Destination]] = {
    "mail": _mail,
    "slack": _webhook,
    "mattermost": _webhook,
    "desktop": _desktop,
}
