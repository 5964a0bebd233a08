"""A certificate authority of the sandbox's own, and the brokers' certificate."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

from hop.sandbox import extra


class Certificates:
    """The files that TLS needs, in a folder.

    Args:
        folder: where ``ca.pem`` and ``broker.pem`` are written.
        host: the address that the certificate is for, besides ``localhost``.

    Attributes:
        ca_file: what a client has to trust.
    """

    def __init__(self, folder: Path, host: str) -> None:
        trustme = extra.load("trustme")
        authority = trustme.CA(organization_name="hop sandbox")
        self._certificate: Any = authority.issue_cert("localhost", host)
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        key = self._pkcs8(self._certificate.private_key_pem.bytes())
        chain = b"".join(part.bytes() for part in self._certificate.cert_chain_pems)
        (folder / "broker.pem").write_bytes(key + chain)

    @staticmethod
    def _pkcs8(key: bytes) -> bytes:
        """A private key in the only form that Java reads from PEM."""
        from cryptography.hazmat.primitives import serialization

        return serialization.load_pem_private_key(key, None).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def server_context(self) -> ssl.SSLContext:
        """The TLS side of a server in Python with the same certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certificate.configure_cert(context)
        return context
