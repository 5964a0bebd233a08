"""``anyOf`` and ``oneOf``: which alternative became which, and which came and went."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from hop_codegen.compare.documents import Documents, Place
from hop_codegen.compare.notes import asserts, same_meaning
from hop_codegen.compare.values import OF_TYPE, TYPES, canonical, types_of
from hop_codegen.compare.verdicts import (
    DOCUMENTED,
    NARROWED,
    RESHAPED,
    UNCLEAR,
    WIDENED,
    Change,
    worst,
)

if TYPE_CHECKING:
    from hop_codegen.compare.json_schema import Walk

_UNIONS = ("anyOf", "oneOf")


def union_only(places: list[Place]) -> bool:
    """Whether the schemas come to one choice and nothing besides."""
    found = _deciding(places)
    if len(found) != 1:
        return False
    words = _own_assertions(found[0])
    return len(words) == 1 and bool(words & set(_UNIONS))


def _own_assertions(place: Place) -> set[str]:
    return asserts(place.node) - {"$ref", "$dynamicRef", "allOf"}


def _deciding(places: list[Place]) -> list[Place]:
    return [place for place in places if place.node is False or _own_assertions(place)]


def compare_unions(walk: Walk, old: list[Place], new: list[Place], pointer: str) -> None:
    """Tell what changed in the choices of a schema."""
    before, after = _unions(old), _unions(new)
    if union_only(old) or union_only(new):
        one = _alternatives(before[0]) if union_only(old) else _split(old)
        other = _alternatives(after[0]) if union_only(new) else _split(new)
        word = (after or before)[0][0]
        if not _deciding(old):
            walk.tell(f"{pointer}/{word}", "choice added", NARROWED, "one of these has to fit now")
            return
        if not _deciding(new):
            walk.tell(f"{pointer}/{word}", "choice removed", WIDENED, "anything fits now")
            return
        _match(walk, one, other, f"{pointer}/{word}", exclusive=word == "oneOf")
        return
    for (_, one_place), (word, other_place) in zip(before, after, strict=False):
        place = f"{pointer}/{word}"
        _match(
            walk,
            _alternatives((_word(one_place), one_place)),
            _alternatives((word, other_place)),
            place,
            exclusive=word == "oneOf",
        )
    for word, _ in after[len(before) :]:
        walk.tell(f"{pointer}/{word}", "choice added", NARROWED, "one of these has to fit besides")
    for word, _ in before[len(after) :]:
        walk.tell(f"{pointer}/{word}", "choice removed", WIDENED, "none of these need fit any more")


def _unions(places: list[Place]) -> list[tuple[str, Place]]:
    return [
        (word, place.child(word))
        for place in places
        if isinstance(place.node, dict)
        for word in _UNIONS
        if isinstance(place.node.get(word), list)
    ]


def _word(place: Place) -> str:
    return place.pointer.rpartition("/")[2]


def _alternatives(union: tuple[str, Place]) -> list[tuple[Place, ...]]:
    _, place = union
    return [(place.child(index),) for index in range(len(place.node))]


def _split(places: list[Place]) -> list[tuple[Place, ...]]:
    """One alternative for each type that a schema allows by a list of types."""
    deciding = _deciding(places)
    if (
        len(deciding) != 1
        or not isinstance(deciding[0].node, dict)
        or not isinstance(deciding[0].node.get("type"), list)
    ):
        return [tuple(places)]
    (place,) = deciding
    result: list[tuple[Place, ...]] = []
    for name in place.node["type"]:
        foreign = {word for kind in TYPES for word in OF_TYPE.get(kind, ())} - OF_TYPE.get(
            name, set()
        )
        node = {word: value for word, value in place.node.items() if word not in foreign}
        result.append(
            (replace(place, node={**node, "type": name}, pointer=f"{place.pointer}/type={name}"),)
        )
    return result


def _match(
    walk: Walk, old: list[tuple[Place, ...]], new: list[tuple[Place, ...]], pointer: str, *,
    exclusive: bool,
) -> None:  # fmt: skip
    # Where one value may fit two alternatives of "oneOf", it fits none of it: to widen one narrows
    # the whole.
    exclusive = exclusive and (_overlap(walk.old, old) or _overlap(walk.new, new))
    left, right = list(enumerate(old)), list(enumerate(new))
    for alike in (_same, _same_title, _same_types, _common_types):
        for one in list(left):
            twin = next(
                (each for each in right if alike(walk.old, one[1], walk.new, each[1])), None
            )
            if twin is not None:
                left.remove(one)
                right.remove(twin)
                if not exclusive:
                    walk.compare(one[1], twin[1], f"{pointer}/{twin[0]}")
                elif inner := walk.apart(one[1], twin[1], f"{pointer}/{twin[0]}"):
                    walk.changes += [_both_ways(change) for change in inner]
    known = frozenset().union(*(_types(walk.old, each) for each in old))
    for index, places in right:
        judgement = WIDENED if _types(walk.new, places) & known else RESHAPED
        reason = f"a reader may now find {_named(walk.new, places)}"
        change = Change(walk.at(f"{pointer}/{index}"), "alternative added", judgement, reason)
        walk.changes.append(_both_ways(change) if exclusive else change)
    for index, places in left:
        reason = f"no longer allowed: {_named(walk.old, places)}"
        change = Change(walk.at(f"{pointer}/{index}"), "alternative removed", NARROWED, reason)
        walk.changes.append(_both_ways(change) if exclusive else change)


def _overlap(documents: Documents, alternatives: list[tuple[Place, ...]]) -> bool:
    kinds = [_types(documents, each) for each in alternatives]
    return any(one & other for one, other in combinations(kinds, 2))


def _both_ways(change: Change) -> Change:
    if change.judgement == DOCUMENTED:
        return change
    return replace(change, judgement=worst([change.judgement, UNCLEAR]))


def _same(
    before: Documents, old: tuple[Place, ...], after: Documents, new: tuple[Place, ...]
) -> bool:
    return len(old) == len(new) == 1 and same_meaning(before, old[0], after, new[0])


def _same_title(
    before: Documents, old: tuple[Place, ...], after: Documents, new: tuple[Place, ...]
) -> bool:
    one, other = old[0].node, new[0].node
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return False
    return any(word in one and canonical(one[word]) == canonical(other.get(word))
               for word in ("title", "$ref"))  # fmt: skip


def _same_types(
    before: Documents, old: tuple[Place, ...], after: Documents, new: tuple[Place, ...]
) -> bool:
    return _types(before, old) == _types(after, new)


def _common_types(
    before: Documents, old: tuple[Place, ...], after: Documents, new: tuple[Place, ...]
) -> bool:
    return bool(_types(before, old) & _types(after, new))


def _types(documents: Documents, places: tuple[Place, ...]) -> frozenset[str]:
    return types_of([place.node for place in documents.conjuncts(places)])


def _named(documents: Documents, places: tuple[Place, ...]) -> str:
    node = places[0].node
    if isinstance(node, dict):
        for word in ("title", "$ref", "const"):
            if word in node:
                return str(node[word])
    kinds = _types(documents, places)
    return " or ".join(sorted(kinds - ({"integer"} if "number" in kinds else set())))
