"""Resolve a URL into a target: where to connect, and with which credential.

Done once for each stream or command. The name of a broker and the credential come from files.
"""

from __future__ import annotations

from dataclasses import dataclass

from hop._config.auth import Auth
from hop._config.brokers import Broker, find_broker
from hop._config.credentials import (
    choose,
    credentials_path,
    load_auth,
    missing,
    stored_credentials,
)
from hop._config.url import (
    KafkaURL,
    bootstrap_servers,
    hide_url,
    parse,
    parse_addresses,
    with_topic,
)
from hop.errors import ConfigFileNotFound, CredentialNotFound, URLError


@dataclass(frozen=True, slots=True)
class Target:
    """Where a stream is, and how to log in there.

    Attributes:
        brokers: ``host:port`` of each bootstrap broker, at least one.
        topics: names, or patterns that begin with ``^``; may be empty.
        group_id: the consumer group; None without one.
        broker: the entry of the broker, if the URL gives its name; else None.
        auth: the credential; None to connect without one.
        text: the URL as errors show it, without a password.
    """

    brokers: tuple[str, ...]
    topics: tuple[str, ...]
    group_id: str | None
    broker: Broker | None
    auth: Auth | None
    text: str

    @property
    def bootstrap(self) -> str:
        """The brokers as librdkafka's ``bootstrap.servers``."""
        return bootstrap_servers(self.brokers)

    @property
    def user(self) -> str | None:
        """The user name of the credential; None without one."""
        return self.auth.user if self.auth else None


def resolve(
    url: str | KafkaURL | Target,
    *,
    auth: bool | Auth = True,
    group_id: str | None = None,
    user: str | None = None,
) -> Target:
    """Find out where to connect, and with which credential.

    Args:
        url: a URL, or one that is parsed; a target is returned as it is.
        auth: a credential; True: the stored one for the brokers; False: none.
        group_id: the consumer group, instead of that of the URL.
        user: the user name that the stored credential must have.

    Raises:
        hop.errors.URLError: a wrong URL, or an unknown name of a broker.
        hop.errors.ConfigError: no stored credential fits, or a file cannot be used.
    """
    if isinstance(url, Target):
        return url
    url = hide_url(url)
    parsed = parse(url) if isinstance(url, str) else url
    broker = None if parsed.broker is None else find_broker(parsed.broker, topics=parsed.topics)
    brokers = parsed.brokers if broker is None else parse_addresses(broker.address)
    chosen = stored_credential_for(brokers, broker, user) if auth is True else auth or None
    group = group_id or parsed.group_id
    return Target(brokers, parsed.topics, group, broker, chosen, parsed.text)


def check_topics(url: KafkaURL | Target) -> None:
    """Check that a URL has a topic.

    Raises:
        hop.errors.URLError: it has none, or it is the name of a topic, without a broker.
    """
    if url.topics:
        return
    if isinstance(url, KafkaURL) and url.broker is not None:
        find_broker(url.broker)  # a topic alone looks like the name of a broker
    raise URLError(f"{url.text!r} has no topic; use {with_topic(url.text, 'TOPIC')}")


def stored_credential_for(
    brokers: tuple[str, ...], broker: Broker | None, user: str | None = None
) -> Auth | None:
    """The stored credential for some brokers; None if their entry says that they need none.

    Args:
        brokers: ``host:port`` of each.
        broker: their entry, if they have a name.
        user: the user name that the credential must have.

    Raises:
        hop.errors.ConfigError: see :func:`hop.auth.load_auth`.
    """
    if broker is not None and not broker.needs_credential and user is None:
        return credential_with_host(brokers)
    try:
        found = load_auth(host=brokers, user=user)
    except ConfigFileNotFound:
        raise ConfigFileNotFound(missing(brokers, user, file=credentials_path())) from None
    return found if broker is None else broker.complete(found)


def credential_with_host(brokers: tuple[str, ...]) -> Auth | None:
    """The stored credential that names one of some hosts; None if there is none.

    Raises:
        hop.errors.ConfigError: several fit, or a file cannot be used.
    """
    # A secure sandbox has a credential of its own; one for any host is not meant for it.
    stored = [each for each in stored_credentials() if each.host]
    try:
        return choose(stored, host=brokers)
    except CredentialNotFound:
        return None
