"""What the classes of LVK's alerts have in common: they come in JSON, and in Avro."""

from __future__ import annotations

import base64
from typing import Any

from hop._messages import Fault, by_loading, dumps, loads
from hop.errors import DecodeError
from hop.models._runtime.part import OpenMessage, Part

BytesOrBase64 = str | bytes
"""What JSON holds as base64 text, and Avro as bytes."""

_NOT_AS_IT_IS = (dict, list, bytes)
AVRO_MAGIC = b"Obj\x01"
"""What every Avro container file begins with."""


class AlertPart(Part):
    """A part of an alert, with sky maps as text in base64, or as bytes."""

    __slots__ = ()

    @classmethod
    def hop_judged(cls, tree: Any) -> Any:
        """A tree as the schema judges it: sky maps as base64."""
        return as_json(tree)


class AlertMessage(AlertPart, OpenMessage):
    """A whole alert, in JSON or in Avro; it is sent on in the form in which it came."""

    @classmethod
    def hop_parse(cls, payload: bytes) -> Any:
        """The tree of a payload.

        Raises:
            hop.errors.DecodeError: neither JSON nor one record in Avro.
        """
        if not payload.startswith(AVRO_MAGIC):
            return loads(payload)
        from hop.models._runtime.avro_container import read_container  # fastavro is heavy

        records, _ = read_container(payload)
        if len(records) != 1:
            raise DecodeError(f"an alert is one Avro record; here are {len(records)}")
        return records[0]

    @classmethod
    def find_faults(cls, data: bytes) -> list[Fault]:
        """Every fault of a document, by its schema.

        Args:
            data: the document, as a file holds it.
        """
        is_avro = data.startswith(AVRO_MAGIC)
        return by_loading(cls.load, data) if is_avro else super().find_faults(data)

    def hop_write(self, tree: dict[str, Any]) -> bytes:
        """The payload of a tree: Avro by the schema that it came with, or else JSON."""
        if self.hop_payload is None or not self.hop_payload.startswith(AVRO_MAGIC):
            return dumps(as_json(tree))
        # fastavro is heavy
        from hop.models._runtime.avro_container import read_container, write_container

        _, schema = read_container(self.hop_payload)
        return write_container([tree], schema)

    def serialize(self) -> dict[str, Any]:
        """The alert wrapped with its format, sky maps as base64."""
        return {"format": self.hop_format, "content": as_json(self.asdict())}

    def to_wire(self) -> tuple[str, bytes]:
        """As ``avro`` where it came so, else as ``json``."""
        payload = bytes(self)
        return ("avro" if payload.startswith(AVRO_MAGIC) else "json"), payload


def as_json(value: Any) -> Any:
    """A tree with bytes as base64 text."""
    if isinstance(value, dict):
        return {name: as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) if isinstance(each, _NOT_AS_IT_IS) else each for each in value]
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
