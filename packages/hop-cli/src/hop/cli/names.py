"""What the Tab key completes: URLs, groups, users and brokers. No broker is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from hop._config import Auth, bootstrap_servers, load_brokers, parse_addresses, stored_credentials
from hop.cli import remembered
from hop.errors import HopError

_SCHEME = "kafka://"


def _urls(incomplete: str) -> Iterator[str]:
    """Yield URLs: names of brokers, then addresses; or the topics of one broker."""
    user, at, rest = incomplete.rpartition("@")
    group = user.removeprefix(_SCHEME) + at
    if rest.startswith(_SCHEME) or user.startswith(_SCHEME):
        yield from _addresses(group, rest.removeprefix(_SCHEME))
        return
    name, colon, topics = rest.partition(":")
    addresses = _addresses_by_name()
    if colon:
        for topic in _topics(addresses.get(name, ""), topics):
            yield f"{group}{name}:{topic}"
        return
    yield from (f"{group}{each}:" for each in addresses if each.startswith(name))
    if not group and _SCHEME.startswith(name):
        yield from _addresses("", "")


def _addresses(group: str, rest: str) -> Iterator[str]:
    address, slash, topics = rest.partition("/")
    if slash:
        for known in remembered.brokers():
            if known in (address, f"{address}:9092"):
                for topic in _topics(known, topics):
                    yield f"{_SCHEME}{group}{address}/{topic}"
        return
    for known in remembered.brokers():
        if known.startswith(address):
            yield f"{_SCHEME}{group}{known}/"


def _topics(broker: str, text: str) -> Iterator[str]:
    before, comma, beginning = text.rpartition(",")
    for topic in remembered.topics_of(broker):
        if topic.startswith(beginning):
            yield f"{before}{comma}{topic}"


def _addresses_by_name() -> dict[str, str]:
    with suppress(HopError):
        return {
            name: bootstrap_servers(parse_addresses(each.address))
            for name, each in load_brokers().items()
        }
    return {}


def _brokers(_incomplete: str) -> Iterable[str]:
    return _addresses_by_name()


def _groups(_incomplete: str) -> Iterable[str]:
    return remembered.groups()


def _users(_incomplete: str) -> Iterable[str]:
    return dict.fromkeys(each.user for each in _stored())


def _credentials(_incomplete: str) -> Iterator[str]:
    users = [each.user for each in _stored()]
    for each in _stored():
        yield each.user if users.count(each.user) == 1 else f"{each.user}@{each.host}"


def _stored() -> list[Auth]:
    with suppress(HopError):
        return stored_credentials()
    return []


FINDERS: dict[str, Callable[[str], Iterable[str]]] = {
    "url": _urls,
    "broker": _brokers,
    "group": _groups,
    "user": _users,
    "credential": _credentials,
}
"""What finds the names of each kind."""


def complete(kind: str, incomplete: str) -> list[str]:
    """Return the names of a kind that begin with a text."""
    return [each for each in FINDERS[kind](incomplete) if each.startswith(incomplete)]
