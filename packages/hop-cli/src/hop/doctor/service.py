"""What a broker lets one do: log in, see topics, read and write them, use a group."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

from hop._kafka import Client, ErrorContext, group_settings, reader_client
from hop._kafka import errors as kafka_errors
from hop.doctor.findings import FAILED, OK, Finding, failed
from hop.doctor.network import reach, speaks_tls
from hop.doctor.topics import TopicCheck
from hop.doctor.waiting import Call, Late
from hop.errors import AuthenticationFailed, ConfigError, HopError, TransportError

if TYPE_CHECKING:
    from hop._config import Target
    from hop.auth import Auth

_TOKEN_S = 4.0
_ANSWER_S = 4.0


def examine(target: Target) -> Generator[Finding, None, float | None]:
    """Log in and look around.

    Returns:
        The time of the newest message that was seen, s since 1970; None for none.
    """
    auth = target.auth
    if auth is not None and (auth.token_endpoint or auth.token_command):
        finding = _token(auth)
        yield finding
        if finding.state is FAILED:
            return None
    place = ErrorContext(target.bootstrap, target.user, group=target.group_id or "")
    from confluent_kafka.admin import AdminClient  # asks only

    try:
        client = Client(AdminClient, {}, place, auth, {})
        found = client.metadata(timeout=_ANSWER_S)
    except AuthenticationFailed as error:
        what = f"{auth.user} is refused" if auth else "one without a credential is refused"
        yield failed("login", f"{what} by {target.bootstrap}", error)
        return None
    except (TransportError, ConfigError) as error:
        yield _silent(target, error)
        return None
    if auth is not None:
        yield Finding("login", OK, f"{auth.user} is let in by {auth.mechanism}")
    addresses = {f"{each.host}:{each.port}" for each in found.brokers.values()}
    yield Finding(
        "metadata",
        OK,
        f"brokers: {', '.join(sorted(addresses))}; topics that may be seen: {len(found.topics)}",
    )
    yield from _others(addresses - set(target.brokers))
    names = _names(target, found)
    newest = None
    settings = {**group_settings(None, place), "enable.partition.eof": True}
    reader = reader_client(place, auth, settings, {})
    try:
        for name in names:
            check = TopicCheck(client, reader, place.at(name))
            yield check.examine(target.broker.name if target.broker else "")
            newest = max(filter(None, (newest, check.newest)), default=None)
    finally:
        reader.raw.close()
    yield from _group(client, place)
    return newest


def _token(auth: Auth) -> Finding:
    from hop._large.service import bearer_token

    source = auth.token_endpoint or "the token command"
    start = time.monotonic()
    try:
        Call(lambda: bearer_token(auth)).wait(_TOKEN_S)
    except Late:
        cause = f"no answer in {_TOKEN_S:.0f} s"
        cure = "check the address, and this machine's network"
        return Finding("token", FAILED, f"{source} is silent", cause, cure, TransportError(cause))
    except HopError as error:
        return failed("token", f"{source} gives none to {auth.user}", error)
    took = time.monotonic() - start
    return Finding("token", OK, f"{source} gives one to {auth.user} in {took:.1f} s")


def _silent(target: Target, error: TransportError | ConfigError) -> Finding:
    finding = failed("metadata", f"{target.bootstrap} does not tell of its topics", error)
    code = getattr(error, "code", None)
    is_unheard = code in ("_TIMED_OUT", "_ALL_BROKERS_DOWN")
    if is_unheard and target.auth is None and speaks_tls(target.brokers[0]):
        cause = f"{target.brokers[0]} speaks TLS, and plain text is not understood there"
        cure = "connect with a credential: `hop auth add` stores one; leave out --no-auth"
        return Finding("metadata", FAILED, finding.text, cause, cure, error)
    if code != "_TIMED_OUT":
        return finding
    cure = (
        "it accepts connections and stays silent: see whether the broker is paused or overloaded, "
        "and whether it wants TLS and a credential at that port"
    )
    return Finding("metadata", FAILED, finding.text, finding.cause, cure, error)


def _others(addresses: set[str]) -> Iterator[Finding]:
    """A broker names the addresses by which it wants to be called, which may be unknown here."""
    for finding in reach(sorted(addresses)):
        if finding.state is FAILED:
            cure = "the broker names this address itself (advertised.listeners): tell its owner"
            yield Finding("brokers", FAILED, finding.text, finding.cause, cure, finding.error)


def _names(target: Target, found: Any) -> list[str]:
    names = [each for each in target.topics if not each.startswith("^")]
    patterns = [re.compile(each) for each in target.topics if each.startswith("^")]
    matching = sorted(
        name for name in found.topics if any(pattern.match(name) for pattern in patterns)
    )
    return list(dict.fromkeys([*names, *matching]))


def _group(client: Client, place: ErrorContext) -> Iterator[Finding]:
    if not place.group:
        yield Finding("group", OK, "none is named: reading joins none, and keeps no place")
        return
    from confluent_kafka import KafkaException, admin

    api: Any = admin
    asked = client.raw.describe_consumer_groups(
        [place.group], include_authorized_operations=True, request_timeout=_ANSWER_S
    )
    try:
        group = asked[place.group].result(_ANSWER_S + 1)
    except KafkaException as fault:
        error = fault.args[0]
        if kafka_errors.code_of(error) == "GROUP_ID_NOT_FOUND":
            yield Finding("group", OK, f"{place.group} is not there yet, and may be made")
            return
        finding = failed("group", f"{place.group} may not be used", _translated(error, place))
        yield Finding("group", FAILED, finding.text, finding.cause, _rule(place), finding.error)
        return
    operations = group.authorized_operations
    if operations and not {api.AclOperation.READ, api.AclOperation.ALL} & set(operations):
        text = f"{place.group} may be seen, not used"
        error = TransportError(text)
        yield Finding("group", FAILED, text, "the broker allows no READ", _rule(place), error)
        return
    state = group.state.name.lower().replace("_", " ")
    yield Finding("group", OK, f"{place.group} is {state}, members: {len(group.members)}")


def _translated(error: Any, place: ErrorContext) -> TransportError:
    return kafka_errors.translate(error, place)


def _rule(place: ErrorContext) -> str:
    own = f", begin it with the user name, {place.user}-NAME, as many brokers want it" * bool(
        place.user
    )
    return f"take another group{own}, or ask the broker's owner for the permission"
