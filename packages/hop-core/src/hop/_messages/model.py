"""``MessageModel``: the base class of all messages."""

from __future__ import annotations

import dataclasses
import io
import os
from collections.abc import Callable
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from hop._messages.faults import Fault, fault_of
from hop._messages.json import dumps, to_line
from hop._messages.reading import read_file
from hop.errors import DecodeError

if TYPE_CHECKING:
    # typing has TypeVars with a default since Python 3.13; type checkers know them from here.
    from typing_extensions import TypeVar as TypeVarWithDefault

    # The one form of all alerts, made by whatever package has it: only type checkers see its name.
    from hop.models.alert import Alert

    Message_co = TypeVarWithDefault(
        "Message_co", bound="MessageModel", default="MessageModel", covariant=True
    )
else:
    Message_co = TypeVar("Message_co", covariant=True)

AnyModel = TypeVar("AnyModel", bound="MessageModel")
"""A class of messages that somebody names."""

Source = str | bytes | IO[Any]
"""What a message is loaded from: text, bytes, or a file object."""


class _Property:
    """A property that a subclass may also have as a field of its own.

    Args:
        read: gives the value of a message.
    """

    def __init__(self, read: Callable[[MessageModel], Any]) -> None:
        self._read = read

    def __set_name__(self, owner: type[MessageModel], name: str) -> None:
        self._name = name

    def __get__(self, message: MessageModel | None, owner: type[MessageModel]) -> Any:
        if message is None:
            if any(self._name in vars(each).get("__annotations__", ()) for each in owner.__mro__):
                # dataclasses would take this object for the default of the field.
                raise AttributeError(self._name)
            return self
        return self._read(message)


def _is_test(message: MessageModel) -> bool:
    return has_test_header(message) or bool(message.hop_declares_test())


def _alerts(message: MessageModel) -> tuple[Any, ...]:
    kept: tuple[Any, ...] | None = vars(message).get("_hop_alerts")
    if kept is None:
        # Past the message's own __setattr__: this is no field.
        kept = vars(message)["_hop_alerts"] = message.hop_view_alerts(message.hop_topic)
    return kept


class MessageModel:
    """An abstract message model.

    A subclass is a dataclass with a :meth:`load`; everything else has a default that suits a
    message written as JSON. It is known to streams once registered (:mod:`hop.plugins`).
    """

    hop_format: ClassVar[str] = "messagemodel"
    """The name of the format on the wire, in lower case; by default that of the class."""

    hop_binary: ClassVar[bool] = True
    """Whether :meth:`load_file` hands :meth:`load` a file of bytes, or of UTF-8 text.

    A model that does not say so, and cannot use bytes, gets text.
    """

    hop_unpacks: ClassVar[bool] = True
    """Whether :meth:`load_file` unpacks a file that is compressed by gzip."""

    hop_schemas: ClassVar[tuple[str, ...]] = ()
    """The ``$schema`` URIs of the documents that this model is for.

    The same schema in another version (a segment of the path such as ``v7.2.1``, ``7.2.1`` or
    ``main``) is found too, with a warning. A ``*`` stands for any text, without a warning.
    """

    hop_topics: ClassVar[tuple[str, ...]] = ()
    """Regular expressions for the whole names of topics whose messages are of this model."""

    hop_test_topics: ClassVar[tuple[str, ...]] = ()
    """Regular expressions for the whole names of topics on which every message is a test."""

    hop_markers: ClassVar[tuple[frozenset[str], ...] | None] = None
    """Sets of keys. A JSON object is of this model if it has all keys of one set.

    ``()`` says that no JSON object is of this model. With None, hop calls :meth:`sniff` for each
    JSON message that names no model. With markers, hop calls it only for JSON objects that have
    them, and for what is not a JSON object.
    """

    hop_unpacked_bytes: int = 0
    """How many bytes the message holds, if it has unpacked its payload and keeps that."""

    hop_topic: str | None = None
    """The topic that the message was read from; None for a message that was made or loaded."""

    if TYPE_CHECKING:

        @property
        def is_test(self) -> bool:
            """Whether this is a test, by its ``_test`` header or by what it says of itself."""

        @property
        def alerts(self) -> tuple[Alert, ...]:
            """What the message says of events in the sky, in one form for all models.

            Mostly one alert; several where it tells of several objects, none where it is no alert.
            They are made at the first look, and kept.
            """

    else:
        is_test = _Property(_is_test)
        alerts = _Property(_alerts)

    def __init__(self) -> None:
        # A dataclass has a constructor of its own; this one costs other messages nothing.
        if type(self) is MessageModel:
            raise TypeError("MessageModel is abstract: make a subclass with a load()")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "hop_format" not in cls.__dict__:
            # Models written for hop-client give their format this name.
            given = getattr(cls, "format_name", None)
            cls.hop_format = (given if isinstance(given, str) else cls.__name__).lower()

    @classmethod
    def json_schema(cls) -> dict[str, Any] | None:
        """The JSON Schema of the tree that :meth:`asdict` gives; None if there is none."""
        return None

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether a payload looks like this model; asked if nothing else tells its model.

        Args:
            payload: all of it.
        """
        return False

    @classmethod
    def find_faults(cls, data: bytes) -> list[Fault]:
        """Every fault of a document in this format; by default the one that stops its loading.

        Args:
            data: the document, as a file holds it.
        """
        return by_loading(cls.hop_from_file, data)

    def hop_declares_test(self) -> bool:
        """Whether the content says that this is a test; a model overrides this for `is_test`."""
        return False

    @classmethod
    def hop_marks_test(cls, document: Any) -> bool:
        """Whether a JSON tree, valid or not, has the mark of a test that this model knows."""
        return False

    def hop_view_alerts(self, topic: str | None) -> tuple[Any, ...]:
        """Make the alerts that :attr:`alerts` keeps; a model that has some overrides this.

        Args:
            topic: the topic that the message was read from, where that is known.
        """
        return ()

    def _repr_html_(self) -> str | None:
        """The alerts of the message as a notebook shows them; None: it shows the ``repr``."""
        shown = [each._repr_html_() for each in self.alerts if hasattr(each, "_repr_html_")]
        return "".join(shown) or None

    @classmethod
    def load(cls, input_: Any) -> Self:
        """Create a message from a file object, text or bytes.

        Raises:
            NotImplementedError: always, in this base; subclasses say how.
        """
        raise NotImplementedError(
            f"{cls.__name__} does not say how it is loaded: give it a classmethod load(input_)"
        )

    @classmethod
    def load_file(cls, filename: str | os.PathLike[str]) -> Self:
        """Create a message from a file; one that is compressed by gzip is unpacked.

        Raises:
            OSError: the file cannot be read.
            hop.errors.MessageError: its content is not such a message.
        """
        return cls.hop_from_file(read_file(filename, unpack=cls.hop_unpacks))

    @classmethod
    def hop_from_file(cls, data: bytes, *, strict: bool = True) -> Self:
        """Create a message from the bytes of a file.

        Args:
            data: the content of the file, unpacked.
            strict: refuse what breaks the schema. Otherwise the message is read as leniently as
                one that comes from a broker.

        Raises:
            hop.errors.MessageError: it is not such a message.
        """
        if not strict:
            return cls.from_wire(data)
        if not cls.hop_binary:
            return cls.load(_text_file(data))
        try:
            return cls.load(io.BytesIO(data))
        except TypeError:
            # hop-client hands a file of text to models that are written for it.
            if _declares(cls, "hop_binary") or not _is_utf8(data):
                raise
            return cls.load(_text_file(data))

    def asdict(self) -> dict[str, Any]:
        """The message as a tree of dictionaries, lists and plain values."""
        if not dataclasses.is_dataclass(self):
            raise NotImplementedError(f"{type(self).__name__} is no dataclass: define asdict()")
        return dataclasses.asdict(self)

    def to_tree(self) -> Any:
        """The message as ``hop subscribe -j`` prints it; by default :meth:`asdict`."""
        return self.asdict()

    def serialize(self) -> dict[str, Any]:
        """The message with its format: ``{"format": name, "content": JSON tree}``."""
        return {"format": self.hop_format, "content": self.asdict()}

    def to_text(self) -> str:
        """The message as a person reads it; by default its JSON on one line."""
        return to_line(self.serialize()["content"])

    def to_document(self) -> bytes:
        """The message as the bytes of a file; by default :meth:`to_text` in UTF-8."""
        # Lone surrogates become the escapes that JSON has for them.
        return self.to_text().encode("utf-8", "backslashreplace")

    @classmethod
    def from_wire(cls, payload: bytes) -> Self:
        """The message of a payload that came under this format's name."""
        return cls.deserialize(payload) if _overrides(cls, "deserialize") else cls.load(payload)

    @classmethod
    def hop_from_frame(cls, payload: bytes, key: bytes | None, schemas: Any) -> MessageModel | None:
        """The message of a payload whose schema is elsewhere; None if it is in no such frame.

        Args:
            payload: all of it.
            key: the key of the message, if that may be the schema.
            schemas: gives schemas by their numbers (``by_id``), and all that are here (``known``);
                None: there is no registry.

        Raises:
            hop.errors.MessageError: it is in such a frame, and cannot be read.
        """
        return None

    def hop_to_frame(self, register: Callable[[bytes], int]) -> tuple[str, bytes] | None:
        """The name of the format, and a payload whose schema is in a registry; None: not possible.

        Args:
            register: gives the number of a schema.

        Raises:
            hop.errors.EncodeError: the message cannot be sent.
        """
        return None

    @classmethod
    def deserialize(cls, data: bytes) -> Self:
        """The message of a payload: hop-client's name for :meth:`from_wire`.

        A model that is written for hop-client may override it.
        """
        return cls.from_wire(data) if _overrides(cls, "from_wire") else cls.load(data)

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """The message of the ``content`` of a 2021 envelope: by default its fields.

        Raises:
            hop.errors.DecodeError: the content is no JSON object.
        """
        if not isinstance(content, dict):
            raise DecodeError(
                f"a {cls.hop_format} in an envelope has a JSON object for content, "
                f"not a {type(content).__name__}"
            )
        return cls(**content)

    def to_wire(self) -> tuple[str, bytes]:
        """The name of the format and the payload, as they are sent."""
        return self.hop_format, bytes(self)

    def __bytes__(self) -> bytes:
        """The payload on the wire; by default the content of :meth:`serialize` as JSON."""
        content = self.serialize()["content"]
        return content if isinstance(content, bytes) else dumps(content)


def by_loading(load: Callable[[bytes], MessageModel], data: bytes) -> list[Fault]:
    """The one fault that stops a message from being loaded or sent; empty if it is good."""
    try:
        load(data).to_wire()
    except Exception as error:  # a plugin's own: KeyError, TypeError, whatever it may be
        return [fault_of(error, data)]
    return []


def _text_file(data: bytes) -> IO[str]:
    return io.StringIO(data.decode(), newline="")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _declares(model: type[MessageModel], attribute: str) -> bool:
    return any(attribute in vars(each) for each in model.__mro__ if each is not MessageModel)


def _overrides(model: type[MessageModel], method: str) -> bool:
    base = getattr(MessageModel, method).__func__
    return getattr(getattr(model, method), "__func__", None) is not base


def mark_test(message: MessageModel) -> None:
    """Mark a message that came with the header ``_test``."""
    # Past the message's own __setattr__: this is no field.
    object.__setattr__(message, "_hop_test", True)


def has_test_header(message: MessageModel) -> bool:
    """Whether a message came with the header ``_test``."""
    return "_hop_test" in vars(message)


@lru_cache(maxsize=256)
def _has_own_field(model: type) -> bool:
    """Whether ``is_test`` of a model is a field, or a property, of its own."""
    own = [vars(each) for each in model.__mro__ if each is not MessageModel]
    return any("is_test" in each or "is_test" in each.get("__annotations__", ()) for each in own)


def says_test(message: Any) -> bool:
    """Whether a message is a test; for those who leave tests out, so it never raises.

    A model may have a field of its own called ``is_test``, which says so where it is True. What
    fails, or is no message, is no test: no real alert is lost by that.
    """
    if not isinstance(message, MessageModel):
        return False
    if "_hop_test" in vars(message):
        return True
    model: Any = type(message)
    try:
        if _has_own_field(model):
            return message.is_test is True
        return bool(message.hop_declares_test())
    except Exception:  # of a model of somebody else
        return False


def set_topic(message: MessageModel, topic: str) -> None:
    """Tell a message which topic it was read from."""
    # Past the message's own __setattr__: this is no field.
    object.__setattr__(message, "hop_topic", topic)
