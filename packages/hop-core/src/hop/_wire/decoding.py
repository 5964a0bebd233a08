"""What becomes of a message that cannot be decoded: the ``errors`` option of a stream."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal

from hop._messages import Blob, ExternalMessage, JSONBlob, MessageModel, mark_test
from hop._messages.json import loads
from hop._messages.metadata import Header
from hop._wire import record as wire
from hop.errors import DecodeError, MessageError

if TYPE_CHECKING:
    from hop._messages.metadata import Record

_log = logging.getLogger(__name__)
# Names of formats come from strangers: neither log nor memory is theirs to fill.
_FORMATS_WARNED_OF = 100
_LONGEST_NAME, _LONGEST_TEXT = 60, 400

JSON = b"json"
"""The value of the header ``_format`` of messages that are JSON."""

_FORMAT, _TEST = wire.FORMAT, wire.TEST

Errors = Literal["blob", "raise", "skip"] | Callable[[MessageError, bytes], Any]
"""``"blob"``: the raw bytes arrive as a Blob with the reason; ``"raise"``; ``"skip"``; or a
callable of the error and the raw bytes, whose result arrives in the message's place (None: it is
left out)."""


def marks(headers: Iterable[Header]) -> tuple[bytes | None, bool]:
    """The value of the first ``_format`` header, and whether there is one named ``_test``."""
    form = None
    is_test = False
    for name, value in headers:
        if name == _FORMAT:
            if form is None:
                form = value or b""
        elif name == _TEST:
            is_test = True
    return form, is_test


def json_blob(payload: bytes | None) -> JSONBlob | None:
    """The message of a payload that came as ``json``; None where it is none.

    What most messages are, without the steps that all others need.
    """
    try:
        return JSONBlob(loads(payload or b""))
    except MessageError:
        return None


class Decoder:
    """From records to messages, for one stream.

    Args:
        errors: what to do with a message that is not what its format promises.
    """

    def __init__(self, errors: Errors = "blob") -> None:
        if not (callable(errors) or errors in ("blob", "raise", "skip")):
            raise ValueError(f'errors is "blob", "raise", "skip" or a callable, not {errors!r}')
        self._errors = errors
        self._warned: set[str] = set()

    def decode(
        self,
        payload: bytes | None,
        headers: Iterable[Header] | None,
        where: Callable[[], str],
        topic: str | None = None,
        is_test: bool = False,
    ) -> Any | None:
        """The message of a record; None where it is to be left out.

        Args:
            payload: the record's value.
            headers: the record's headers.
            where: gives topic, partition and offset, in words; asked only when there is a fault.
            topic: where it came from, which tells what some messages are.
            is_test: whether the record has the header ``_test``: the message will know.

        Raises:
            hop.errors.MessageError: with ``errors="raise"``, or from the callable.
        """
        try:
            message = wire.decode(payload, headers, topic)
        except MessageError as error:
            stand_in = self._handle(error, payload or b"", headers, where())
            if is_test and isinstance(stand_in, MessageModel):
                mark_test(stand_in)
            return stand_in
        if is_test:
            mark_test(message)
        if type(message) is Blob and message.missing_schema:
            self._warn(
                wire.format_name(headers or ()) or "an envelope",
                f"no installed model reads it ({where()}); it arrives as a Blob: "
                "install the package that announces its model",
            )
        return message

    def stand_in(
        self,
        placeholder: ExternalMessage,
        error: MessageError,
        record: Record,
        where: Callable[[], str],
    ) -> Any | None:
        """What arrives for a placeholder whose message cannot be had: it itself, with the reason.

        Raises:
            hop.errors.MessageError: with ``errors="raise"``, or from the callable.
        """
        found = self._handle(error, record.value() or b"", record.headers(), where())
        if self._errors != "blob":
            return found
        placeholder.error = error
        return placeholder

    def _handle(
        self, error: MessageError, payload: bytes, headers: Iterable[Header] | None, where: str
    ) -> Any | None:
        error.add_note(where)
        if callable(self._errors):
            return self._errors(error, payload)
        if self._errors == "raise":
            raise error
        name = wire.format_name(headers or ())
        fate = "it is left out" if self._errors == "skip" else "it arrives as a Blob"
        self._warn(name or "not named", f"a message is not what it says ({where}): {error}; {fate}")
        if self._errors == "skip":
            return None
        return as_blob(payload, error, named=name is not None)

    def _warn(self, name: str, text: str) -> None:
        # Once a format: a sender with a fault repeats it with every message.
        name = _printable(name, _LONGEST_NAME)
        if name not in self._warned and len(self._warned) < _FORMATS_WARNED_OF:
            self._warned.add(name)
            _log.warning("format %s: %s", name, _printable(text, _LONGEST_TEXT))


def _printable(text: str, longest: int) -> str:
    shown = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in shown)


def as_blob(payload: bytes, error: MessageError, *, named: bool = True) -> MessageModel:
    """The message that stands in for what could not be decoded.

    Args:
        payload: what it holds.
        error: the reason.
        named: whether the message named its format. Then these are raw bytes; otherwise JSON is
            JSON all the same.
    """
    if not named:
        with contextlib.suppress(DecodeError):
            return JSONBlob(loads(payload), missing_schema=True, error=error)
    return Blob(payload, missing_schema=True, error=error)
