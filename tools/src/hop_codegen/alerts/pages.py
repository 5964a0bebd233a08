"""Pages of the documentation, made of the tables: which field comes from where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hop_codegen.alerts.table import FIELDS, STATED, Source, Table

_MARK = "<!-- Generated from schemas/alert/sources by hop-codegen; do not edit -->\n"
_TITLES = {
    "voevent": "VOEvents",
    "gcn-notice": "Notices of GCN in JSON",
    "lvk": "Alerts of LIGO, Virgo and KAGRA",
    "text-notice": "Text notices of GCN",
    "circular": "GCN Circulars",
    "ztf": "Alerts of ZTF",
    "rubin": "Alerts of Rubin",
}
_PATHS = {
    "voevent": "`What/NAME` is the parameter `NAME`, `What/GROUP/NAME` one in a group, `@role` an "
    "attribute of the VOEvent. `WhereWhen/…` leaves out what stands between. ",
    "text-notice": "`GRB_RA` is the line that begins with `GRB_RA:`, and `TRIGGER_NUM/Seg_Num` the "
    "value of `Seg_Num` in a line. ",
}
_POINTERS = "`/event/far` is the key `far` of the object `event`. "
_MATCHED = {
    "authority": "the ivorn is from",
    "packet_type": "the packet type is",
    "schema": "`$schema` is of",
    "topic": "the topic is of",
    "notice_type": "NOTICE_TYPE is",
    "title": "TITLE is",
}
_READ = {
    "cited": "the event of this ivorn",
    "oldest_cited": "the event of the message that it refers to",
    "citations": "the events of all messages that it refers to",
    "first_word": "the first word",
    "leading_number": "the number at the beginning",
}


def write_pages(tables: list[Table], conversions: Path) -> dict[str, bytes]:
    """The pages by their names, one for each format.

    Args:
        tables: all tables.
        conversions: the module of the functions that tables name.
    """
    words = _words_of(conversions)
    pages = {}
    for form in sorted({each.format for each in tables}):
        chosen = sorted(
            (each for each in tables if each.format == form),
            key=lambda each: (not each.is_default, each.name),
        )
        title = _TITLES.get(form, f"Alerts of {form}")
        pages[f"{form.replace('-', '_')}.md"] = _page(form, title, chosen, words).encode()
    return pages


def _words_of(conversions: Path) -> dict[str, str]:
    """What each conversion does: the first sentence of its docstring."""
    found = {}
    for each in ast.parse(conversions.read_bytes()).body:
        if isinstance(each, ast.FunctionDef) and (text := ast.get_docstring(each)):
            sentence = re.split(r"(?<=[.:])\s", " ".join(text.split("\n\n")[0].split()))[0]
            sentence = sentence.replace("``", "`").rstrip(".:")
            found[each.name] = sentence[:1].lower() + sentence[1:]
    return found


def _page(form: str, title: str, tables: list[Table], words: Mapping[str, str]) -> str:
    by_name = {each.name: each for each in tables}
    parts = [
        f"{_MARK}# {title}: which field comes from where\n",
        f"hop reads what [an alert says](../../howto/alerts.md) by these tables. "
        f"{_PATHS.get(form, _POINTERS)}If a field has several places, the first one that has a "
        "value counts. A field that is not named here is unknown.\n",
    ]
    for table in tables:
        parts.append(_section(table, by_name.get(table.base), words))
    return "\n".join(parts)


def _section(table: Table, base: Table | None, words: Mapping[str, str]) -> str:
    lines = [f"## {table.description.rstrip('.')}", ""]
    told = _matched(table)
    lines.append(
        f"For messages where {told}."
        if told
        else "For all messages that follow no other table of this page."
    )
    if base is not None:
        title = base.description.rstrip(".")
        lines[-1] += f" Other fields as in [{title}](#{_anchor(title)})."
    lines += ["", "| field | place in the message | |", "|---|---|---|"]
    for name in FIELDS:
        sources = table.fields.get(name, ())
        of_base = base.fields.get(name, ()) if base else ()
        if sources == of_base:
            continue
        shown = {"position": "`ra`, `dec`"}.get(name, f"`{name}`")
        rows = [_told(name, each, words) for each in sources if each not in of_base]
        of_both = [each in of_base for each in sources]
        if any(of_both):
            rows.insert(of_both.index(True), ("as there", ""))
        for number, row in enumerate(rows):
            place, told = (each.replace("`~", f"`{table.each}/*") for each in row)
            lines.append(_row("" if number else shown, place, told))
    if base is None or table.message_id != base.message_id:
        lines.append(_row("`message_id`", _key(table), _KEY if len(table.message_id) > 1 else ""))
    lines += ["", "Facts: " + "; ".join(map(_linked, table.facts)) + ".", ""]
    return "\n".join(lines)


_KEY = "joined by `:`; if one is unknown, a hash of the content"


def _key(table: Table) -> str:
    parts = [each if isinstance(each, str) else each["path"] for each in table.message_id]
    return ", ".join(f"`{each}`" for each in parts) or "a hash of the content"


def _matched(table: Table) -> str:
    """Which messages a table is for; empty: all that are left."""
    told = {
        how: f"{_MATCHED[how]} {', '.join(f'`{value}`' for value in values)}"
        for how, values in table.match.items()
        if values
    }
    both = " and ".join(told.pop(how) for how in ("authority", "packet_type") if how in told)
    return ", or ".join(filter(None, [both, *told.values()]))


def _linked(fact: str) -> str:
    return re.sub(r"https?://[^\s,;)]+", lambda found: f"<{found[0]}>", fact).rstrip(".")


def _anchor(title: str) -> str:
    """The anchor that Markdown makes of a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _row(field: str, place: str, told: str) -> str:
    cells = (each.replace("|", "\\|").replace("\n", " ") for each in (field, place, told))
    return "| " + " | ".join(cells) + " |"


def _told(name: str, source: Source, words: Mapping[str, str]) -> tuple[str, str]:
    """The place of a value, and what is to be known of it."""
    raw = source.raw
    if "constant" in raw:
        always = f"always {_shown(raw['constant'])}, assumed"
        return "", "; ".join([always, *_conditions(raw), *_noted(raw)])
    if name == "position":
        place = f"`{raw['ra']}`, `{raw['dec']}`"
    else:
        place = ", ".join(f"`{each}`" for each in (raw["path"], *raw.get("with", ())))
    told = [
        *_conditions(raw),
        *_values(raw, words),
        *_units(raw),
        *_of_field(name, raw),
        *_noted(raw),
    ]
    return place, "; ".join(told)


def _conditions(raw: Mapping[str, Any]) -> Iterator[str]:
    for path, values in raw.get("when", {}).items():
        allowed = values if isinstance(values, list) else [values]
        yield f"if `{path}` is {' or '.join(f'`{each}`' for each in allowed)}"


def _noted(raw: Mapping[str, Any]) -> Iterator[str]:
    if "note" in raw:
        yield str(raw["note"])
    if raw.get("assumed") is True and "constant" not in raw:
        yield "assumed"


def _values(raw: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    if "item" in raw:
        yield f"item {raw['item']} of the list, counted from 0"
    if "says" in raw:
        yield f"if it is there: `{raw['says']}`"
    if "map" in raw:
        named = (f"`{word}`: {_shown(value)}" for word, value in raw["map"].items())
        yield ", ".join(named)
    if "convert" in raw:
        yield words.get(raw["convert"], raw["convert"])
    if raw.get("read") in _READ:
        yield _READ[raw["read"]]
    if "prefix" in raw:
        yield f"after `{raw['prefix']}`"
    for word in ("without", "only"):
        if word in raw:
            yield f"{word} " + ", ".join(f"`{each}`" for each in raw[word])
    if "none" in raw:
        yield f"{' and '.join(f'`{each:g}`' for each in raw['none'])}: none"
    if "none_at_most" in raw:
        yield f"`{raw['none_at_most']:g}` and less: none"


def _shown(value: Any) -> str:
    return {True: "test", False: "no test"}[value] if isinstance(value, bool) else f"`{value}`"


def _units(raw: Mapping[str, Any]) -> Iterator[str]:
    unit = raw.get("unit")
    if unit == STATED:
        yield "in the unit that stands behind it"
    elif unit is not None:
        yield f"in {unit}"
    if "unit_path" in raw:
        yield f"unit in `{raw['unit_path']}`"


def _of_field(name: str, raw: Mapping[str, Any]) -> Iterator[str]:
    """What only positions, regions, maps and the like have."""
    if raw.get("none_at_origin"):
        yield "`0`, `0`: none"
    if name == "region":
        if "convert" not in raw:
            yield raw.get("shape", "a radius, or half axes and angle")
        yield from _containment(raw.get("containment"))
        systematic = raw.get("systematic")
        if isinstance(systematic, bool):
            yield f"{'with' if systematic else 'without'} systematic errors"
        elif systematic is not None:
            yield f"systematic errors in `{systematic['path']}`"
    if name == "sky_map":
        yield "the FITS file in it" if raw.get("as") == "data" else "its address"
    if name in ("significance", "refs") and "kind" in raw:
        yield f"kind `{raw['kind']}`"


def _containment(given: Any) -> Iterator[str]:
    if isinstance(given, dict):
        default = f", `{given['default']:g}` (assumed) without it" if "default" in given else ""
        yield f"containment in `{given['path']}`{default}"
    elif isinstance(given, list):
        for each in given:
            dates = [f"{word} {each[word]}" for word in ("from", "until") if word in each]
            yield " ".join([f"containment {each['value']:g} (assumed)", *dates])
    elif given is not None:
        yield f"containment {given:g} (assumed)"
