"""Alerts of LIGO, Virgo and KAGRA: JSON as GCN sends it, Avro as SCiMMA does."""

from __future__ import annotations

import base64
import binascii
from typing import Any, ClassVar

from hop._messages.json import dumps, loads
from hop.errors import DecodeError
from hop.models._avro import MAGIC, read_container, write_container
from hop.models._document import Document
from hop.models._generated.lvk_alert import LvkAlert, LvkEvent, LvkExternalCoincidence
from hop.models._schemas import bundled


class LVKAlert(Document, LvkAlert):
    """An alert of a gravitational wave candidate.

    Known fields are attributes, also of its parts: ``alert.event.far``. All fields are items, as
    they came: ``alert["event"]["far"]``. An alert is sent on as the bytes that came, Avro as Avro.

    Raises:
        hop.errors.ValidationError: a known field is of another type than its schema says, or
            ``superevent_id`` is missing.

    Source: ``schemas/lvk/alert.schema.json``.
    """

    hop_format: ClassVar[str] = "lvkalert"
    hop_schema_file: ClassVar[str] = "lvk/alert.schema.json"
    hop_markers: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"superevent_id", "alert_type"}),
    )
    hop_topics: ClassVar[tuple[str, ...]] = (r"igwn\.gwalert(?:[._-].*)?",)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of the message as a tree."""
        return bundled("lvk/alert.schema.json")

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it holds a ``superevent_id`` and an ``alert_type``, in JSON or Avro."""
        if b"superevent_id" not in payload or b"alert_type" not in payload:
            return False
        try:
            document = cls._parse(payload)
        except DecodeError:
            return False
        return isinstance(document, dict) and {"superevent_id", "alert_type"} <= document.keys()

    @classmethod
    def hop_marks_test(cls, document: Any) -> bool:
        """Whether the event is a mock or a test event, by the first letter of its name."""
        event = document.get("superevent_id") if isinstance(document, dict) else None
        return isinstance(event, str) and event.startswith(("M", "T"))

    @property
    def skymap(self) -> bytes | None:
        """The sky map, a FITS file, whether it came as bytes or as base64; None without one.

        Raises:
            hop.errors.DecodeError: what stands there is no base64.
        """
        map_ = self.event.skymap if self.event is not None else None
        if not isinstance(map_, str):
            return map_
        try:
            return base64.b64decode(map_, validate=True)
        except (binascii.Error, ValueError) as fault:
            raise DecodeError(f"event/skymap: not base64: {fault}") from None

    @property
    def is_retraction(self) -> bool:
        """Whether the alert takes back the earlier ones of its event."""
        return self.alert_type == "RETRACTION"

    @classmethod
    def _parse(cls, payload: bytes) -> Any:
        if not payload.startswith(MAGIC):
            return loads(payload)
        records, _ = read_container(payload)
        if len(records) != 1:
            raise DecodeError(f"an alert is one Avro record; here are {len(records)}")
        return records[0]

    def _write(self, tree: dict[str, Any]) -> bytes:
        payload: bytes | None = self.__dict__.get("_payload")
        if payload is None or not payload.startswith(MAGIC):
            return dumps(_as_json(tree))
        _, schema = read_container(payload)
        return write_container([tree], schema)

    def serialize(self) -> dict[str, Any]:
        """The alert wrapped with its format, sky maps as base64."""
        return {"format": self.hop_format, "content": _as_json(self.asdict())}

    def to_wire(self) -> tuple[str, bytes]:
        """As ``avro`` where it came so, else as ``json``."""
        payload = bytes(self)
        return ("avro" if payload.startswith(MAGIC) else "json"), payload


def _as_json(value: Any) -> Any:
    """A tree with bytes as base64 text."""
    if isinstance(value, dict):
        return {name: _as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


__all__ = ["LVKAlert", "LvkEvent", "LvkExternalCoincidence"]
