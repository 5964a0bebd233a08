"""Kafka URLs: ``kafka://[groupid@]host[:port][,host2[:port]…]/topic[,topic2…]``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from hop.errors import URLError

DEFAULT_PORT = 9092
_FORM = "kafka://[groupid@]host[:port]/topic[,topic2]"
_TOPIC = re.compile(r"[a-zA-Z0-9._-]{1,249}")
# Letters, digits and hyphens as of RFC 1123, underscores as container networks use them.
_HOST = re.compile(r"[^\W_](?:[\w.-]{0,252}\w)?|\w", re.ASCII)
_IPV6 = re.compile(r"[0-9a-fA-F:.]+(?:%[\w.-]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class KafkaURL:
    """Where a stream is.

    Attributes:
        brokers: ``host:port`` of each bootstrap broker, at least one; IPv6 in brackets.
        topics: names, or patterns that begin with ``^``; may be empty.
        group_id: the consumer group, None where the URL names none.
    """

    brokers: tuple[str, ...]
    topics: tuple[str, ...]
    group_id: str | None = None

    @property
    def bootstrap(self) -> str:
        """The brokers as librdkafka's ``bootstrap.servers``."""
        return ",".join(self.brokers)


def parse(url: str) -> KafkaURL:
    """Take a URL apart; every part is percent-decoded.

    Raises:
        hop.errors.URLError: the text says which part is wrong. A password in it is not shown.
    """
    scheme, found, rest = url.partition("://")
    if not found or scheme != "kafka":
        problem = f"its scheme is {scheme!r}" if found else "it has no scheme"
        raise URLError(f"{_shown(url)!r} is no Kafka URL: {problem}; give {_FORM}")
    address, _, path = rest.partition("/")
    user_info, _, hosts = address.rpartition("@")
    # A password after a colon is not used for anything here: credentials have files of their own.
    group = unquote(user_info.partition(":")[0]) or None
    if not hosts:
        raise URLError(f"{_shown(url)!r} names no host; give {_FORM}")
    if "?" in path or "#" in path:
        raise URLError(f"{_shown(url)!r} has a query or fragment, which Kafka URLs have not")
    brokers = tuple(_broker(url, host) for host in hosts.split(","))
    topics = tuple(_topic(url, name) for name in path.split(",")) if path else ()
    return KafkaURL(brokers, tuple(dict.fromkeys(topics)), group)


def _broker(url: str, text: str) -> str:
    if text.startswith("["):
        host, closed, port = text.partition("]")
        host += closed
        good = closed and _IPV6.fullmatch(unquote(host[1:-1])) and (not port or port[0] == ":")
        port = port[1:] if port else str(DEFAULT_PORT)
    else:
        host, colon, port = text.partition(":")
        host = unquote(host)
        good = _HOST.fullmatch(host) and ":" not in port
        port = port if colon else str(DEFAULT_PORT)
    if not good:
        raise URLError(
            f"{_shown(url)!r} has no usable host in {text!r}; give host or host:port, "
            "and IPv6 addresses in brackets, [::1]:9092"
        )
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise URLError(
            f"{_shown(url)!r} has {port!r} for a port; give a number from 1 to 65535, "
            f"or leave it out for {DEFAULT_PORT}"
        )
    return f"{unquote(host)}:{int(port)}"


def _topic(url: str, text: str) -> str:
    name = unquote(text)
    if name.startswith("^"):
        try:
            re.compile(name)
        except re.error as fault:
            raise URLError(f"{_shown(url)!r}: the pattern {name!r} is wrong: {fault}") from None
        return name
    check_topic(name)
    return name


def check_topic(name: str) -> None:
    """See that Kafka could have a topic of that name.

    Raises:
        hop.errors.URLError: it could not.
    """
    if not _TOPIC.fullmatch(name) or name in (".", ".."):
        raise URLError(
            f"{name!r} cannot be a topic: names are 1 to 249 letters, digits, dots, hyphens and "
            "underscores (on reading, a pattern begins with ^)"
        )


def _shown(url: str) -> str:
    """The URL without what may be a password."""
    return re.sub(r"(://[^/@:]*):[^/]*@", r"\1:…@", url)
