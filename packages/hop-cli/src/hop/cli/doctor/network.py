"""Check the way to a broker: its host name, its port, and its certificate."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Generator, Iterator, Sequence
from functools import partial

from hop.cli.doctor.findings import FAILED, OK, WARNING, Finding
from hop.cli.doctor.waiting import Call, Late, start
from hop.errors import ConfigError, ConnectionFailed

_RESOLVE_S = 3.0
_CONNECT_S = 2.0
_HANDSHAKE_S = 2.5
_EXPIRES_SOON_S = 21 * 86400.0
_FAMILIES = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}
_PAUSED = (
    "it accepts connections but does not answer: check if the broker is paused or overloaded, and "
    "if that port is a TLS port"
)
# OpenSSL's error numbers: not valid yet, expired; and the two for another name.
_OUT_OF_DATE = (9, 10)
_OTHER_NAME = (62, 64)
_Shaken = tuple[str, dict[str, object]]


def split(address: str) -> tuple[str, int]:
    """Return host and port; an IPv6 address without its brackets."""
    host, _, port = address.rpartition(":")
    return host.removeprefix("[").removesuffix("]"), int(port)


def reach(brokers: Sequence[str]) -> Iterator[Finding]:
    """Check that each host name has an address, and that something listens at each port."""
    lookups = start(partial(_resolve, *split(each)) for each in brokers)
    found: dict[str, list[str]] = {}
    for broker, lookup in zip(brokers, lookups, strict=True):
        try:
            found[broker] = lookup.wait(_RESOLVE_S)
        except (OSError, UnicodeError, Late) as fault:
            yield _failed_to_resolve(broker, fault)
            continue
        kinds: dict[str, list[str]] = {}
        for each in found[broker]:
            kinds.setdefault(_FAMILIES[_family(each)], []).append(each)
        text = ", ".join(f"{kind} {', '.join(each)}" for kind, each in kinds.items())
        yield Finding("name", OK, f"{split(broker)[0]} is {text}")
    yield from _connect(found)


def _failed_to_resolve(broker: str, fault: Exception) -> Finding:
    host = split(broker)[0]
    cause = f"no answer in {_RESOLVE_S:.0f} s" if isinstance(fault, Late) else str(fault)
    return Finding(
        "name",
        FAILED,
        f"{host} has no address",
        cause,
        "check the spelling of the host, and this machine's network, DNS and VPN",
        ConnectionFailed(cause),
    )


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    known = [each for each in found if each[0] in _FAMILIES]
    return list(dict.fromkeys(str(each[4][0]) for each in known))


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def _connect(found: dict[str, list[str]]) -> Iterator[Finding]:
    pairs = [(broker, address) for broker, each in found.items() for address in each]
    calls = start(partial(_try_to_connect, address, split(broker)[1]) for broker, address in pairs)
    faults = {pair: _fault_of(call) for pair, call in zip(pairs, calls, strict=True)}
    for broker, addresses in found.items():
        good = [each for each in addresses if not faults[broker, each]]
        causes = "; ".join(
            f"{each}: {faults[broker, each]}" for each in addresses if faults[broker, each]
        )
        if good:
            text = f"{broker} accepts connections at {', '.join(good)}"
            families = {_family(each) for each in addresses if each not in good}
            # If only one address of each kind does not work, connecting is slower, but works.
            state = WARNING if families - {_family(each) for each in good} == set() else OK
            yield Finding("tcp", state if causes else OK, text, causes)
        else:
            yield Finding(
                "tcp",
                FAILED,
                f"nothing accepts a connection at {broker}",
                causes,
                "check host and port, that the broker runs, and that no firewall blocks it",
                ConnectionFailed(causes),
            )


def _try_to_connect(address: str, port: int) -> str:
    try:
        socket.create_connection((address, port), _CONNECT_S).close()
    except OSError as fault:
        return str(fault)
    return ""


def _fault_of(call: Call[str]) -> str:
    try:
        return call.wait(_CONNECT_S + 1)
    except Late:
        return "timed out"


def secure(brokers: Sequence[str], ca_file: str) -> Generator[Finding, None, bool]:
    """Check the certificate of each broker with the CA certificates of the credential.

    Returns:
        Whether at least one certificate can be trusted.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as fault:
        cause = f"{ca_file}: {fault.strerror or fault}"
        yield Finding(
            "tls",
            FAILED,
            "the CA certificates cannot be read",
            cause,
            "give a PEM file of certificates: ssl_ca_location in the credential, or the variable "
            "HOP_CA_FILE",
            ConfigError(cause),
        )
        return False
    calls = start(partial(_shake_hands, context, *split(each)) for each in brokers)
    findings = [
        _finding_of(broker, call, ca_file) for broker, call in zip(brokers, calls, strict=True)
    ]
    yield from findings
    return any(each.state is not FAILED for each in findings)


def speaks_tls(broker: str) -> bool:
    """Return whether a server accepts a TLS connection; nothing else is sent to it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        Call(partial(_shake_hands, context, *split(broker))).wait(_HANDSHAKE_S)
    except (OSError, Late):
        return False
    return True


def _shake_hands(context: ssl.SSLContext, host: str, port: int) -> _Shaken:
    with socket.create_connection((host, port), _HANDSHAKE_S) as plain:
        plain.settimeout(_HANDSHAKE_S)
        with context.wrap_socket(plain, server_hostname=host.partition("%")[0]) as secured:
            return secured.version() or "TLS", dict(secured.getpeercert() or {})


def _finding_of(broker: str, call: Call[_Shaken], ca_file: str) -> Finding:
    try:
        version, certificate = call.wait(2 * _HANDSHAKE_S)
    except ssl.SSLCertVerificationError as fault:
        return _not_trusted(broker, fault, ca_file)
    except (TimeoutError, Late):
        cause = f"no answer to the TLS handshake in {_HANDSHAKE_S} s"
        return _no_tls(broker, cause, _PAUSED)
    except ssl.SSLError as fault:
        cure = "check the port: TLS has a port of its own; or set protocol=SASL_PLAINTEXT"
        return _no_tls(broker, str(fault), cure)
    except OSError as fault:
        return _no_tls(broker, str(fault), "check that this is a TLS port of the broker")
    left = ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time()
    text = f"{broker} proves its name by {version}, until {certificate['notAfter']}"
    if left < _EXPIRES_SOON_S:
        cause = f"the certificate expires in {left / 86400:.0f} days"
        return Finding("tls", WARNING, text, cause, "tell the broker's owner")
    return Finding("tls", OK, text)


def _no_tls(broker: str, cause: str, cure: str) -> Finding:
    text = f"no TLS connection to {broker}"
    return Finding("tls", FAILED, text, cause, cure, ConnectionFailed(cause))


def _not_trusted(broker: str, fault: ssl.SSLCertVerificationError, ca_file: str) -> Finding:
    if fault.verify_code in _OUT_OF_DATE:
        text = f"the certificate of {broker} is out of date"
        now = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
        cure = f"the broker's owner must renew it; or set this machine's clock, if it is not {now}"
    elif fault.verify_code in _OTHER_NAME:
        text = f"the certificate of {broker} is for another host name"
        cure = "use the name that the certificate is for, or ask the broker's owner"
    else:
        text = f"the certificate of {broker} is signed by no CA in {ca_file}"
        cure = "give the broker's CA certificates as ssl_ca_location in the credential"
    return Finding("tls", FAILED, text, fault.verify_message, cure, ConnectionFailed(text))
