"""A mail server and a webhook on loopback, for ``hop notify``: they keep what they are told."""

from __future__ import annotations

import asyncio
import json
import queue
import socket
import ssl
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

WAIT_S = 60
USER, PASSWORD = "desk", "tel-star-310706"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MailServer:
    """A mail server that wants STARTTLS and a login.

    Args:
        folder: where the file of its certificate authority is written.
        port: its port; 0: a free one.

    Attributes:
        ca_file: the certificate to trust.
        mails: the mails that it took, in order.
        password: the password that it takes.
        offers_tls: whether it offers STARTTLS.
        answers: its answers to the next mails, such as "451 busy"; then it takes all.
        refused: its answer to each address that it takes no mail for.
        on_mail: called with each mail before it is acknowledged.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        authority = trustme.CA()
        folder.mkdir(exist_ok=True)
        self.ca_file = folder / "mail-ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self._context)
        self.port, self.password, self.offers_tls = port, PASSWORD, True
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []
        self.refused: dict[str, str] = {}
        self.on_mail: Callable[[EmailMessage], None] = lambda _: None
        self._arrived = queue.SimpleQueue[EmailMessage]()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        start = self._loop.create_server(self._protocol, "127.0.0.1", self.port)
        server = asyncio.run_coroutine_threadsafe(start, self._loop).result(WAIT_S)
        self._server, self.port = server, server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(WAIT_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_S)
        self._loop.close()

    async def _end(self) -> None:
        """Refuse connections, and end those that are open: a task that is left is told of later."""
        self._server.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for each in left:
            each.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def wait(self) -> EmailMessage:
        """The next mail, when it is acknowledged or about to be."""
        return self._arrived.get(timeout=WAIT_S)

    def subjects(self) -> list[str]:
        return [str(each["Subject"]) for each in self.mails]

    def table(self, name: str = "mail", **more: Any) -> str:
        """The table of a destination that is told by this server."""
        entries = {
            "type": "mail",
            "server": f"localhost:{self.port}",
            "username": USER,
            "password": PASSWORD,
            "from": "hop@example.org",
            "to": ["ada@example.org", "bo@example.org"],
            "ssl_ca_location": str(self.ca_file),
            **more,
        }
        return table(name, entries)

    def _protocol(self) -> SMTP:
        return SMTP(
            self,
            hostname="localhost",
            tls_context=self._context if self.offers_tls else None,
            require_starttls=self.offers_tls,
            auth_required=True,
            authenticator=self._log_in,
        )

    def _log_in(self, _server: Any, _session: Any, _envelope: Any, _kind: str, data: Any) -> Any:
        given = data.login.decode(), data.password.decode()
        return AuthResult(success=given == (USER, self.password), handled=False)

    async def handle_RCPT(  # noqa: N802 - the name of aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name of aiosmtpd
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert session.ssl is not None
        assert session.authenticated
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, EmailMessage, policy=default)
        mail["X-Given-To"] = ",".join(envelope.rcpt_tos)
        self.mails.append(mail)
        self.on_mail(mail)
        self._arrived.put(mail)
        return "250 OK"


class Webhook:
    """An incoming webhook.

    Attributes:
        url: its address, which is a secret.
        posts: the texts that it took, in order.
        statuses: its answers to the next posts; then it takes all.
        on_post: called with each text before it is acknowledged.
    """

    def __init__(self) -> None:
        self.posts: list[str] = []
        self.statuses: list[int] = []
        self.on_post: Callable[[str], None] = lambda _: None
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = hook.statuses.pop(0) if hook.statuses else 200
                if status == 200:
                    hook.posts.append(body["text"])
                    hook.on_post(body["text"])
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hooks/kept-quiet"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def table(self, kind: str = "slack") -> str:
        return table(kind, {"type": kind, "url": self.url})


def table(name: str, entries: dict[str, Any]) -> str:
    """A table of ``notify.toml``."""
    lines = [f"{key} = {json.dumps(each)}" for key, each in entries.items()]
    return "\n".join([f"[notify.{name}]", *lines, ""])


def write_destinations(file: Path, *tables: str) -> None:
    """Write ``notify.toml``, for its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(0o600)
    file.write_text("\n".join(tables), encoding="utf-8")
