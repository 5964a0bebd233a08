"""What changed between two versions of a JSON Schema.

A schema is compared as the set of all schemas that apply at its place: itself, what it refers to,
the parts of its ``allOf``. What both versions take over by the same ``$ref`` is reported where it
stands, once, and not again at every place that refers to it.

:class:`Walk` goes through a pair of schemas. Below it: the fields of objects, the alternatives of
``anyOf`` and ``oneOf``, the named parts in ``$defs``, and the notes for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, zip_longest
from typing import Any, Literal

from hop_codegen.compare.documents import Documents, Schema, escaped
from hop_codegen.compare.keywords import (
    OF_TYPE,
    TYPES,
    canonical,
    findings,
    listed,
    types_of,
)
from hop_codegen.compare.verdicts import (
    ADDED,
    DOCUMENTED,
    MOVED,
    NARROWED,
    REPLACED,
    RESHAPED,
    UNCLEAR,
    WIDENED,
    Change,
    Findings,
    Judgement,
    Verdict,
    opposite,
    worst,
)
from hop_codegen.errors import CodegenError

MOST_PAIRS = 200_000
"""The comparison gives up after so many pairs of schemas: half a minute."""

Schemas = tuple[Schema, ...]
Pair = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]

_UNIONS = ("anyOf", "oneOf")
_ASSERTIONS = frozenset().union(*OF_TYPE.values()) | {
    *("type", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
    *("contentMediaType", "contentSchema", "$ref", "$dynamicRef", "$recursiveRef"),
}
_STRUCTURE = frozenset({"$defs", "definitions", "$anchor", "$dynamicAnchor", "$vocabulary"})
_SETS = frozenset({"required", "enum", "type", "anyOf", "oneOf", "allOf"})
_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "dependentRequired"})
_VALUES = frozenset({"const", "enum", "default"})
_UNITS = frozenset({"unit", "units", "x-unit", "x-units"})
_VERSION = re.compile(r"(?<=/)(v?\d+(\.\d+)*|main)(?=/|$)")


def compare_schemas(old: Documents, new: Documents, name: str, former: str = "") -> list[Change]:
    """Find the changes of the schema in one file.

    Args:
        old: the old version.
        new: the new version.
        name: the file in the new version.
        former: the file in the old version, if it has another name there.

    Raises:
        CodegenError: a ``$ref`` names nothing, or the schemas refer to each other in too many ways.
    """
    walk = Walk(old, new, name)
    before, after = old.schema(former or name), new.schema(name)
    walk.compare((before,), (after,), "")
    if not walk.changes and normal(old, before, notes=True) != normal(new, after, notes=True):
        walk.add("", "written otherwise", DOCUMENTED, "the same messages fit")
    return walk.changes


@dataclass
class _Memory:
    """What a comparison shares with those that are made apart from it.

    Attributes:
        apart: the changes that were found apart, and the pairs in progress that were taken for
            equal: the changes are valid while these are in progress. Without this, schemas that
            refer to each other take forever.
        pairs_left: how many more pairs may be compared.
    """

    apart: dict[Pair, tuple[list[Change], frozenset[Pair]]] = field(default_factory=dict)
    pairs_left: int = field(default_factory=lambda: MOST_PAIRS)


class Walk(Findings):
    """One comparison of two schemas.

    Args:
        old: the old version.
        new: the new version.
        name: the file.
        memory: that of the comparison from which this one is made apart.
        active: the pairs of schemas in progress.
    """

    def __init__(
        self,
        old: Documents,
        new: Documents,
        name: str,
        memory: _Memory | None = None,
        active: list[Pair] | None = None,
    ) -> None:
        super().__init__(name)
        self.old, self.new = old, new
        self.assumed: set[Pair] = set()
        self._seen: set[Pair] = set()
        self._active = [] if active is None else active
        self._deep = memory is not None
        self._memory = memory or _Memory()

    def _pair(self, old: Schemas, new: Schemas, *, deep: bool) -> Pair:
        """The key of a comparison; a mere ``$ref`` stands for its target, so that cycles show."""
        return (
            tuple(self.old.meant(schema, but_for_words=deep).key for schema in old),
            tuple(self.new.meant(schema, but_for_words=deep).key for schema in new),
        )

    def apart(self, old: Schemas, new: Schemas, pointer: str = "") -> list[Change]:
        """Find the changes between two schemas, with what they refer to, and do not report them.

        What widens a schema may narrow one that forbids it. So it does not matter that a change is
        reported elsewhere.
        """
        # What is in progress in the report may mean the opposite here.
        active = self._active if self._deep else []
        key = self._pair(old, new, deep=True)
        if key in active:
            self.assumed.add(key)
            return []
        known = self._memory.apart.get(key)
        if known is None or not all(each in active for each in known[1]):
            walk = Walk(self.old, self.new, self.name, self._memory, active)
            walk.compare(old, new, "")
            known = self._memory.apart[key] = (walk.changes, frozenset(walk.assumed))
        self.assumed |= known[1]
        start = f"{self.name}#"
        return [
            replace(change, path=start + pointer + change.path.removeprefix(start))
            for change in known[0]
        ]

    def compare(self, old: Schemas, new: Schemas, pointer: str) -> None:
        """Compare the schemas that apply at one place; if there are none, everything fits."""
        key = self._pair(old, new, deep=self._deep)
        if key in self._active:
            # A difference is found where this began; until then the two count as equal.
            self.assumed.add(key)
            return
        if key in self._seen:
            return
        self._memory.pairs_left -= 1
        if self._memory.pairs_left < 0:
            reason = "its parts refer to each other in too many ways to tell what changed"
            raise CodegenError(self.name, pointer, reason)
        self._seen.add(key)
        self._active.append(key)
        self._compare(old, new, pointer)
        self._active.pop()
        self.assumed.discard(key)

    def _compare(self, old: Schemas, new: Schemas, pointer: str) -> None:
        old_whole, new_whole = self.old.conjuncts(old), self.new.conjuncts(new)
        shared: set[Any] = set()
        if not self._deep:
            shared = {schema.via for schema in old_whole} & {schema.via for schema in new_whole}
            shared -= {None}
        old_own = [schema for schema in old_whole if schema.via not in shared]
        new_own = [schema for schema in new_whole if schema.via not in shared]
        if old and new and old[0].via not in shared and new[0].via not in shared:
            _compare_notes(self, old[0], new[0], pointer)
            _compare_parts(self, old[0], new[0], pointer)
        if not old_own and not new_own:
            return
        shut = _forbids(new_own)
        if shut != _forbids(old_own):
            kind, judgement = ("nothing fits", NARROWED) if shut else ("something fits", WIDENED)
            self.add(pointer, kind, judgement, "something fits in one version only")
            return
        if _is_union(old_own) or _is_union(new_own):
            _compare_with_union(self, old_own, new_own, pointer)
            return
        for keyword, finding in findings(
            (_nodes(old_own), _nodes(new_own)), (_nodes(old_whole), _nodes(new_whole))
        ):
            self.add(f"{pointer}/{keyword}", *finding)
        _compare_unions(self, old_own, new_own, pointer)
        if not types_of(_nodes(old_whole)) & types_of(_nodes(new_whole)):
            return  # of another type altogether: the parts have nothing in common
        _compare_objects(self, _Fields(old_whole, shared), _Fields(new_whole, shared), pointer)
        self._items(old_own, new_own, pointer)
        word = "propertyNames"
        self.compare(_held(old_own, word), _held(new_own, word), f"{pointer}/{word}")
        self._conditions(old_own, new_own, pointer)
        for word in ("dependentRequired", "dependentSchemas", "dependencies"):
            self._dependencies(_table(old_own, word), _table(new_own, word), f"{pointer}/{word}")

    def _items(self, old: list[Schema], new: list[Schema], pointer: str) -> None:
        (first, rest), (new_first, new_rest) = _items_of(old), _items_of(new)
        pairs = zip_longest(first, new_first)
        for index, (one, other) in enumerate(pairs):
            at = f"{pointer}/prefixItems/{index}"
            self.compare(one or rest, other or new_rest, at)
        closed = _forbids(new_rest)
        if closed == _forbids(rest):
            self.compare(rest, new_rest, f"{pointer}/items")
        elif closed:
            self.add(f"{pointer}/items", "closed", NARROWED, "further items no longer fit")
        else:
            self.add(f"{pointer}/items", "opened", WIDENED, "there may be further items")

    def _conditions(self, old: list[Schema], new: list[Schema], pointer: str) -> None:
        words = ["contains", "not", "if", "then", "else"]
        before, after = _held(old, "if"), _held(new, "if")
        if after and not before:
            words = words[:2]
            self.add(f"{pointer}/if", "condition added", NARROWED, "what is asked depends on it")
        elif before and not after:
            words = words[:2]
            reason = "what is asked no longer depends on it"
            self.add(f"{pointer}/if", "condition removed", WIDENED, reason)
        for word in words:
            self._condition(_held(old, word), _held(new, word), word, f"{pointer}/{word}")

    def _condition(self, old: Schemas, new: Schemas, word: str, pointer: str) -> None:
        """Compare a schema that decides about the value, and not about a part of it."""
        if new and not old:
            self.add(pointer, f"{word} added", NARROWED, "more is asked of messages")
        elif old and not new:
            self.add(pointer, f"{word} removed", WIDENED, "less is asked of messages")
        elif inner := self.apart(old, new, pointer):
            judgement = worst([change.judgement for change in inner])
            if word == "not":
                judgement = opposite(judgement)
            elif word == "if" and judgement != DOCUMENTED:
                judgement = MOVED
            reason = "; ".join(f"{change.kind}: {change.reason}" for change in inner)
            self.add(pointer, f"{word} changed", judgement, reason)

    def _dependencies(self, old: dict[str, Schemas], new: dict[str, Schemas], pointer: str) -> None:
        for name in sorted({*old, *new}):
            at = f"{pointer}/{escaped(name)}"
            before, after = old.get(name, ()), new.get(name, ())
            names, new_names = _listed_names(before), _listed_names(after)
            if new_names - names or (after and not before):
                self.add(at, "dependency added", NARROWED, "more is asked beside that field")
            if names - new_names or (before and not after):
                self.add(at, "dependency removed", WIDENED, "less is asked beside that field")
            if before and after and not (names or new_names):
                self.compare(before, after, at)


def _nodes(schemas: Iterable[Schema]) -> list[Any]:
    return [schema.node for schema in schemas]


def _forbids(schemas: Iterable[Schema]) -> bool:
    return any(schema.node is False for schema in schemas)


def _held(schemas: Iterable[Schema], keyword: str) -> Schemas:
    """The values of a keyword in all of the schemas."""
    return tuple(
        schema.child(keyword)
        for schema in schemas
        if isinstance(schema.node, dict) and keyword in schema.node
    )


def _table(schemas: Iterable[Schema], keyword: str) -> dict[str, Schemas]:
    """The entries of a keyword that holds schemas by name, from all of the schemas."""
    found: dict[str, Schemas] = {}
    for table in _held(schemas, keyword):
        for name in table.node if isinstance(table.node, dict) else ():
            found[name] = (*found.get(name, ()), table.child(name))
    return found


def _listed_names(schemas: Schemas) -> set[str]:
    return {name for schema in schemas if isinstance(schema.node, list) for name in schema.node}


def _items_of(schemas: list[Schema]) -> tuple[list[Schemas], Schemas]:
    """The schemas of each of the first items, and those of all others."""
    first: list[Schemas] = []
    rest: Schemas = ()
    for schema in schemas:
        lists = [held for word in ("prefixItems", "items") for held in _held([schema], word)
                 if isinstance(held.node, list)]  # fmt: skip
        word = "items"
        if lists:
            items = [(lists[0].child(index),) for index in range(len(lists[0].node))]
            pairs = zip_longest(first, items, fillvalue=())
            first = [(*one, *other) for one, other in pairs]
            word = "items" if lists[0].pointer.endswith("/prefixItems") else "additionalItems"
        rest += _held([schema], word)
    return first, rest


# The fields of objects


class _Fields:
    """The fields of an object, from all schemas that apply to it.

    Attributes:
        named: each named field, with all its schemas.
        named_here: the fields that are named by schemas that are not compared elsewhere.
        patterns: the schemas of fields by a pattern of their names.
        required: the fields that must be there.
        required_here: those of them that schemas require which are not compared elsewhere.
        rest: the schemas of all other fields, by keyword.
        closed: the names and patterns of each schema that allows no other fields.
    """

    def __init__(self, schemas: list[Schema], shared: set[Any]) -> None:
        here = [schema for schema in schemas if schema.via not in shared]
        self.named = _table(schemas, "properties")
        self.named_here = _table(here, "properties").keys()
        self.patterns = _table(schemas, "patternProperties")
        self.required = _listed_names(_held(schemas, "required"))
        self.required_here = _listed_names(_held(here, "required"))
        self.rest = {
            word: tuple(schema for schema in _held(here, word) if schema.node is not True)
            for word in ("additionalProperties", "unevaluatedProperties")
        }
        self.closed = [
            (_table([schema], "properties").keys(), _table([schema], "patternProperties").keys())
            for schema in schemas
            if _forbids(_held([schema], "additionalProperties"))
        ]

    def refuse(self, name: str) -> bool:
        """Return True if one of the schemas allows no field of that name."""
        return any(
            name not in names and not any(_matches(pattern, name) for pattern in patterns)
            for names, patterns in self.closed
        )

    def missing_in(self, other: _Fields) -> list[str]:
        """The fields that the other version does not name, except those compared elsewhere."""
        return [name for name in self.named if name not in other.named and name in self.named_here]

    def unnamed(self, name: str) -> Schemas | Literal[False] | None:
        """What a field must fit that is not named: schemas, nothing (False), anything (None)."""
        by_pattern = [self.patterns[each] for each in self.patterns if _matches(each, name)]
        if by_pattern:
            return sum(by_pattern, ())
        rest = sum(self.rest.values(), ())
        if _forbids(rest):
            return False
        return tuple(schema for schema in rest if isinstance(schema.node, dict)) or None


def _matches(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:  # ECMA's syntax differs from Python's
        return False


def _compare_objects(walk: Walk, old: _Fields, new: _Fields, pointer: str) -> None:
    removed, added = old.missing_in(new), new.missing_in(old)
    renamed = _renamed(walk, old, new)
    for name in old.named:
        at = f"{pointer}/properties/{escaped(name)}"
        if name in new.named:
            if name in old.named_here or name in new.named_here:
                _compare_field(walk, old, new, name, at)
        elif name in renamed:
            other = renamed[name]
            judgement = worst([_removal(walk, old, name, new), _addition(walk, old, new, other)])
            reason = f"{name} is called {other} now: programs look for the old name"
            at = f"{pointer}/properties/{escaped(other)}"
            walk.add(at, "field renamed", judgement, reason)
        elif name in removed:
            reason = "programs that read it find nothing"
            if new.unnamed(name) is False:
                reason += ", and messages that have it fit no longer"
            walk.add(at, "field removed", _removal(walk, old, name, new), reason)
    for name in added:
        if name not in renamed.values():
            _add_field(walk, old, new, name, f"{pointer}/properties/{escaped(name)}")
    for name in sorted((old.required_here - new.required) - set(removed)):
        judgement = Judgement(Verdict.BREAKING, Verdict.COMPATIBLE)
        reason = "programs that rely on it may find nothing"
        walk.add(f"{pointer}/required/{escaped(name)}", "made optional", judgement, reason)
    for name in sorted((new.required_here - old.required) - set(added)):
        reason = "every message has to have it now"
        walk.add(f"{pointer}/required/{escaped(name)}", "made required", NARROWED, reason)
    _compare_other_fields(walk, old, new, pointer)


def _compare_field(walk: Walk, old: _Fields, new: _Fields, name: str, pointer: str) -> None:
    # A part of an "allOf" may close the object to fields that another part names.
    refused, refuses = old.refuse(name), new.refuse(name)
    if refused and not refuses:
        walk.add(pointer, "field allowed", WIDENED, "it was named, but no message could have it")
    elif refuses and not refused:
        walk.add(pointer, "field forbidden", NARROWED, "it is named, but no message can have it")
    walk.compare(old.named[name], new.named[name], pointer)


def _removal(walk: Walk, old: _Fields, name: str, new: _Fields) -> Judgement:
    allowed = new.unnamed(name)
    if allowed is False:
        return REPLACED
    inner = walk.apart(old.named[name], allowed) if allowed else []
    least = Judgement(Verdict.BREAKING, Verdict.CARE)
    # Programs find nothing in any case.
    writers = worst([least, *(change.judgement for change in inner)]).writers
    return Judgement(Verdict.BREAKING, writers)


def _add_field(walk: Walk, old: _Fields, new: _Fields, name: str, pointer: str) -> None:
    required = name in new.required and name not in old.required
    reason = "every message has to have it" if required else "messages may have it"
    if old.unnamed(name) is False:
        reason += "; programs that check by the old schema refuse it"
    elif not required:
        reason += "; if you already send something of that name, check that it fits"
    kind = "required field added" if required else "optional field added"
    walk.add(pointer, kind, _addition(walk, old, new, name), reason)


def _addition(walk: Walk, old: _Fields, new: _Fields, name: str) -> Judgement:
    allowed = old.unnamed(name)
    readers = Verdict.CARE if allowed is False else Verdict.COMPATIBLE
    required = name in new.required and name not in old.required
    writers = Verdict.BREAKING if required else Verdict.COMPATIBLE
    judgement = Judgement(readers, writers)
    if allowed is None and walk.apart((), new.named[name]):
        # Somebody may send something of that name: the old schema says nothing about it.
        return worst([judgement, Judgement(Verdict.COMPATIBLE, Verdict.CARE)])
    inner = walk.apart(allowed, new.named[name]) if allowed else []
    return worst([judgement, *(change.judgement for change in inner)])


def _renamed(walk: Walk, old: _Fields, new: _Fields) -> dict[str, str]:
    """The new names of fields that were renamed: one removed, one added, both with one meaning.

    If several could be meant, none is: they are reported as removed and added.
    """
    added = new.missing_in(old)
    candidates: dict[str, list[str]] = {}
    for name in old.missing_in(new):
        before = old.named[name]
        candidates[name] = [
            other
            for other in added
            if len(before) == len(new.named[other]) == 1
            and (name in old.required) == (other in new.required)
            and isinstance(before[0].node, dict)
            and before[0].node
            and normal(walk.old, before[0]) == normal(walk.new, new.named[other][0])
        ]
    wanted = [other for others in candidates.values() for other in others]
    renamed = {}
    for name, others in candidates.items():
        if len(others) > 1:
            text = old.named[name][0].node.get("description")
            others = [  # noqa: PLW2901
                other
                for other in others
                if text and text == new.named[other][0].node.get("description")
            ]
        if len(others) == 1 and wanted.count(others[0]) == 1:
            renamed[name] = others[0]
    return renamed


def _compare_other_fields(walk: Walk, old: _Fields, new: _Fields, pointer: str) -> None:
    for word, before in old.rest.items():
        after, at = new.rest[word], f"{pointer}/{word}"
        closed, closes = _forbids(before), _forbids(after)
        if closes and not closed:
            walk.add(at, "closed", NARROWED, "messages with other fields fit no longer")
        elif closed and not closes:
            walk.add(at, "opened", WIDENED, "messages may have fields that are not named")
        elif not closed:
            walk.compare(before, after, at)
    for pattern in dict.fromkeys([*old.patterns, *new.patterns]):
        walk.compare(
            old.patterns.get(pattern, old.rest["additionalProperties"]),
            new.patterns.get(pattern, new.rest["additionalProperties"]),
            f"{pointer}/patternProperties/{escaped(pattern)}",
        )


# Alternatives: anyOf and oneOf


class _Alternative:
    """One of the schemas of which a value has to fit one."""

    def __init__(self, documents: Documents, schemas: Schemas) -> None:
        self.schemas = schemas
        self.types = types_of(_nodes(documents.conjuncts(schemas)))
        self.meaning = normal(documents, schemas[0]) if len(schemas) == 1 else None
        self.node = schemas[0].node if isinstance(schemas[0].node, dict) else {}

    def same_meaning(self, other: _Alternative) -> bool:
        return self.meaning is not None and self.meaning == other.meaning

    def same_label(self, other: _Alternative) -> bool:
        return any(
            word in self.node and canonical(self.node[word]) == canonical(other.node.get(word))
            for word in ("title", "$ref")
        )

    def same_types(self, other: _Alternative) -> bool:
        return self.types == other.types

    def common_types(self, other: _Alternative) -> bool:
        return bool(self.types & other.types)

    def __str__(self) -> str:
        for word in ("title", "$ref", "const"):
            if word in self.node:
                return str(self.node[word])
        return listed(self.types).replace(", ", " or ")


_ALIKE = (
    _Alternative.same_meaning,
    _Alternative.same_label,
    _Alternative.same_types,
    _Alternative.common_types,
)


def _own_assertions(schema: Schema) -> set[str]:
    words = set(schema.node) & _ASSERTIONS if isinstance(schema.node, dict) else set()
    return words - {"$ref", "$dynamicRef", "allOf"}


def _deciding(schemas: list[Schema]) -> list[Schema]:
    return [schema for schema in schemas if schema.node is False or _own_assertions(schema)]


def _is_union(schemas: list[Schema]) -> bool:
    """Return True if the schemas come to one choice and nothing besides."""
    found = _deciding(schemas)
    return len(found) == 1 and _own_assertions(found[0]) in ({"anyOf"}, {"oneOf"})


def _unions(schemas: list[Schema]) -> list[Schema]:
    found = (_held([schema], word) for schema in schemas for word in _UNIONS)
    return [union for unions in found for union in unions if isinstance(union.node, list)]


def _word(union: Schema) -> str:
    return union.pointer.rpartition("/")[2]


def _compare_with_union(walk: Walk, old: list[Schema], new: list[Schema], pointer: str) -> None:
    """Compare schemas of which one at least is a choice and nothing besides."""
    before, after = _unions(old), _unions(new)
    word = _word((after or before)[0])
    at = f"{pointer}/{word}"
    if not _deciding(old):
        walk.add(at, "choice added", NARROWED, "one of these has to fit now")
    elif not _deciding(new):
        walk.add(at, "choice removed", WIDENED, "anything fits now")
    else:
        one = _alternatives(before[0]) if _is_union(old) else _alternatives_by_type(old)
        other = _alternatives(after[0]) if _is_union(new) else _alternatives_by_type(new)
        _compare_alternatives(walk, one, other, at)


def _compare_unions(walk: Walk, old: list[Schema], new: list[Schema], pointer: str) -> None:
    """Compare the choices that schemas have besides other keywords."""
    before, after = _unions(old), _unions(new)
    for one, other in zip(before, after, strict=False):
        at = f"{pointer}/{_word(other)}"
        _compare_alternatives(walk, _alternatives(one), _alternatives(other), at)
    for union in after[len(before) :]:
        reason = "one of these has to fit besides"
        walk.add(f"{pointer}/{_word(union)}", "choice added", NARROWED, reason)
    for union in before[len(after) :]:
        reason = "none of these need fit any more"
        walk.add(f"{pointer}/{_word(union)}", "choice removed", WIDENED, reason)


def _alternatives(union: Schema) -> list[Schemas]:
    return [(union.child(index),) for index in range(len(union.node))]


def _alternatives_by_type(schemas: list[Schema]) -> list[Schemas]:
    """One alternative for each type, if a schema allows several by a list."""
    deciding = _deciding(schemas)
    node = deciding[0].node
    if len(deciding) != 1 or not isinstance(node, dict) or not isinstance(node.get("type"), list):
        return [tuple(schemas)]
    result: list[Schemas] = []
    for name in node["type"]:
        of_others = frozenset().union(*OF_TYPE.values()) - OF_TYPE.get(name, set())
        own = {word: value for word, value in node.items() if word not in of_others}
        pointer = f"{deciding[0].pointer}/type={name}"
        result.append((replace(deciding[0], node={**own, "type": name}, pointer=pointer),))
    return result


def _compare_alternatives(walk: Walk, old: list[Schemas], new: list[Schemas], pointer: str) -> None:
    left = [_Alternative(walk.old, schemas) for schemas in old]
    right = [_Alternative(walk.new, schemas) for schemas in new]
    known = frozenset().union(*(one.types for one in left))
    pointers = {
        id(each): f"{pointer}/{index}" for side in (left, right) for index, each in enumerate(side)
    }
    # A value that fits two alternatives of "oneOf" does not fit the whole. So what widens one of
    # them narrows the whole.
    exclusive = pointer.endswith("/oneOf") and (_overlap(left) or _overlap(right))
    before, walk.changes = walk.changes, []
    for alike in _ALIKE:
        for one in list(left):
            twin = next((other for other in right if alike(one, other)), None)
            if twin is None:
                continue
            left.remove(one)
            right.remove(twin)
            if exclusive:
                walk.changes += walk.apart(one.schemas, twin.schemas, pointers[id(twin)])
            else:
                walk.compare(one.schemas, twin.schemas, pointers[id(twin)])
    for each in right:
        judgement = WIDENED if each.types & known else RESHAPED
        walk.add(
            pointers[id(each)], "alternative added", judgement, f"a reader may now find {each}"
        )
    for each in left:
        walk.add(pointers[id(each)], "alternative removed", NARROWED, f"no longer allowed: {each}")
    if exclusive:
        walk.changes = [_both_ways(change) for change in walk.changes]
    walk.changes = before + walk.changes


def _overlap(alternatives: Sequence[_Alternative]) -> bool:
    return any(one.common_types(other) for one, other in combinations(alternatives, 2))


def _both_ways(change: Change) -> Change:
    if change.judgement == DOCUMENTED:
        return change
    return replace(change, judgement=worst([change.judgement, UNCLEAR]))


# The named parts of a schema, each of which may have a class


def _compare_parts(walk: Walk, old: Schema, new: Schema, pointer: str) -> None:
    for word in ("$defs", "definitions"):
        before, after = _table([old], word), _table([new], word)
        added = [name for name in after if name not in before]
        for name, part in before.items():
            if name in after:
                walk.compare(part, after[name], f"{pointer}/{word}/{escaped(name)}")
                continue
            node = part[0].node
            makes_class = isinstance(node, dict) and ("properties" in node or "allOf" in node)
            judgement = REPLACED if makes_class else UNCLEAR
            about = "messages stay the same, but its class and references to it do not"
            meaning = normal(walk.old, part[0])
            twin = next(
                (each for each in added if normal(walk.new, after[each][0]) == meaning), None
            )
            if twin is None:
                kind, reason = "part removed", f"{name} is gone: {about}"
            else:
                added.remove(twin)
                kind, reason = "part renamed", f"{name} is {twin} now: {about}"
            walk.add(f"{pointer}/{word}/{escaped(twin or name)}", kind, judgement, reason)
        for name in added:
            reason = "nothing else refers to it so far"
            walk.add(f"{pointer}/{word}/{escaped(name)}", "part added", ADDED, reason)


# Notes: words, units, defaults and names, which do not decide what fits


def _compare_notes(walk: Walk, old: Schema, new: Schema, pointer: str) -> None:
    before, after = (schema.node if isinstance(schema.node, dict) else {} for schema in (old, new))
    for word in dict.fromkeys([*before, *after]):
        one, other = canonical(before.get(word)), canonical(after.get(word))
        if word in before and word in after:
            verb = "changed" if one != other else ""
        else:
            verb = "added" if word in after else "removed"
        if verb and word not in _ASSERTIONS | _STRUCTURE:
            is_class = "properties" in after and not pointer.endswith(("/title", "/items"))
            kind, judgement, reason = _judge_note(word, verb, one, is_class)
            if word in ("$id", "id"):
                kind, judgement, reason = _judge_id(str(before.get(word)), str(after.get(word)))
            walk.add(f"{pointer}/{word}", kind, judgement, reason)


def _judge_note(word: str, verb: str, old: str, is_class: bool) -> tuple[str, Judgement, str]:
    kind = f"{word} {verb}"
    if word == "default":
        text = "there was none" if verb == "added" else f"was {old}"
        return kind, UNCLEAR, f"a field left out means another value; {text}"
    if word in _UNITS and verb != "added":
        return f"unit {verb}", REPLACED, f"numbers mean something else; was {old}"
    if word in ("deprecated", "readOnly", "writeOnly"):
        return kind, UNCLEAR, "the field is to be used in another way"
    if word == "$schema":
        return "dialect changed", UNCLEAR, "keywords may mean something else"
    if word == "title" and is_class:
        return kind, UNCLEAR, "a class may be called by it"
    return kind, DOCUMENTED, "it is for people only"


def _judge_id(old: str, new: str) -> tuple[str, Judgement, str]:
    if _VERSION.sub("*", old) == _VERSION.sub("*", new):
        return "version in the name", DOCUMENTED, f"{old} is {new} now"
    reason = f"messages that name {old} as their $schema are not found by {new}"
    return "name changed", UNCLEAR, reason


# The meaning of a schema


def normal(documents: Documents, schema: Schema, *, notes: bool = False) -> str:
    """Write a schema so that schemas with the same keywords have the same text.

    Args:
        documents: the schemas of its version.
        schema: the schema.
        notes: whether words for people count too.
    """
    return canonical(_normal(documents, schema, schema.node, notes))


def _normal(documents: Documents, schema: Schema, node: Any, notes: bool) -> Any:
    if isinstance(node, list):
        return [_normal(documents, schema, each, notes) for each in node]
    if not isinstance(node, dict):
        return node
    result: dict[str, Any] = {}
    for word, held in node.items():
        value = held
        if word == "$ref" and isinstance(held, str):
            value = documents.follow(schema, held).key
        elif word not in _ASSERTIONS and not notes:
            continue
        elif word in _NAMED and isinstance(held, dict):
            value = {name: _normal(documents, schema, each, notes) for name, each in held.items()}
        elif word not in _VALUES:
            value = _normal(documents, schema, held, notes)
        if word in _SETS and isinstance(held, list):
            value = sorted(map(canonical, value))
        result[word] = value
    if result.get("type") == sorted(map(canonical, TYPES)):
        del result["type"]
    return result
