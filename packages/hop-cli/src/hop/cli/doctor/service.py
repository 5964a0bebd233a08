"""Check what a broker allows: log in, see topics, read and write them, use a group."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

from hop._config import shown
from hop._kafka import Client, ErrorContext, group_settings, reader_client
from hop._kafka import errors as kafka_errors
from hop._large.service import bearer_token
from hop.cli.doctor.findings import FAILED, OK, Finding, failed
from hop.cli.doctor.network import reach, speaks_tls
from hop.cli.doctor.topics import TopicCheck
from hop.cli.doctor.waiting import Call, Late
from hop.errors import AuthenticationFailed, ConfigError, HopError, TransportError

if TYPE_CHECKING:
    from hop._config import Target
    from hop.auth import Auth

_TOKEN_S = 4.0
_ANSWER_S = 4.0


def examine(target: Target) -> Generator[Finding, None, float | None]:
    """Log in, and check topics and group.

    Returns:
        The time of the newest message in the topics, s since 1970; None if there is none.
    """
    auth = target.auth
    if auth is not None and (auth.token_endpoint or auth.token_command):
        finding = _token(auth)
        yield finding
        if finding.state is FAILED:
            return None
    context = ErrorContext(target.bootstrap, target.user, group=target.group_id or "")
    from confluent_kafka.admin import AdminClient  # heavy

    try:
        client = Client(AdminClient, {}, context, auth, {})
        found = client.metadata(timeout=_ANSWER_S)
    except AuthenticationFailed as error:
        what = f"{auth.user} is refused" if auth else "a client without a credential is refused"
        yield failed("login", f"{what} by {target.bootstrap}", error)
        return None
    except (TransportError, ConfigError) as error:
        yield _silent(target, error)
        return None
    if auth is not None:
        yield Finding("login", OK, f"{auth.user} is logged in with {auth.mechanism}")
    addresses = {f"{each.host}:{each.port}" for each in found.brokers.values()}
    yield Finding(
        "metadata",
        OK,
        f"brokers: {', '.join(sorted(addresses))}; visible topics: {len(found.topics)}",
    )
    yield from _others(addresses - set(target.brokers))
    names = _names(target, found)
    newest = None
    settings = {**group_settings(None, context), "enable.partition.eof": True}
    reader = reader_client(context, auth, settings, {})
    try:
        for name in names:
            check = TopicCheck(client, reader, context.at(name))
            yield check.examine(target.broker.name if target.broker else "")
            newest = max(filter(None, (newest, check.newest)), default=None)
    finally:
        reader.raw.close()
    yield from _group(client, context)
    return newest


def _token(auth: Auth) -> Finding:
    source = shown(auth.token_endpoint or "") or "the token command"
    start = time.monotonic()
    try:
        Call(lambda: bearer_token(auth)).wait(_TOKEN_S)
    except Late:
        cause = f"no answer in {_TOKEN_S:.0f} s"
        cure = "check the address, and this machine's network"
        return Finding(
            "token", FAILED, f"{source} does not answer", cause, cure, TransportError(cause)
        )
    except HopError as error:
        return failed("token", f"{source} gives no token to {auth.user}", error)
    took = time.monotonic() - start
    return Finding("token", OK, f"{source} gives a token to {auth.user} in {took:.1f} s")


def _silent(target: Target, error: TransportError | ConfigError) -> Finding:
    finding = failed("metadata", f"{target.bootstrap} does not list its topics", error)
    code = getattr(error, "code", None)
    has_no_answer = code in ("_TIMED_OUT", "_ALL_BROKERS_DOWN")
    if has_no_answer and target.auth is None and speaks_tls(target.brokers[0]):
        cause = f"{target.brokers[0]} speaks TLS, but the connection is without TLS"
        cure = "connect with a credential: `hop auth add` stores one; leave out --no-auth"
        return Finding("metadata", FAILED, finding.text, cause, cure, error)
    if code != "_TIMED_OUT":
        return finding
    cure = (
        "it accepts connections but does not answer: check if the broker is paused or overloaded, "
        "and if that port needs TLS and a credential"
    )
    return Finding("metadata", FAILED, finding.text, finding.cause, cure, error)


def _others(addresses: set[str]) -> Iterator[Finding]:
    """Check the addresses that the broker gives to clients: this machine may not know them."""
    for finding in reach(sorted(addresses)):
        if finding.state is FAILED:
            cure = "the broker itself gives this address (advertised.listeners): tell its owner"
            yield Finding("brokers", FAILED, finding.text, finding.cause, cure, finding.error)


def _names(target: Target, found: Any) -> list[str]:
    names = [each for each in target.topics if not each.startswith("^")]
    patterns = [re.compile(each) for each in target.topics if each.startswith("^")]
    matching = sorted(
        name for name in found.topics if any(pattern.match(name) for pattern in patterns)
    )
    return list(dict.fromkeys([*names, *matching]))


def _group(client: Client, context: ErrorContext) -> Iterator[Finding]:
    if not context.group:
        yield Finding("group", OK, "the URL has none: reading joins no group, and saves no offsets")
        return
    from confluent_kafka import KafkaException, admin  # heavy

    api: Any = admin
    asked = client.raw.describe_consumer_groups(
        [context.group], include_authorized_operations=True, request_timeout=_ANSWER_S
    )
    try:
        group = asked[context.group].result(_ANSWER_S + 1)
    except KafkaException as fault:
        error = fault.args[0]
        if kafka_errors.code_of(error) == "GROUP_ID_NOT_FOUND":
            yield Finding("group", OK, f"{context.group} does not exist yet, and may be created")
            return
        finding = failed(
            "group", f"{context.group} may not be used", kafka_errors.translate(error, context)
        )
        yield Finding(
            "group", FAILED, finding.text, finding.cause, _group_cure(context), finding.error
        )
        return
    operations = group.authorized_operations
    if operations and not {api.AclOperation.READ, api.AclOperation.ALL} & set(operations):
        text = f"{context.group} is visible, but may not be used"
        error = TransportError(text)
        yield Finding(
            "group", FAILED, text, "the broker allows no READ", _group_cure(context), error
        )
        return
    state = group.state.name.lower().replace("_", " ")
    yield Finding("group", OK, f"{context.group} is {state}, members: {len(group.members)}")


def _group_cure(context: ErrorContext) -> str:
    prefix = f", such as {context.user}-NAME: many brokers require it" if context.user else ""
    return f"use another group{prefix}; or ask the broker's owner for the permission"
