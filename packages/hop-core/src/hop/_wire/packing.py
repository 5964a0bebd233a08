"""Make the payload and the headers of a message that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hop._messages import MessageModel
from hop._wire.codec import encode, encode_envelope
from hop._wire.headers import FORMAT, ID, SENDER, TEST, new_id, own_headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from hop._messages import Header
    from hop._wire.headers import HeadersInput


class Packer:
    """Makes payloads and headers of messages, all for one sender.

    Args:
        sender: the user name to give as the sender; None: no sender is named.
        envelope: make the JSON envelope that readers of 2021 expect, without format headers.
    """

    def __init__(self, sender: str | None, *, envelope: bool = False) -> None:
        self._sender: list[Header] = [] if sender is None else [(SENDER, sender.encode())]
        self._envelope = envelope

    def pack(
        self,
        message: Any,
        headers: HeadersInput | None,
        test: bool,
        register: Callable[[bytes], int] | None = None,
    ) -> tuple[bytes, list[Header]]:
        """The payload and the headers of a message; each call gives it another id.

        Args:
            message: the message.
            headers: more headers.
            test: whether it is a test.
            register: gives the number of a schema in a registry; None: messages bring theirs.

        Raises:
            hop.errors.EncodeError: the message, or a header, cannot be sent.
            hop.errors.ValidationError: a model that its schema refuses.
        """
        if self._envelope:
            payload, record = encode_envelope(message), own_headers(headers)
            if test:
                record.append((TEST, b"true"))
            return payload, record
        framed = None
        if register is not None and isinstance(message, MessageModel):
            framed = message.hop_to_frame(register)
        name, payload = framed or encode(message)
        record = [*own_headers(headers), (ID, new_id())] if headers else [(ID, new_id())]
        record += self._sender
        if test:
            record.append((TEST, b"true"))
        record.append((FORMAT, name.encode()))
        return payload, record

    def unpacked(self, headers: HeadersInput | None) -> list[Header]:
        """The headers of a payload that is sent unchanged; reserved names are allowed.

        Raises:
            hop.errors.EncodeError: one cannot be sent.
        """
        return own_headers(headers, reserved=True)

    def placeholder_headers(self, marks: list[Header]) -> list[Header]:
        """The headers of a placeholder.

        Args:
            marks: those of the format and of a test.
        """
        return [(ID, new_id()), *self._sender, *marks]
