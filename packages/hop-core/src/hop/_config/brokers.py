"""Brokers by name: ``gcn:topic`` for ``kafka://kafka.gcn.nasa.gov/topic``.

A name stands for an address and for how one logs in there. Some are built in; the table
``[brokers.NAME]`` of the configuration file adds others, or replaces those.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hop.errors import (
    ConfigError,
    ConfigFileNotFound,
    ConfigKeyError,
    CredentialNotFound,
    URLError,
)

if TYPE_CHECKING:
    from hop._config.auth import Auth
    from hop._config.url import KafkaURL

PROTOCOLS = ("SASL_SSL", "SASL_PLAINTEXT", "PLAINTEXT")
"""How one connects: with a credential by TLS or without, or with neither."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
RESERVED = ("kafka", "http", "https", "file")
"""What would be taken for the scheme of a URL."""


@dataclasses.dataclass(frozen=True, slots=True)
class Broker:
    """What a name stands for.

    Attributes:
        name: the name.
        address: ``host[:port]``, or several of one cluster, separated by commas.
        protocol: one of :data:`PROTOCOLS`.
        mechanism: the SASL mechanism; empty for that of the credential.
        token_endpoint: the URL that gives tokens for OAUTHBEARER; empty for none.
        ssl_ca_location: a file of CA certificates to trust; empty for the usual ones.
        built_in: whether hop knows it by itself.
    """

    name: str
    address: str
    protocol: str = "SASL_SSL"
    mechanism: str = ""
    token_endpoint: str = ""
    ssl_ca_location: str = ""
    built_in: bool = False

    @property
    def needs_credential(self) -> bool:
        """Whether one logs in there."""
        return self.protocol != "PLAINTEXT"

    @property
    def host(self) -> str:
        """The first of its addresses, as a credential has it for its hostname."""
        return self.address.partition(",")[0]

    def complete(self, auth: Auth) -> Auth:
        """A credential with what it leaves open: mechanism, token endpoint, CA certificates.

        Raises:
            hop.errors.ConfigError: the two do not go together.
        """
        from hop._config.auth import Auth, SASLMethod

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


def _gcn(name: str, domain: str) -> Broker:
    return Broker(
        name,
        f"kafka.{domain}:9092",
        mechanism="OAUTHBEARER",
        token_endpoint=f"https://auth.{domain}/oauth2/token",
        built_in=True,
    )


_BUILT_IN = (
    _gcn("gcn", "gcn.nasa.gov"),
    _gcn("gcn-test", "test.gcn.nasa.gov"),
    Broker("scimma", "kafka.scimma.org:9092", mechanism="SCRAM-SHA-512", built_in=True),
)


def load(environ: Mapping[str, str] | None = None) -> dict[str, Broker]:
    """All that are known, by name: those of the configuration go before those built in.

    ``sandbox`` is where ``HOP_SANDBOX_URL`` says, else ``localhost:9092``.

    Raises:
        hop.errors.ConfigError: the configuration file cannot be used; the text names the entry.
    """
    from hop._config import broker_tables
    from hop._config import settings as configure
    from hop._config import toml_edit as tables

    environ = os.environ if environ is None else environ
    known = {each.name: each for each in (*_BUILT_IN, _sandbox(environ))}
    try:
        path = Path(configure.get_config_path(environ=environ))
    except ConfigError:  # nobody is at home here
        return known
    found = tables.read(path).get("brokers", {})
    if not isinstance(found, dict):
        raise ConfigKeyError(f"{path}: brokers are tables, [brokers.NAME]; mend it in an editor")
    return known | {
        name: broker_tables.from_table(name, table, path) for name, table in found.items()
    }


def is_name(text: str) -> bool:
    """Whether a broker can be called that."""
    return _NAME.fullmatch(text) is not None and text not in RESERVED


def find(name: str, environ: Mapping[str, str] | None = None) -> Broker:
    """The broker of that name.

    Raises:
        hop.errors.URLError: there is none; near names are offered.
        hop.errors.ConfigError: the configuration file cannot be used.
    """
    known = load(environ)
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 3, 0.5)
    hint = f"is {' or '.join(near)} meant?" if near else f"there are: {', '.join(sorted(known))}."
    raise URLError(
        f"no broker is known by the name {name!r}; {hint} Name one with `hop configure broker add`,"
        " or give kafka://host[:port]/topic"
    )


def parse(url: str) -> KafkaURL | None:
    """Take ``[groupid@]name[:topic[,topic2…]]`` apart; None where it is of another form.

    Raises:
        hop.errors.URLError: no broker has that name, or a topic cannot be one.
        hop.errors.ConfigError: the configuration file cannot be used.
    """
    from hop._config import url as urls

    before, colon, topics = url.partition(":")
    group, at, name = before.rpartition("@")
    if not is_name(name) or "/" in topics:
        return None
    if not colon and name not in load():  # a topic, perhaps, whose broker was forgotten
        return None
    broker = find(name)
    place = urls.parse(f"kafka://{group}{at}{broker.address}/{topics}")
    return dataclasses.replace(place, broker=broker)


def credential(place: KafkaURL, user: str | None = None) -> Auth | None:
    """The stored credential for a URL; None where its broker, by its name, asks for none.

    Raises:
        hop.errors.ConfigError: see :func:`hop._config.auth.load_auth`.
    """
    from hop._config.auth import load_auth

    broker = place.broker
    if broker is None:
        return load_auth(host=place.brokers, user=user)
    if not broker.needs_credential and user is None:
        return _made_for(place)
    try:
        return broker.complete(load_auth(host=place.brokers, user=user))
    except (CredentialNotFound, ConfigFileNotFound) as fault:
        raise type(fault)(f"{fault}; `hop auth add {broker.name}` asks for what it needs") from None


def add(broker: Broker, *, force: bool = False) -> Path:
    """Keep a broker in the configuration file.

    Args:
        broker: the broker.
        force: replace one of the same name.

    Returns:
        The file.

    Raises:
        hop.errors.ConfigError: a name, address, protocol, mechanism or endpoint that cannot be, one
            of that name is there, or the file cannot be read or written. Nothing is written then.
    """
    from hop._config import broker_tables
    from hop._config import settings as configure
    from hop._config import toml_edit as tables

    broker_tables.check(broker, broker.name)
    path = Path(configure.get_config_path())
    known, before = load(), tables.read(path).get("brokers", {})
    if broker.name in known and broker.name != "sandbox" and not force:
        raise ConfigError(f"there is a broker {broker.name} already; replace it with --force")
    tables.replace(path, "brokers", {**before, broker.name: broker_tables.to_table(broker)})
    return path


def remove(name: str) -> Path:
    """Take a broker out of the configuration file.

    Returns:
        The file.

    Raises:
        hop.errors.ConfigError: there is none of that name in it, or it cannot be read or written.
    """
    from hop._config import settings as configure
    from hop._config import toml_edit as tables

    path = Path(configure.get_config_path())
    load()  # a wrong file is not written over
    before = tables.read(path).get("brokers", {})
    if name not in before:
        why = "it is built in" if name in load() else "`hop configure broker list` names all"
        raise ConfigKeyError(f"{path} has no broker {name}: {why}")
    kept = {each: table for each, table in before.items() if each != name}
    if kept:
        tables.replace(path, "brokers", kept)
    else:
        tables.remove(path, "brokers")
    return path


def _sandbox(environ: Mapping[str, str]) -> Broker:
    url = environ.get("HOP_SANDBOX_URL", "")
    address = url.removeprefix("kafka://").partition("/")[0] or "localhost:9092"
    return Broker("sandbox", address, "PLAINTEXT", built_in=True)


def _made_for(place: KafkaURL) -> Auth | None:
    # A secure sandbox has one; one that is for any broker is not meant.
    from hop._config import credentials, store

    stored = [each for each in store.load() if each.host]
    try:
        return credentials.choose(stored, host=place.brokers)
    except CredentialNotFound:
        return None
