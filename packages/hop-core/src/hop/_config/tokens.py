"""Get tokens for OAUTHBEARER from a command of the user."""

from __future__ import annotations

import base64
import contextlib
import json
import math
import os
import signal
import subprocess
import time

from hop._config.secrets import Secret, environment_of_child, hide
from hop.errors import AuthenticationFailed

_TIMEOUT_S = 60

Token = tuple[str, float, str, dict[str, str]]
"""A token as librdkafka takes it: the JWT, its expiry (s since 1970), principal, extensions."""


class TokenCommand:
    """The callback that librdkafka asks for tokens; it runs a shell command that prints a JWT.

    Args:
        command: run by the shell; its standard output, stripped, is the token.
    """

    def __init__(self, command: str) -> None:
        self._command = hide(command)
        self._fetched: Token | None = None

    def __call__(self, _config: str) -> Token:
        """The token fetched before, the first time; then a new one each time.

        Raises:
            hop.errors.AuthenticationFailed: the command fails, or prints no valid JWT.
        """
        fetched, self._fetched = self._fetched, None
        return fetched or self._fresh()

    def fetch(self) -> None:
        """Run the command now, for the first call, where an error can be raised.

        Raises:
            hop.errors.AuthenticationFailed: the command fails, or prints no valid JWT.
        """
        self._fetched = self._fresh()

    def _fresh(self) -> Token:
        token = _output_of(self._command)
        claims = _claims(token)
        if claims is None:
            raise AuthenticationFailed(
                "the token_command printed no JWT with the claims `sub` and `exp`; "
                "try it in a shell"
            )
        expiry = claims[0]
        if expiry <= time.time():
            raise AuthenticationFailed(
                f"the token_command printed a token that has expired {_age(expiry)} ago; renew "
                "the login that it uses, or set this machine's clock"
            )
        return token, *claims, {}


def _age(moment: float) -> str:
    seconds = time.time() - moment
    return f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} min"


def _output_of(command: Secret) -> Secret:
    output, problem = _try(command)
    if problem:
        raise AuthenticationFailed(f"the token_command {problem}; try it in a shell")
    return output


def _try(command: Secret) -> tuple[Secret, str]:
    # The problem is returned, not raised: Python's errors hold the command and its output.
    try:
        output, exit_code = _run(command)
    except subprocess.TimeoutExpired:
        return Secret(), f"took longer than {_TIMEOUT_S:g} s"
    except (OSError, ValueError) as error:
        return Secret(), f"could not be run: {type(error).__name__}"
    if exit_code:
        return Secret(), f"ended with exit code {exit_code}"
    return Secret(output.decode("ascii", "replace").strip()), ""


def _run(command: str) -> tuple[bytes, int]:
    with subprocess.Popen(  # noqa: S602 - the shell is what the entry promises
        command,
        shell=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment_of_child(),
    ) as process:
        try:
            output, _ = process.communicate(timeout=_TIMEOUT_S)
        except BaseException:
            _kill(process)
            raise
        return output, process.returncode


def _kill(process: subprocess.Popen[bytes]) -> None:
    # The shell's children too: they would keep the pipe open, and this process waiting.
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _claims(token: str) -> tuple[float, str] | None:
    """Expiry and subject of a JWT; the broker checks the signature."""
    try:
        _, payload, _ = token.split(".")
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        expiry, subject = float(claims["exp"]), claims["sub"]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return (expiry, subject) if isinstance(subject, str) and math.isfinite(expiry) else None
