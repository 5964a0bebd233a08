"""The messages that need no schema: JSON, text or bytes."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Self

from hop._messages.json import dumps, loads, to_line
from hop._messages.model import MessageModel, Source
from hop._messages.one_line import short_call
from hop.errors import DecodeError, LimitExceeded, MessageError


@dataclasses.dataclass(eq=False, repr=False)
class Blob(MessageModel):
    """A message without a schema: any JSON value, text or bytes.

    It compares equal to its plain content, and passes item access through to it.

    Attributes:
        content: a JSON tree, text, or bytes if the payload is neither.
        missing_schema: whether the message names a format that no installed model reads.
        error: why a message that names a known format came as a blob; None otherwise.
    """

    hop_format: ClassVar[str] = "blob"
    hop_unpacks: ClassVar[bool] = False  # the bytes of a file are the message
    hop_viewer: ClassVar[Callable[[Any, str | None], tuple[Any, ...]] | None] = None
    """Makes the alerts of what no model is for, such as a survey's; a package of models sets it."""

    hop_test_marks: ClassVar[Callable[[dict[str, Any]], bool] | None] = None
    """Whether a JSON object that no model is for has a mark of a test, such as a survey's."""

    __hash__: ClassVar[None]  # type: ignore[assignment]

    content: Any
    missing_schema: bool = False
    error: MessageError | None = dataclasses.field(default=None, repr=False)

    @classmethod
    def load(cls, blob_input: Source) -> Self:
        """Create a blob from text or a file object: the JSON value in it, else the text itself.

        Bytes that are not UTF-8 stay bytes.

        Raises:
            hop.errors.LimitExceeded: it is JSON that is nested too deeply or has too many values.
        """
        raw: Any = blob_input.read() if hasattr(blob_input, "read") else blob_input
        try:
            return cls(loads(raw))
        except LimitExceeded:
            raise
        except DecodeError:
            pass
        if isinstance(raw, str):
            return cls(raw)
        try:
            return cls(bytes(raw).decode())
        except UnicodeDecodeError:
            return cls(bytes(raw))

    def hop_view_alerts(self, topic: str | None) -> tuple[Any, ...]:
        """Make the alerts that ``alerts`` keeps, where the content is an alert that is known."""
        view = Blob.hop_viewer
        return () if view is None else view(self, topic)

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """The blob in an envelope named ``json``: the value of its ``content``.

        Raises:
            hop.errors.DecodeError: it has no ``content``.
        """
        if not isinstance(content, dict) or "content" not in content:
            raise DecodeError('an envelope named json has {"content": …} for its content')
        return cls(content["content"])

    def hop_declares_test(self) -> bool:
        """Whether the content is a JSON object that says so: ``is_test``, or a fire drill."""
        content = self.content
        if not isinstance(content, dict):
            return False
        # Asked of every message that is read: without a call for what is hardly ever there.
        if "is_test" in content and content["is_test"] in (True, 1):
            return True
        if "is_firedrill" in content and content["is_firedrill"] in (True, 1):
            return True
        marks = Blob.hop_test_marks
        return marks is not None and marks(content)

    def asdict(self) -> dict[str, Any]:
        """``{"content": …}``, and ``"missing_schema": True`` if a schema is missing."""
        missing = {"missing_schema": True} if self.missing_schema else {}
        return {"content": self.content, **missing}

    def to_tree(self) -> Any:
        """The content alone."""
        return self.content

    def serialize(self) -> dict[str, Any]:
        """Wrap the message with its format, which is ``blob`` to readers of 2021, and content."""
        return {"format": "blob", "content": self.content}

    def to_text(self) -> str:
        """Text as it is, also if it came as bytes; other bytes and JSON values on one line."""
        if isinstance(self.content, str):
            return self.content
        if isinstance(self.content, bytes):
            with contextlib.suppress(UnicodeDecodeError):
                return self.content.decode()
        return to_line(self.content)

    def to_document(self) -> bytes:
        """Bytes unchanged, text bare, JSON values on one line."""
        return self.content if isinstance(self.content, bytes) else super().to_document()

    def to_wire(self) -> tuple[str, bytes]:
        """Bytes as ``blob``, unchanged; everything else as ``json``."""
        return "blob" if isinstance(self.content, bytes) else "json", bytes(self)

    def __bytes__(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else dumps(self.content)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        missing = [("missing_schema", True)] if self.missing_schema else []
        return short_call(type(self).__name__, [("content", self.content), *missing])

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

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.content) if isinstance(self.content, dict) else []


@dataclasses.dataclass(eq=False, repr=False)
class JSONBlob(Blob):
    """A message without a schema that is JSON, and nothing else.

    Attributes:
        content: a JSON tree.
        missing_schema: whether the message names a format that no installed model reads.
        error: why a message that looks like a known format came as JSON; None otherwise.
    """

    hop_format: ClassVar[str] = "json"
    hop_unpacks: ClassVar[bool] = True

    @classmethod
    def load(cls, blob_input: Source) -> Self:
        """Create a message from JSON: text, bytes in UTF-8, or a file object.

        Raises:
            hop.errors.DecodeError: it is not JSON; the text says where.
        """
        return cls(loads(blob_input.read() if hasattr(blob_input, "read") else blob_input))

    def to_wire(self) -> tuple[str, bytes]:
        """As ``json``.

        Raises:
            hop.errors.EncodeError: the content, or a part of it, has no JSON form.
        """
        return "json", bytes(self)

    def __bytes__(self) -> bytes:
        return dumps(self.content)
