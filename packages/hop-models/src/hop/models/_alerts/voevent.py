"""What a VOEvent holds, by short paths: its Params in one pass, place, time and citations.

``@ivorn``, ``@role``; ``Who/``: Date, AuthorIVORN; ``What/``: the values of the Params by their
names, and ``What/GROUP/`` those of a group; ``WhereWhen/``: system, ISOTime, Error (of the time),
unit, C1, C2, Error2Radius; ``Why/``: Name, Concept; ``Citations``: pairs of cite and ivorn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lxml import etree

Flat = dict[str, Any]

_OF_PLACE = frozenset({"ISOTime", "Error", "C1", "C2", "Error2Radius"})


def flat_of(root: etree._Element) -> Flat:
    """What a document of VOEvent 2.0 holds.

    Args:
        root: the document, which the schema allows.
    """
    get = root.get
    found: Flat = {"@ivorn": get("ivorn"), "@role": get("role") or "observation"}
    for section in root:
        add = _SECTIONS.get(section.tag)
        if add is not None:
            add(section, found)
    return found


def _add_what(section: etree._Element, found: Flat) -> None:
    params = found["What/"] = {}
    for node in section:
        if node.tag == "Param":
            value = node.get("value")
            params[node.get("name")] = value if value is not None else _value_of(node)
        elif node.tag == "Group":
            inner = {}
            for each in node.iterchildren("Param"):
                value = each.get("value")
                inner[each.get("name")] = value if value is not None else _value_of(each)
            found[f"What/{node.get('name')}/"] = inner


def _value_of(node: etree._Element) -> str | None:
    value = next(node.iterchildren("Value"), None)
    return None if value is None else value.text


def _add_where_when(section: etree._Element, found: Flat) -> None:
    for location in section.iterchildren("ObsDataLocation"):
        for inner in location.iterchildren("ObservationLocation"):
            place = found["WhereWhen/"] = {}
            for node in inner.iter("AstroCoordSystem", "Position2D", *_OF_PLACE):
                tag: Any = node.tag
                if tag == "AstroCoordSystem":
                    place["system"] = node.get("id")
                elif tag == "Position2D":
                    place["unit"] = node.get("unit")
                else:
                    place.setdefault(tag, node.text)
            if "C1" in place and next(inner.iter("Position3D"), None) is not None:
                _drop_other_numbers(inner, place)
            return


def _drop_other_numbers(inner: etree._Element, place: dict[str, Any]) -> None:
    """Leave C1 and C2 of a ``Position2D`` only."""
    for name in ("C1", "C2"):
        place.pop(name, None)
    for position in inner.iter("Position2D"):
        for node in position.iter("C1", "C2"):
            place.setdefault(str(node.tag), node.text)


def _add_who(section: etree._Element, found: Flat) -> None:
    who = found["Who/"] = {}
    for node in section.iterchildren("Date", "AuthorIVORN"):
        who[node.tag] = node.text


def _add_why(section: etree._Element, found: Flat) -> None:
    why = found["Why/"] = {"importance": section.get("importance")}
    for node in section.iter("Name", "Concept"):
        why.setdefault(str(node.tag), node.text)


def _add_citations(section: etree._Element, found: Flat) -> None:
    found["Citations"] = [
        (node.get("cite"), (node.text or "").strip()) for node in section.iterchildren("EventIVORN")
    ]


_SECTIONS: dict[Any, Callable[[etree._Element, Flat], None]] = {
    "What": _add_what,
    "WhereWhen": _add_where_when,
    "Who": _add_who,
    "Why": _add_why,
    "Citations": _add_citations,
}


# Events that were changed, or break the schema: from their trees


def flat_of_tree(tree: dict[str, Any]) -> Flat:
    """The same from the tree of an event, of which nothing is certain."""
    found: Flat = {"@ivorn": tree.get("ivorn"), "@role": tree.get("role") or "observation"}
    what = _first(tree.get("What"))
    found["What/"] = _params(what)
    for group in _all(what.get("Group")):
        found[f"What/{group.get('name')}/"] = _params(group)
    location = _first(_first(_first(tree.get("WhereWhen")).get("ObsDataLocation")).get(
        "ObservationLocation"
    ))  # fmt: skip
    coords = _first(location.get("AstroCoords"))
    time, position = _first(coords.get("Time")), _first(coords.get("Position2D"))
    value = _first(position.get("Value2"))
    found["WhereWhen/"] = {
        "system": _first(location.get("AstroCoordSystem")).get("id"),
        "ISOTime": _text(_first(time.get("TimeInstant")).get("ISOTime")),
        "Error": _text(time.get("Error")),
        "unit": _text(position.get("unit")),
        "C1": _text(value.get("C1")),
        "C2": _text(value.get("C2")),
        "Error2Radius": _text(position.get("Error2Radius")),
    }
    who, why = _first(tree.get("Who")), _first(tree.get("Why"))
    found["Who/"] = {name: _text(who.get(name)) for name in ("Date", "AuthorIVORN")}
    inference = _first(why.get("Inference"))
    found["Why/"] = {
        name: _text(why.get(name)) or _text(inference.get(name)) for name in ("Name", "Concept")
    }
    cited = _all(_first(tree.get("Citations")).get("EventIVORN"))
    found["Citations"] = [(_text(each.get("cite")), _text(_own(each)) or "") for each in cited]
    return found


def _params(holder: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
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
