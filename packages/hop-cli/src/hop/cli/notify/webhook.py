"""Notifications to a channel of Slack or Mattermost, by an incoming webhook."""

from __future__ import annotations

import json
from dataclasses import dataclass

from hop._config import Secret, trusted_ca_file
from hop._large.http import Refused, Request
from hop.cli.notify.note import Note
from hop.errors import AuthenticationFailed, ConnectionFailed, HandlerError

_TIMEOUT_S = 30.0
_MOST_ANSWER = 10_000
# Slack cuts longer messages.
_LONGEST = 30_000
# Slack and Mattermost answer so if the webhook was deleted, or its channel is gone.
_GONE = (401, 403, 404, 410)
_BUSY = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts to an incoming webhook.

    Attributes:
        name: the name of its table.
        kind: ``slack`` or ``mattermost``.
        url: its address, which is a secret: whoever knows it can post.
        ca_file: the CA certificates to trust; None: those of hop.
    """

    name: str
    kind: str
    url: Secret
    ca_file: str | None

    def check(self) -> None:
        """Do nothing: a webhook can only be tried by a message in the channel."""

    def send(self, note: Note) -> None:
        """Post a message: the subject in bold, the text in a block of code."""
        ca_file = self.ca_file or trusted_ca_file()
        with Request("POST", self.url, ca_file, _TIMEOUT_S) as request:
            try:
                request.ask(self._body(note), {"Content-Type": "application/json"}, _MOST_ANSWER)
            except Refused as refused:
                raise self._refusal(refused.status, request.address) from None

    def _body(self, note: Note) -> bytes:
        subject, text = note.subject, note.text[:_LONGEST].rstrip().replace("```", "'''")
        # Only in a block of code does neither of them see a mention, such as @channel.
        mark = "*" if self.kind == "slack" else "**"
        subject = subject.replace("`", "'").replace("*", "")
        content = f"{mark}`{subject}`{mark}\n```\n{text}\n```"
        if self.kind == "slack":
            content = content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return json.dumps({"text": content}).encode()

    def _refusal(
        self, status: int, address: str
    ) -> AuthenticationFailed | ConnectionFailed | HandlerError:
        where = f"{address} (notify.{self.name})"
        if status in _BUSY or status >= 500:
            return ConnectionFailed(
                f"{where} takes no message now: it answers with the status {status}",
                code=f"HTTP {status}",
                retriable=True,
            )
        if status in _GONE:
            return AuthenticationFailed(
                f"{where} refuses its webhook with the status {status}: it was deleted, or its "
                f"address is wrong; make a new one, and put it into [notify.{self.name}]",
                code=f"HTTP {status}",
            )
        return HandlerError(
            f"{where} refuses the message with the status {status}; see that `type` is the program "
            "of the webhook"
        )
