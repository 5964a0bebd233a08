"""A certificate authority for the sandbox, and the brokers' certificate."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme
from cryptography.hazmat.primitives import serialization


class Certificates:
    """The files that TLS needs, written into a folder.

    Args:
        folder: where ``ca.pem`` and ``broker.pem`` are written.
        host: the address of the certificate, besides ``localhost``.

    Attributes:
        ca_file: the CA certificate that clients must trust.
    """

    def __init__(self, folder: Path, host: str) -> None:
        authority = trustme.CA(organization_name="hop sandbox")
        self._certificate = authority.issue_cert("localhost", host)
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        key = self._pkcs8(self._certificate.private_key_pem.bytes())
        chain = b"".join(part.bytes() for part in self._certificate.cert_chain_pems)
        (folder / "broker.pem").write_bytes(key + chain)

    @staticmethod
    def _pkcs8(key: bytes) -> bytes:
        """Return a private key in the only form that Java reads from PEM."""
        return serialization.load_pem_private_key(key, None).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def server_context(self) -> ssl.SSLContext:
        """Return the TLS context of a Python server with the same certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certificate.configure_cert(context)
        return context
