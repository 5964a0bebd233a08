"""What changed between two versions of a JSON Schema.

A schema is compared as the set of all schemas that hold at its place: itself, what it refers to,
the parts of its ``allOf``. What both versions take over by the same ``$ref`` is told where it
stands, once, and not again at every place that refers to it.
"""

from __future__ import annotations

from dataclasses import replace

from hop_codegen.compare.documents import Documents, Place, escaped
from hop_codegen.compare.fields import fields_of
from hop_codegen.compare.notes import compare_notes, same_meaning
from hop_codegen.compare.objects import compare_objects
from hop_codegen.compare.parts import compare_parts
from hop_codegen.compare.unions import compare_unions, union_only
from hop_codegen.compare.values import findings, types_of
from hop_codegen.compare.verdicts import (
    DOCUMENTED,
    MOVED,
    NARROWED,
    WIDENED,
    Change,
    Judgement,
    opposite,
    worst,
)
from hop_codegen.errors import CodegenError

_MOST_PAIRS = 200_000
"""Pairs of schemas that are looked at before it is given up: half a minute."""

Places = tuple[Place, ...]
Pair = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]


def compare_schemas(old: Documents, new: Documents, name: str, former: str = "") -> list[Change]:
    """The changes of the schema in one file.

    Args:
        old: the old version.
        new: the new version.
        name: the file in the new version.
        former: the file in the old version, where it has another name there.

    Raises:
        CodegenError: a ``$ref`` names nothing, or the schema is too entangled.
    """
    walk = Walk(old, new, name)
    before, after = old.place(former or name), new.place(name)
    walk.compare((before,), (after,), "")
    if not walk.changes and not same_meaning(old, before, new, after, notes=True):
        walk.tell("", "written otherwise", DOCUMENTED, "the same messages fit")
    return walk.changes


class Walk:
    """One comparison of two schemas, and what it has found."""

    def __init__(self, old: Documents, new: Documents, name: str) -> None:
        self.old, self.new, self.name = old, new, name
        self.changes: list[Change] = []
        self._seen: set[Pair] = set()
        self._active: list[Pair] = []
        # What was found apart, and the pairs in progress that it took for the same: it holds as
        # long as these are in progress. Without it, schemas that refer to each other take for ever.
        self._memo: dict[Pair, tuple[list[Change], frozenset[Pair]]] = {}
        self._assumed: set[Pair] = set()
        self._budget = [_MOST_PAIRS]
        self._deep = False

    def tell(self, pointer: str, kind: str, judgement: Judgement, reason: str) -> None:
        """Note a change."""
        self.changes.append(Change(self.at(pointer), kind, judgement, reason))

    def at(self, pointer: str) -> str:
        """A place in the file."""
        return f"{self.name}#{pointer}"

    def _pair(self, old: Places, new: Places) -> Pair:
        """What is compared; a mere ``$ref`` stands for what it names, or nothing would recur."""
        deep = self._deep
        return (
            tuple(self.old.meant(place, but_for_words=deep).key for place in old),
            tuple(self.new.meant(place, but_for_words=deep).key for place in new),
        )

    def apart(self, old: Places, new: Places, pointer: str) -> list[Change]:
        """The changes between two schemas, told nowhere, those of what they refer to among them.

        What widens a schema may narrow one that forbids it, so it is no use to know that the
        change is told elsewhere.
        """
        walk = Walk(self.old, self.new, self.name)
        walk._deep, walk._memo, walk._budget = True, self._memo, self._budget
        if self._deep:
            # What is in progress outside is told there, but may mean the opposite here.
            walk._active = self._active
        key = walk._pair(old, new)
        if key in walk._active:
            self._assumed.add(key)
            return []
        known = self._memo.get(key)
        if known is None or not all(each in walk._active for each in known[1]):
            walk.compare(old, new, "")
            known = self._memo[key] = (walk.changes, frozenset(walk._assumed))
        self._assumed |= known[1]
        start = len(self.at(""))
        return [replace(each, path=self.at(pointer + each.path[start:])) for each in known[0]]

    def compare(self, old: Places, new: Places, pointer: str) -> None:
        """Compare what has to fit at one place; no schema at all lets everything fit."""
        key = self._pair(old, new)
        if key in self._active:
            # What differs there is found where it began; until then it is taken for the same.
            self._assumed.add(key)
            return
        if key in self._seen:
            return
        self._budget[0] -= 1
        if self._budget[0] < 0:
            reason = "its parts refer to each other in too many ways to tell what changed"
            raise CodegenError(self.name, pointer, reason)
        self._seen.add(key)
        self._active.append(key)
        self._compare(old, new, pointer)
        self._active.pop()
        self._assumed.discard(key)

    def _compare(self, old: Places, new: Places, pointer: str) -> None:
        whole = (self.old.conjuncts(old), self.new.conjuncts(new))
        shared = {place.via for place in whole[0]} & {place.via for place in whole[1]} - {None}
        if self._deep:
            shared = set()
        own = tuple([place for place in side if place.via not in shared] for side in whole)
        if old and new and not (old[0].via in shared or new[0].via in shared):
            compare_notes(self, old[0], new[0], pointer)
            compare_parts(self, old[0], new[0], pointer)
        if not own[0] and not own[1]:
            return
        shut = [any(place.node is False for place in side) for side in own]
        if shut[0] != shut[1]:
            kind, judgement = ("nothing fits", NARROWED) if shut[1] else ("something fits", WIDENED)
            self.tell(pointer, kind, judgement, "there was room for it in one version only")
            return
        if union_only(own[0]) or union_only(own[1]):
            compare_unions(self, own[0], own[1], pointer)
            return
        for keyword, kind, judgement, reason in findings(
            ([place.node for place in own[0]], [place.node for place in own[1]]),
            ([place.node for place in whole[0]], [place.node for place in whole[1]]),
        ):
            self.tell(f"{pointer}/{keyword}", kind, judgement, reason)
        compare_unions(self, own[0], own[1], pointer)
        if not types_of([place.node for place in whole[0]]) & types_of(
            [place.node for place in whole[1]]
        ):
            return  # of another type altogether: its parts have nothing in common
        compare_objects(self, fields_of(whole[0], shared), fields_of(whole[1], shared), pointer)
        self._parts(own[0], own[1], pointer)

    def _parts(self, old: list[Place], new: list[Place], pointer: str) -> None:
        self._items(old, new, pointer)
        self.compare(_held(old, "propertyNames"), _held(new, "propertyNames"),
                     f"{pointer}/propertyNames")  # fmt: skip
        words = ["contains", "not", "if", "then", "else"]
        if bool(_held(old, "if")) != bool(_held(new, "if")):
            del words[2:]
            kind, judgement = ("added", NARROWED) if _held(new, "if") else ("removed", WIDENED)
            reason = f"what is asked {'depends' if kind == 'added' else 'no longer depends'} on it"
            self.tell(f"{pointer}/if", f"condition {kind}", judgement, reason)
        for word in words:
            self._part(_held(old, word), _held(new, word), word, f"{pointer}/{word}")
        for keyword in ("dependentRequired", "dependentSchemas", "dependencies"):
            self._dependencies(old, new, keyword, pointer)

    def _part(self, old: Places, new: Places, word: str, pointer: str) -> None:
        """A schema that decides something about the value rather than about a part of it."""
        if not (old and new):
            if old or new:
                kind, judgement = ("added", NARROWED) if new else ("removed", WIDENED)
                reason = f"{'more' if new else 'less'} is asked of messages"
                self.tell(pointer, f"{word} {kind}", judgement, reason)
            return
        inner = self.apart(old, new, pointer)
        if not inner:
            return
        judgement = worst([change.judgement for change in inner])
        if word == "not":
            judgement = opposite(judgement)
        elif word == "if" and judgement != DOCUMENTED:
            judgement = MOVED
        reason = "; ".join(f"{change.kind}: {change.reason}" for change in inner)
        self.tell(pointer, f"{word} changed", judgement, reason)

    def _items(self, old: list[Place], new: list[Place], pointer: str) -> None:
        (before, rest), (after, others) = _items_of(old), _items_of(new)
        for index in range(max(len(before), len(after))):
            self.compare(
                before[index] if index < len(before) else rest,
                after[index] if index < len(after) else others,
                f"{pointer}/prefixItems/{index}",
            )
        shut = [any(place.node is False for place in side) for side in (rest, others)]
        if shut[0] != shut[1]:
            place = f"{pointer}/items"
            if shut[1]:
                self.tell(place, "closed", NARROWED, "further items fit no longer")
            else:
                self.tell(place, "opened", WIDENED, "there may be further items")
        else:
            self.compare(rest, others, f"{pointer}/items")

    def _dependencies(self, old: list[Place], new: list[Place], word: str, pointer: str) -> None:
        def gather(places: list[Place]) -> dict[str, Places]:
            found: dict[str, Places] = {}
            for place in _held(places, word):
                for name in place.node:
                    found[name] = (*found.get(name, ()), place.child(name))
            return found

        before, after = gather(old), gather(new)
        for name in sorted({*before, *after}):
            place = f"{pointer}/{word}/{escaped(name)}"
            one, other = before.get(name, ()), after.get(name, ())
            names = [
                {each for place in side if isinstance(place.node, list) for each in place.node}
                for side in (one, other)
            ]
            if names[1] - names[0] or (other and not one):
                self.tell(place, "dependency added", NARROWED, "more is asked beside that field")
            if names[0] - names[1] or (one and not other):
                self.tell(place, "dependency removed", WIDENED, "less is asked beside that field")
            if one and other and not (names[0] or names[1]):
                self.compare(one, other, place)


def _held(places: list[Place], keyword: str) -> Places:
    return tuple(
        place.child(keyword)
        for place in places
        if isinstance(place.node, dict) and keyword in place.node
    )


def _items_of(places: list[Place]) -> tuple[list[Places], Places]:
    """What each of the first items has to fit, and what all others have to."""
    first: list[Places] = []
    rest: Places = ()
    for place in places:
        if not isinstance(place.node, dict):
            continue
        word = "prefixItems" if "prefixItems" in place.node else "items"
        if isinstance(place.node.get(word), list):
            for index in range(len(place.node[word])):
                item = place.child(word, index)
                if index < len(first):
                    first[index] = (*first[index], item)
                else:
                    first.append((item,))
            word = "items" if word == "prefixItems" else "additionalItems"
        else:
            word = "items"
        if word in place.node:
            rest = (*rest, place.child(word))
    return first, rest
