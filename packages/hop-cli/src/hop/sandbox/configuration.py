"""A configuration folder with which hop reaches a secure sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import tomlkit

from hop import files
from hop.auth import Auth
from hop.errors import ConfigError

if TYPE_CHECKING:
    from hop.sandbox.cluster import KafkaCluster


def credential(cluster: KafkaCluster, user: str) -> Auth:
    """The credential of a sandbox's user, for the listener ``SASL_SSL`` by SCRAM-SHA-512.

    Raises:
        hop.errors.ConfigError: the sandbox has no such user.
    """
    try:
        password = cluster.users[user]
    except KeyError:
        known = ", ".join(cluster.users) or "none"
        raise ConfigError(f"the sandbox has no user {user}; it has: {known}") from None
    host = cluster.bootstrap("SASL_SSL").partition(",")[0]
    return Auth(user, password, ssl_ca_location=cluster.ca_file, host=host)


def write_configuration(folder: Path, cluster: KafkaCluster, user: str) -> Path:
    """Write ``hop/config.toml`` with a user's credential, readable by its owner only.

    Args:
        folder: what ``XDG_CONFIG_HOME`` is to be.
        cluster: a sandbox with users.
        user: one of them.

    Returns:
        The file.

    Raises:
        hop.errors.ConfigError: the sandbox has no such user, or the file cannot be written.
    """
    auth = credential(cluster, user)
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
    document = tomlkit.document()
    document["auth"] = table
    path = folder / "hop" / "config.toml"
    files.write_private(path, tomlkit.dumps(document))
    return path
