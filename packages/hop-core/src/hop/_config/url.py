"""Parse Kafka URLs. No file is read: :mod:`hop._config.target` looks up names and credentials.

A URL gives the address of its brokers, ``kafka://[groupid@]host[:port][,host2…]/topic[,topic2…]``,
or the name of a broker, ``[groupid@]name[:topic[,topic2…]]``.
"""

from __future__ import annotations

import difflib
import logging
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar, cast

from hop._config.secrets import hide
from hop.errors import URLError

_log = logging.getLogger(__name__)

DEFAULT_PORT = 9092
RESERVED_NAMES = ("kafka", "http", "https", "file")
"""Names that no broker can have: they would be taken for the scheme of a URL."""

_FORM = (
    "use kafka://[groupid@]host[:port]/topic, or the name of a broker: gcn:topic, scimma:topic, "
    "sandbox:topic"
)
_QUERY = (
    "has a query or fragment; leave it out: Kafka URLs have none, and `hop auth add` stores a "
    "credential"
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*")
# URLs as they are mistyped: kafka:/host/topic, kakfa://host/topic, host:9092/topic, gcn/topic.
_SLASHES = re.compile(r"kafka:/*([^/].*)")
_OTHER_SCHEME = re.compile(r"([a-zA-Z][\w-]*)://([^/].*)")
_ADDRESS_AND_TOPIC = re.compile(
    r"(?:[\w-]+@)?(?:(?:[\w-]+(?:\.[\w-]+)+|localhost)(?::\d+)?/[\w.,^*-]*|[\w.-]+:\d+(?:/\S*)?)"
)
_NAME_AND_TOPIC = re.compile(r"([\w-]+)/([\w.-]+)")
# Where a topic of such a name is.
_FAMILIES = {"gcn": "gcn", "igwn": "gcn", "sys": "scimma"}
_BROKER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
_TOPIC = re.compile(r"[a-zA-Z0-9._-]{1,249}")
# Letters, digits and hyphens as of RFC 1123, underscores as container networks use them.
_HOST = re.compile(r"[^\W_](?:[\w.-]{0,252}\w)?|\w", re.ASCII)
_LONGEST_SHOWN = 200
_URL = TypeVar("_URL")
# librdkafka's C strings cannot carry these, and no group has them in its name.
_UNPRINTABLE = re.compile("[\0-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class KafkaURL:
    """What a URL says.

    Attributes:
        brokers: ``host:port`` of each bootstrap broker, IPv6 in brackets; empty if the URL gives
            the name of a broker.
        topics: names, or patterns that begin with ``^``; may be empty.
        group_id: the consumer group; None if the URL has none.
        broker: the name of the broker; None if the URL gives its address.
        text: the URL as errors show it, without a password.
    """

    brokers: tuple[str, ...]
    topics: tuple[str, ...]
    group_id: str | None = None
    broker: str | None = None
    text: str = field(default="", compare=False)


def parse(url: str) -> KafkaURL:
    """Parse a URL; every part is percent-decoded.

    Raises:
        hop.errors.URLError: the text says which part is wrong. It does not show a password.
    """
    url = hide_url(url)
    shown = _without_credential(url)
    url, problem, has_password = _without_password_part(url)
    if problem:
        raise URLError(f"{shown!r} {problem}")
    if has_password:
        _warn_of_password()
    if "://" not in url:
        before, _, path = url.partition(":")
        user_info, _, name = before.rpartition("@")
        if is_broker_name(name) and "/" not in path:
            topics = _parse_topics(path, shown)
            return KafkaURL((), topics, _parse_group(user_info, shown), name, shown)
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise URLError(f"{shown!r} is not a Kafka URL: it has no scheme; {_meant(shown)}{_FORM}")
    if scheme != "kafka":
        start = f"{scheme}://" if _SCHEME.fullmatch(scheme) else "something else"
        meant = _meant(shown)
        raise URLError(f"{shown!r} is not a Kafka URL: it starts with {start}; {meant}{_FORM}")
    address, _, path = rest.partition("/")
    name, _, hosts = address.rpartition("@")
    group = _parse_group(name, shown)
    if not hosts:
        raise URLError(f"{shown!r} has no host; {_FORM}")
    topics = _parse_topics(path, shown)
    return KafkaURL(_parse_addresses(hosts, shown), topics, group, text=shown)


def _meant(text: str) -> str:
    """The URL that a mistyped one may be meant as, for an error; "" if that is not known."""
    meant = ""
    if found := _SLASHES.fullmatch(text):
        meant = f"kafka://{found[1]}"
    elif found := _OTHER_SCHEME.fullmatch(text):
        scheme, rest = found.groups()
        if difflib.get_close_matches(scheme.lower(), ("kafka",), 1, 0.7):
            meant = f"kafka://{rest}"
        elif is_broker_name(scheme) and "/" not in rest:
            meant = f"{scheme}:{rest}"
    elif _ADDRESS_AND_TOPIC.fullmatch(text):
        meant = f"kafka://{text}"
    elif (found := _NAME_AND_TOPIC.fullmatch(text)) and is_broker_name(found[1]):
        meant = f"{found[1]}:{found[2]}"
    elif (family := text.partition(".")[0]) in _FAMILIES and _TOPIC.fullmatch(text):
        meant = f"{_FAMILIES[family]}:{text}"
    return f"did you mean {meant}? Else " if meant else ""


def parse_addresses(text: str) -> tuple[str, ...]:
    """Parse ``host[:port]``, or several with commas, into ``host:port`` each.

    Raises:
        hop.errors.URLError: one is not an address.
    """
    return _parse_addresses(text, text)


def is_broker_name(text: str) -> bool:
    """Whether a broker can have this name."""
    return _BROKER_NAME.fullmatch(text) is not None and text not in RESERVED_NAMES


def bootstrap_servers(addresses: str | Sequence[str]) -> str:
    """One address or several, ``host:port`` each, as librdkafka's ``bootstrap.servers``."""
    return addresses if isinstance(addresses, str) else ",".join(addresses)


def check_topic(name: str) -> None:
    """Check that Kafka allows a topic of this name.

    Raises:
        hop.errors.URLError: it does not.
    """
    if not isinstance(name, str) or not _TOPIC.fullmatch(name) or name in (".", ".."):
        raise URLError(
            f"{name!r} cannot be a topic; use 1 to 249 letters, digits, dots, hyphens and "
            "underscores (for reading also a pattern, which begins with ^)"
        )


def with_topic(url: str, topic: str) -> str:
    """A URL without a topic, plus a topic."""
    if "://" in url:
        return f"{url.rstrip('/')}/{topic}"
    return f"{url.rstrip(':')}:{topic}"


def _parse_group(text: str, shown: str) -> str | None:
    group = _decode(text) or None
    if group and _UNPRINTABLE.search(group):
        raise URLError(f"{shown!r} has a group with characters that cannot be printed")
    return group


@cache
def _warn_of_password() -> None:
    # Once per process: one URL may be parsed several times.
    _log.warning(
        "a URL has a password, which is not used: the text before @ is a consumer group; store "
        "user and password with `hop auth add`"
    )


def _parse_addresses(text: str, shown: str) -> tuple[str, ...]:
    return tuple(_parse_address(each, shown) for each in text.split(","))


def _parse_address(text: str, shown: str) -> str:
    if text.startswith("["):
        host, closed, port = text.partition("]")
        host += closed
        good = bool(closed) and _is_ipv6(_decode(host[1:-1])) and port[:1] in ("", ":")
        port = port[1:] if port else str(DEFAULT_PORT)
    else:
        host, colon, port = text.partition(":")
        host = _decode(host)
        good = _HOST.fullmatch(host) is not None and ":" not in port
        port = port if colon else str(DEFAULT_PORT)
    if not good:
        raise URLError(
            f"{shown!r}: {text!r} is not an address with a host; use host or host:port, and "
            "brackets for IPv6, [::1]:9092"
        )
    if not re.fullmatch("0*[1-9][0-9]{0,4}", port) or int(port.lstrip("0")) > 65535:
        raise URLError(
            f"{shown!r}: {port!r} is not a port; use a number from 1 to 65535, "
            f"or leave it out for {DEFAULT_PORT}"
        )
    return f"{_decode(host)}:{int(port)}"


def _is_ipv6(text: str) -> bool:
    import ipaddress  # ipaddress is heavy

    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return re.fullmatch("[^%]+(%[a-zA-Z0-9_.-]+)?", text) is not None


def _parse_topics(path: str, shown: str) -> tuple[str, ...]:
    topics = [_parse_topic(each, shown) for each in path.split(",")] if path else []
    return tuple(dict.fromkeys(topics))


def _parse_topic(text: str, shown: str) -> str:
    name = _decode(text)
    if name.startswith("^"):
        if problem := _problem_of_pattern(name):
            raise URLError(f"{shown!r}: the pattern {name!r} is wrong: {problem}")
        return name
    check_topic(name)
    return name


def _problem_of_pattern(pattern: str) -> str | None:
    if _UNPRINTABLE.search(pattern):
        return "it has characters that cannot be printed"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a later Python may read some patterns in another way
            re.compile(pattern)
    except (re.error, OverflowError) as error:
        return str(error)
    except RecursionError:
        return "it is nested too deeply"
    return None


def hide_url(url: _URL) -> _URL:
    """A URL as a secret, which ``repr`` does not show, if it may hold a credential.

    Functions that take a URL begin with it: tools show their variables beside an error.
    """
    is_plain = not isinstance(url, str) or _without_credential(url) == url
    return url if is_plain else cast("_URL", hide(str(url)))


def _without_password_part(url: str) -> tuple[str, str, bool]:
    """A URL without its password; else what is wrong with it; and whether it had one."""
    # The problem is returned, not raised: the variables here hold the password.
    scheme, separator, rest = url.partition("://")
    address, slash, path = rest.partition("/")
    user_info, at, hosts = address.rpartition("@")
    if not separator:
        hosts, _, path = url.partition(":")
    if any(mark in part for mark in "?#" for part in (hosts, path)):
        return "", _QUERY, False
    if "@" in path:  # perhaps half of a password that has a slash: show nothing of it
        where = "a slash" if separator else "the broker"
        return "", f"has an @ after {where}; write %40 for @ and %2F for /", False
    if not separator:
        return url, "", False
    name, colon, _ = user_info.partition(":")
    return f"{scheme}://{name}{at}{hosts}{slash}{path}", "", bool(colon)


def _without_credential(url: str) -> str:
    """A URL without a password, and without what follows ? or #."""
    bare, *more = re.split("[?#]", url, maxsplit=1)
    if not more:
        return _without_password(url)
    if "@" in more[0]:  # a mark within a password, or an @ within the value of a query
        scheme, separator, _ = bare.partition("://")
        return f"{scheme}{separator}…" if separator else "…"
    return f"{_without_password(bare)}?…"


def _without_password(url: str) -> str:
    return re.sub(r"\A((?:[^:/@]*://)?[^:/@]*):.*@", r"\1:…@", url, flags=re.DOTALL)


def shown(url: str) -> str:
    """A URL, of any scheme, as errors show it: shortened, without what may be a credential."""
    bare = _without_credential(url)
    return bare if len(bare) <= _LONGEST_SHOWN else f"{bare[: _LONGEST_SHOWN - 1]}…"


def _decode(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote  # urllib.parse is heavy (it loads ipaddress)

    return unquote(text)
