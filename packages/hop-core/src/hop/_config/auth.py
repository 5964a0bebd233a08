"""What a credential is, and the librdkafka settings made of it."""

from __future__ import annotations

import enum
import os
from typing import Any

from hop._config.secrets import hide, is_insecure
from hop._config.tokens import TokenCommand
from hop._config.url import hide_url
from hop._messages import check_file
from hop.errors import ConfigError, ConfigKeyError


class SASLMethod(enum.Enum):
    """The ways to authenticate that alert brokers use."""

    PLAIN = 1
    SCRAM_SHA_256 = 2
    SCRAM_SHA_512 = 3
    OAUTHBEARER = 4

    def __str__(self) -> str:
        """The name on the wire, with hyphens."""
        return self.name.replace("_", "-")

    @classmethod
    def parse(cls, name: str) -> SASLMethod:
        """The method of a name, with ``-`` or ``_``, in upper or lower case.

        Raises:
            hop.errors.ConfigKeyError: an unknown method; the text lists all.
        """
        try:
            return cls[name.strip().upper().replace("-", "_")]
        except KeyError:
            known = ", ".join(map(str, cls))
            raise ConfigKeyError(f"unknown SASL mechanism {name!r}; known are {known}") from None


class Auth:
    """A credential. When called, it returns the librdkafka settings that use it.

    Args:
        user: the user name, or the client id of a token endpoint.
        password: the password, or the client secret. It is not shown by ``repr``, in logs, or in
            tracebacks that show variables.
        ssl: whether to connect with TLS.
        method: the SASL method, or its name.
        ssl_ca_location: a file of CA certificates to trust, instead of certifi's.
        host: ``host`` or ``host:port`` of the broker that this is for; empty: any.
        token_endpoint: the OAuth 2 token URL (client credentials, for OAUTHBEARER).
        token_command: a shell command that prints a JWT (for OAUTHBEARER).

    Attributes:
        origin: the file and entry that it was read from; empty if it was made by a program.

    Raises:
        TypeError: ``ssl`` is neither True nor False; the third argument may be a host by mistake.
        hop.errors.ConfigError: an unknown method; or a source of tokens is missing, has no
            secret, or is not used by the method.
    """

    def __init__(
        self,
        user: str,
        password: str,
        ssl: bool = True,
        method: SASLMethod | str | None = None,
        *,
        ssl_ca_location: str | os.PathLike[str] | None = None,
        host: str = "",
        token_endpoint: str | None = None,
        token_command: str | None = None,
    ) -> None:
        if not isinstance(ssl, bool):
            raise TypeError(f"ssl must be True or False, not {ssl!r}; give a host as host=")
        password = hide(password)
        token_command = hide(token_command) if token_command else None
        if token_endpoint and token_command:
            raise ConfigError(
                f"the credential of {user} has both a token endpoint and a token command: keep one"
            )
        if method is None:
            by_token = token_endpoint or token_command
            method = SASLMethod.OAUTHBEARER if by_token else SASLMethod.SCRAM_SHA_512
        elif isinstance(method, str):
            method = SASLMethod.parse(method)
        if method is SASLMethod.OAUTHBEARER and not (token_endpoint or token_command):
            raise ConfigError(
                f"the credential of {user} is for OAUTHBEARER, but has no source of tokens: "
                "give token_endpoint or token_command"
            )
        if token_endpoint and not password:
            raise ConfigError(
                f"the credential of {user} has no client secret for its token endpoint: give it "
                "as the password"
            )
        if token_endpoint and is_insecure(token_endpoint):
            raise ConfigError(
                f"the token endpoint of {user} is not secure: others could read the client "
                "secret on the way; use an address that begins with https://"
            )
        if method is not SASLMethod.OAUTHBEARER and (token_endpoint or token_command):
            raise ConfigError(
                f"the credential of {user} has a source of tokens, which {method} does not use: "
                "remove it, or use OAUTHBEARER"
            )
        self.user = user
        self._password = password
        self.ssl = ssl
        self.method = method
        self.ssl_ca_location = os.fspath(ssl_ca_location) if ssl_ca_location else None
        self.host = host
        self.token_endpoint = hide_url(token_endpoint)
        self.token_command = token_command
        self.origin = ""

    @property
    def password(self) -> str:
        """The password or client secret, in clear text; ``repr`` does not show it."""
        return self._password

    @property
    def username(self) -> str:
        """Another name of ``user``, used in files."""
        return self.user

    @property
    def hostname(self) -> str:
        """Another name of ``host``, used in files."""
        return self.host

    @property
    def mechanism(self) -> str:
        """The name of the SASL method, used by brokers."""
        return str(self.method)

    @property
    def protocol(self) -> str:
        """``SASL_SSL``, or ``SASL_PLAINTEXT`` without TLS."""
        return "SASL_SSL" if self.ssl else "SASL_PLAINTEXT"

    @property
    def ca_file(self) -> str:
        """The file of CA certificates to check a broker's certificate with.

        That of the credential, else that in ``HOP_CA_FILE``, else certifi's.
        """
        return self.ssl_ca_location or trusted_ca_file()

    def __call__(self) -> dict[str, Any]:
        """The librdkafka settings of this credential.

        Raises:
            hop.errors.AuthenticationFailed: the token command fails. It is run now, for the first
                token: librdkafka would wait 10 s and not say why.
            hop.errors.ConfigError: what is to hold the CA certificates is no file.
        """
        settings: dict[str, Any] = {
            "security.protocol": self.protocol,
            "sasl.mechanism": self.mechanism,
        }
        if self.ssl or self.token_endpoint:
            _check_ca_file(self.ca_file)
        if self.ssl:
            settings["ssl.ca.location"] = self.ca_file
        if self.token_endpoint:
            settings |= {
                "sasl.oauthbearer.method": "oidc",
                "sasl.oauthbearer.client.id": self.user,
                "sasl.oauthbearer.client.secret": self._password,
                "sasl.oauthbearer.token.endpoint.url": self.token_endpoint,
                "https.ca.location": self.ca_file,
            }
        elif self.token_command:
            command = TokenCommand(self.token_command)
            command.fetch()
            settings["oauth_cb"] = command
        else:
            settings |= {"sasl.username": self.user, "sasl.password": self._password}
        return settings

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Auth) and _identity(self) == _identity(other)

    def __hash__(self) -> int:
        return hash(_identity(self))

    def __repr__(self) -> str:
        where = f", host={self.host!r}" if self.host else ""
        return (
            f"Auth({self.user!r}, <password hidden>, ssl={self.ssl}, method={self.method}{where})"
        )


def _identity(auth: Auth) -> tuple[Any, ...]:
    # Two credentials are equal wherever they were read from.
    return tuple(value for name, value in vars(auth).items() if name != "origin")


def _check_ca_file(path: str) -> None:
    # OpenSSL would wait at a named pipe for ever. What else is wrong with a file, librdkafka tells.
    try:
        check_file(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None


def trusted_ca_file() -> str:
    """The file of CA certificates to trust by default."""
    if named := os.environ.get("HOP_CA_FILE"):
        return named
    import certifi  # certifi is heavy

    return certifi.where()
