"""Notices of NASA's GCN in the unified form: JSON, the core of it typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from hop._messages import loads
from hop.errors import DecodeError
from hop.models._alerts import viewer
from hop.models._declarations import NOTICE
from hop.models._generated.notice import Notice
from hop.models._marks_of_tests import notice_says_test

if TYPE_CHECKING:
    from hop.models._generated.alert import Alert


class GCNNotice(Notice):
    """A notice of NASA's GCN: what all missions have in common, typed, and all else kept.

    Known fields are attributes, None where they are absent: ``notice.ra``. All fields are items, as
    they came: ``notice["coincident_events"]``. A notice is sent on as the bytes that came.

    Raises:
        hop.errors.ValidationError: a known field is of another type than its schema says.

    Source: ``schemas/gcn/notice.schema.json``.
    """

    hop_format: ClassVar[str] = "gcnnotice"
    hop_schemas: ClassVar[tuple[str, ...]] = NOTICE.schemas
    hop_markers: ClassVar[tuple[frozenset[str], ...] | None] = NOTICE.markers
    hop_topics: ClassVar[tuple[str, ...]] = NOTICE.topics
    hop_test_topics: ClassVar[tuple[str, ...]] = NOTICE.test_topics

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it is JSON that names a schema of GCN's notices."""
        if b"gcn.nasa.gov/schema/" not in payload or b"/gcn/notices/" not in payload:
            return False
        try:
            document = loads(payload)
        except DecodeError:
            return False
        uri = document.get("$schema") if isinstance(document, dict) else None
        return isinstance(uri, str) and "/gcn/notices/" in uri

    @classmethod
    def hop_marks_test(cls, document: Any) -> bool:
        """Whether the notice is a test: by its ``alert_tense``, or the event that it follows up."""
        return notice_says_test(document)

    def hop_view_alerts(self, topic: str | None) -> tuple[Alert, ...]:
        """Make the alerts that ``alerts`` keeps, by a table of ``schemas/alert/sources``."""
        alerts: tuple[Alert, ...] = viewer("of_notice")(self, topic)
        return alerts

    @property
    def ids(self) -> list[str]:
        """The mission's numbers of the event, whether one or a list came."""
        return _listed(self.id)

    @property
    def event_names(self) -> list[str]:
        """The names of the event, whether one or a list came."""
        return _listed(self.event_name)

    @property
    def is_retraction(self) -> bool:
        """Whether the notice takes back an earlier one."""
        return self.alert_type == "retraction"


def _listed(value: str | list[str | None] | None) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value or () if each is not None]
