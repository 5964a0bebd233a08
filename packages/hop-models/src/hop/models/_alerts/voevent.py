"""What a VOEvent holds, by short paths: its Params in one pass, place, time and citations.

``@ivorn``, ``@role``; ``Who``: Date; ``What``: the values of the Params by their names;
``WhereWhen``: system, ISOTime, Error (of the time), unit, C1, C2, Error2Radius; ``Why``: Name,
Concept; ``Citations``: pairs of cite and ivorn. Groups that no table reads are left out. Nothing of
the document is kept: it takes more memory than its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lxml import etree


class Flat(dict[str, Any]):
    """The sections of a VOEvent, each a dictionary of texts.

    Attributes:
        groups: the values of the Params of the groups that some table reads.
    """

    __slots__ = ("groups",)

    def __init__(self, ivorn: Any, role: Any) -> None:
        super().__init__({"@ivorn": ivorn, "@role": role})
        self.groups: dict[str | None, dict[str | None, Any]] = {}

    def group(self, name: str) -> dict[str | None, Any]:
        """The values of the Params of a group by their names; empty without such a group."""
        return self.groups.get(name, _NO_GROUP)


_NO_GROUP: dict[str | None, Any] = {}


def flat_of(root: etree._Element, ivorn: str, role: str, groups: frozenset[str]) -> Flat:
    """What a document of VOEvent 2.0 holds.

    Args:
        root: the document, which the schema allows.
        ivorn: the identifier of the event.
        role: its role.
        groups: the groups of Params that some table reads.
    """
    found = Flat(ivorn, role)
    for section in root:
        if section.tag == "What":
            found["What"] = _params_of(section)
            for node in section.iterchildren("Group"):
                name = node.get("name")
                if name in groups:
                    found.groups[name] = _params_of(node)
        else:
            add = _SECTIONS.get(section.tag)
            if add is not None:
                add(section, found)
    return found


def _params_of(holder: etree._Element) -> dict[str | None, Any]:
    params: dict[str | None, Any] = {
        node.get("name"): node.get("value") for node in holder.iterchildren("Param")
    }
    if None in params.values():  # an attribute is usual, and an element is allowed
        for node in holder.iterchildren("Param"):
            if node.get("value") is None:
                value = next(node.iterchildren("Value"), None)
                params[node.get("name")] = None if value is None else value.text
    return params


def _add_where_when(section: etree._Element, found: Flat) -> None:
    for location in section.iterchildren("ObsDataLocation"):
        for inner in location.iterchildren("ObservationLocation"):
            found["WhereWhen"] = _place_of(inner)
            return


def _place_of(inner: etree._Element) -> dict[str, Any]:
    place: dict[str, Any] = {}
    for node in inner:
        if node.tag == "AstroCoordSystem":
            place["system"] = node.get("id")
        elif node.tag == "AstroCoords":
            for part in node:
                add = _PARTS.get(part.tag)
                if add is not None:
                    add(part, place)
    return place


def _add_time(time: etree._Element, place: dict[str, Any]) -> None:
    for node in time:
        if node.tag == "TimeInstant":
            for instant in node.iterchildren("ISOTime"):
                place.setdefault("ISOTime", instant.text)
        elif node.tag == "Error":
            place["Error"] = node.text


def _add_position(position: etree._Element, place: dict[str, Any]) -> None:
    place["unit"] = position.get("unit")
    for node in position:
        if node.tag == "Value2":
            for value in node.iterchildren("C1", "C2"):
                place[str(value.tag)] = value.text
        elif node.tag == "Error2Radius":
            place["Error2Radius"] = node.text


def _add_who(section: etree._Element, found: Flat) -> None:
    for node in section.iterchildren("Date"):
        found["Who"] = {"Date": node.text}


def _add_why(section: etree._Element, found: Flat) -> None:
    why = found["Why"] = {}
    for node in section:
        tag: Any = node.tag
        if tag == "Inference":
            for inner in node.iterchildren("Name", "Concept"):
                why.setdefault(str(inner.tag), inner.text)
        elif tag in ("Name", "Concept"):
            why[tag] = node.text


def _add_citations(section: etree._Element, found: Flat) -> None:
    found["Citations"] = [
        (node.get("cite"), (node.text or "").strip()) for node in section.iterchildren("EventIVORN")
    ]


_SECTIONS: dict[Any, Callable[[etree._Element, Flat], None]] = {
    "WhereWhen": _add_where_when,
    "Who": _add_who,
    "Why": _add_why,
    "Citations": _add_citations,
}
_PARTS: dict[Any, Callable[[etree._Element, dict[str, Any]], None]] = {
    "Time": _add_time,
    "Position2D": _add_position,
}


# Events that were changed, or break the schema: from their trees


def flat_of_tree(tree: dict[str, Any]) -> Flat:
    """The same from the tree of an event, of which nothing is certain."""
    found = Flat(tree.get("ivorn"), tree.get("role") or "observation")
    what = _first(tree.get("What"))
    found["What"] = _params(what)
    for group in _all(what.get("Group")):
        found.groups[str(group.get("name"))] = _params(group)
    location = _first(_first(_first(tree.get("WhereWhen")).get("ObsDataLocation")).get(
        "ObservationLocation"
    ))  # fmt: skip
    coords = _first(location.get("AstroCoords"))
    time, position = _first(coords.get("Time")), _first(coords.get("Position2D"))
    value = _first(position.get("Value2"))
    found["WhereWhen"] = {
        "system": _first(location.get("AstroCoordSystem")).get("id"),
        "ISOTime": _text(_first(time.get("TimeInstant")).get("ISOTime")),
        "Error": _text(time.get("Error")),
        "unit": _text(position.get("unit")),
        "C1": _text(value.get("C1")),
        "C2": _text(value.get("C2")),
        "Error2Radius": _text(position.get("Error2Radius")),
    }
    who, why = _first(tree.get("Who")), _first(tree.get("Why"))
    found["Who"] = {"Date": _text(who.get("Date"))}
    inference = _first(why.get("Inference"))
    found["Why"] = {
        name: _text(why.get(name)) or _text(inference.get(name)) for name in ("Name", "Concept")
    }
    cited = _all(_first(tree.get("Citations")).get("EventIVORN"))
    if cited:
        found["Citations"] = [(_text(each.get("cite")), _text(_own(each)) or "") for each in cited]
    return found


def _params(holder: dict[str, Any]) -> dict[str | None, Any]:
    found: dict[str | None, Any] = {}
    for each in _all(holder.get("Param")):
        value = each.get("value")
        found[str(each.get("name"))] = _text(each.get("Value") if value is None else value)
    return found


def _own(tree: dict[str, Any]) -> Any:
    """The text of an element beside its attributes, which each runtime names in its way."""
    return next((value for name, value in tree.items() if name != "cite"), None)


def _all(value: Any) -> list[dict[str, Any]]:
    found: Iterable[Any] = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, dict)]


def _first(value: Any) -> dict[str, Any]:
    return next(iter(_all(value)), {})


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() if isinstance(value, str) else None
