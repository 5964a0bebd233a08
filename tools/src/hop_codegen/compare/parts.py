"""``$defs``: the named parts of a schema, each of which may have a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hop_codegen.compare.documents import Place, escaped
from hop_codegen.compare.notes import same_meaning
from hop_codegen.compare.verdicts import ADDED, REPLACED, UNCLEAR

if TYPE_CHECKING:
    from hop_codegen.compare.json_schema import Walk

_TABLES = ("$defs", "definitions")


def compare_parts(walk: Walk, old: Place, new: Place, pointer: str) -> None:
    """Tell what changed in the parts, and which came, went, or have another name."""
    for table in _TABLES:
        before, after = _table(old, table), _table(new, table)
        come = [name for name in after if name not in before]
        for name, part in before.items():
            place = f"{pointer}/{table}/{escaped(name)}"
            if name in after:
                walk.compare((part,), (after[name],), place)
                continue
            twin = next(
                (other for other in come if same_meaning(walk.old, part, walk.new, after[other])),
                None,
            )
            judgement = REPLACED if _makes_class(part) else UNCLEAR
            about = "messages are not touched, but its class and references to it are"
            if twin is None:
                walk.tell(place, "part removed", judgement, f"{name} is gone: {about}")
            else:
                come.remove(twin)
                place = f"{pointer}/{table}/{escaped(twin)}"
                walk.tell(place, "part renamed", judgement, f"{name} is {twin} now: {about}")
        for name in come:
            place = f"{pointer}/{table}/{escaped(name)}"
            walk.tell(place, "part added", ADDED, "nothing else refers to it so far")


def _makes_class(part: Place) -> bool:
    return isinstance(part.node, dict) and bool({"properties", "allOf"} & set(part.node))


def _table(place: Place, word: str) -> dict[str, Place]:
    table = place.node.get(word) if isinstance(place.node, dict) else None
    return {name: place.child(word, name) for name in table} if isinstance(table, dict) else {}
