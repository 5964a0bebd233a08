"""VOEvent 2.0: events in the sky, reported as XML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from hop._messages import loads
from hop.errors import DecodeError
from hop.models._alerts import viewer
from hop.models._declarations import VOEVENT
from hop.models._generated import voevent as _generated
from hop.models._runtime.marks_of_tests import params_say_test
from hop.models._voevent_part import Element

if TYPE_CHECKING:
    from hop.models._generated.alert import Alert

SECTIONS = ("Who", "What", "WhereWhen", "How", "Why", "Citations", "Description", "Reference")
"""The children of a VOEvent, in the order in which they are written."""


class VOEvent(_generated.VOEvent):
    """An event in the sky: who reports it, what was measured, where and when, how, and why.

    Sections are typed objects (``event.What.Param[0].value``) and dictionaries
    (``event.What["Param"]``) at once. An absent section is empty. The bytes that an event was
    loaded from are kept, and sent on as they are, until a field is changed.

    Args:
        ivorn: identifier of the packet, ``ivo://authority/stream#local``.
        role: ``observation``, ``prediction``, ``utility`` or ``test``.
        version: of the standard, always ``2.0``.
        Who: the author, and when the packet was made.
        What: what was measured.
        WhereWhen: where in the sky, and when.
        How: instrument and method.
        Why: what the author takes the event to be.
        Citations: earlier packets that this one follows up, replaces or withdraws.
        Description: free text about the packet.
        Reference: a document elsewhere that says more.

    Sections are given as objects of the classes in this module, or as dictionaries in the shape of
    :meth:`asdict`; ``{}`` and None are an absent section.

    Raises:
        hop.errors.ValidationError: a field is missing, unknown, or not what the schema allows.

    Source: ``schemas/voevent/VOEvent-v2.0.xsd``; IVOA VOEvent 2.0,
    http://www.ivoa.net/documents/VOEvent/20110711/
    """

    hop_format: ClassVar[str] = "voevent"
    hop_markers: ClassVar[tuple[frozenset[str], ...] | None] = VOEVENT.markers
    hop_topics: ClassVar[tuple[str, ...]] = VOEVENT.topics

    hop_test_topics: ClassVar[tuple[str, ...]] = VOEVENT.test_topics

    if TYPE_CHECKING:
        # An absent section is empty, and not None.
        Who: _generated.WhoElement
        What: _generated.WhatElement
        WhereWhen: _generated.WhereWhenElement
        How: _generated.HowElement
        Why: _generated.WhyElement
        Citations: _generated.CitationsElement
        Reference: _generated.ReferenceElement

    @classmethod
    def from_wire(cls, payload: bytes) -> Self:
        """Create a VOEvent from the payload of a message: XML, or the JSON of hop 0.6 to 0.11.

        XML that breaks the schema is taken leniently, so that no alert is lost;
        :attr:`schema_error` says what is wrong with it.

        Raises:
            hop.errors.DecodeError: neither XML nor JSON.
            hop.errors.ValidationError: something else than a VOEvent.
        """
        if payload.lstrip()[:1] == b"{":
            return cls.from_content(loads(payload))
        return cls.load(payload, strict=False)

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """Create a VOEvent from its JSON tree, which is what :meth:`asdict` gives.

        Raises:
            hop.errors.DecodeError: the content is no JSON object.
            hop.errors.ValidationError: a field is missing, unknown, or against the schema.
        """
        if not isinstance(content, Mapping):
            raise DecodeError(
                "a voevent in an envelope has a JSON object for content, "
                f"not a {type(content).__name__}"
            )
        return cls.from_tree(content)

    @classmethod
    def sniff(cls, payload: bytes) -> bool:
        """Whether it is XML whose first element is called VOEvent, whatever its encoding."""
        return cls.hop_begins(payload)

    def hop_declares_test(self) -> bool:
        """Whether its role is ``test``, or a Param says so, as ``Test_Submission`` does."""
        role = self.hop_tree.get("role")
        if isinstance(role, str) and role.strip() == "test":
            return True
        what: Any = self.What
        tree = what.hop_whole() if isinstance(what, Element) else what
        return params_say_test(tree, of_gecam="gecam" in self.ivorn.lower())

    def hop_view_alerts(self, topic: str | None) -> tuple[Alert, ...]:
        """Make the alerts that ``alerts`` keeps, by a table of ``schemas/alert/sources``."""
        alerts: tuple[Alert, ...] = viewer("of_voevent")(self, topic)
        return alerts

    def __str__(self) -> str:
        return json.dumps(self.asdict(), indent=2, ensure_ascii=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(ivorn={self.ivorn!r}, role={self.role!r}, …)"
