"""Kafka URLs: ``kafka://[groupid@]host[:port][,host2[:port]…]/topic[,topic2…]``.

Those of brokers that have a name are short: ``[groupid@]name:topic[,topic2…]``.
"""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hop.errors import URLError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hop._config.brokers import Broker

_log = logging.getLogger(__name__)

DEFAULT_PORT = 9092
_FORM = "kafka://[groupid@]host[:port]/topic[,topic2]"
_TOPIC = re.compile(r"[a-zA-Z0-9._-]{1,249}")
# Letters, digits and hyphens as of RFC 1123, underscores as container networks use them.
_HOST = re.compile(r"[^\W_](?:[\w.-]{0,252}\w)?|\w", re.ASCII)
# What librdkafka's C strings cannot carry, and what no group was ever called.
_UNPRINTABLE = re.compile("[\0-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class KafkaURL:
    """Where a stream is.

    Attributes:
        brokers: ``host:port`` of each bootstrap broker, at least one; IPv6 in brackets.
        topics: names, or patterns that begin with ``^``; may be empty.
        group_id: the consumer group, None where the URL names none.
        broker: what the URL names the broker by, None where it gives its address.
    """

    brokers: tuple[str, ...]
    topics: tuple[str, ...]
    group_id: str | None = None
    broker: Broker | None = None

    @property
    def bootstrap(self) -> str:
        """The brokers as librdkafka's ``bootstrap.servers``."""
        return bootstrap(self.brokers)


def parse(url: str) -> KafkaURL:
    """Take a URL apart; every part is percent-decoded.

    Raises:
        hop.errors.URLError: the text says which part is wrong. A password in it is not shown.
        hop.errors.ConfigError: the file that names brokers cannot be used.
    """
    if "://" not in url:
        from hop._config import brokers as names

        if (named := names.parse(url)) is not None:
            return named
    scheme, found, rest = url.partition("://")
    if not found or scheme != "kafka":
        problem = "its scheme is another" if found else "it has no scheme"
        raise URLError(f"{_shown(url)!r} is no Kafka URL: {problem}; give {_FORM}")
    address, _, path = rest.partition("/")
    if "@" in path:  # perhaps half of a password with a slash: nothing of it may be shown
        raise URLError(f"{_shown(url)!r} has an @ after a slash; write %40 for @ and %2F for /")
    user_info, _, hosts = address.rpartition("@")
    name, colon, _ = user_info.partition(":")
    if colon:
        _tell_of_password()
    group = _decoded(name) or None
    if group and _UNPRINTABLE.search(group):
        raise URLError(f"{_shown(url)!r} has a group with characters that cannot be printed")
    if not hosts:
        raise URLError(f"{_shown(url)!r} names no host; give {_FORM}")
    if "?" in path or "#" in path:
        raise URLError(f"{_shown(url)!r} has a query or fragment, which Kafka URLs have not")
    brokers = tuple(_broker(url, host) for host in hosts.split(","))
    topics = tuple(_topic(url, name) for name in path.split(",")) if path else ()
    return KafkaURL(brokers, tuple(dict.fromkeys(topics)), group)


@cache
def _tell_of_password() -> None:
    # Once: a URL is taken apart in several places.
    _log.warning(
        "a URL has a password, which is not used: what stands before @ is a consumer group; store "
        "user and password by `hop auth add`"
    )


def _broker(url: str, text: str) -> str:
    if text.startswith("["):
        host, closed, port = text.partition("]")
        host += closed
        good = bool(closed) and _is_ipv6(_decoded(host[1:-1])) and port[:1] in ("", ":")
        port = port[1:] if port else str(DEFAULT_PORT)
    else:
        host, colon, port = text.partition(":")
        host = _decoded(host)
        good = _HOST.fullmatch(host) is not None and ":" not in port
        port = port if colon else str(DEFAULT_PORT)
    if not good:
        raise URLError(
            f"{_shown(url)!r} has no usable host in {text!r}; give host or host:port, "
            "and IPv6 addresses in brackets, [::1]:9092"
        )
    if not re.fullmatch("0*[1-9][0-9]{0,4}", port) or int(port.lstrip("0")) > 65535:
        raise URLError(
            f"{_shown(url)!r} has {port!r} for a port; give a number from 1 to 65535, "
            f"or leave it out for {DEFAULT_PORT}"
        )
    return f"{_decoded(host)}:{int(port)}"


def _is_ipv6(text: str) -> bool:
    import ipaddress

    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return re.fullmatch("[^%]+(%[a-zA-Z0-9_.-]+)?", text) is not None


def _topic(url: str, text: str) -> str:
    name = _decoded(text)
    if name.startswith("^"):
        if fault := _fault_of_pattern(name):
            raise URLError(f"{_shown(url)!r}: the pattern {name!r} is wrong: {fault}")
        return name
    check_topic(name)
    return name


def _fault_of_pattern(pattern: str) -> str | None:
    if _UNPRINTABLE.search(pattern):
        return "it has characters that cannot be printed"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a later Python might read otherwise
            re.compile(pattern)
    except (re.error, OverflowError) as fault:
        return str(fault)
    except RecursionError:
        return "it is nested too deeply"
    return None


def bootstrap(addresses: str | Sequence[str]) -> str:
    """One address or several, ``host:port`` each, as librdkafka's ``bootstrap.servers``."""
    return addresses if isinstance(addresses, str) else ",".join(addresses)


def check_topic(name: str) -> None:
    """See that Kafka could have a topic of that name.

    Raises:
        hop.errors.URLError: it could not.
    """
    if not isinstance(name, str) or not _TOPIC.fullmatch(name) or name in (".", ".."):
        raise URLError(
            f"{name!r} cannot be a topic: names are 1 to 249 letters, digits, dots, hyphens and "
            "underscores (on reading, a pattern begins with ^)"
        )


def with_topic(url: str, topic: str) -> str:
    """A URL without a topic, and one."""
    if "://" in url:
        return f"{url.rstrip('/')}/{topic}"
    return f"{url.rstrip(':')}:{topic}"


def _shown(url: str) -> str:
    """The URL without what may be a password."""
    return re.sub(r"\A((?:[^:/@]*://)?[^:/@]*):.*@", r"\1:…@", url, flags=re.DOTALL)


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote  # with ipaddress: too slow to load for nothing

    return unquote(text)
