"""VOEvent 2.0: events in the sky, reported as XML."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self, Unpack

from hop._messages import loads, short
from hop.errors import DecodeError
from hop.models._alerts import viewer
from hop.models._declarations import VOEVENT
from hop.models._generated import voevent as _generated
from hop.models._marks_of_tests import params_in, params_say_test
from hop.models._voevent_part import Element

if TYPE_CHECKING:
    from hop.models._generated.alert import Alert
    from hop.models._voevent_build import Given, Role
    from hop.models._voevent_read import Value
    from hop.models.observation import Observation, Position

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

    # Making events

    @classmethod
    def build(
        cls, ivorn: str | None = None, /, *, role: Role = "observation", **given: Unpack[Given]
    ) -> Self:
        """Make an event of plain values, and check it by the XSD.

        Numbers may be those of Python or numpy, or quantities of astropy, which are converted to
        the unit named here. Times are aware datetimes, or times of astropy. Dictionaries for
        ``author``, ``how``, ``why``, and for a Param have the fields of the classes in this module.

        Args:
            ivorn: the identifier, ``ivo://authority/stream#id``; or give its three pieces.
            authority: who gives out the identifiers, ``example.org``.
            stream: the stream of events.
            id: which event of the stream; no two events may have the same.
            role: ``observation``, ``prediction``, ``utility`` or ``test``.
            time: when it was seen; written in UTC.
            time_error: how far the time may be off to either side, in seconds.
            ra: right ascension in degrees, 0 to 360.
            dec: declination in degrees, -90 to 90.
            error: the radius of the error circle in degrees; a position must have one.
            frame: ``ICRS``, the default, or ``FK5``.
            origin: where the time holds: at the observatory (``TOPO``, the default), or at the
                centre of the earth (``GEO``).
            observatory: its name, or a region: ``GEOSURFACE``, ``GEOLEO``, ``GEOGSO``, ``GEONBH``,
                ``GEOLUN``.
            author: the name of a contact, or a dictionary: ``{"shortName": …, "contactEmail": …}``.
            author_ivorn: the identifier of the author, ``ivo://example.org/robots``.
            date: when the packet was made; now, if not given.
            params: names with values, or with dictionaries: ``{"value": 17.2, "unit": "mag"}``.
                The ``dataType`` is that of the value. None is an unknown value.
            groups: names of groups with such params.
            references: an address, or several, of documents with data of the event.
            how: instrument and method: a text, or a dictionary.
            why: what the author takes the event to be: a text, or a dictionary.
            citations: ivorns of earlier packets with ``followup``, ``supersedes`` or
                ``retraction``; :meth:`follow_up`, :meth:`update` and :meth:`retract` write them.
            description: free text about the packet.

        Raises:
            hop.errors.ValidationError: a value is missing, or has no place in a VOEvent; ``path``
                names the argument, as in ``params/magnitude``, or the element.
        """
        from hop.models._voevent_build import fields_of_event

        if ivorn is not None:
            given["ivorn"] = ivorn
        return cls(role=role, **fields_of_event(given))

    def follow_up(self, *, role: Role | None = None, **given: Unpack[Given]) -> Self:
        """Make an event that adds to this one, which may be of another author.

        It takes the arguments of :meth:`build`, and cites this event as ``followup``.

        Args:
            role: ``observation`` if not given, and ``test`` if this event is a test.
            given: what the new event holds.

        Raises:
            hop.errors.ValidationError: as :meth:`build` does.
        """
        from hop.models._voevent_build import fields_of_follow_up

        usual: Role = "test" if self.is_test else "observation"
        return type(self)(role=role or usual, **fields_of_follow_up(self, given))

    def update(self, *, role: Role | None = None, **given: Unpack[Given]) -> Self:
        """Make an event of the same author that replaces this one.

        It takes the arguments of :meth:`build`, and cites this event as ``supersedes``. What is not
        given is as in this event: author, Params, groups, time, position, how, why, the role, and
        whom it follows up. A Param that is given replaces that of its name; it keeps unit and ucd
        if they are not given. A time or a position is given with its error.

        Args:
            role: that of this event, if not given.
            given: what is new; authority and stream are those of this event if not given.

        Raises:
            hop.errors.ValidationError: as :meth:`build` does; or this event breaks the schema.
        """
        from hop.models._voevent_build import fields_of_update

        return type(self)(role=role or self.role, **fields_of_update(self, given))

    def retract(self, *, role: Role | None = None, **given: Unpack[Given]) -> Self:
        """Make an event of the same author that withdraws this one.

        It takes the arguments of :meth:`build`, and cites this event as ``retraction``. It has the
        author of this event, and nothing else of it. Say in ``description`` why.

        Args:
            role: that of this event, if not given.
            given: what the new event holds; authority and stream are those of this event if not
                given.

        Raises:
            hop.errors.ValidationError: as :meth:`build` does.
        """
        from hop.models._voevent_build import fields_of_retraction

        return type(self)(role=role or self.role, **fields_of_retraction(self, given))

    # Reading events

    @property
    def params(self) -> dict[str, Value]:
        """The values of the Params outside groups by their names, each read by its ``dataType``.

        Of equal names the last one counts. Params without a name are left out. A new dictionary
        each time: change ``What`` to change the event.
        """
        from hop.models._voevent_read import params_of

        return params_of(self.What)

    @property
    def groups(self) -> dict[str, dict[str, Value]]:
        """The groups by their names. Each group holds the values of its Params by their names.

        Groups of equal names are read as one; of equal Params in them the last one counts. A group
        without a name has the name ``""``.
        """
        from hop.models._voevent_read import groups_of

        return groups_of(self.What)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """When and where it was seen, in the order of the document; mostly one, may be empty."""
        from hop.models._voevent_read import observations_of

        return observations_of(self.WhereWhen)

    @property
    def time(self) -> datetime | None:
        """The time of the first observation, in UTC; None if it is unknown."""
        return next((each.time for each in self.observations), None)

    @property
    def position(self) -> Position | None:
        """The position of the first observation; None if it is unknown."""
        return next((each.position for each in self.observations), None)

    def save(self, filename: str | os.PathLike[str], *, pretty: bool = False) -> None:
        """Write the XML to a file.

        Args:
            filename: the file; one that is there is replaced.
            pretty: with indented lines, instead of the bytes that it was loaded from.

        Raises:
            OSError: the file cannot be written.
            hop.errors.ValidationError: the event was changed to what the XSD refuses.
        """
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        data = (head + self.pretty()).encode() if pretty else bytes(self)
        Path(filename).write_bytes(data)

    # What streams and commands ask

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
        return params_say_test(self._params(), self.ivorn)

    def _params(self) -> Iterable[tuple[Any, Any]]:
        """The names and values of all Params."""
        if self.hop_is_as_read:  # mostly: nobody has looked at it yet
            what = next(self.hop_root().iterchildren("What"), None)
            nodes: Iterable[Any] = () if what is None else what.iter("Param")
            return ((each.get("name"), _value_of(each)) for each in nodes)
        found: Any = self.What
        return params_in(found.hop_whole() if isinstance(found, Element) else found)

    def hop_view_alerts(self, topic: str | None) -> tuple[Alert, ...]:
        """Make the alerts that ``alerts`` keeps, by a table of ``schemas/alert/sources``."""
        alerts: tuple[Alert, ...] = viewer("of_voevent")(self, topic)
        return alerts

    def __str__(self) -> str:
        return json.dumps(self.asdict(), indent=2, ensure_ascii=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(ivorn={short(self.ivorn)}, role={short(self.role)}, …)"


def _value_of(param: Any) -> str | None:
    """The value of a Param: an attribute as usual, or the text of a child."""
    value: str | None = param.get("value")
    return param.findtext("Value") if value is None else value
