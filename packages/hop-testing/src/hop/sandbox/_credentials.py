"""Credentials of a sandbox's users, as objects and as hop's configuration files."""

from __future__ import annotations

from pathlib import Path

import tomlkit

from hop._config import write_private
from hop.auth import Auth, SASLMethod
from hop.errors import ConfigError
from hop.sandbox._cluster import KafkaCluster


def credential(
    cluster: KafkaCluster, user: str, method: SASLMethod = SASLMethod.SCRAM_SHA_512
) -> Auth:
    """Return the credential of a sandbox's user, for the listener ``SASL_SSL``.

    Raises:
        hop.errors.ConfigError: the sandbox has no such user, or has no token endpoint.
    """
    try:
        password = cluster.users[user]
    except KeyError:
        known = ", ".join(cluster.users) or "none"
        raise ConfigError(f"the sandbox has no user {user}; it has: {known}") from None
    host = cluster.bootstrap("SASL_SSL").partition(",")[0]
    return Auth(
        user,
        password,
        method=method,
        ssl_ca_location=cluster.ca_file,
        host=host,
        token_endpoint=cluster.token_url if method is SASLMethod.OAUTHBEARER else None,
    )


def write_configuration(
    folder: Path,
    cluster: KafkaCluster,
    user: str,
    method: SASLMethod = SASLMethod.SCRAM_SHA_512,
) -> Path:
    """Write ``hop/config.toml`` with a user's credential, readable by its owner only.

    Args:
        folder: the value for ``XDG_CONFIG_HOME``.
        cluster: a sandbox with users.
        user: one of them.
        method: how the user logs in.

    Returns:
        The file.

    Raises:
        hop.errors.ConfigError: the sandbox has no such user or no token endpoint, or the file
            cannot be written.
    """
    auth = credential(cluster, user, method)
    table = tomlkit.table()
    table.update(
        {
            "username": auth.user,
            "password": auth.password,
            "hostname": auth.host,
            "mechanism": str(auth.method),
            "ssl_ca_location": auth.ca_file,
        }
    )
    if auth.token_endpoint:
        table["token_endpoint"] = auth.token_endpoint
    document = tomlkit.document()
    document["auth"] = table
    path = folder / "hop" / "config.toml"
    write_private(path, tomlkit.dumps(document))
    return path
