"""Straight Python of the tables: one module for each format, one function for each field.

Such a reader reads its field when somebody looks at it. A table shares the readers of its base
where it says nothing else. Where a value comes from is one shared mapping for each table; a message
that differs from it has the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hop_codegen.alerts.table import (
    CITED,
    FIELDS,
    PACKAGE,
    STATED,
    UNIT_OF_PARAM,
    UNITS,
    WORDS,
    Formats,
    Source,
    Table,
)
from hop_codegen.names import quoted

_MARK = "# Generated from schemas/alert/sources by hop-codegen; do not edit\n"
_READING = "hop.models._alerts"
_PUBLIC = "hop.models.views"
_MODULES = {
    "voevent": "voevent", "gcn-notice": "gcn_notice", "lvk": "lvk", "text-notice": "text_notice",
    "circular": "circular", "ztf": "ztf", "rubin": "rubin",
}  # fmt: skip
_MANY = ("texts", "names", "refs")
_SPECIAL = {"@topic": "late.topic", "@whole": "v['hop_whole']"}
_CONSTANT_NOTE = "constant of the table"
_IN_IVORN = {"{id}": "([A-Za-z0-9]+)", "{number}": "0*([0-9]+)", "*": ".*"}
"""How the marks in the ivorn of a table are searched; a number is told without zeros before it."""


def write_alerts(tables: list[Table]) -> dict[str, bytes]:
    """The files of the package of views, by their paths in it; not formatted yet."""
    files = {
        "__init__.py": f'{_MARK}"""Views of alerts, made of the tables; one module a format."""\n',
        "_cited.py": _cited(tables),
    }
    for form, module in _MODULES.items():
        chosen = [each for each in tables if each.format == form]
        if chosen:
            files[f"{module}.py"] = _module(form, chosen)
    return {path: content.encode() for path, content in files.items()}


def write_package_views(tables: list[Table]) -> str:
    """The module of the views of a made package: it takes from hop-models what is public."""
    text = _module(PACKAGE, tables).removeprefix(_MARK).partition("DEFAULT: Any")[0]
    return re.sub(r"^from hop\.models\._[\w.]+ import", f"from {_PUBLIC} import", text, flags=re.M)


def _cited(tables: list[Table]) -> str:
    """The module that tells the event of an ivorn, by the authority in it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table in tables:
        for each in table.cited:
            ivorn, key = each["ivorn"], each["event_id"]
            authority = ivorn[6:].partition("/")[0]
            parts = re.split(r"(\{id\}|\{number\}|\*)", ivorn)
            pattern = "".join(_IN_IVORN.get(part, re.escape(part)) for part in parts)
            found.setdefault(authority.lower(), []).append((pattern, key.replace("{id}", "")))
    lines = ""
    for authority, patterns in sorted(found.items()):
        entries = "".join(f"(re.compile({each!r}), {quoted(key)}), " for each, key in patterns)
        lines += f"    {quoted(authority)}: ({entries}),\n"
    return (
        f'{_MARK}"""How the ivorn of a message tells its event, by the authority in it."""\n\n'
        f"from __future__ import annotations\n\nimport re\n\nCITED = {{\n{lines}}}\n"
    )


def _module(form: str, tables: list[Table]) -> str:
    made: dict[str, _View] = {}
    for each in _bases_first(tables):
        made[each.name] = _View(each, made.get(each.base))
    writers = list(made.values())
    body = "\n\n".join(each.text for each in writers)
    constants = "".join(each.constants for each in writers)
    select = _select(form, tables)
    return (
        f'{_MARK}"""Views of messages of the format {form}."""\n\n'
        "from __future__ import annotations\n\n"
        "from collections.abc import Callable\nfrom typing import Any\n\n"
        f"from {_READING} import cited as k\nfrom {_READING} import conversions as c\n"
        f"from {_READING} import reading as r\n"
        "from hop.models._alert_part import Late, Reader, Whole, hash_of\n"
        "from hop.models._generated.alert import Alert, Circle, Ellipse, Origin, Polygon, Ref\n"
        "from hop.models._generated.alert import Significance, SkyMapRef\n"
        "from hop.models._generated.alerts._cited import CITED\n\n"
        f"{constants}\n\n{body}\n\n{select}"
    )


def _groups(table: Table) -> Iterator[str]:
    """The groups of Params that a table reads."""
    parts = [each for each in table.message_id if isinstance(each, dict)]
    paths = [each for each in table.message_id if isinstance(each, str)]
    paths += [str(each.get("path", "")) for each in parts]
    for name, sources in table.fields.items():
        for path in (path for source in sources for path in source.paths):
            paths.append(f"{path}/" if FIELDS[name][0] == "probabilities" else path)
    for path in paths:
        section, _, rest = path.partition("/")
        if section == "What" and "/" in rest:
            yield rest.partition("/")[0]


def _bases_first(tables: list[Table]) -> list[Table]:
    """The tables in such an order that each comes after the one that it refines."""
    found: list[Table] = []
    while len(found) < len(tables):
        names = {each.name for each in found}
        of_form = {each.name for each in tables}
        found += [
            each
            for each in tables
            if each.name not in names and (each.base in names or each.base not in of_form)
        ]
    return found


def _select(form: str, tables: list[Table]) -> str:
    """The dictionaries that choose a view."""
    text = ""
    hows = list(Formats.get(form, ()))
    if form == "voevent":
        hows = ["packet", "topic"]
        keyed: dict[str, list[tuple[str, str]]] = {"packet": [], "topic": []}
        for each in tables:
            for topic in each.match.get("topic", ()):
                keyed["topic"].append((quoted(topic.lower()), each.name))
            for authority in each.match.get("authority", ()):
                for packet in each.match.get("packet_type") or [""]:
                    key = f"({quoted(authority.lower())}, {quoted(str(packet))})"
                    keyed["packet"].append((key, each.name))
        groups = sorted({group for each in tables for group in _groups(each)})
        text += f"GROUPS: frozenset[str] = frozenset({groups!r})\n"
    else:
        keyed = {
            how: [
                (quoted(str(value).lower()), each.name)
                for each in tables
                for value in each.match.get(how, ())
            ]
            for how in hows
        }
    for how in hows:
        entries = "".join(f"    {key}: {name},\n" for key, name in keyed[how])
        text += f"BY_{how.upper()}: dict[Any, Any] = {{\n{entries}}}\n"
    if form == "voevent":
        text += f"UNITS: frozenset[str] = frozenset({_read_units(tables)!r})\n"
    default = [each.name for each in tables if each.is_default]
    return f"{text}DEFAULT: Any = {default[0] if default else None}\n"


def _read_units(tables: list[Table]) -> list[str]:
    """The Params of which some table reads the unit."""
    ends = "/([^/]+)" + re.escape(UNIT_OF_PARAM)
    sources = (source for each in tables for found in each.fields.values() for source in found)
    paths = {path for source in sources for path in source.paths}
    return sorted(match[1] for path in paths if (match := re.search(f"{ends}$", path)))


class _View:
    """The functions of one table: a reader for each field, and what makes the alerts.

    Args:
        table: the table.
        base: the view of its base, whose readers it shares where it says nothing else.

    Attributes:
        text: its source.
        constants: the source of what it uses: maps, origins, periods.
        readers: the names of the readers, by fields.
    """

    def __init__(self, table: Table, base: _View | None) -> None:
        self.table = table
        self.prefix = table.name.upper()
        self.constants = ""
        self.text = ""
        self.readers: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._lines: list[str] = []
        self._literal: dict[str, str] = {"family": quoted(table.family)}
        self._origins: dict[str, str] = {}
        # A message may be marked as a test by what no table has, its header for one.
        for name, sources in {"is_test": (), **table.fields}.items():
            if base is not None and base.table.fields.get(name, ()) == sources:
                self._share(name, base)
            elif sources or name == "is_test":
                self._field(name, sources)
                self._close(name)
        self._message_id()
        self._close("message_id")
        self.text += self._function()

    def _share(self, name: str, base: _View) -> None:
        """Take what the base has for a field."""
        for each in ("ra", "dec") if name == "position" else (name,):
            for own, others in (
                (self.readers, base.readers),
                (self._origins, base._origins),
                (self._literal, base._literal),
            ):
                if each in others:
                    own[each] = others[each]

    def _close(self, name: str) -> None:
        """Make a function of the lines of a field."""
        lines, parents = self._lines, self._parents
        self._lines, self._parents = [], {}
        if not lines:
            return
        function = f"_{self.table.name}_{name}"
        names = ("ra", "dec") if name == "position" else (name,)
        self.readers |= dict.fromkeys(names, function)
        code = "\n".join(lines)
        body = [
            *(f"{each}: Any" for each in "fwxyz" if re.search(rf"\b{each}\b", code)),
            "v, p, o = late.values, late.problems, late.origins",
            *(["e = late.part"] if re.search(r"\be\b", code + str(parents)) else []),
            *(f"{var} = {expression}" for expression, var in parents.items()),
            *lines,
        ]
        self.text += f"def {function}(late: Late, t: Any) -> None:\n"
        self.text += "".join(f"    {line}\n" for line in body) + "\n\n"

    # The function that makes the alerts

    def _function(self) -> str:
        name, doc = self.table.name, f'"""The alerts of a message, by {self.table.file}."""'
        shared = f"_{self.prefix}"
        origins = "".join(f"    {quoted(key)}: {value},\n" for key, value in self._origins.items())
        self.constants += f"{shared}: dict[str, Origin] = {{\n{origins}}}\n"
        readers = "".join(f"    {quoted(key)}: {value},\n" for key, value in self.readers.items())
        literal = ", ".join(f"{quoted(key)}: {value}" for key, value in self._literal.items())
        arguments = "t: Any, topic: str | None, mark_of_test: Callable[[], Origin | None]"
        message = f"(t, {'e' if self.table.each else 'None'}, topic, mark_of_test)"
        literal += ", 'hop_whole': h" if self.table.each else ""
        made = f"Alert.hop_read({shared}_READERS, {shared}, {message}, {{{literal}}})"
        before = ""
        if self.table.each:
            parts = f"r.items(r.at(t, {_steps(self.table.each)!r}))"
            before = "    h = Whole(t)\n"
            result = f"tuple({made} for e in {parts} if type(e) is dict)"
        else:
            result = f"({made},)"
        return (
            f"{shared}_READERS: dict[str, Reader] = {{\n{readers}}}\n\n\n"
            f"def {name}({arguments}) -> tuple[Alert, ...]:\n    {doc}\n"
            f"{before}    return {result}\n"
        )

    def _message_id(self) -> None:
        fallback = self._without_key()
        if not self.table.message_id:
            self._lines += fallback
            return
        names, told = [], []
        for number, part in enumerate(self.table.message_id):
            var = f"m{number}"
            if isinstance(part, str) and part in FIELDS:
                self._lines.append(f"{var} = late.get({quoted(part)})")
                if FIELDS[part][0] == "time":
                    self._lines.append(f"{var} = None if {var} is None else r.iso({var})")
                told.append(part)
            else:
                raw = {"path": part} if isinstance(part, str) else part
                source = Source(f"{self.table.file}#/message_id", raw)
                default = repr(raw.get("default"))
                self._lines.append(f"{var}: Any = {default}")
                self._lines += self._scalar("text", "", source, var)
                told.append(str(raw["path"]))
            names.append(var)
        known = " and ".join(f"{each} is not None" for each in names)
        joined = ":".join(f"{{{each}}}" for each in names)
        self._lines += [f"if {known}:", f"    v['message_id'] = f\"{joined}\"", "else:"]
        self._lines += _indented(fallback)
        self._origins["message_id"] = f"Origin({quoted(', '.join(told))})"

    def _without_key(self) -> list[str]:
        """Lines for a notice without a key of its own: its ivorn, or a hash of its content."""
        if self.table.format == "voevent":
            origin = self._constant("Origin('@ivorn')")
            return ["v['message_id'] = str(t.get('@ivorn'))", f"o['message_id'] = {origin}"]
        content = "(v['hop_whole'], late.part)" if self.table.each else "t"
        origin = self._constant("Origin('', note='hash of the content')")
        family = quoted(self.table.family)
        return [f"v['message_id'] = hash_of({family}, {content})", f"o['message_id'] = {origin}"]

    # Fields

    def _field(self, name: str, sources: tuple[Source, ...]) -> None:
        kind, _ = FIELDS[name]
        if kind == "marks":
            self._marks(name, sources)
        elif kind in _MANY:
            self._many(name, kind, sources)
        elif len(sources) == 1 and "constant" in sources[0].raw and not sources[0].get("when"):
            self._literal[name] = repr(sources[0].raw["constant"])
            self._origins[name] = self._origin(sources[0])
        else:
            self._origins[name] = self._origin(sources[0])
            self._alternatives(name, kind, sources)

    def _alternatives(self, name: str, kind: str, sources: tuple[Source, ...]) -> None:
        write = {
            "position": self._position, "region": self._region, "sky_map": self._sky_map,
            "significance": self._significance,
        }.get(kind, self._plain)  # fmt: skip
        keep = f"v[{quoted(name)}] = y"
        if name == "position":
            keep = "v['ra'], v['dec'] = y"
            del self._origins[name]
            self._origins["ra"] = self._origin(sources[0], "ra")
            self._origins["dec"] = self._origin(sources[0], "dec")
        has_value = (
            "y is not None and late.get('time') is not None"
            if name == "time_of"
            else "y is not None"
        )
        if len(sources) == 1:
            lines = write(name, kind, sources[0])
            at = next(i for i, line in enumerate(lines) if line.startswith("if "))
            before = ["    y = None"] if write != self._plain else []
            keep_it = _indented([f"if {has_value}:", f"    {keep}"])
            self._lines += [*lines[: at + 1], *before, *lines[at + 1 :], *keep_it]
            return
        lines = ["y = None"]
        for number, source in enumerate(sources):
            found = write(name, kind, source)
            if number:
                noted = [("ra", "ra"), ("dec", "dec")] if name == "position" else [(name, "path")]
                found += ["if y is not None:"]
                for field, key in noted:
                    origin = self._constant(self._origin(source, key))
                    found.append(f"    o[{quoted(field)}] = {origin}")
                lines += ["if y is None:", *_indented(found)]
            else:
                lines += found
        self._lines += [*lines, f"if {has_value}:", f"    {keep}"]

    def _plain(self, name: str, kind: str, source: Source) -> list[str]:
        return self._scalar(kind, name, source, "y")

    def _scalar(self, kind: str, name: str, source: Source, var: str) -> list[str]:
        """Lines that set a variable to the value of a source, or leave it None."""
        raw = source.raw
        if "constant" in raw:
            return self._guarded(source, [f"{var} = {raw['constant']!r}"], "True")
        lines = [f"{var} = {self._read(kind, name, source)}"]
        if kind in ("above", "not_below", "probability"):
            lines += self._ranged(kind, source, var)
        if "prefix" in raw:
            lines += [f"if {var} is not None:", f"    {var} = {quoted(raw['prefix'])} + {var}"]
        fetched = self._fetch(raw["path"])
        if kind == "probabilities" and self.table.format == "voevent":
            fetched = f"t.group({quoted(raw['path'].partition('/')[2])}) or None"
        return [f"x = {fetched}", *self._guarded(source, lines, "x is not None")]

    def _guarded(self, source: Source, lines: list[str], condition: str) -> list[str]:
        for path, values in source.get("when", {}).items():
            allowed = tuple(values) if isinstance(values, list) else (values,)
            if self.table.is_text:
                allowed = tuple(map(str, allowed))
            condition += f" and {self._fetch(path)} in {allowed!r}"
        condition = condition.removeprefix("True and ")
        return lines if condition == "True" else [f"if {condition}:", *_indented(lines)]

    def _read(self, kind: str, name: str, source: Source, value: str = "x") -> str:
        """The expression that reads a value."""
        raw, path = source.raw, quoted(self._shown(source.get("path", "")))
        if "item" in raw:
            value = f"r.item({value}, {raw['item']})"
        named = self._named(raw, value, path)
        if named:
            return named
        if kind in ("above", "not_below", "probability") or raw.get("read", "").endswith("number"):
            return self._number(raw, value, path)
        if kind == "word" and "read" not in raw:
            words = self._constant(f"frozenset({WORDS[name]!r})", "frozenset[str]")
            slow = f"r.word({value}, {words}, {path}, p)"
            return f"{value} if type({value}) is str and {value} in {words} else {slow}"
        if kind == "probabilities":
            without = self._constant(
                f"frozenset({tuple(raw.get('without', ()))!r})", "frozenset[str]"
            )
            only = ""
            if "only" in raw:  # in the order of the table
                only = f", {tuple(raw['only'])!r}"
            more = f"{without}{only}, is_text={self.table.is_text}"
            return f"r.probabilities({value}, {path}, p, {more})"
        reader = raw.get("read", {"texts": "text", "names": "name"}.get(kind, kind))
        return self._usual(reader, value, f"r.{reader}({value}, {path}, p)")

    def _usual(self, reader: str, value: str, slow: str) -> str:
        """The expression that takes a usual value as it is, and calls a reader for others."""
        if value.isidentifier() and reader == "text":
            return f"{value} if type({value}) is str and {value}.isalnum() else {slow}"
        if value.isidentifier() and reader == "integer" and not self.table.is_text:
            return f"{value} if type({value}) is int else {slow}"
        return slow

    def _named(self, raw: Any, value: str, path: str) -> str:
        """The expression of a value that the table says how to read; empty: it does not."""
        if "says" in raw:
            return repr(raw["says"])
        if "map" in raw:
            words = self._constant(repr(raw["map"]), "dict[str, Any]")
            slow = f"r.mapped({words}, {value})"
            if not value.isidentifier():
                return slow
            return f"{words}[{value}] if type({value}) is str and {value} in {words} else {slow}"
        if "convert" in raw:
            more = "".join(f"{self._fetch(each)}, " for each in raw.get("with", ()))
            return f"c.{raw['convert']}({value}, {more}{path}, p)"
        if raw.get("read") in CITED:
            return f"k.{raw['read']}(CITED, {value}, {path}, p)"
        return ""

    def _number(self, raw: Any, value: str, path: str) -> str:
        """The expression that reads a number; a usual one of JSON without a call."""
        reader = self._number_reader(raw)
        slow = f"r.{reader}({value}, {path}, p)"
        if reader != "json_number" or not value.isidentifier():
            return slow
        return f"{value} if type({value}) is float and {value} - {value} == 0.0 else {slow}"

    def _number_reader(self, raw: Any) -> str:
        if raw.get("unit") == STATED:
            return "stated_number"
        if raw.get("read", "number") != "number":
            return str(raw["read"])
        return "text_number" if self.table.is_text else "json_number"

    def _ranged(self, kind: str, source: Source, var: str) -> list[str]:
        """Lines that bring a number into its unit, and refuse it out of its range."""
        raw, path = source.raw, quoted(self._shown(source.get("path", "")))
        dimension = next((FIELDS[n][1] for n in FIELDS if f"#/{n}" in source.place), "")
        factor = UNITS.get(dimension, {}).get(raw.get("unit", ""), 1.0)
        scaled = var if factor == 1.0 else f"{var} * {factor!r}"
        low = "" if kind == "probability" else "0.0, "
        good = {"above": f"{var} > 0.0", "not_below": f"{var} >= 0.0"}.get(
            kind, f"0.0 <= {var} <= 1.0"
        )
        lines = [] if factor == 1.0 else [f"{var} = {scaled}"]
        lines += [f"if not {good}:", f"    {var} = r.{kind}({var}, {low}{path}, p)"]
        nothing = self._none_test(raw, var)
        if nothing:
            lines = [f"if {nothing}:", f"    {var} = None", "else:", *_indented(lines)]
        return [f"if {var} is not None:", *_indented(lines)]

    def _none_test(self, raw: Any, var: str) -> str:
        """The condition on which a number means that there is none."""
        tests = []
        if "none" in raw:
            tests.append(f"{var} in {tuple(map(float, raw['none']))!r}")
        if "none_at_most" in raw:
            tests.append(f"{var} <= {float(raw['none_at_most'])!r}")
        return " or ".join(tests)

    def _position(self, name: str, kind: str, source: Source) -> list[str]:
        raw = source.raw
        paths = (self._shown(raw["ra"]), self._shown(raw["dec"]))
        if "convert" in raw:
            read = [f"c.{raw['convert']}({{}}, {quoted(path)}, p)" for path in paths]
        else:
            read = [f"r.{self._number_reader(raw)}({{}}, {quoted(path)}, p)" for path in paths]
        lines = [f"x, z = {self._fetch(raw['ra'])}, {self._fetch(raw['dec'])}"]
        usual = "type({0}) is not float and " if self._number_reader(raw) == "json_number" else ""
        inner = [
            f"if {usual.format(var)}{var} is not None:\n    {var} = {each.format(var)}"
            for var, each in zip(("x", "z"), read, strict=True)
        ]
        scale = self._scale(raw, raw["ra"])
        if scale:
            inner += [f"f = {scale}", "x = None if x is None or f is None else x * f",
                      "z = None if z is None or f is None else z * f"]  # fmt: skip
        call = f"y = r.position(x, z, {paths!r}, p)"
        inner.append(f"if not (x == 0.0 == z):\n    {call}" if raw.get("none_at_origin") else call)
        inner = [line for each in inner for line in each.split("\n")]
        return lines + self._guarded(source, inner, "(x is not None or z is not None)")

    def _scale(self, raw: Any, path: str) -> str:
        """The expression of the factor from the unit of a message to degrees; empty: it is 1."""
        if "unit_path" in raw:
            return f"r.to_degrees({self._fetch(raw['unit_path'])}, {quoted(raw['unit_path'])}, p)"
        factor = UNITS["angle"].get(raw.get("unit", "deg"), 1.0)
        return "" if factor == 1.0 else repr(factor)

    def _region(self, name: str, kind: str, source: Source) -> list[str]:
        raw, path = source.raw, quoted(self._shown(source.get("path", "")))
        shape = raw.get("shape", "axes")
        scale = self._scale(raw, raw["path"])
        if "convert" in raw:
            lines = [f"z = {self._read('text', name, source)}"]
        elif shape == "circle":
            lines = [f"z = r.{self._number_reader(raw)}(x, {path}, p)"]
            nothing = self._none_test(raw, "z")
            lines += [f"if z is not None and ({nothing}):", "    z = None"] if nothing else []
            if scale:
                lines += [f"f = {scale}", "z = None if z is None or f is None else z * f"]
            lines.append(f"z = None if z is None else r.radius(z, {path}, p)")
            lines.append("z = None if z is None else {'radius': z}")
        elif shape == "polygon":
            lines = [f"z = r.corners(x, {path}, p)"]
        else:
            nothing = f" and not ({self._none_test(raw, 'x')})" if self._none_test(raw, "x") else ""
            lines = [
                f"z = r.axes(x, {path}, p{', ' + scale if scale else ''})"
                + (f" if True{nothing} else None" if nothing else "")
            ]
        lines += ["if z is not None:", *_indented(self._containment(raw))]
        classes = {"circle": "Circle", "polygon": "Polygon"}
        if shape in classes:
            made = f"y = {classes[shape]}.hop_made(z)"
        else:
            made = "y = Circle.hop_made(z) if 'radius' in z else Ellipse.hop_made(z)"
        lines.append(f"    {made}")
        condition = "x is not None" + (
            "" if shape == "polygon" else " and late.get('ra') is not None"
        )
        return [f"x = {self._fetch(raw['path'])}", *self._guarded(source, lines, condition)]

    def _containment(self, raw: Any) -> list[str]:
        """Lines that add what a region says of itself."""
        given = raw.get("containment")
        lines = []
        if isinstance(given, dict):
            path = given["path"]
            lines += [
                f"w = {self._fetch(path)}",
                f"w = None if w is None else r.{self._number_reader({})}(w, {quoted(path)}, p)",
                f"w = None if w is None else r.probability(w, {quoted(path)}, p)",
            ]
            default = given.get("default")
            lines += ["if w is None:", f"    z['containment'], z['assumed'] = {default!r}, True",
                      "else:", "    z['containment'] = w"] if default is not None else [
                      "z['containment'] = w"]  # fmt: skip
        elif isinstance(given, list):
            periods = tuple(
                (str(each.get("from", "")), str(each.get("until", "")), each["value"])
                for each in given
            )
            constant = self._constant(repr(periods), "tuple[Any, ...]")
            lines.append(
                f"z['containment'] = r.by_date({constant}, late.get('sent'), late.get('time'))"
            )
            lines.append("z['assumed'] = z['containment'] is not None")
        elif given is not None:
            assumed = raw.get("assumed", True)
            lines.append(f"z['containment'], z['assumed'] = {float(given)!r}, {assumed!r}")
        if lines and "convert" in raw:  # which may have found it in the message
            lines = ["if 'containment' not in z:", *_indented(lines)]
        systematic = raw.get("systematic")
        if isinstance(systematic, dict):
            path = systematic["path"]
            lines += [
                f"w = {self._fetch(path)}",
                f"z['systematic'] = w if type(w) is bool else {systematic.get('default')!r}",
            ]
        elif systematic is not None:
            lines.append(f"z.setdefault('systematic', {systematic!r})")
        return lines or ["pass"]

    def _sky_map(self, name: str, kind: str, source: Source) -> list[str]:
        raw, path = source.raw, quoted(self._shown(source.get("path", "")))
        if raw.get("as") == "data":
            lines = [
                "if type(x) is bytes:", "    y = SkyMapRef.hop_made({'data': x})",
                "elif type(x) is str:", "    y = SkyMapRef.hop_of_text(x)",
                "else:", f"    r.refuse(p, {path}, 'a FITS file in base64', x)",
            ]  # fmt: skip
        else:
            lines = [
                f"z = r.url(x, {path}, p)", "if z is not None:",
                "    y = SkyMapRef.hop_made({'data': None, 'url': z})",
            ]  # fmt: skip
        return [f"x = {self._fetch(raw['path'])}", *self._guarded(source, lines, "x is not None")]

    def _significance(self, name: str, kind: str, source: Source) -> list[str]:
        raw, path = source.raw, quoted(self._shown(source.get("path", "")))
        lines = [f"z = r.{self._number_reader(raw)}(x, {path}, p)"]
        nothing = self._none_test(raw, "z")
        lines += [
            f"if z is not None{f' and not ({nothing})' if nothing else ''}:",
            f"    y = Significance.hop_made({{'value': z, 'kind': {quoted(raw['kind'])}}})",
        ]
        return [f"x = {self._fetch(raw['path'])}", *self._guarded(source, lines, "x is not None")]

    def _many(self, name: str, kind: str, sources: tuple[Source, ...]) -> None:
        start = len(self._lines)
        for source in sources:
            raw = source.raw
            if raw.get("read") == "citations":
                lines = ["n += map(Ref.hop_made, k.citations(CITED, x))"]
                fetched = self._fetch(raw["path"])
                self._lines += [f"x = {fetched}", *self._guarded(source, lines, "x is not None")]
                continue
            if "constant" in raw:
                self._lines.append(f"n.append({raw['constant']!r})")
                continue
            value = f"r.item(x, {raw['item']})" if "item" in raw else "x"
            inner = dict(raw)
            inner.pop("item", None)
            one = Source(source.place, inner)
            made = f"{quoted(raw['prefix'])} + y" if "prefix" in raw else "y"
            if kind == "refs":
                made = f"Ref.hop_made({{'kind': {quoted(raw['kind'])}, 'event_id': {made}}})"
            lines = [
                f"for z in r.items({value}):",
                f"    y = {self._read('texts' if kind == 'refs' else kind, name, one, 'z')}",
                "    if y is not None:",
                f"        n.append({made})",
            ]
            fetched = self._fetch(raw["path"])
            self._lines += [f"x = {fetched}", *self._guarded(source, lines, "x is not None")]
        keep = ["if n:", f"    v[{quoted(name)}] = tuple(dict.fromkeys(n))"]  # each once
        if name == "aliases":
            keep.insert(0, "n = [y for y in n if y != late.get('event_id')]")
        lines = self._lines[start:]
        if len(sources) == 1 and len(lines) > 1:  # nothing to do where nothing is there
            lines = [*lines[:2], "    n = []", *lines[2:], *_indented(keep)]
        else:
            lines = ["n = []", *lines, *keep]
        self._lines[start:] = lines
        self._lines.insert(0, "n: list[Any]")
        self._origins[name] = self._origin(sources[0])

    def _marks(self, name: str, sources: tuple[Source, ...]) -> None:
        """Any mark that says test counts; what contradicts it is a problem."""
        self._lines.append("a: Origin | None = None")
        self._lines.append("b: Origin | None = None")
        for source in sources:
            origin = self._constant(self._origin(source))
            if "constant" in source.raw:
                self._lines.append(f"{'a' if source.raw['constant'] else 'b'} = {origin}")
                continue
            lines = [
                f"y = {self._read('marks', name, source)}",
                "if y is True:", f"    a = a or {origin}",
                "elif y is False:", f"    b = b or {origin}",
            ]  # fmt: skip
            fetched = self._fetch(source.raw["path"])
            self._lines += [f"x = {fetched}", *self._guarded(source, lines, "x is not None")]
        self._lines += [
            "if a is None:", "    a = late.mark_of_test()",
            "if a is not None:",
            "    v['is_test'] = True", "    o['is_test'] = a",
            "    if b is not None:",
            "        p.append(f'is_test: {a.path or a.note} says that it is a test, {b.path} that it is not')",  # noqa: E501
            "elif b is not None:", "    v['is_test'] = False", "    o['is_test'] = b",
        ]  # fmt: skip

    # Values, and where they come from

    def _fetch(self, path: str) -> str:
        """The expression of what stands at a path."""
        if path in _SPECIAL:
            return _SPECIAL[path]
        form = self.table.format
        if form == "voevent":
            return self._fetch_of_voevent(path)
        if form == "text-notice":
            key, _, inner = path.partition("/")
            value = f"t.get({quoted(key.lower())})"
            return f"r.part({value}, {quoted(inner)})" if inner else value
        root, steps = ("e", _steps(path[1:])) if path.startswith("~") else ("t", _steps(path))
        if any(isinstance(each, int) for each in steps):
            return f"r.at({root}, {steps!r})"
        holder = root
        for step in steps[:-1]:
            holder = self._parent(f"r.sub({holder}, {quoted(str(step))})")
        return f"{holder}.get({quoted(str(steps[-1]))})" if steps else root

    def _fetch_of_voevent(self, path: str) -> str:
        if path.startswith("@") or path == "Citations":
            return f"t.get({quoted(path)})"
        parent, _, name = path.rpartition("/")
        if name.endswith(UNIT_OF_PARAM):
            return f"t.unit({quoted(name.removesuffix(UNIT_OF_PARAM))})"
        section, _, group = parent.partition("/")
        held = f"t.group({quoted(group)})" if group else f"t.get({quoted(section)}, r.EMPTY)"
        return f"{self._parent(held)}.get({quoted(name)})"

    def _parent(self, expression: str) -> str:
        return self._parents.setdefault(expression, f"t{len(self._parents) + 1}")

    def _shown(self, path: str) -> str:
        if path.startswith("~"):
            return f"{self.table.each}/*{path[1:]}"
        return path

    def _origin(self, source: Source, key: str = "path") -> str:
        raw = source.raw
        is_constant = "constant" in raw
        notes = [_CONSTANT_NOTE] if is_constant else []
        if raw.get("unit") not in (None, "deg", "Hz", "s", "Mpc"):
            notes.append(f"in {raw['unit']}" if raw["unit"] != STATED else "in the unit it states")
        if "note" in raw:
            notes.append(raw["note"])
        assumed = raw.get("assumed", is_constant)
        path = self._shown(raw.get(key, ""))
        more = ", True" if assumed else ""
        note = f", note={quoted('; '.join(notes))}" if notes else ""
        return f"Origin({quoted(path)}{more}{note})"

    def _constant(self, expression: str, annotation: str = "") -> str:
        """The name of a constant of the module."""
        if expression not in self._known:
            name = self._known[expression] = f"_{self.prefix}_{len(self._known)}"
            typed = f": {annotation}" if annotation else ""
            self.constants += f"{name}{typed} = {expression}\n"
        return self._known[expression]


def _steps(path: str) -> tuple[str | int, ...]:
    parts: Iterator[str] = iter(path.split("/")[1:])
    return tuple(int(each) if each.isdigit() else each for each in parts)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
