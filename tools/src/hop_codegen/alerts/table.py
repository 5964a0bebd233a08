"""The tables in ``schemas/alert/sources``: read, joined with their bases, and checked.

``schemas/README.md``, section "Alerts", says what stands in a table.
"""

from __future__ import annotations

import ast
import keyword
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hop_codegen.errors import CodegenError

YEAR = 365.25 * 86400
UNITS: dict[str, dict[str, float]] = {
    "angle": {"deg": 1.0, "arcmin": 1 / 60, "arcsec": 1 / 3600},
    "rate": {"Hz": 1.0, "yr^-1": 1 / YEAR, "day^-1": 1 / 86400},
    "time": {"s": 1.0, "ms": 1e-3, "min": 60.0, "day": 86400.0},
    "distance": {"Mpc": 1.0, "kpc": 1e-3, "Gpc": 1e3},
}
"""What one of each unit is in the unit of alerts, by what it measures."""
STATED = "stated"
"""The unit stands behind the number, in brackets."""

UNIT_OF_PARAM = "@unit"
"""How a path ends that means the unit of a Param of a VOEvent: ``What/FAR@unit``."""

ANGLE, RATE, TIME, DISTANCE = UNITS
FIELDS: dict[str, tuple[str, str]] = {
    "event_id": ("text", ""), "aliases": ("texts", ""), "names": ("names", ""),
    "mission": ("text", ""), "instrument": ("text", ""), "messenger": ("word", ""),
    "time": ("time", ""), "time_error": ("not_below", TIME), "time_of": ("word", ""),
    "sent": ("time", ""), "position": ("position", ANGLE), "region": ("region", ANGLE),
    "sky_map": ("sky_map", ""), "far": ("above", RATE), "significance": ("significance", ""),
    "p_astro": ("probability", ""), "classes": ("probabilities", ""),
    "properties": ("probabilities", ""), "kind": ("word", ""), "stage": ("text", ""),
    "sequence": ("integer", ""), "subject": ("text", ""), "is_test": ("marks", ""),
    "distance": ("above", DISTANCE), "distance_error": ("not_below", DISTANCE),
    "refs": ("refs", ""),
}  # fmt: skip
"""What is read of each field, and what its unit measures; in the order in which they are read."""

WORDS = {
    "messenger": ("EM", "GW", "Neutrino"),
    "time_of": ("event", "observation", "other"),
    "kind": ("initial", "update", "subsequent", "retraction"),
}
SIGNIFICANCES = ("snr", "sigma", "ts")
REFS = ("followup", "supersedes", "retraction", "coincidence")
_ADDED = ("aliases", "names", "refs", "is_test")
"""Fields whose sources are all read; those of a table come before those of its base."""

# How a message of each format is told, and whether its values are texts.
Formats = {
    "voevent": ("authority", "packet_type", "topic"),
    "gcn-notice": ("schema", "topic"),
    "lvk": (),
    "text-notice": ("notice_type", "title", "topic"),
    "circular": (),
    "ztf": (),
    "rubin": (),
}
PACKAGE = "model"
"""The format of tables of a made package: the messages of its own models."""
TEXT_FORMATS = ("voevent", "text-notice")
READERS = (
    "number",
    "stated_number",
    "leading_number",
    "text",
    "first_word",
    "name",
    "time",
    "integer",
)
CITED = ("cited", "oldest_cited", "citations")
"""Ways to read an ivorn, or the citations of a VOEvent."""
_TOP = {
    *("family", "format", "base", "description", "facts", "match", "cited", "message_id", "each"),
    *("replace",),
}
_KEYS = {
    *("path", "with", "item", "read", "convert", "constant", "map", "prefix", "unit", "unit_path"),
    *("none", "none_at_most", "when", "note", "assumed", "without", "base", "says"),
}
_MORE_KEYS = {
    "position": {"ra", "dec", "none_at_origin"},
    "region": {"shape", "containment", "systematic"},
    "sky_map": {"as"},
    "significance": {"kind"},
    "classes": {"only"},
    "properties": {"only"},
    "refs": {"kind"},
}


@dataclass(frozen=True)
class Source:
    """One place that a field may come from.

    Attributes:
        place: where it stands in the table, for errors.
        raw: its keys and values, as the table has them.
    """

    place: str
    raw: Mapping[str, Any] = field(hash=False)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key."""
        return self.raw.get(key, default)

    @property
    def paths(self) -> Iterator[str]:
        """All paths that it reads."""
        for key in ("path", "unit_path", "ra", "dec"):
            if isinstance(value := self.raw.get(key), str):
                yield value
        yield from self.raw.get("with", ())
        yield from self.raw.get("when", ())
        for key in ("containment", "systematic"):
            value = self.raw.get(key)
            if isinstance(value, dict) and "path" in value:
                yield value["path"]


@dataclass(frozen=True)
class Table:
    """One table, joined with its bases.

    Attributes:
        name: the name of its file, without the ending.
        file: its path below the folder of schemas.
        family: of its alerts.
        format: of its messages.
        match: which messages it is for.
        message_id: what the key of a notice is made of: fields, paths, or sources.
        each: the path of the list of objects that each become an alert; empty: the message is one.
        cited: how an ivorn tells the event of another message: ivorn and event_id.
        fields: the sources of each field, the first one first.
        description: what it is for, for people.
        facts: where what it says stands.
    """

    name: str
    file: str
    family: str
    format: str
    base: str
    match: Mapping[str, list[Any]]
    message_id: tuple[Any, ...]
    each: str
    cited: tuple[Mapping[str, str], ...]
    fields: Mapping[str, tuple[Source, ...]]
    own_paths: frozenset[str] = frozenset()
    description: str = ""
    facts: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether the values of its messages are texts."""
        return self.format in TEXT_FORMATS

    @property
    def is_default(self) -> bool:
        """Whether it is for the messages of its format that no other table is for."""
        return not any(self.match.values())


def read_package_tables(path: Path, family: str, conversions: Path | None) -> list[Table]:
    """The tables of a made package.

    Args:
        path: a table, or a folder of tables.
        family: the family of alerts of tables that name none.
        conversions: the module of the functions that tables name; None: there is none here.

    Raises:
        CodegenError: a table cannot be used; the text names the file, the key and the cure.
    """
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    raw = {each.stem: _parsed(each, each.name) for each in files}
    if not raw:
        raise CodegenError(str(path), "", "there is no table in it: NAME.toml")
    for each in raw.values():
        each.setdefault("family", family)
    known = conversions_in(conversions) if conversions else frozenset[str]()
    return _joined(raw, "", known, {PACKAGE: ("model",)})


def read_tables(schemas: Path, folder: str, conversions: Path) -> list[Table]:
    """The tables in a folder, by name.

    Raises:
        CodegenError: a table cannot be used; the text names the file, the key and the cure.
    """
    raw = {
        path.stem: _parsed(path, f"{folder}/{path.name}")
        for path in sorted((schemas / folder).glob("*.toml"))
    }
    return _joined(raw, f"{folder}/", conversions_in(conversions), Formats)


def _parsed(path: Path, file: str) -> dict[str, Any]:
    # The name of a function is made of it.
    if not re.fullmatch(r"[a-z][a-z0-9_]+", path.stem) or keyword.iskeyword(path.stem):
        raise CodegenError(file, "", "name it in lower case, with _ for blanks, and no Python word")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CodegenError(file, "", f"not TOML: {fault}") from None


def _joined(
    raw: dict[str, dict[str, Any]],
    folder: str,
    known: frozenset[str],
    formats: Mapping[str, tuple[str, ...]],
) -> list[Table]:
    """The tables, each with what its base says."""
    tables: dict[str, Table] = {}

    def table(name: str, asked: tuple[str, ...]) -> Table:
        if name not in tables:
            file = f"{folder}{name}.toml"
            base_name = raw[name].get("base", "")
            base = None
            if base_name:
                if base_name not in raw or base_name in (*asked, name):
                    raise _unknown(file, "/base", base_name, set(raw) - {*asked, name})
                base = table(base_name, (*asked, name))
            tables[name] = _Reader(name, file, raw[name], known, formats).read(base)
        return tables[name]

    found = [table(name, ()) for name in raw]
    _refuse_same_messages(found)
    return found


def conversions_in(path: Path) -> frozenset[str]:
    """The names of the conversions that a table can ask for."""
    try:
        tree = ast.parse(path.read_bytes())
    except OSError as fault:
        raise CodegenError("codegen.toml", "/alerts/conversions", f"{fault.strerror}") from None
    return frozenset(
        each.name
        for each in tree.body
        if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")
    )


def _unknown(file: str, place: str, word: Any, known: Any) -> CodegenError:
    near = get_close_matches(str(word), [str(each) for each in known], 1)
    cure = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(known))}"
    return CodegenError(file, place, f"{word!r} is not known{cure}")


def _refuse_same_messages(tables: list[Table]) -> None:
    taken: dict[tuple[str, str, Any], Table] = {}
    for each in tables:
        keys = [(how, str(value).lower()) for how, value in _selectors(each)]
        for how, value in keys or [("default", "")]:
            other = taken.setdefault((each.format, how, value), each)
            if other is not each:
                problem = f"{other.file} is for these messages too: {how} {value!r}"
                raise CodegenError(each.file, "/match", problem)


def _selectors(table: Table) -> Iterator[tuple[str, Any]]:
    if table.format == "voevent":
        for authority in table.match.get("authority", ()):
            for packet in table.match.get("packet_type") or [""]:
                yield "authority and packet type", f"{authority} {packet}"
        for topic in table.match.get("topic", ()):
            yield "topic", topic
        return
    for how, values in table.match.items():
        for value in values:
            yield how, value


class _Reader:
    """Reads one table.

    Args:
        name: the name of the table.
        file: its path.
        raw: what stands in it.
        conversions: the names of the known ones.
        formats: the known formats, and how messages of each are told. One alone needs no name.
    """

    def __init__(
        self,
        name: str,
        file: str,
        raw: dict[str, Any],
        conversions: frozenset[str],
        formats: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.name, self.file, self.raw = name, file, raw
        self.conversions, self.formats = conversions, formats

    def read(self, base: Table | None) -> Table:
        """The table, joined with its base.

        Raises:
            CodegenError: something in it is not known, or of another type.
        """
        for key in self.raw:
            if key not in _TOP and key not in FIELDS:
                raise _unknown(self.file, f"/{key}", key, {*_TOP, *FIELDS})
        only = next(iter(self.formats)) if len(self.formats) == 1 else ""
        form = self.text("format", base.format if base else only)
        if form not in self.formats:
            raise _unknown(self.file, "/format", form, self.formats)
        family = self.text("family", base.family if base else "")
        if not family or not self.raw.get("description") or not self.raw.get("facts"):
            raise CodegenError(
                self.file, "", "family, description and facts (a list of sources) are needed"
            )
        self.check_cited()
        fields = dict(base.fields) if base else {}
        own: set[str] = set()
        for name in FIELDS:
            if name in self.raw:
                sources = self.sources(name, form)
                own |= {path for each in sources for path in each.paths}
                fields[name] = self.joined(name, sources, base)
        return Table(
            name=self.name,
            file=self.file,
            family=family,
            format=form,
            base=base.name if base else "",
            match=self.match(form),
            message_id=tuple(self.raw.get("message_id", base.message_id if base else ())),
            each=self.text("each", base.each if base else ""),
            cited=tuple(self.raw.get("cited", ())),
            fields={name: fields[name] for name in FIELDS if name in fields},
            own_paths=frozenset(own),
            description=str(self.raw["description"]),
            facts=tuple(map(str, self.raw["facts"])),
        )

    def text(self, key: str, default: str) -> str:
        """A text of the table."""
        value = self.raw.get(key, default)
        if not isinstance(value, str):
            raise CodegenError(self.file, f"/{key}", f"{value!r} is not a text")
        return value

    def match(self, form: str) -> dict[str, list[Any]]:
        """Which messages the table is for."""
        match = self.raw.get("match", {})
        for key, value in match.items():
            if key not in self.formats[form]:
                raise _unknown(self.file, f"/match/{key}", key, self.formats[form])
            if not isinstance(value, list):
                raise CodegenError(self.file, f"/match/{key}", "a list is needed")
        if form == "voevent" and match.get("packet_type") and not match.get("authority"):
            raise CodegenError(self.file, "/match", "authority is needed beside packet_type")
        return dict(match)

    def check_cited(self) -> None:
        """Check how an ivorn tells the event of another message."""
        for each in self.raw.get("cited", ()):
            ivorn, key = str(each.get("ivorn", "")), str(each.get("event_id", ""))
            held = sum(ivorn.count(mark) for mark in ("{id}", "{number}"))
            if not ivorn.startswith("ivo://") or held != 1 or "{id}" not in key:
                problem = "write ivorn = 'ivo://AUTHORITY/…{id}…' and event_id = 'MISSION:{id}'"
                raise CodegenError(self.file, "/cited", problem)

    def joined(self, name: str, sources: list[Source], base: Table | None) -> tuple[Source, ...]:
        """The sources of a field with those of the base, where they are wanted."""
        of_base = base.fields.get(name, ()) if base else ()
        is_replaced = name in self.raw.get("replace", ())
        found: list[Source] = []
        for each in sources:
            found += of_base if each.get("base") else [each]
        if name in _ADDED and not is_replaced:
            found += [each for each in of_base if each not in found]
        return tuple(found)

    def sources(self, name: str, form: str) -> list[Source]:
        """The sources of a field in this table."""
        value = self.raw[name]
        if isinstance(value, (str, int, float, bool)):
            value = [{"constant": value}]
        elif isinstance(value, dict):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise CodegenError(self.file, f"/{name}", "a value, a table or a list of tables")
        found = []
        for number, each in enumerate(value):
            place = f"/{name}/{number}" if len(value) > 1 else f"/{name}"
            self.check(name, each, place, form)
            found.append(Source(f"{self.file}#{place}", each))
        return found

    def check(self, name: str, raw: dict[str, Any], place: str, form: str) -> None:
        """Check one source.

        Raises:
            CodegenError: a key or a word is not known, or keys contradict each other.
        """
        dimension = FIELDS[name][1]
        known = _KEYS | _MORE_KEYS.get(name, set())
        for key in raw:
            if key not in known:
                raise _unknown(self.file, f"{place}/{key}", key, known)
        if raw.get("base") or name == "position":
            if name == "position" and not raw.get("base") and not {"ra", "dec"} <= raw.keys():
                raise CodegenError(self.file, place, "ra and dec are needed")
        elif ("path" in raw) == ("constant" in raw):
            raise CodegenError(self.file, place, "either a path or a constant is needed")
        if name == "is_test" and not raw.keys() & {"map", "convert", "constant", "base", "says"}:
            raise CodegenError(self.file, place, "map says which words mean a test: map = { … }")
        unit = raw.get("unit")
        if unit is not None and unit != STATED and unit not in UNITS.get(dimension, {}):
            known_units = {*UNITS.get(dimension, {}), STATED}
            raise _unknown(self.file, f"{place}/unit", unit, known_units)
        if "read" in raw and raw["read"] not in (*READERS, *CITED):
            raise _unknown(self.file, f"{place}/read", raw["read"], (*READERS, *CITED))
        if "convert" in raw and raw["convert"] not in self.conversions:
            raise _unknown(self.file, f"{place}/convert", raw["convert"], self.conversions)
        self.check_words(name, raw, place)
        for path in Source("", raw).paths:
            self.check_path(path, place, form)

    def check_words(self, name: str, raw: dict[str, Any], place: str) -> None:
        """Check the words that a source may give."""
        given = [*raw.get("map", {}).values()]
        given += [raw[key] for key in ("constant", "says") if key in raw]
        for value in given:
            if name in WORDS and value not in WORDS[name]:
                raise _unknown(self.file, f"{place}/map", value, WORDS[name])
            if name == "is_test" and not isinstance(value, bool):
                raise CodegenError(
                    self.file, f"{place}/map", f"{value!r} is neither true nor false"
                )
        if name == "significance" and raw.get("kind") not in SIGNIFICANCES and not raw.get("base"):
            raise _unknown(self.file, f"{place}/kind", raw.get("kind"), SIGNIFICANCES)
        is_citation = raw.get("read") == "citations" or raw.get("base")
        if name == "refs" and not is_citation and raw.get("kind") not in REFS:
            raise _unknown(self.file, f"{place}/kind", raw.get("kind"), REFS)

    def check_path(self, path: str, place: str, form: str) -> None:
        """Check how a path is written."""
        wanted = {
            "voevent": (r"@(ivorn|role|topic)|Citations|(What|WhereWhen|Who|Why)/.+", "What/NAME"),
            "text-notice": (r"@topic|[A-Z][A-Z0-9_ ./-]*(/.+)?", "KEY, or KEY/NAME"),
        }.get(form, (r"@topic|@whole|~?(/.*)*", "/name/name"))
        if not re.fullmatch(wanted[0], path):
            problem = f"{path!r} is no path of a {form}: write {wanted[1]}"
            raise CodegenError(self.file, place, problem)
        if path.endswith(UNIT_OF_PARAM) and path.count("/") > 1:
            problem = f"{path!r}: the unit is known of a Param that is in no group"
            raise CodegenError(self.file, place, problem)


def with_base_paths(table: Table, tables: Mapping[str, Table]) -> Table:
    """A table whose own paths are those of its bases too."""
    paths, base = set(table.own_paths), table.base
    while base:
        paths |= tables[base].own_paths
        base = tables[base].base
    return replace(table, own_paths=frozenset(paths))
