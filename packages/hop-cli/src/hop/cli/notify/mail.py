"""Notifications as e-mail, by SMTP."""

from __future__ import annotations

import hashlib
import logging
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from hop._config import Secret, trusted_ca_file
from hop._console import escape_line
from hop.cli.notify.note import Note
from hop.errors import AuthenticationFailed, ConnectionFailed, HandlerError, HopError

_log = logging.getLogger(__name__)

# For each step. A server that delays what may be spam can take that long.
_TIMEOUT_S = 30.0
_LONGEST_ANSWER = 200
# 4xx: try again later (RFC 5321, 4.2.1). 421 is among them.
_LATER = range(400, 500)
_Refused = Mapping[str, tuple[int, bytes]]


@dataclass(eq=False)
class Mail:
    """Sends e-mail by one SMTP server.

    Attributes:
        name: the name of its table.
        host: the server.
        port: its port.
        security: ``starttls``, ``tls`` or ``none``.
        user: the user name; None to send without login.
        password: the password.
        sender: the address of the sender.
        recipients: the addresses of the recipients.
        ca_file: the CA certificates to trust; None: those of hop.
    """

    name: str
    host: str
    port: int
    security: str
    user: str | None
    password: Secret
    sender: str
    recipients: tuple[str, ...]
    ca_file: str | None
    # Who got a mail that others are still to get, by its key.
    _taken: dict[str, set[str]] = field(default_factory=dict, init=False, repr=False)

    def check(self) -> None:
        """Log in, and send nothing."""
        with self._connected():
            pass

    def send(self, note: Note) -> None:
        """Send a mail to all who do not have it yet."""
        taken = self._taken.setdefault(note.key, set())
        left = [each for each in self.recipients if each not in taken]
        with self._connected() as server:
            try:
                refused: _Refused = server.send_message(self._message(note), self.sender, left)
            except smtplib.SMTPRecipientsRefused as error:
                refused = error.recipients
        taken.update(each for each in left if each not in refused)
        later, never = list[str](), list[str]()
        for each, (code, text) in refused.items():
            (later if code in _LATER else never).append(f"{each} ({code} {_shown(text)})")
        if later:
            raise ConnectionFailed(
                f"{self} takes no mail for {', '.join(later)} now; it is sent again later",
                retriable=True,
            )
        if never and not taken:
            raise HandlerError(
                f"{self} takes no mail for {', '.join(never)}; correct `to` in [notify.{self.name}]"
            )
        if never:
            _log.error("%s takes no mail for %s; the others got it", self, ", ".join(never))
        del self._taken[note.key]

    def __str__(self) -> str:
        return f"the mail server {self.host}:{self.port} (notify.{self.name})"

    def _message(self, note: Note) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = note.subject
        message["From"] = self.sender
        message["To"] = ", ".join(self.recipients)
        message["Date"] = format_datetime(datetime.now(UTC))
        # The same after a crash: many mail servers and programs then show one mail, not two.
        message["Message-ID"] = self._id(note.key)
        if note.thread is not None:
            message["In-Reply-To"] = message["References"] = self._id(note.thread)
        # RFC 3834: no vacation replies.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(note.text)
        return message

    def _id(self, key: str) -> str:
        digest = hashlib.sha256(f"{self.name}\n{key}".encode()).hexdigest()[:32]
        return f"<{digest}@{self.sender.rpartition('@')[2]}>"

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """A connection on which the user is logged in.

        Raises:
            hop.errors.HopError: what fails, also in the block.
        """
        try:
            server = self._connect()
            try:
                if self.security == "starttls":
                    server.starttls(context=self._context())
                if self.user is not None:
                    server.login(self.user, self.password)
                yield server
            finally:
                # What was taken stays taken, even if saying goodbye fails.
                with suppress(OSError, smtplib.SMTPException):
                    server.quit()
                server.close()
        except (OSError, smtplib.SMTPException) as error:  # SMTPException is an OSError, too
            raise self._translated(error) from None

    def _connect(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=_TIMEOUT_S, context=self._context()
            )
        return smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_S)

    def _context(self) -> ssl.SSLContext:
        ca_file = self.ca_file or trusted_ca_file()
        try:
            return ssl.create_default_context(cafile=ca_file)
        except OSError as error:
            raise ConnectionFailed(
                f"{ca_file} holds no CA certificates that can be read: {error.strerror or error}; "
                "correct the path"
            ) from None

    def _translated(self, error: OSError) -> HopError:
        if isinstance(error, smtplib.SMTPResponseException):
            return self._refusal(error, error.smtp_code, _shown(error.smtp_error))
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return ConnectionFailed(
                f"{self} cannot do what is needed: {_shown(str(error))}; correct `security`, "
                f"`username` or `to` in [notify.{self.name}]"
            )
        if isinstance(error, ssl.SSLCertVerificationError):
            return ConnectionFailed(
                f"the certificate of {self} is not trusted: {error.verify_message}; correct "
                "`server`, or name its CA certificates with `ssl_ca_location`"
            )
        reason = f"{type(error).__name__}: {_shown(str(error))}"
        return ConnectionFailed(f"{self} cannot be reached: {reason}", retriable=True)

    def _refusal(self, error: Exception, code: int, text: str) -> HopError:
        if code in _LATER:
            return ConnectionFailed(
                f"{self} takes no mail now: {code} {text}", code=str(code), retriable=True
            )
        if isinstance(error, smtplib.SMTPAuthenticationError) or code == 530:
            return AuthenticationFailed(
                f"{self} refuses the login of {self.user or 'nobody'}: {code} {text}; correct "
                f"`username` and the password of [notify.{self.name}]",
                code=str(code),
            )
        return HandlerError(
            f"{self} refuses the mail: {code} {text}; correct `from` in [notify.{self.name}], or "
            "ask the owner of the server"
        )


def _shown(text: Any) -> str:
    """An answer of a server, as one line."""
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    return escape_line(" ".join(text.split()))[:_LONGEST_ANSWER]
