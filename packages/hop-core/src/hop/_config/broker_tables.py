"""The tables ``[brokers.NAME]`` of the configuration file, and what is right in them."""

from __future__ import annotations

import dataclasses
import difflib
from pathlib import Path
from typing import Any

from hop._config.brokers import PROTOCOLS, RESERVED, Broker, is_name
from hop.errors import ConfigKeyError, URLError


def _names() -> list[str]:
    return [
        each.name for each in dataclasses.fields(Broker) if each.name not in ("name", "built_in")
    ]


def from_table(name: str, table: Any, path: Path) -> Broker:
    """A broker from its table.

    Args:
        name: its name.
        table: what stands in the file.
        path: the file.

    Raises:
        hop.errors.ConfigKeyError: an entry that is missing, misspelt or wrong; the text has its
            line.
    """
    where = f"{path}, [brokers.{name}]"
    if not isinstance(table, dict):
        raise ConfigKeyError(f"{where}: a broker is a table of address, mechanism and so on")
    for key, value in table.items():
        if key not in _names():
            near = difflib.get_close_matches(key, _names(), 1)
            hint = f"is {near[0]} meant?" if near else f"there are: {', '.join(_names())}"
            line = _line_of(path, name, key)
            raise ConfigKeyError(f"{where}{line}: a broker has no setting {key!r}; {hint}")
        if not isinstance(value, str):
            raise ConfigKeyError(
                f"{where}{_line_of(path, name, key)}: {key} has to be text in quotes"
            )
    if not table.get("address"):
        raise ConfigKeyError(f'{where} has no address; add one, address = "host:port"')
    broker = Broker(name, **table)
    check(broker, where)
    return broker


def _line_of(path: Path, name: str, key: str) -> str:
    """Where a key stands, for those who mend it; "" where it is written in another form."""
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.lstrip().startswith("["):
            inside = line.split("#")[0].replace('"', "").strip() == f"[brokers.{name}]"
        elif inside and line.partition("=")[0].strip().strip("\"'") == key:
            return f", line {number}"
    return ""


def to_table(broker: Broker) -> dict[str, str]:
    """The table of a broker; what is as it is by default is left out."""
    values = {name: str(getattr(broker, name)) for name in _names()}
    if broker.protocol == PROTOCOLS[0]:
        del values["protocol"]
    return {name: value for name, value in values.items() if value}


def check(broker: Broker, where: str) -> None:
    """See that a broker can be one.

    Args:
        broker: the broker.
        where: what is said to be wrong.

    Raises:
        hop.errors.ConfigKeyError: it cannot.
    """
    from hop._config import secrets as secrecy
    from hop._config import url as urls
    from hop._config.auth import SASLMethod

    if not is_name(broker.name):
        raise ConfigKeyError(
            f"{where}: {broker.name!r} cannot be a broker's name: those are letters, digits, - and "
            f"_, begin with a letter, and are none of {', '.join(RESERVED)}"
        )
    place = None
    if "/" not in broker.address and "@" not in broker.address:
        try:
            place = urls.parse(f"kafka://{broker.address}/")
        except URLError as fault:
            raise ConfigKeyError(f"{where}: {fault}") from None
    if place is None:
        raise ConfigKeyError(
            f"{where}: {broker.address!r} is no address; give host[:port], or several with commas"
        )
    if broker.protocol not in PROTOCOLS:
        raise ConfigKeyError(
            f"{where}: unknown protocol {broker.protocol!r}; known are {', '.join(PROTOCOLS)}"
        )
    try:
        method = SASLMethod.parse(broker.mechanism) if broker.mechanism else None
    except ConfigKeyError as fault:
        raise ConfigKeyError(f"{where}: {fault}") from None
    if broker.token_endpoint and method is not SASLMethod.OAUTHBEARER:
        raise ConfigKeyError(f"{where}: a token endpoint goes with the mechanism OAUTHBEARER")
    if broker.token_endpoint and secrecy.can_be_overheard(broker.token_endpoint):
        raise ConfigKeyError(
            f"{where}: the token endpoint has no https address: the client secret could be read on "
            "the way; give one that begins with https://"
        )
