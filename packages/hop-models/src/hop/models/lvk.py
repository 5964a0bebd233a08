"""Alerts of LIGO, Virgo and KAGRA: JSON as GCN sends it, Avro as SCiMMA does."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, ClassVar

from hop.errors import DecodeError
from hop.models._alerts import viewer
from hop.models._declarations import LVK_ALERT
from hop.models._generated.lvk_alert import LvkAlert, LvkEvent, LvkExternalCoincidence
from hop.models._marks_of_tests import is_mock_superevent

if TYPE_CHECKING:
    from hop.models._generated.alert import Alert


class LVKAlert(LvkAlert):
    """An alert of a gravitational wave candidate.

    Known fields are attributes, also of its parts: ``alert.event.far``. All fields are items, as
    they came: ``alert["event"]["far"]``. An alert is sent on as the bytes that came, Avro as Avro.

    Raises:
        hop.errors.ValidationError: a known field is of another type than its schema says, or
            ``superevent_id`` is missing.

    Source: ``schemas/lvk/alert.schema.json``.
    """

    hop_format: ClassVar[str] = "lvkalert"
    hop_topics: ClassVar[tuple[str, ...]] = LVK_ALERT.topics
    hop_test_topics: ClassVar[tuple[str, ...]] = LVK_ALERT.test_topics
    hop_markers: ClassVar[tuple[frozenset[str], ...] | None] = LVK_ALERT.markers

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it holds a ``superevent_id`` and an ``alert_type``, in JSON or Avro."""
        if b"superevent_id" not in payload or b"alert_type" not in payload:
            return False
        try:
            document = cls.hop_parse(payload)
        except DecodeError:
            return False
        return isinstance(document, dict) and {"superevent_id", "alert_type"} <= document.keys()

    @classmethod
    def hop_marks_test(cls, document: Any) -> bool:
        """Whether the event is a mock or a test event, by the first letter of its name."""
        return isinstance(document, dict) and is_mock_superevent(document.get("superevent_id"))

    def hop_view_alerts(self, topic: str | None) -> tuple[Alert, ...]:
        """Make the alerts that ``alerts`` keeps, by a table of ``schemas/alert/sources``."""
        alerts: tuple[Alert, ...] = viewer("of_lvk")(self, topic)
        return alerts

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


__all__ = ["LVKAlert", "LvkEvent", "LvkExternalCoincidence"]
