"""Tokens of OAUTHBEARER credentials for services other than Kafka (RFC 6749, 4.4; RFC 6750)."""

from __future__ import annotations

import base64
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from hop._config import Secret
from hop.errors import AuthenticationFailed, DecodeError

if TYPE_CHECKING:
    from hop._config import Auth

_MAX_BYTES = 2**20
_TIMEOUT_S = 30.0
# A token that ends while it is under way is of no use.
_MARGIN_S = 10.0
_lock = threading.Lock()
_cache: dict[Auth, tuple[float, str]] = {}


def bearer_token(auth: Auth) -> str:
    """A token that is valid now; one is used until it expires.

    Raises:
        hop.errors.AuthenticationFailed: the endpoint or the command gives none.
        hop.errors.TransportError: the endpoint does not answer.
    """
    with _lock:
        until, token = _cache.get(auth, (0.0, ""))
        if time.time() < until:
            return token
        if auth.token_command:
            from hop._config import TokenCommand

            token, expiry, _, _ = TokenCommand(auth.token_command)("")
        else:
            token, expiry = _from_endpoint(auth)
        _cache[auth] = (expiry - _MARGIN_S, token)
        return token


def _basic(auth: Auth) -> Secret:
    # RFC 6749, 2.3.1: both are form-encoded before they are joined.
    pair = f"{quote(auth.user, safe='')}:{quote(auth.password, safe='')}".encode()
    return Secret(f"Basic {base64.b64encode(pair).decode()}")


def _from_endpoint(auth: Auth) -> tuple[str, float]:
    from hop._large.http import Request
    from hop._messages.json import loads

    headers = {
        "Authorization": _basic(auth),
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    now = time.time()
    with Request("POST", str(auth.token_endpoint), auth.ca_file, _TIMEOUT_S) as request:
        answer = request.send(b"grant_type=client_credentials", headers, _MAX_BYTES)
    try:
        found = loads(answer)
        token, kind = found["access_token"], found["token_type"]
        lifetime = float(found.get("expires_in") or 0)
    except (DecodeError, LookupError, TypeError, ValueError, AttributeError):
        token, kind, lifetime = "", "", 0.0
    if not isinstance(token, str) or not token or str(kind).lower() != "bearer":
        raise AuthenticationFailed(f"{auth.token_endpoint} gives no bearer token to {auth.user}")
    return token, now + lifetime
