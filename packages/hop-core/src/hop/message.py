"""What every message is: ``MessageModel``, and ``Blob``, the message without a schema."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar, Self

from hop.errors import DecodeError, MessageError
from hop.json import dumps, loads, to_line

if TYPE_CHECKING:
    import os

Source = str | bytes | IO[Any]
"""What a message is loaded from: text, bytes, or a file object of either."""


class MessageModel:
    """An abstract message model.

    A subclass is a dataclass with a :meth:`load`; everything else has a default that suits a
    message written as JSON. It is known to streams once registered (:mod:`hop.plugins`).
    """

    hop_format: ClassVar[str] = "messagemodel"
    """The name of the format on the wire, in lower case; by default that of the class."""

    hop_binary: ClassVar[bool] = True
    """Whether :meth:`load_file` hands :meth:`load` a file of bytes, or of UTF-8 text."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "hop_format" not in cls.__dict__:
            cls.hop_format = cls.__name__.lower()

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
        """Create a message from a file.

        Raises:
            OSError: the file cannot be read.
            hop.errors.MessageError: its content is not such a message.
        """
        path = Path(filename)
        with path.open("rb") if cls.hop_binary else path.open(encoding="utf-8", newline="") as file:
            return cls.load(file)

    def asdict(self) -> dict[str, Any]:
        """The message as a tree of dictionaries, lists and plain values."""
        if not dataclasses.is_dataclass(self):
            raise NotImplementedError(f"{type(self).__name__} is no dataclass: define asdict()")
        return dataclasses.asdict(self)

    def serialize(self) -> dict[str, Any]:
        """The message wrapped with its format: ``{"format": name, "content": JSON tree}``."""
        return {"format": self.hop_format, "content": self.asdict()}

    def to_text(self) -> str:
        """The message as a person reads it; by default its JSON on one line."""
        return to_line(self.serialize()["content"])

    @classmethod
    def from_wire(cls, payload: bytes) -> Self:
        """The message of a payload that came under this format's name."""
        return cls.load(payload)

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
        """The name of the format, and the payload, as they are sent."""
        return self.hop_format, bytes(self)

    def __bytes__(self) -> bytes:
        """The payload on the wire; by default the content of :meth:`serialize` as JSON."""
        content = self.serialize()["content"]
        return content if isinstance(content, bytes) else dumps(content)


@dataclasses.dataclass(eq=False)
class Blob(MessageModel):
    """A message without a schema: any JSON value, text or bytes.

    It compares equal to its plain content, and passes item access through to it.

    Attributes:
        content: a JSON tree, text, or bytes where the payload is neither.
        missing_schema: whether the message names a format that no installed model reads.
        error: why a message that names a known format came as a blob; None otherwise.
    """

    hop_format: ClassVar[str] = "blob"
    __hash__: ClassVar[None]  # type: ignore[assignment]

    content: Any
    missing_schema: bool = False
    error: MessageError | None = dataclasses.field(default=None, repr=False)

    @classmethod
    def load(cls, blob_input: Source) -> Self:
        """Create a blob from text or a file object: the JSON value it holds, else the text itself.

        Bytes that are not UTF-8 stay bytes.
        """
        raw: Any = blob_input.read() if hasattr(blob_input, "read") else blob_input
        with contextlib.suppress(DecodeError):
            return cls(loads(raw))
        if isinstance(raw, str):
            return cls(raw)
        try:
            return cls(bytes(raw).decode())
        except UnicodeDecodeError:
            return cls(bytes(raw))

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """The blob of an envelope named ``json``: what stands there under ``content``.

        Raises:
            hop.errors.DecodeError: nothing does.
        """
        if not isinstance(content, dict) or "content" not in content:
            raise DecodeError('an envelope named json has {"content": …} for its content')
        return cls(content["content"])

    def asdict(self) -> dict[str, Any]:
        """``{"content": …, "missing_schema": …}``."""
        return {"content": self.content, "missing_schema": self.missing_schema}

    def serialize(self) -> dict[str, Any]:
        """Wrap the message with its format and content."""
        return {"format": self.hop_format, "content": self.content}

    def to_text(self) -> str:
        """Text bare, also where it came as bytes; other bytes and JSON values on one line."""
        if isinstance(self.content, str):
            return self.content
        if isinstance(self.content, bytes):
            with contextlib.suppress(UnicodeDecodeError):
                return self.content.decode()
        return to_line(self.content)

    def to_wire(self) -> tuple[str, bytes]:
        """Bytes as ``blob``, unchanged; everything else as ``json``."""
        return "blob" if isinstance(self.content, bytes) else "json", bytes(self)

    def __bytes__(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else dumps(self.content)

    def __str__(self) -> str:
        return self.to_text()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Blob):
            return bool(
                self.content == other.content and self.missing_schema == other.missing_schema
            )
        return bool(self.content == other)

    def __getitem__(self, key: Any) -> Any:
        return self.content[key]

    def __contains__(self, item: object) -> bool:
        return item in self.content

    def __iter__(self) -> Iterator[Any]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def __bool__(self) -> bool:
        # A message is there, whatever it holds: `if message:` must not drop an empty one.
        return True

    def get(self, key: Any, default: Any = None) -> Any:
        """The item of a JSON object under that key, else the default."""
        return self.content.get(key, default) if isinstance(self.content, dict) else default

    def keys(self) -> Any:
        """The keys of a JSON object."""
        return self.content.keys()
