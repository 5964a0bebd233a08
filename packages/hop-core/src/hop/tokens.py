"""Tokens for OAUTHBEARER from a command of the user's."""

from __future__ import annotations

import base64
import json
import subprocess

from hop.errors import AuthenticationFailed

_TIMEOUT_S = 60


class TokenCommand:
    """A shell command that prints a JWT, as the callback that librdkafka asks for tokens.

    Args:
        command: run by the shell; its standard output, stripped, is the token.
    """

    def __init__(self, command: str) -> None:
        self._command = command

    def __call__(self, _config: str) -> tuple[str, float, str, dict[str, str]]:
        """Token, time of expiry (s since 1970), principal, no extensions.

        Raises:
            hop.errors.AuthenticationFailed: the command fails, or prints no usable JWT.
        """
        token = self.token()
        expiry, principal = _claims(token)
        return token, expiry, principal, {}

    def token(self) -> str:
        """A fresh token.

        Raises:
            hop.errors.AuthenticationFailed: the command fails or takes over a minute.
        """
        try:
            done = subprocess.run(  # noqa: S602 - the shell is what the entry promises
                self._command,
                shell=True,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_TIMEOUT_S,
                check=False,
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as fault:
            raise AuthenticationFailed(
                f"the token_command could not be run: {type(fault).__name__}; try it in a shell"
            ) from None
        if done.returncode:
            raise AuthenticationFailed(
                f"the token_command ended with exit code {done.returncode}; try it in a shell"
            )
        return done.stdout.strip()


def _claims(token: str) -> tuple[float, str]:
    """Expiry and subject of a JWT; its signature is the broker's business."""
    try:
        _, payload, _ = token.split(".")
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return float(claims["exp"]), str(claims["sub"])
    except (ValueError, KeyError, TypeError):
        raise AuthenticationFailed(
            "the token_command printed no JWT with the claims `sub` and `exp`; try it in a shell"
        ) from None
