"""Check what is installed and configured here, and the credential that is used."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hop import brokers, configure
from hop._config import Target, stored_credential_for, stored_credentials
from hop.cli.doctor.findings import FAILED, OK, WARNING, Finding, failed
from hop.cli.options import Login
from hop.errors import ConfigError
from hop.version import conflict, version_of

_TOLD = ("hop-core", "hop-models", "hop-cli", "confluent-kafka", "librdkafka", "python")


def examine() -> Iterator[Finding]:
    """Check versions, the files of the configuration, and the variables that override them."""
    yield _versions()
    yield from _files()
    names = sorted(name for name in os.environ if name.startswith(("HOP_", "XDG_CONFIG_")))
    if names:
        yield Finding("variables", OK, f"set: {', '.join(names)}")


def _versions() -> Finding:
    versions = {name: version_of(name) for name in _TOLD}
    text = ", ".join(f"{name} {version or 'missing'}" for name, version in versions.items())
    if warning := conflict():
        cause, _, cure = warning.partition(": ")
        return Finding("versions", WARNING, text, cause, cure)
    missing = [name for name, version in versions.items() if version is None]
    if missing:
        cure = f"install {', '.join(missing)}"
        return Finding("versions", FAILED, text, "a part is missing", cure, ConfigError(cure))
    return Finding("versions", OK, text)


def _files() -> Iterator[Finding]:
    try:
        paths = [Path(configure.get_config_path(kind)) for kind in ("general", "auth")]
    except ConfigError as error:
        yield failed("configuration", "it has no folder", error)
        return
    for path in paths:
        yield Finding("configuration", OK, _described(path))
    for check, what, look in (
        ("configuration", "the settings cannot be used", configure.load_config),
        ("configuration", "the names of brokers cannot be used", brokers.load),
        ("credentials", "the stored credentials cannot be used", stored_credentials),
    ):
        try:
            look()
        except ConfigError as error:
            yield failed(check, what, error)


def _described(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:
        return f"{path} does not exist"
    except OSError as fault:
        return f"{path}: {fault.strerror}"
    return f"{path}, {found.st_size} bytes, mode {stat.S_IMODE(found.st_mode):04o}"


def log_in(target: Target, login: Login) -> tuple[Target, list[Finding]]:
    """Return a target with the credential that is used there, and the findings about it."""
    where = target.bootstrap + (f" ({target.broker.name})" if target.broker else "")
    if login.no_auth:
        return target, [
            Finding("credential", OK, f"none is used for {where}, because of --no-auth")
        ]
    try:
        auth = stored_credential_for(target.brokers, target.broker, login.user)
    except ConfigError as error:
        return target, [failed("credential", f"none can be used for {where}", error)]
    if auth is None:
        return target, [Finding("credential", OK, f"none is needed for {where}")]
    target = replace(target, auth=auth)
    text = f"{auth.user} for {where}, {auth.mechanism} over {auth.protocol}"
    if auth.origin:
        text += f", from {auth.origin}"
    if auth.ssl:
        return target, [Finding("credential", OK, text)]
    return target, [
        Finding(
            "credential",
            WARNING,
            text,
            "without TLS, others can read what is sent over the network",
            "if the broker has a TLS port, use it, and remove protocol = SASL_PLAINTEXT",
        )
    ]
