"""What changed in the fields of an object: which came, went, got another name, must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hop_codegen.compare.documents import escaped
from hop_codegen.compare.fields import Fields, match_names
from hop_codegen.compare.verdicts import NARROWED, REPLACED, WIDENED, Judgement, Verdict, worst

if TYPE_CHECKING:
    from hop_codegen.compare.json_schema import Walk


def compare_objects(walk: Walk, old: Fields, new: Fields, pointer: str) -> None:
    """Tell what changed in the fields of an object."""
    removed, added = old.missing_in(new), new.missing_in(old)
    renamed = match_names(walk.old, old, walk.new, new)
    for name in old.names:
        place = f"{pointer}/properties/{escaped(name)}"
        if name in new.names:
            if not (old.elsewhere(name) and new.elsewhere(name)):
                _both(walk, old, new, name, place)
        elif name in renamed:
            other = renamed[name]
            walk.tell(
                f"{pointer}/properties/{escaped(other)}",
                "field renamed",
                worst([_removal(walk, old, name, new), _addition(walk, old, new, other)]),
                f"{name} is called {other} now: programs look for the old name",
            )
        elif name in removed:
            _removed(walk, old, name, new, place)
    for name in added:
        if name not in renamed.values():
            _added(walk, old, new, name, f"{pointer}/properties/{escaped(name)}")
    _required(walk, old, new, pointer)
    _others(walk, old, new, pointer)


def _both(walk: Walk, old: Fields, new: Fields, name: str, pointer: str) -> None:
    # A part of an "allOf" may close the object to fields that another part names.
    if old.refuse(name) and not new.refuse(name):
        walk.tell(pointer, "field allowed", WIDENED, "it was named, but no message could have it")
    elif new.refuse(name) and not old.refuse(name):
        walk.tell(pointer, "field forbidden", NARROWED, "it is named, but no message can have it")
    walk.compare(old.names[name], new.names[name], pointer)


def _removed(walk: Walk, old: Fields, name: str, new: Fields, pointer: str) -> None:
    closed = new.others(name) is False
    walk.tell(
        pointer,
        "field removed",
        _removal(walk, old, name, new),
        "programs that read it find nothing"
        + (", and messages that have it fit no longer" if closed else ""),
    )


def _removal(walk: Walk, old: Fields, name: str, new: Fields) -> Judgement:
    allowed = new.others(name)
    if allowed is False:
        return REPLACED
    if isinstance(allowed, tuple) and (inner := walk.apart(old.names[name], allowed, "")):
        writers = worst([change.judgement for change in inner]).writers
        return Judgement(Verdict.BREAKING, max(writers, Verdict.CARE, key=list(Verdict).index))
    return Judgement(Verdict.BREAKING, Verdict.CARE)


def _added(walk: Walk, old: Fields, new: Fields, name: str, pointer: str) -> None:
    required = name in new.required and name not in old.required
    closed = old.others(name) is False
    reason = "every message has to have it" if required else "messages may have it"
    if closed:
        reason += "; programs that check by the old schema refuse it"
    elif not required:
        reason += "; whoever already sent something of that name has to see that it fits"
    kind = "required field added" if required else "optional field added"
    walk.tell(pointer, kind, _addition(walk, old, new, name), reason)


def _addition(walk: Walk, old: Fields, new: Fields, name: str) -> Judgement:
    allowed = old.others(name)
    readers = Verdict.CARE if allowed is False else Verdict.COMPATIBLE
    judgement = Judgement(readers, Verdict.COMPATIBLE)
    if name in new.required and name not in old.required:
        judgement = Judgement(readers, Verdict.BREAKING)
    if allowed is None and walk.apart((), new.names[name], ""):
        # Whoever sent something of that name did so without a word about it in the schema.
        return worst([judgement, Judgement(Verdict.COMPATIBLE, Verdict.CARE)])
    inner = walk.apart(allowed, new.names[name], "") if allowed else []
    return worst([judgement, *(change.judgement for change in inner)])


def _required(walk: Walk, old: Fields, new: Fields, pointer: str) -> None:
    removed, added = old.missing_in(new), new.missing_in(old)
    for name in sorted(old.required.keys() ^ new.required.keys()):
        demanded = name in new.required
        if name in (added if demanded else removed):
            continue
        if (new if demanded else old).required[name]:
            continue
        place = f"{pointer}/required/{escaped(name)}"
        if demanded:
            walk.tell(place, "made required", NARROWED, "every message has to have it now")
        else:
            reason = "programs that count on it may find nothing"
            walk.tell(place, "made optional", Judgement(Verdict.BREAKING, Verdict.COMPATIBLE),
                      reason)  # fmt: skip


def _others(walk: Walk, old: Fields, new: Fields, pointer: str) -> None:
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        before, after = old.rest.get(keyword, ()), new.rest.get(keyword, ())
        closed = [any(place.node is False for place in side) for side in (before, after)]
        place = f"{pointer}/{keyword}"
        if closed == [False, True]:
            walk.tell(place, "closed", NARROWED, "messages with other fields fit no longer")
        elif closed == [True, False]:
            walk.tell(place, "opened", WIDENED, "messages may have fields that are not named")
        elif not any(closed):
            walk.compare(before, after, place)
    for pattern in dict.fromkeys([*old.patterns, *new.patterns]):
        walk.compare(
            old.patterns.get(pattern, old.rest.get("additionalProperties", ())),
            new.patterns.get(pattern, new.rest.get("additionalProperties", ())),
            f"{pointer}/patternProperties/{escaped(pattern)}",
        )
