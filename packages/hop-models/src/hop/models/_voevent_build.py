"""Makes VOEvents of plain values: times, numbers, Params and authors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from hop.errors import ValidationError
from hop.models._runtime.part import Part, copied
from hop.models._runtime.values import (
    Duration,
    Number,
    Time,
    is_quantity,
    iso_of,
    number_of,
    plain_of,
    scalar_of,
    utc_of,
)
from hop.models._runtime.words import describe

if TYPE_CHECKING:
    from hop.models._generated.voevent import VOEvent

Role = Literal["observation", "prediction", "utility", "test"]
Cite = Literal["followup", "supersedes", "retraction"]
Params = Mapping[str, object]
"""Values by the names of Params, or dictionaries of their fields."""
Content = str | Mapping[str, Any] | Part
"""A text, or the fields of a section, or an object of its class."""
References = Content | Sequence[Content]


class Given(TypedDict, total=False):
    """What :meth:`VOEvent.build` is given, apart from the role."""

    ivorn: str | None
    authority: str | None
    stream: str | None
    id: str | int | None
    time: Time | None
    time_error: Duration | None
    ra: Number | None
    dec: Number | None
    error: Number | None
    frame: Literal["ICRS", "FK5"] | None
    origin: Literal["TOPO", "GEO"] | None
    observatory: str | None
    author: Content | None
    author_ivorn: str | None
    date: Time | None
    params: Params | None
    groups: Mapping[str, Params] | None
    references: References | None
    how: Content | None
    why: Content | None
    citations: Mapping[str, Cite] | None
    description: str | None


_IVORN = "ivo://authority/stream#id"
_MOST_BITS = 4000
"""Python writes no numbers that are much longer."""
_PIECES = {
    # IVOA Identifiers 2.0, section 2: an authority has at least three characters.
    "authority": re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{2,}"),
    "stream": re.compile(r"[^\s#?]+"),
    "id": re.compile(r"[^\s#]+"),
}


# New events


def fields_of_event(given: Given) -> dict[str, Any]:
    """The fields of a new event, as the constructor takes them; absent sections are None.

    Raises:
        hop.errors.ValidationError: a value that has no place in a VOEvent, by its name.
        TypeError: there is no such argument.
    """
    _refuse_unknown(given)
    return {
        "ivorn": ivorn_of(given),
        "Who": _who(given),
        "What": _what(given),
        "WhereWhen": _where_when(given),
        "How": _section(given.get("how"), "how"),
        "Why": _section(given.get("why"), "why"),
        "Citations": _citations(given.get("citations")),
        "Description": given.get("description"),
    }


def _refuse_unknown(given: Given) -> None:
    for name in given.keys() - Given.__annotations__.keys():
        raise TypeError(f"{name!r} is no argument of VOEvent.build")


def ivorn_of(given: Given) -> str:
    """The identifier of a new event: as it is given, or put together.

    Raises:
        hop.errors.ValidationError: it is not whole, is given twice, or cannot be an identifier.
    """
    pieces = {name: given.get(name) for name in _PIECES}
    whole = given.get("ivorn")
    if whole is not None:
        for name, value in pieces.items():
            if value is not None:
                raise ValidationError(name, "the ivorn, or its pieces, not both", describe(value))
        if not isinstance(whole, str) or not whole.startswith("ivo://"):
            raise ValidationError("ivorn", _IVORN, describe(whole))
        return whole
    for name, pattern in _PIECES.items():
        value = pieces[name]
        if value is None:
            hint = f"give ivorn={_IVORN!r}, or authority, stream and id"
            raise ValidationError(name, f"the {name} of {_IVORN}", "nothing", hint=hint)
        if isinstance(value, bool) or pattern.fullmatch(str(value)) is None:
            raise ValidationError(name, f"the {name} of {_IVORN}", describe(value))
    return f"ivo://{pieces['authority']}/{str(pieces['stream']).strip('/')}#{pieces['id']}"


def _who(given: Given) -> dict[str, Any]:
    author, date = given.get("author"), given.get("date")
    if isinstance(author, str):
        author = {"contactName": author}
    made = datetime.now(UTC).replace(microsecond=0) if date is None else utc_of(date, "date")
    fields = {
        "AuthorIVORN": given.get("author_ivorn"),
        "Date": iso_of(made),
        "Author": None if author is None else plain_of(author, "author"),
    }
    return _present(fields)


def _what(given: Given) -> dict[str, Any] | None:
    params, groups, references = (given.get("params"), given.get("groups"), given.get("references"))
    fields = {
        "Param": None if params is None else _params(params, "params"),
        "Group": None if groups is None else _groups(groups),
        "Reference": None if references is None else _references(references, "references"),
    }
    return _present(fields) or None


def _params(params: Params, path: str) -> list[Any]:
    if not isinstance(params, Mapping):
        raise ValidationError(path, "a mapping of names to values", describe(params))
    return [_param(name, value, f"{path}/{name}") for name, value in params.items()]


def _groups(groups: Mapping[str, Params]) -> list[Any]:
    if not isinstance(groups, Mapping):
        expected = "a mapping of names to mappings of Params"
        raise ValidationError("groups", expected, describe(groups))
    return [
        {"name": name, "Param": _params(params, f"groups/{name}")}
        for name, params in groups.items()
    ]


def _param(name: str, value: Any, path: str) -> dict[str, Any]:
    """The fields of a Param; its type is that of the value unless it is given."""
    fields: dict[str, Any] = {}
    if isinstance(value, Mapping):  # objects of generated classes too
        fields = {key: each for key, each in value.items() if key not in ("name", "value")}
        if "Reference" in fields:
            fields["Reference"] = _references(fields["Reference"], f"{path}/Reference")
        fields = {key: plain_of(each, f"{path}/{key}") for key, each in fields.items()}
        value = value.get("value")
    unit = fields.get("unit")
    if hasattr(unit, "to_string"):  # one of astropy
        fields["unit"] = _unit_of(unit)
    if is_quantity(value):
        if unit is None:
            fields["unit"] = _unit_of(value.unit)
        value = scalar_of(value, path, unit)
    kind, text = _typed(value, path)
    return {"name": name, "dataType": kind, "value": text, **_present(fields)}


def _typed(value: Any, path: str) -> tuple[str | None, str | None]:
    """The ``dataType`` of a value, None for a text, and the value as text."""
    value = plain_of(value, path)
    if value is None or isinstance(value, str):
        return None, value
    if isinstance(value, bool):
        return None, "true" if value else "false"
    if isinstance(value, int) and value.bit_length() < _MOST_BITS:
        return "int", str(value)
    if isinstance(value, float):
        return "float", repr(value)
    expected = "a text, a number, true or false, a time, a quantity, or a dictionary with 'value'"
    raise ValidationError(path, expected, describe(value))


def _unit_of(unit: Any) -> str | None:
    """A unit of astropy as VOTables have it; as astropy shows it where these lack it."""
    shown = str(unit)
    if not shown:  # a plain number
        return None
    try:
        return str(unit.to_string("cds"))
    except Exception:  # each library raises its own
        return shown


def _section(content: Content | None, path: str) -> Any:
    """A section How or Why: a text is its Description."""
    if content is None or isinstance(content, Part):
        return content
    if isinstance(content, str):
        return {"Description": content}
    if not isinstance(content, Mapping):
        raise ValidationError(path, "a text, or a mapping", describe(content))
    fields = dict(content)
    if "Reference" in fields:
        fields["Reference"] = _references(fields["Reference"], f"{path}/Reference")
    return plain_of(fields, path)


def _references(references: Any, path: str) -> list[Any]:
    """References; a text is the address of one."""
    many = references if isinstance(references, list | tuple) else [references]
    return [{"uri": each} if isinstance(each, str) else plain_of(each, path) for each in many]


def _citations(citations: Mapping[str, Cite] | None) -> dict[str, Any] | None:
    if not citations:
        return None
    if not isinstance(citations, Mapping):
        expected = "a mapping of ivorns to followup, supersedes or retraction"
        raise ValidationError("citations", expected, describe(citations))
    return {"EventIVORN": [{"value": ivorn, "cite": c} for ivorn, c in citations.items()]}


# Time and place


def _where_when(given: Given) -> dict[str, Any] | None:
    coords = _present({"Time": _time(given), "Position2D": _position(given)})
    observatory = given.get("observatory")
    if not coords and observatory is None:
        return None
    system = f"UTC-{_frame(given) or 'ICRS'}-{_origin(given) or 'TOPO'}"
    location = {
        "ObservatoryLocation": _present({"id": observatory}),
        "ObservationLocation": {
            "AstroCoordSystem": {"id": system},
            "AstroCoords": {"coord_system_id": system, **coords},
        },
    }
    return {"ObsDataLocation": [location]}


def _frame(given: Given) -> str | None:
    return _one_of(given.get("frame"), "frame", ("ICRS", "FK5"))


def _origin(given: Given) -> str | None:
    return _one_of(given.get("origin"), "origin", ("TOPO", "GEO"))


def _one_of(value: Any, path: str, allowed: tuple[str, ...]) -> str | None:
    if value is not None and value not in allowed:
        raise ValidationError(path, " or ".join(allowed), describe(value))
    return None if value is None else str(value)


def _time(given: Given) -> dict[str, Any] | None:
    time, error = given.get("time"), given.get("time_error")
    if time is None:
        if error is not None:
            raise ValidationError("time", "the time that time_error belongs to", "nothing")
        return None
    # Without Z: the system of coordinates says that it is UTC.
    found: dict[str, Any] = {
        "unit": "s",
        "TimeInstant": {"ISOTime": iso_of(utc_of(time, "time")).removesuffix("Z")},
    }
    if error is not None:
        found["Error"] = _time_error(error)
    return found


def _time_error(error: Duration) -> float:
    seconds = number_of(error, "time_error", "s")
    if seconds < 0:
        raise ValidationError("time_error", "at least 0 s", describe(error))
    return seconds


def _position(given: Given) -> dict[str, Any] | None:
    names = ("ra", "dec", "error")
    values: dict[str, Any] = {name: given.get(name) for name in names}
    if all(value is None for value in values.values()):
        if given.get("frame") is not None:
            raise ValidationError("ra", "the position that frame belongs to", "nothing")
        return None
    for name, value in values.items():
        if value is None:
            hint = "a position in a VOEvent has ra, dec and error, all in degrees"
            raise ValidationError(name, "a number [deg]", "nothing", hint=hint)
    ra, dec = _degrees(values["ra"], "ra", 0, 360), _degrees(values["dec"], "dec", -90, 90)
    return {
        "unit": "deg",
        "Name1": "RA",
        "Name2": "Dec",
        "Value2": {"C1": ra % 360, "C2": dec},
        "Error2Radius": _degrees(values["error"], "error", 0, 180),
    }


def _degrees(value: Number, path: str, low: float, high: float) -> float:
    number = number_of(value, path, "deg")
    if not low <= number <= high:
        raise ValidationError(path, f"{low} to {high} degrees", describe(value))
    return number


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


# Events about earlier ones


def fields_of_follow_up(event: VOEvent, given: Given) -> dict[str, Any]:
    """The fields of a new event that adds to an earlier one.

    Raises:
        hop.errors.ValidationError: a value that has no place in a VOEvent.
    """
    return _citing(event, "followup", given)


def fields_of_retraction(event: VOEvent, given: Given) -> dict[str, Any]:
    """The fields of a new event that withdraws an earlier one of the same author.

    Raises:
        hop.errors.ValidationError: a value that has no place in a VOEvent.
    """
    whole: Any = {**_own(event, given), **_present(given)}
    return _citing(event, "retraction", whole)


def fields_of_update(event: VOEvent, given: Given) -> dict[str, Any]:
    """The fields of a new event that replaces an earlier one of the same author.

    Raises:
        hop.errors.ValidationError: a value that has no place in a VOEvent, or the earlier event
            breaks the schema.
    """
    if event.schema_error is not None:
        raise event.schema_error
    followed: dict[str, Cite] = (
        {each.value: "followup" for each in event.Citations.EventIVORN if each.cite == "followup"}
        if event.Citations
        else {}
    )
    citations = {**followed, **(given.get("citations") or {})}
    whole: Any = {**_own(event, given), **_present(given), "citations": citations}
    fields = _citing(event, "supersedes", whole)
    fields["What"] = _updated_what(_tree_of(event.What), fields["What"] or {}) or None
    fields["WhereWhen"] = _updated_place(_tree_of(event.WhereWhen), given) or None
    for name in ("How", "Why", "Reference"):
        if fields.get(name) is None:
            fields[name] = _tree_of(event[name]) or None
    if fields["Description"] is None:
        fields["Description"] = event.Description
    return fields


def _citing(event: VOEvent, cite: Cite, given: Given) -> dict[str, Any]:
    _refuse_unknown(given)
    earlier = event.ivorn.strip()
    if ivorn_of(given) == earlier:
        expected = "another ivorn than that of the earlier event"
        raise ValidationError("ivorn", expected, describe(earlier))
    # What is done to the earlier event comes first.
    citations: dict[str, Cite] = {earlier: cite}
    citations |= {
        ivorn: c for ivorn, c in (given.get("citations") or {}).items() if ivorn != earlier
    }
    return fields_of_event({**given, "citations": citations})


def _own(event: VOEvent, given: Given) -> Given:
    """What a new event of the same author has from the earlier one, unless it is given."""
    found: Given = {}
    if given.get("ivorn") is None:
        path, _, _ = event.ivorn.strip().removeprefix("ivo://").partition("#")
        found["authority"], _, found["stream"] = path.partition("/")
    who = event.Who
    if isinstance(who, Part):  # in a document that breaks the schema, there may be several
        if isinstance(who.Author, Part):
            found["author"] = who.Author
        if isinstance(who.AuthorIVORN, str):
            found["author_ivorn"] = who.AuthorIVORN
    return found


def _tree_of(section: Any) -> dict[str, Any]:
    tree: dict[str, Any] = copied(section.hop_whole())
    return tree


def _updated_what(earlier: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Params and groups by their names: new ones for earlier ones, the others as they were."""
    fields = {**earlier, "Param": _merged(earlier.get("Param"), new.get("Param"))}
    groups = list(earlier.get("Group") or [])
    # Of groups of equal names, the last one counts.
    places = {each.get("name"): at for at, each in enumerate(groups)}
    for group in new.get("Group") or []:
        at = places.get(group["name"])
        if at is not None:
            inner = _merged(groups[at].get("Param"), group["Param"])
            groups[at] = {**groups[at], "Param": inner}
        else:
            groups.append(group)
    fields["Group"] = groups
    fields["Reference"] = new.get("Reference") or earlier.get("Reference")
    return {name: value for name, value in fields.items() if value}


def _merged(earlier: list[Any] | None, new: list[Any] | None) -> list[Any]:
    """Params by their names; a new one keeps the unit and the like that it does not have itself."""
    found = list(earlier or [])
    for param in new or []:
        names = [each.get("name") for each in found]
        if param["name"] not in names:
            found.append(param)
            continue
        at = names.index(param["name"])
        found[at] = _present({**found[at], "Value": None, **param})
        found[at + 1 :] = [each for each in found[at + 1 :] if each.get("name") != param["name"]]
    return found


def _updated_place(earlier: dict[str, Any], given: Given) -> dict[str, Any] | None:
    """Time and position: each whole as it is given, or as it was.

    What stays is not converted: a time in TDB stays one.
    """
    new = _where_when(given)
    locations = earlier.get("ObsDataLocation")
    if new is None or not locations:
        return new or earlier
    location, found = locations[0], new["ObsDataLocation"][0]
    observed, seen = location["ObservationLocation"], found["ObservationLocation"]
    coords = {**observed["AstroCoords"], **seen["AstroCoords"]}
    system = observed["AstroCoordSystem"].get("id") or observed["AstroCoords"].get(
        "coord_system_id"
    )
    scale, frame, origin = (system or "UTC-ICRS-TOPO").split("-")
    if given.get("time") is not None:
        scale, origin = "UTC", "TOPO" if origin == "BARY" else origin
    system = f"{scale}-{_frame(given) or frame}-{_origin(given) or origin}"
    location["ObservationLocation"] = {
        "AstroCoordSystem": {"id": system},
        "AstroCoords": {**coords, "coord_system_id": system},
    }
    location["ObservatoryLocation"] |= found["ObservatoryLocation"]
    return earlier
