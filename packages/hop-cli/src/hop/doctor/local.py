"""What is installed here, what is configured, and the credential that is used."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hop.doctor.findings import FAILED, OK, WARNING, Finding, failed
from hop.errors import ConfigError

if TYPE_CHECKING:
    from hop._config import Target

_TOLD = ("hop-core", "hop-models", "hop-cli", "confluent-kafka", "librdkafka", "python")


def examine() -> Iterator[Finding]:
    """Versions, the files of the configuration, and the variables that go before them."""
    yield _versions()
    yield from _files()
    names = sorted(name for name in os.environ if name.startswith(("HOP_", "XDG_CONFIG_")))
    if names:
        yield Finding("variables", OK, f"set: {', '.join(names)}")


def _versions() -> Finding:
    from hop.cli.packages import rival, version_of

    versions = {name: version_of(name) for name in _TOLD}
    text = ", ".join(f"{name} {version or 'missing'}" for name, version in versions.items())
    if warning := rival():
        cause, _, cure = warning.partition(": ")
        return Finding("versions", WARNING, text, cause, cure)
    missing = [name for name, version in versions.items() if version is None]
    if missing:
        cure = f"install {', '.join(missing)}"
        return Finding("versions", FAILED, text, "a part is missing", cure, ConfigError(cure))
    return Finding("versions", OK, text)


def _files() -> Iterator[Finding]:
    from hop import brokers, configure
    from hop._config import stored_credentials

    try:
        paths = [Path(configure.get_config_path(kind)) for kind in ("general", "auth")]
    except ConfigError as error:
        yield failed("configuration", "there is no folder for it", error)
        return
    for path in paths:
        yield Finding("configuration", OK, _described(path))
    for check, what, look in (
        ("configuration", "the settings cannot be used", configure.load_config),
        ("configuration", "the names of brokers cannot be used", brokers.load),
        ("credentials", "those that are stored cannot be used", stored_credentials),
    ):
        try:
            look()
        except ConfigError as error:
            yield failed(check, what, error)


def _described(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:
        return f"{path} is not there"
    except OSError as fault:
        return f"{path}: {fault.strerror}"
    return f"{path}, {found.st_size} bytes, mode {stat.S_IMODE(found.st_mode):04o}"


def log_in(target: Target, *, no_auth: bool, user: str | None) -> tuple[Target, list[Finding]]:
    """A target with the credential that is used there, and what to say about it."""
    from hop._config import stored_credential_for

    where = target.bootstrap + (f" ({target.broker.name})" if target.broker else "")
    if no_auth:
        return target, [Finding("credential", OK, f"none is used for {where}, as --no-auth says")]
    try:
        auth = stored_credential_for(target.brokers, target.broker, user)
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
            "without TLS, what is sent can be read on the way",
            "leave out protocol = SASL_PLAINTEXT where the broker speaks TLS",
        )
    ]
