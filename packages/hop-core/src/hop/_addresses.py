"""To which addresses hop connects when a message names a server."""

from __future__ import annotations

import ipaddress
import socket
import threading
from typing import Any

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def resolve(host: str, port: int, seconds: float) -> list[Any]:
    """The addresses of a host, as :func:`socket.getaddrinfo` gives them, within so much time.

    Raises:
        OSError: it has none; a TimeoutError: nobody says in time.
    """
    answers: list[Any] = []

    def look_up() -> None:
        try:
            answers.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.append(error)

    # In a thread: the system's resolver has no limit of time that a program could set.
    thread = threading.Thread(target=look_up, name="hop-resolver", daemon=True)
    thread.start()
    thread.join(seconds)
    if not answers:
        raise TimeoutError
    if isinstance(answers[0], Exception):
        raise answers[0]
    found: list[Any] = answers[0]
    return found


def are_public(addresses: list[Any]) -> bool:
    """Whether all these addresses are in the public network.

    Args:
        addresses: what :func:`resolve` gave. Connect to these, not to the name: its next answer
            may be another.
    """
    return all(_is_public(each[4][0]) for each in addresses)


def _is_public(address: str) -> bool:
    """Whether an address, as the system resolves it, is one of the public network."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found in _NAT64 or found.sixtofour or found.teredo:
            return False  # they lead to an IPv4 address, by somebody else's machine
        found = found.ipv4_mapped or found
    return found.is_global and not found.is_multicast
