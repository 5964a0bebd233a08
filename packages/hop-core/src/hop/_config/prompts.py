"""A credential asked for in a terminal."""

from __future__ import annotations

import contextlib
import getpass
import logging
import sys
import warnings
from typing import TYPE_CHECKING

from hop._config.auth import Auth, SASLMethod
from hop.errors import ConfigError

if TYPE_CHECKING:
    from hop._config.brokers import Broker

_log = logging.getLogger(__name__)


def ask_for_login() -> Auth:
    """A user name and a password, which is not shown while it is typed.

    Raises:
        hop.errors.ConfigError: one of them was not given.
        EOFError: the input ended at a question.
    """
    user = ask("Username")
    if not user:
        raise ConfigError("no user name given; nothing was written")
    password = _ask_unseen("Password")
    if not password:
        raise ConfigError("no password given; nothing was written")
    return Auth(user, password)


def ask_for_credential() -> Auth:
    """A user name and a password, the broker they are for, and the URL that gives tokens for them.

    Raises:
        hop.errors.ConfigError: user name or password was not given, or the broker's name cannot be
            one.
        EOFError: the input ended at a question.
    """
    login = ask_for_login()
    host = _checked_host(ask("Hostname (may be empty)"))
    endpoint = ask("Token endpoint (empty if not applicable)")
    return Auth(login.user, login.password, host=host, token_endpoint=endpoint or None)


def ask_for_credential_of(broker: Broker) -> Auth:
    """What a broker that has a name asks for, and nothing that is known of it.

    Raises:
        hop.errors.ConfigError: an answer was not given, or the broker asks for no credential.
        EOFError: the input ended at a question.
    """
    if not broker.needs_credential:
        raise ConfigError(f"{broker.name} asks for no credential; nothing was written")
    by_token = broker.mechanism.upper() == str(SASLMethod.OAUTHBEARER)
    names = ("Client ID", "Client secret") if by_token else ("Username", "Password")
    user = ask(names[0])
    if not user:
        raise ConfigError(f"no {names[0].lower()} given; nothing was written")
    password = _ask_unseen(names[1])
    if not password:
        raise ConfigError(f"no {names[1].lower()} given; nothing was written")
    endpoint = broker.token_endpoint
    if by_token and not endpoint:
        endpoint = ask("Token endpoint")
    return Auth(
        user,
        password,
        ssl=broker.protocol != "SASL_PLAINTEXT",
        method=broker.mechanism or None,
        host=broker.host,
        ssl_ca_location=broker.ssl_ca_location or None,
        token_endpoint=endpoint or None,
    )


def ask(question: str, *, strip: bool = True) -> str:
    """Ask on standard error, since standard output is for what the command gives.

    Args:
        question: the question.
        strip: leave out white space around the answer.

    Raises:
        EOFError: the input ended, or is closed.
    """
    print(f"{question}: ", end="", file=sys.stderr, flush=True)
    if sys.stdin is None:
        raise EOFError
    answer = input()
    return answer.strip() if strip else answer


def _ask_unseen(question: str) -> str:
    """What is not shown while it is typed; where there is no terminal, the next line of input."""
    with warnings.catch_warnings():
        if not sys.stdin.isatty():  # from a pipe, nothing can show
            warnings.simplefilter("error", getpass.GetPassWarning)
        with contextlib.suppress(getpass.GetPassWarning):
            return getpass.getpass(f"{question}: ")
    return ask(question, strip=False)


def _checked_host(text: str) -> str:
    from hop._config.url import parse

    host = text.removeprefix("kafka://")
    if host != text:
        _log.warning("a hostname has no kafka:// before it; it is left out")
    host = host.rstrip("/")
    if host and ("," in host or "@" in host or parse(f"kafka://{host}").topics):
        raise ConfigError(
            f"{text!r} is not the name of one host; give host or host:port, without a topic"
        )
    return host
