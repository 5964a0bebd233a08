"""A model of one's own, for a process of its own."""

from __future__ import annotations

import json
from typing import Any

from hop.message import MessageModel


class Own(MessageModel):
    """A message with a list of numbers and names."""

    def __init__(self, content: Any) -> None:
        self.content = content

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"type": "array", "items": {"type": ["string", "number"]}}

    @classmethod
    def load(cls, input_: Any) -> Own:
        return cls(json.loads(input_.read() if hasattr(input_, "read") else input_))

    @classmethod
    def from_content(cls, content: Any) -> Own:
        return cls(content)

    def asdict(self) -> Any:
        return self.content
