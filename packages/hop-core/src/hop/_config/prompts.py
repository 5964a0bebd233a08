"""Ask for a credential in a terminal."""

from __future__ import annotations

import contextlib
import getpass
import logging
import os
import sys
import warnings
from pathlib import Path

from hop._config import toml_edit
from hop._config.auth import Auth, SASLMethod
from hop._config.brokers import Broker
from hop._config.credentials import credential_from_csv, to_entry
from hop._config.url import parse_addresses
from hop.errors import ConfigError

_log = logging.getLogger(__name__)


def set_up_configuration(
    config_file: str | os.PathLike[str],
    csv_file: str | os.PathLike[str] | None,
    *,
    force: bool = False,
) -> None:
    """Write a credential into the configuration file.

    Args:
        config_file: the file to write.
        csv_file: the file of the credential; None to ask for user name and password (without
            echo).
        force: replace a credential that is there.

    Raises:
        hop.errors.ConfigError: there is a credential already, the CSV file is wrong, an answer is
            empty, or the file cannot be written. Nothing is written then.
        EOFError: the input ended at a question. Nothing is written then.
    """
    path = Path(config_file)
    if not force and "auth" in toml_edit.read(path):
        raise ConfigError(f"{path} already holds a credential; replace it with --force")
    auth = ask_for_login() if csv_file is None else credential_from_csv(csv_file)
    toml_edit.replace(path, "auth", to_entry(auth))


def ask_for_login() -> Auth:
    """Ask for a user name, and a password without echo.

    Raises:
        hop.errors.ConfigError: an answer is empty.
        EOFError: the input ended at a question.
    """
    user = ask("Username")
    if not user:
        raise ConfigError("no user name given; nothing was written")
    password = _ask_without_echo("Password")
    if not password:
        raise ConfigError("no password given; nothing was written")
    return Auth(user, password)


def ask_for_credential() -> Auth:
    """Ask for user name, password, broker, and the URL that gives tokens.

    Raises:
        hop.errors.ConfigError: user name or password is empty, or the host is wrong.
        EOFError: the input ended at a question.
    """
    login = ask_for_login()
    host = _checked_host(ask("Hostname (may be empty)"))
    endpoint = ask("Token endpoint (empty if not applicable)")
    return Auth(login.user, login.password, host=host, token_endpoint=endpoint or None)


def ask_for_credential_of(broker: Broker) -> Auth:
    """Ask for what the entry of a broker leaves open.

    Raises:
        hop.errors.ConfigError: an answer is empty, or the broker needs no credential.
        EOFError: the input ended at a question.
    """
    if not broker.needs_credential:
        raise ConfigError(f"{broker.name} needs no credential; nothing was written")
    by_token = broker.mechanism.upper() == str(SASLMethod.OAUTHBEARER)
    names = ("Client ID", "Client secret") if by_token else ("Username", "Password")
    user = ask(names[0])
    if not user:
        raise ConfigError(f"no {names[0].lower()} given; nothing was written")
    password = _ask_without_echo(names[1])
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
    """Ask on standard error: standard output is for the result of the command.

    Args:
        question: the question.
        strip: remove white space around the answer.

    Raises:
        EOFError: the input ended, or is closed.
    """
    print(f"{question}: ", end="", file=sys.stderr, flush=True)
    if sys.stdin is None:
        raise EOFError
    answer = input()
    return answer.strip() if strip else answer


def _ask_without_echo(question: str) -> str:
    """Ask without echo; without a terminal, take the next line of input."""
    with warnings.catch_warnings():
        if not sys.stdin.isatty():  # a pipe has no echo
            warnings.simplefilter("error", getpass.GetPassWarning)
        with contextlib.suppress(getpass.GetPassWarning):
            return getpass.getpass(f"{question}: ")
    return ask(question, strip=False)


def _checked_host(text: str) -> str:
    host = text.removeprefix("kafka://")
    if host != text:
        _log.warning("a hostname does not begin with kafka://; hop leaves this out")
    host = host.rstrip("/")
    if any(each in host for each in ",@/"):
        raise ConfigError(f"{text!r} is not one host; use host or host:port, without a topic")
    if host:
        parse_addresses(host)
    return host
