"""Brokers by name: ``gcn:topic`` for ``kafka://kafka.gcn.nasa.gov/topic``.

A name stands for an address and for the way to log in there. Some brokers are built in. A table
``[brokers.NAME]`` of the configuration file adds a broker, or replaces a built-in one.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hop._config import toml_edit
from hop._config.auth import Auth, SASLMethod
from hop._config.secrets import is_insecure
from hop._config.settings import get_config_path
from hop._config.url import RESERVED_NAMES, is_broker_name, parse_addresses
from hop._messages import read_file
from hop.errors import ConfigError, ConfigKeyError, URLError

PROTOCOLS = ("SASL_SSL", "SASL_PLAINTEXT", "PLAINTEXT")
"""How to connect: with a credential over TLS, with a credential without TLS, or with neither."""


@dataclasses.dataclass(frozen=True, slots=True)
class Broker:
    """What a name stands for.

    Attributes:
        name: the name.
        address: ``host[:port]``, or several of one cluster, separated by commas.
        protocol: ``SASL_SSL``, ``SASL_PLAINTEXT`` or ``PLAINTEXT``.
        mechanism: the SASL mechanism; empty: that of the credential.
        token_endpoint: the URL that gives tokens for OAUTHBEARER; empty: none.
        ssl_ca_location: a file of CA certificates to trust; empty: the usual ones.
        registry: the address of its schema registry, or a folder of schemas; empty: none.
        page: the web page where one gets a credential; empty: none is known.
        built_in: whether the broker is part of hop.
    """

    name: str
    address: str
    protocol: str = "SASL_SSL"
    mechanism: str = ""
    token_endpoint: str = ""
    ssl_ca_location: str = ""
    registry: str = ""
    page: str = ""
    built_in: bool = False

    @property
    def needs_credential(self) -> bool:
        """Whether a client has to log in."""
        return self.protocol != "PLAINTEXT"

    @property
    def host(self) -> str:
        """The first address, as the hostname of a credential."""
        return self.address.partition(",")[0]

    def complete(self, auth: Auth) -> Auth:
        """Add mechanism, token endpoint and CA certificates to a credential that leaves them open.

        Raises:
            hop.errors.ConfigError: the two do not go together.
        """
        undecided = (
            auth.method is SASLMethod.SCRAM_SHA_512
            and self.mechanism not in ("", str(auth.method))
            and not auth.host
        )
        ca_file = auth.ssl_ca_location or self.ssl_ca_location or None
        if not undecided and ca_file == auth.ssl_ca_location:
            return auth
        completed = Auth(
            auth.user,
            auth.password,
            ssl=auth.ssl,
            method=self.mechanism if undecided else auth.method,
            ssl_ca_location=ca_file,
            host=auth.host,
            token_endpoint=(self.token_endpoint if undecided else auth.token_endpoint) or None,
            token_command=auth.token_command,
        )
        completed.origin = auth.origin
        return completed


def _gcn(name: str, domain: str, page: str) -> Broker:
    return Broker(
        name,
        f"kafka.{domain}:9092",
        mechanism="OAUTHBEARER",
        token_endpoint=f"https://auth.{domain}/oauth2/token",
        page=page,
        built_in=True,
    )


_BUILT_IN = (
    _gcn("gcn", "gcn.nasa.gov", "https://gcn.nasa.gov/quickstart"),
    _gcn("gcn-test", "test.gcn.nasa.gov", "https://test.gcn.nasa.gov/quickstart"),
    Broker(
        "scimma",
        "kafka.scimma.org:9092",
        mechanism="SCRAM-SHA-512",
        page="https://my.hop.scimma.org",
        built_in=True,
    ),
)


def load_brokers(environ: Mapping[str, str] | None = None) -> dict[str, Broker]:
    """All known brokers by name; those of the configuration replace built-in ones.

    ``sandbox`` is at the address in ``HOP_SANDBOX_URL``, else at ``localhost:9092``.

    Raises:
        hop.errors.ConfigError: the configuration file cannot be used; the text names the entry.
    """
    environ = os.environ if environ is None else environ
    known = {each.name: each for each in (*_BUILT_IN, _sandbox(environ))}
    try:
        path = Path(get_config_path(environ=environ))
    except ConfigError:  # there is no home folder, so there is no configuration
        return known
    tables = _tables(path)
    return known | {name: _from_table(name, table, path) for name, table in tables.items()}


def find_broker(
    name: str, environ: Mapping[str, str] | None = None, *, topics: Sequence[str] = ()
) -> Broker:
    """The broker of a name.

    Args:
        name: the name.
        environ: the environment variables; by default those of the process.
        topics: what follows the name in a URL; a number is a port, if no broker has the name.

    Raises:
        hop.errors.URLError: no broker has this name; the text offers similar names.
        hop.errors.ConfigError: the configuration file cannot be used.
    """
    known = load_brokers(environ)
    if name in known:
        return known[name]
    similar = difflib.get_close_matches(name, known, 3, 0.5)
    if not similar and len(topics) == 1 and topics[0].isdecimal():
        raise URLError(
            f"there is no broker named {name!r}; did you mean kafka://{name}:{topics[0]}/TOPIC?"
        )
    hint = (
        f"did you mean {' or '.join(similar)}?"
        if similar
        else f"known names: {', '.join(sorted(known))}."
    )
    raise URLError(
        f"there is no broker named {name!r}; {hint} Add a name with `hop configure broker add`, "
        "or use kafka://host[:port]/topic"
    )


def cure_without_credential(addresses: Sequence[str]) -> str:
    """What to do if there is no credential for some brokers, for errors.

    Args:
        addresses: ``host:port`` of each broker.
    """
    try:
        known: Iterable[Broker] = load_brokers().values()
    except ConfigError:  # a wrong file is another error
        known = _BUILT_IN
    for each in known:
        if each.needs_credential and set(addresses) & set(parse_addresses(each.address)):
            where = f" (you get one at {each.page})" if each.page else ""
            return f"store one with `hop auth add {each.name}`{where}"
    return "store one with `hop auth add`"


def add_broker(broker: Broker, *, force: bool = False) -> Path:
    """Store a broker in the configuration file.

    Args:
        broker: the broker.
        force: replace a broker of the same name.

    Returns:
        The file.

    Raises:
        hop.errors.ConfigError: an entry of the broker is wrong, the name is taken, or the file
            cannot be read or written. Nothing is written then.
    """
    _check(broker, broker.name)
    path = Path(get_config_path())
    known, tables = load_brokers(), _tables(path)
    if broker.name in known and broker.name != "sandbox" and not force:
        raise ConfigError(f"there is already a broker {broker.name}; replace it with --force")
    toml_edit.replace(path, "brokers", {**tables, broker.name: _to_table(broker)})
    return path


def remove_broker(name: str) -> Path:
    """Remove a broker from the configuration file.

    Returns:
        The file.

    Raises:
        hop.errors.ConfigError: the file has no broker of this name, or cannot be read or written.
    """
    path = Path(get_config_path())
    known = load_brokers()  # a wrong file is not written over
    tables = _tables(path)
    if name not in tables:
        why = "it is built in" if name in known else "`hop configure broker list` shows all"
        raise ConfigKeyError(f"{path} has no broker {name}; {why}")
    kept = {each: table for each, table in tables.items() if each != name}
    if kept:
        toml_edit.replace(path, "brokers", kept)
    else:
        toml_edit.remove(path, "brokers")
    return path


def _sandbox(environ: Mapping[str, str]) -> Broker:
    url = environ.get("HOP_SANDBOX_URL", "")
    address = url.removeprefix("kafka://").partition("/")[0] or "localhost:9092"
    registry = environ.get("HOP_SANDBOX_REGISTRY", "")
    return Broker("sandbox", address, "PLAINTEXT", registry=registry, built_in=True)


# The tables [brokers.NAME] of the configuration file.


def _tables(path: Path) -> dict[str, Any]:
    found = toml_edit.read(path).get("brokers", {})
    if not isinstance(found, dict):
        raise ConfigKeyError(f"{path}: brokers must be tables, [brokers.NAME]; edit the file")
    return found


def _entry_names() -> list[str]:
    return [
        each.name for each in dataclasses.fields(Broker) if each.name not in ("name", "built_in")
    ]


def _from_table(name: str, table: Any, path: Path) -> Broker:
    """A broker from its table; an error names the line."""
    where = f"{path}, [brokers.{name}]"
    if not isinstance(table, dict):
        raise ConfigKeyError(f"{where}: a broker must be a table with address, mechanism and so on")
    known = _entry_names()
    for key, value in table.items():
        place = f"{where}{_line_of(path, name, key)}"
        if key not in known:
            similar = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean {similar[0]}?" if similar else f"known are {', '.join(known)}"
            raise ConfigKeyError(f"{place}: a broker has no setting {key!r}; {hint}")
        if not isinstance(value, str):
            raise ConfigKeyError(f"{place}: {key} must be text in quotes")
    if not table.get("address"):
        raise ConfigKeyError(f'{where} has no address; add one, address = "host:port"')
    broker = Broker(name, **table)
    _check(broker, where)
    return broker


def _line_of(path: Path, name: str, key: str) -> str:
    """The line of a key, for the error; "" if the table is written in another form."""
    inside = False
    for number, line in enumerate(read_file(path).decode("utf-8-sig").splitlines(), 1):
        if line.lstrip().startswith("["):
            inside = line.split("#")[0].replace('"', "").strip() == f"[brokers.{name}]"
        elif inside and line.partition("=")[0].strip().strip("\"'") == key:
            return f", line {number}"
    return ""


def _to_table(broker: Broker) -> dict[str, str]:
    """The table of a broker, without default values."""
    values = {name: str(getattr(broker, name)) for name in _entry_names()}
    if broker.protocol == PROTOCOLS[0]:
        del values["protocol"]
    return {name: value for name, value in values.items() if value}


def _check(broker: Broker, where: str) -> None:
    """Validate a broker entry.

    Args:
        broker: the broker.
        where: the file and table, for the error.

    Raises:
        hop.errors.ConfigKeyError: an entry is wrong.
    """
    if not is_broker_name(broker.name):
        raise ConfigKeyError(
            f"{where}: {broker.name!r} cannot be the name of a broker; use letters, digits, - and "
            f"_, begin with a letter, and do not use {', '.join(RESERVED_NAMES)}"
        )
    try:
        parse_addresses(broker.address)
    except URLError as error:
        raise ConfigKeyError(f"{where}: {error}") from None
    if broker.protocol not in PROTOCOLS:
        raise ConfigKeyError(
            f"{where}: unknown protocol {broker.protocol!r}; known are {', '.join(PROTOCOLS)}"
        )
    try:
        method = SASLMethod.parse(broker.mechanism) if broker.mechanism else None
    except ConfigKeyError as error:
        raise ConfigKeyError(f"{where}: {error}") from None
    if broker.token_endpoint and method is not SASLMethod.OAUTHBEARER:
        raise ConfigKeyError(f"{where}: a token endpoint needs the mechanism OAUTHBEARER")
    if broker.token_endpoint and is_insecure(broker.token_endpoint):
        raise ConfigKeyError(
            f"{where}: the token endpoint is not secure: others could read the client secret on "
            "the way; use an address that begins with https://"
        )
