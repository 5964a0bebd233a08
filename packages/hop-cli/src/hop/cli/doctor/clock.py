"""Check the clock of this machine."""

from __future__ import annotations

import http.client
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hop.cli.doctor.findings import OK, WARNING, Finding
from hop.cli.doctor.waiting import Call, Late

if TYPE_CHECKING:
    from hop.auth import Auth

_ALLOWED_S = 60.0
_ASK_S = 2.0
_CURE = "set this machine's clock by NTP: tokens and certificates are valid for a limited time only"


def examine(auth: Auth | None, newest: float | None) -> Finding:
    """Compare the clock with that of the token endpoint, or with the newest message.

    Args:
        auth: the credential; None: none.
        newest: the time of the newest message, s since 1970; None: unknown.
    """
    now = datetime.now(UTC)
    text = f"it is {now:%Y-%m-%d %H:%M:%S} UTC here"
    endpoint = auth.token_endpoint if auth else None
    theirs = _time_of(endpoint, auth.ca_file) if auth and endpoint else None
    if theirs is not None:
        ahead = (now - theirs).total_seconds()
        host = urlsplit(str(endpoint)).hostname
        if abs(ahead) > _ALLOWED_S:
            return Finding("clock", WARNING, text, f"{host} has {theirs:%H:%M:%S} UTC", _CURE)
        return Finding("clock", OK, f"{text}, as at {host}")
    if newest is not None and newest - now.timestamp() > _ALLOWED_S:
        when = datetime.fromtimestamp(newest, UTC)
        cause = f"the newest message is from {when:%Y-%m-%d %H:%M:%S} UTC, which is in the future"
        return Finding("clock", WARNING, text, cause, f"{_CURE}; or the sender's clock is wrong")
    return Finding("clock", OK, f"{text}; no server gives a time to compare with")


def _time_of(url: str, ca_file: str) -> datetime | None:
    try:
        return Call(lambda: _ask(url, ca_file)).wait(_ASK_S)
    except (OSError, ValueError, http.client.HTTPException, Late):
        return None


def _ask(url: str, ca_file: str) -> datetime | None:
    place = urlsplit(url)
    connection: http.client.HTTPConnection
    if place.scheme == "https":
        context = ssl.create_default_context(cafile=ca_file)
        connection = http.client.HTTPSConnection(place.netloc, timeout=_ASK_S, context=context)
    else:
        connection = http.client.HTTPConnection(place.netloc, timeout=_ASK_S)
    try:
        connection.request("HEAD", place.path or "/")
        date = connection.getresponse().getheader("Date")
    finally:
        connection.close()
    return parsedate_to_datetime(date).astimezone(UTC) if date else None
