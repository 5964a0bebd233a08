"""The HTTP service that keeps large messages, asked with a credential or none.

The credential of the stream is shown as the service asks: SCRAM over HTTP (RFC 7804), or a token of
an OAUTHBEARER credential (RFC 6749, 4.4; RFC 6750).
"""

from __future__ import annotations

import base64
import re
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from hop._config import SASLMethod, Secret, TokenCommand, is_insecure, shown
from hop._large.http import Refused, Request
from hop._large.libraries import scramp
from hop._messages import loads
from hop.errors import AuthenticationFailed, DecodeError

if TYPE_CHECKING:
    from hop._config import Auth

TIMEOUT_S = 120.0
"""How long an exchange may take as a whole."""
MAX_BYTES = 2**20
"""The largest answer that is read, unless more is expected."""

_TOKEN_TIMEOUT_S = 30.0
_TOKEN_MAX_BYTES = 2**20
# A token that ends while it is under way is of no use.
_MARGIN_S = 10.0
_tokens_lock = threading.Lock()
_tokens: dict[Auth, tuple[float, str]] = {}
_PARAMETER = re.compile(r'(?<!\w)(\w++)="?([^",\s]++)"?')


class Service:
    """An HTTP service, asked with one credential or none.

    Args:
        auth: the credential; SCRAM and OAUTHBEARER ones can be used.
        ca_file: the CA certificates to trust.
        timeout: how long an exchange may take as a whole, s.
        max_bytes: the largest answer that is read.
        public_only: connect to no address of this machine or of a private network.
        by_password: show user name and password as they are (RFC 7617), whatever the credential's
            mechanism.
        content_type: of what is handed over; None: it is not told.
    """

    def __init__(
        self,
        auth: Auth | None,
        ca_file: str,
        *,
        timeout: float = TIMEOUT_S,
        max_bytes: int = MAX_BYTES,
        public_only: bool = False,
        by_password: bool = False,
        content_type: str | None = None,
    ) -> None:
        self._auth, self._ca_file = auth, ca_file
        self._by_password = by_password
        self._headers = {} if content_type is None else {"Content-Type": content_type}
        self._timeout, self._max_bytes = timeout, max_bytes
        self._public_only = public_only

    def get(self, url: str) -> bytes:
        """What is kept under an address.

        Raises:
            hop.errors.TransportError: it cannot be had, in time or at all; the text says why.
        """
        return self._exchange("GET", url, b"")

    def post(self, url: str, body: bytes) -> bytes:
        """Hand something over.

        Raises:
            hop.errors.TransportError: it is not taken; the text says why.
        """
        return self._exchange("POST", url, body)

    def _exchange(self, method: str, url: str, body: bytes) -> bytes:
        auth, limit = self._auth, self._max_bytes
        with Request(
            method, url, self._ca_file, self._timeout, public_only=self._public_only
        ) as request:
            if auth is None:
                return request.send(body, self._headers, limit)
            if self._by_password:
                if is_insecure(url):
                    raise AuthenticationFailed(
                        f"{request.address} has no https address: a password could be read on the "
                        "way, and is not sent there"
                    )
                shown_as = {"Authorization": _by_password(auth)}
                return request.send(body, {**self._headers, **shown_as}, limit)
            if auth.method is SASLMethod.OAUTHBEARER:
                if is_insecure(url):
                    raise AuthenticationFailed(
                        f"{request.address} has no https address: a token could be read on the "
                        "way, and is not sent there"
                    )
                bearer = Secret(f"Bearer {bearer_token(auth)}")
                return request.send(body, {"Authorization": bearer}, limit)
            if auth.method is SASLMethod.PLAIN:
                raise AuthenticationFailed(
                    f"{request.address} takes SCRAM credentials and tokens, not PLAIN ones"
                )
            return _by_scram(request, body, auth, limit)


def bearer_token(auth: Auth) -> str:
    """A token that is valid now; one is used until it expires.

    Raises:
        hop.errors.AuthenticationFailed: the endpoint or the command gives none.
        hop.errors.TransportError: the endpoint does not answer.
    """
    with _tokens_lock:
        until, token = _tokens.get(auth, (0.0, ""))
        if time.time() < until:
            return token
        if auth.token_command:
            token, expiry, _, _ = TokenCommand(auth.token_command)("")
        else:
            token, expiry = _from_endpoint(auth)
        _tokens[auth] = (expiry - _MARGIN_S, token)
        return token


def _basic(auth: Auth) -> Secret:
    # RFC 6749, 2.3.1: both are form-encoded before they are joined.
    pair = f"{quote(auth.user, safe='')}:{quote(auth.password, safe='')}".encode()
    return Secret(f"Basic {base64.b64encode(pair).decode()}")


def _by_password(auth: Auth) -> Secret:
    pair = f"{auth.user}:{auth.password}".encode()
    return Secret(f"Basic {base64.b64encode(pair).decode()}")


def _from_endpoint(auth: Auth) -> tuple[str, float]:
    headers = {
        "Authorization": _basic(auth),
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    now = time.time()
    with Request("POST", str(auth.token_endpoint), auth.ca_file, _TOKEN_TIMEOUT_S) as request:
        answer = request.send(b"grant_type=client_credentials", headers, _TOKEN_MAX_BYTES)
    try:
        found = loads(answer)
        token, token_type = found["access_token"], found["token_type"]
        lifetime = float(found.get("expires_in") or 0)
    except (DecodeError, LookupError, TypeError, ValueError, AttributeError):
        token, token_type, lifetime = "", "", 0.0
    if not isinstance(token, str) or not token or str(token_type).lower() != "bearer":
        raise AuthenticationFailed(
            f"{shown(str(auth.token_endpoint))} gives no bearer token to {auth.user}"
        )
    return token, now + lifetime


def _by_scram(request: Request, body: bytes, auth: Auth, max_bytes: int) -> bytes:
    library = scramp()
    method = str(auth.method)
    client = library.ScramClient([method], auth.user, auth.password)
    first = {"Authorization": f"{method} data={_encoded(client.get_client_first())}"}
    try:
        answer = request.ask(b"", first, max_bytes)
    except Refused as refused:
        given = dict(_PARAMETER.findall(refused.challenge))
        if refused.status != 401 or "sid" not in given or "data" not in given:
            raise refused.error from None
    else:
        if not body:  # it gives this to everybody
            return answer
        raise AuthenticationFailed(f"{request.address} does not ask who sends a message")
    try:
        client.set_server_first(_decoded(given["data"]))
        final = _encoded(client.get_client_final())
        proof = {"Authorization": f"{method} sid={given['sid']},data={final}"}
        answer = request.send(body, proof, max_bytes)
        info = dict(_PARAMETER.findall(request.info))
        if info.get("sid") != given["sid"]:
            raise ValueError("another session answers")
        client.set_server_final(_decoded(info.get("data", "")))
    except (library.ScramException, ValueError):
        raise AuthenticationFailed(
            f"{request.address} does not prove that it knows {auth.user}; is it the right service?"
        ) from None
    return answer


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _decoded(text: str) -> str:
    return base64.b64decode(text, validate=True).decode()
