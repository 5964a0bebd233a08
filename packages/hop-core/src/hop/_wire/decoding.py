"""Decode the records of one stream; the ``errors`` option says what happens to bad ones."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal

from hop._messages import Blob, ExternalMessage, Header, MessageModel, mark_test
from hop._wire.codec import as_model, decode, decode_json, stand_in
from hop._wire.headers import format_name
from hop.errors import DecodeError, MessageError

if TYPE_CHECKING:
    from hop._messages import Record
    from hop._wire.schemas import Schemas

_log = logging.getLogger(__name__)
# Names of formats come from strangers: they must fill neither the log nor the memory.
_FORMATS_WARNED_OF = 100
_LONGEST_NAME, _LONGEST_TEXT = 60, 400

JSON = b"json"
"""The value of the header ``_format`` of messages that are JSON."""

Errors = Literal["blob", "raise", "skip"] | Callable[[MessageError, bytes], Any]
"""``"blob"``: the raw bytes arrive as a Blob with the reason; ``"raise"``; ``"skip"``; or a
callable of the error and the raw bytes, whose result arrives instead of the message (None: nothing
arrives)."""


def json_message(payload: bytes | None, topic: str | None) -> MessageModel | None:
    """The message of a payload that came as ``json``; None if it is not JSON.

    Most messages are JSON; this is :meth:`Decoder.decode` without the steps that others need.
    """
    try:
        return decode_json(payload or b"", topic)
    except MessageError:
        return None


class Decoder:
    """Decodes the records of one stream.

    Args:
        errors: what to do with a message that is not what its format promises.
        model: the model that the reader has asked for; other messages go to ``errors`` too. None:
            any model.
        schemas: where the schemas are of messages that do not bring them; None: nowhere.

    Attributes:
        model: the same.
    """

    def __init__(
        self,
        errors: Errors = "blob",
        model: type[MessageModel] | None = None,
        schemas: Schemas | None = None,
    ) -> None:
        if not (model is None or (isinstance(model, type) and issubclass(model, MessageModel))):
            raise ValueError(f"model is a class of messages, such as VOEvent, not {model!r:.100}")
        if not (callable(errors) or errors in ("blob", "raise", "skip")):
            raise ValueError(f'errors is "blob", "raise", "skip" or a callable, not {errors!r}')
        self._errors, self.model, self._schemas = errors, model, schemas
        self._warned: set[str] = set()

    def decode(
        self,
        payload: bytes | None,
        headers: Iterable[Header] | None,
        where: Callable[[], str],
        topic: str | None = None,
        is_test: bool = False,
        *,
        key: bytes | None = None,
    ) -> Any | None:
        """The message of a record; None if it is left out.

        Args:
            payload: the record's value.
            headers: the record's headers.
            where: gives topic, partition and offset, in words; called only for an error.
            topic: where it came from: some topics carry one model without saying so.
            is_test: whether the record has the header ``_test``; the message is marked then.
            key: the record's key.

        Raises:
            hop.errors.MessageError: with ``errors="raise"``, or from the callable.
        """
        try:
            message = decode(payload, headers, topic, key=key, schemas=self._schemas)
            if self.model is not None and type(message) is not ExternalMessage:
                message = as_model(self.model, message, payload or b"", headers, topic)
        except MessageError as error:
            instead = self._handle(error, payload or b"", headers, where(), topic)
            if is_test and isinstance(instead, MessageModel):
                mark_test(instead)
            return instead
        if is_test:
            mark_test(message)
        if type(message) is Blob and message.missing_schema:
            self._warn(
                format_name(headers or ()) or "an envelope",
                f"no installed model reads it ({where()}); it arrives as a Blob: "
                "install the package that announces its model",
            )
        return message

    def quietly(self, record: Record) -> MessageModel:
        """The message of a record, for a look at it: nothing is raised, and nothing told."""
        payload, headers, topic = record.value() or b"", record.headers(), record.topic()
        try:
            return decode(payload, headers, topic, key=record.key(), schemas=self._schemas)
        except MessageError as error:
            return stand_in(payload, headers, topic, error)

    def stand_in(
        self,
        placeholder: ExternalMessage,
        error: MessageError,
        record: Record,
        where: Callable[[], str],
    ) -> Any | None:
        """The placeholder, with the error, if the message behind it cannot be had.

        Raises:
            hop.errors.MessageError: with ``errors="raise"``, or from the callable.
        """
        found = self._handle(
            error, record.value() or b"", record.headers(), where(), record.topic()
        )
        if self._errors != "blob" or self.model is not None:
            return found
        placeholder.error = error
        return placeholder

    def unfetched(
        self, placeholder: ExternalMessage, record: Record, where: Callable[[], str]
    ) -> Any | None:
        """What arrives for a placeholder of a message that is not fetched.

        Raises:
            hop.errors.MessageError: a model is asked for, and the errors are raised.
        """
        if self.model is None or isinstance(placeholder, self.model):
            return placeholder
        error = DecodeError(
            f"it is kept outside Kafka, and is not fetched, and model= asks for "
            f"{self.model.__name__}; fetch_external=True fetches it"
        )
        return self._handle(error, record.value() or b"", record.headers(), where(), record.topic())

    def _handle(
        self,
        error: MessageError,
        payload: bytes,
        headers: Iterable[Header] | None,
        where: str,
        topic: str | None,
    ) -> Any | None:
        error.add_note(where)
        if callable(self._errors):
            return self._errors(error, payload)
        if self._errors == "raise":
            raise error
        fate = "it is left out" if self._errors == "skip" else "it arrives as a Blob"
        name = format_name(headers or ()) or "not named"
        what = "what it says" if self.model is None else f"a good {self.model.__name__}"
        self._warn(name, f"a message is not {what} ({where}): {error}; {fate}")
        if self._errors == "skip":
            return None
        return stand_in(payload, headers, topic, error)

    def _warn(self, name: str, text: str) -> None:
        # Once for each format: a faulty sender repeats the fault with every message.
        name = _printable(name, _LONGEST_NAME)
        if name not in self._warned and len(self._warned) < _FORMATS_WARNED_OF:
            self._warned.add(name)
            _log.warning("format %s: %s", name, _printable(text, _LONGEST_TEXT))


def _printable(text: str, longest: int) -> str:
    shown = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in shown)
