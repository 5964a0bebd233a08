"""SCRAM over HTTP (RFC 7804) for programs that ask a service with the library requests."""

from __future__ import annotations

import base64
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from hop._large import libraries
from hop.errors import AuthenticationFailed

if TYPE_CHECKING:
    from hop._config import Auth

_PARAMETER = re.compile(r'(\w+)="?([^",\s]+)"?')


class SCRAMAuth:
    """Show a credential to an HTTP service: ``requests.get(url, auth=SCRAMAuth(credential))``.

    The password is not sent, and the service must prove that it knows it.

    Args:
        credential: the credential, of a SCRAM method.
        shortcut: send the body with the second request only. The service must ask for SCRAM then.

    Raises:
        hop.errors.AuthenticationFailed: (from the request) the service does not prove that it knows
            the user, or does not ask who sends a message.
        hop.errors.ConfigError: (from the request) the library scramp is not installed.
    """

    def __init__(self, credential: Auth, shortcut: bool = False) -> None:
        self._auth, self._shortcut = credential, shortcut

    def __call__(self, request: Any) -> Any:
        """Prepare a request; called by requests."""
        method = str(self._auth.method)
        client = libraries.scramp().ScramClient([method], self._auth.user, self._auth.password)
        request.headers["Authorization"] = f"{method} data={_encoded(client.get_client_first())}"
        body = request.body
        if self._shortcut and body:
            request.body = b""
            request.headers["Content-Length"] = "0"
        request.register_hook("response", partial(self._answer, client, body))
        return request

    def _answer(self, client: Any, body: Any, response: Any, **options: Any) -> Any:
        """The response to the second request, with the proof that the service asks for."""
        given = dict(_PARAMETER.findall(response.headers.get("WWW-Authenticate", "")))
        if response.status_code != 401 or not {"sid", "data"} <= given.keys():
            if self._shortcut and body and response.ok:
                raise AuthenticationFailed(f"{response.url} does not ask who sends a message")
            return response
        self._believe(client.set_server_first, given["data"], response.url)
        proof = f"sid={given['sid']},data={_encoded(client.get_client_final())}"
        _ = response.content  # so that the connection is used again
        response.close()
        again = response.request.copy()
        if self._shortcut and body:
            again.prepare_body(body, None)
        again.headers["Authorization"] = f"{self._auth.method} {proof}"
        answer = response.connection.send(again, **options)
        answer.history.append(response)
        answer.request = again
        if answer.status_code != 401:
            info = dict(_PARAMETER.findall(answer.headers.get("Authentication-Info", "")))
            final = info.get("data", "") if info.get("sid") == given["sid"] else ""
            self._believe(client.set_server_final, final, response.url)
        return answer

    def _believe(self, step: Any, data: str, url: str) -> None:
        try:
            step(base64.b64decode(data, validate=True).decode())
        except (libraries.scramp().ScramException, ValueError):
            raise AuthenticationFailed(
                f"{url} does not prove that it knows {self._auth.user}; is it the right service?"
            ) from None


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
