"""The placeholder in Kafka of a message that is too large for Kafka."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, Self

from hop._messages.json import loads
from hop._messages.model import MessageModel, Source
from hop._messages.one_line import short_call
from hop.errors import DecodeError, MessageError, ValidationError


@dataclasses.dataclass(repr=False)
class ExternalMessage(MessageModel):
    """The placeholder of a message that is kept outside Kafka: where to fetch it.

    Attributes:
        url: the address of the message.
        error: why it could not be fetched; None if it was not tried.
    """

    hop_format: ClassVar[str] = "external"

    url: str
    error: MessageError | None = dataclasses.field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.url, str):
            raise ValidationError("url", "text", f"{type(self.url).__name__} {self.url!r:.60}")

    @classmethod
    def load(cls, input_: Source) -> Self:
        """Create a message from its JSON, ``{"url": …}``; other fields are ignored.

        Raises:
            hop.errors.DecodeError: it is not JSON, or not an object.
            hop.errors.ValidationError: it has no address, or its address is not text.
        """
        return cls.from_content(loads(input_.read() if hasattr(input_, "read") else input_))

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """Create a message from its JSON tree.

        Raises:
            hop.errors.DecodeError: the tree is not an object.
            hop.errors.ValidationError: it has no address, or its address is not text.
        """
        if not isinstance(content, dict):
            raise DecodeError(
                f'an external message is {{"url": …}}, not a {type(content).__name__}'
            )
        if "url" not in content:
            raise ValidationError("url", "a value", "nothing, the field is missing")
        return cls(content["url"])

    def __repr__(self) -> str:
        return short_call(type(self).__name__, [("url", self.url)])

    def asdict(self) -> dict[str, Any]:
        """``{"url": …}``."""
        return {"url": self.url}
