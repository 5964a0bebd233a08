"""What changed between two versions of an XSD."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import xmlschema
from xmlschema.validators import XsdComplexType, XsdElement, XsdGroup

from hop_codegen.compare.content import (
    Model,
    counts,
    difference,
    without,
)
from hop_codegen.compare.simple_types import compare_simple_types, simple_meaning
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
    Judgement,
    Verdict,
)
from hop_codegen.compare.xsd_models import elements_of, model_of
from hop_codegen.errors import CodegenError
from hop_codegen.readers.xsd import documentation, refusal


def read_xsd(path: Path, name: str) -> Any:
    """A compiled XSD; what it includes is read from the folders below its own, nothing is fetched.

    Raises:
        CodegenError: it cannot be read, or is none.
    """
    try:
        with warnings.catch_warnings():
            # Without what it includes it would be another schema; what it imports may be unused.
            warnings.simplefilter("error", xmlschema.XMLSchemaIncludeWarning)
            warnings.simplefilter("ignore", xmlschema.XMLSchemaImportWarning)
            return xmlschema.XMLSchema(str(path.resolve()), allow="sandbox", defuse="always")
    except (OSError, xmlschema.XMLSchemaIncludeWarning) as fault:
        raise CodegenError(name, "", f"cannot be read: {fault}") from None
    except (xmlschema.XMLSchemaException, SyntaxError, ValueError) as fault:
        raise CodegenError(name, "", f"not an XSD: {refusal(fault)}") from fault


def compare_xsds(old: Any, new: Any, name: str) -> list[Change]:
    """The changes of an XSD that both versions have."""
    walk = _Walk(name)
    if old.target_namespace != new.target_namespace:
        reason = f"{old.target_namespace!r} is {new.target_namespace!r} now: no document fits both"
        walk.tell("", "namespace changed", REPLACED, reason)
    for table in ("types", "elements", "attributes"):
        walk.globals(getattr(old, table), getattr(new, table))
    return walk.changes


class _Walk:
    def __init__(self, name: str) -> None:
        self.name = name
        self.changes: list[Change] = []
        self._seen: set[tuple[int, int]] = set()

    def tell(self, path: str, kind: str, judgement: Judgement, reason: str) -> None:
        self.changes.append(Change(f"{self.name}#{path}", kind, judgement, reason))

    def globals(self, old: Any, new: Any) -> None:
        before, after = ({each.local_name: each for each in table.values()} for table in (old, new))
        for name, component in before.items():
            other = after.get(name)
            element = isinstance(component, XsdElement)
            if other is None:
                judgement = (
                    REPLACED if element or isinstance(component, XsdComplexType) else UNCLEAR
                )
                about = "documents that begin with it fit no longer" if element else (
                    "what refers to it, and its class, are too"
                )  # fmt: skip
                self.tell(f"/{name}", "removed", judgement, f"{name} is gone: {about}")
            elif element:
                self.element(component, other, f"/{name}", top=True)
            elif hasattr(component, "is_simple"):
                self.types(component, other, f"/{name}")
            else:
                self.values(component, other, f"/{name}")
                self.types(component.type, other.type, f"/{name}", inside=True)
        for name, component in after.items():
            if name not in before:
                element = isinstance(component, XsdElement)
                judgement = WIDENED if element else ADDED
                self.tell(f"/{name}", "added", judgement, f"{name} is new")

    def notes(self, old: Any, new: Any, path: str) -> None:
        if documentation(old) != documentation(new):
            self.tell(path, "documentation changed", DOCUMENTED, "it is for people only")

    def element(self, old: Any, new: Any, path: str, *, top: bool = False) -> None:
        self.notes(old, new, path)
        if not top and old.ref is not None and new.ref is not None:
            return  # told where it is declared
        if old.target_namespace == new.target_namespace and old.qualified != new.qualified:
            self.tell(
                path, "namespace changed", REPLACED, "its name is qualified in one version only"
            )
        if old.nillable != new.nillable:
            judgement = RESHAPED if new.nillable else NARROWED
            self.tell(
                path,
                "nillable changed",
                judgement,
                f"xsi:nil {'may' if new.nillable else 'must not'} stand there",
            )
        if old.abstract != new.abstract:
            judgement = NARROWED if new.abstract else WIDENED
            self.tell(path, "abstract changed", judgement, "whether it may stand for itself")
        self.values(old, new, path)
        self.types(old.type, new.type, path, inside=True)

    def values(self, old: Any, new: Any, path: str) -> None:
        """The values that an element or attribute has by itself."""
        if old.fixed != new.fixed:
            if old.fixed is None:
                self.tell(path, "value fixed", NARROWED, f"only {new.fixed!r} fits")
            elif new.fixed is None:
                self.tell(path, "value freed", WIDENED, f"it may be other than {old.fixed!r}")
            else:
                self.tell(
                    path, "fixed value changed", REPLACED, f"was {old.fixed!r}, is {new.fixed!r}"
                )
        if old.default != new.default:
            reason = f"left out it means another value; was {old.default!r}, is {new.default!r}"
            self.tell(path, "default changed", UNCLEAR, reason)

    def types(self, old: Any, new: Any, path: str, *, inside: bool = False) -> None:
        both_named = old.name is not None and new.name is not None
        if inside and both_named and old.local_name == new.local_name and old.parent is None:
            return  # told where it is declared
        if (id(old), id(new)) in self._seen:
            return
        self._seen.add((id(old), id(new)))
        if not inside or not both_named:
            self.notes(old, new, path)
        one, other = (isinstance(each, XsdComplexType) for each in (old, new))
        if not one and not other:
            self.simple(old, new, path)
            return
        self.attributes(old.attributes if one else {}, new.attributes if other else {}, path)
        texts = (_text_type(old), _text_type(new))
        if (texts[0] is None) != (texts[1] is None):
            self.tell(
                path,
                "content changed",
                REPLACED,
                "it holds text in one version, children in the other",
            )
            return
        if texts[0] is not None:
            self.simple(texts[0], texts[1], path)
            return
        if old.mixed != new.mixed:
            self.tell(path, "text between the children", WIDENED if new.mixed else NARROWED,
                      f"it {'may' if new.mixed else 'must not'} stand there")  # fmt: skip
        self.children(old.content, new.content, path)

    def simple(self, old: Any, new: Any, path: str) -> None:
        for kind, judgement, reason in compare_simple_types(old, new):
            self.tell(path, kind, judgement, reason)

    def attributes(self, old: Any, new: Any, path: str) -> None:
        before, after = (
            {name: each for name, each in table.items() if name and each.use != "prohibited"}
            for table in (old, new)
        )
        wild = [None in table for table in (old, new)]
        if wild[0] != wild[1]:
            kind, judgement = ("opened", WIDENED) if wild[1] else ("closed", NARROWED)
            reason = f"attributes that are not named {'may' if wild[1] else 'must not'} stand there"
            self.tell(f"{path}/@*", kind, judgement, reason)
        gone = [name for name in before if name not in after]
        come = [name for name in after if name not in before]
        for name in before:
            place = f"{path}/@{name}"
            if name in after:
                one, other = before[name], after[name]
                self.notes(one, other, place)
                self.values(one, other, place)
                self.types(one.type, other.type, place, inside=True)
                if one.use != other.use:
                    self.need(other.use == "required", place)
                continue
            twins = [
                each for each in come
                if before[name].use == after[each].use
                and simple_meaning(before[name].type) == simple_meaning(after[each].type)
            ]  # fmt: skip
            if len(twins) == 1 and len(gone) == 1:
                come.remove(twins[0])
                reason = f"{name} is {twins[0]} now"
                self.tell(f"{path}/@{twins[0]}", "attribute renamed", REPLACED, reason)
            else:
                reason = "programs that read it find nothing, documents with it fit no longer"
                writers = Verdict.COMPATIBLE if wild[1] else Verdict.BREAKING
                self.tell(place, "attribute removed", Judgement(Verdict.BREAKING, writers), reason)
        for name in come:
            self.come(f"{path}/@{name}", "attribute", after[name].use == "required", opened=wild[0])

    def need(self, required: bool, path: str) -> None:
        if required:
            self.tell(path, "made required", NARROWED, "every document has to have it now")
        else:
            judgement = Judgement(Verdict.BREAKING, Verdict.COMPATIBLE)
            self.tell(
                path, "made optional", judgement, "programs that count on it may find nothing"
            )

    def come(self, path: str, what: str, required: bool, *, opened: bool = False) -> None:
        readers = Verdict.COMPATIBLE if opened else Verdict.CARE
        writers = Verdict.BREAKING if required else Verdict.CARE if opened else Verdict.COMPATIBLE
        kind = f"{'required' if required else 'optional'} {what} added"
        reason = "every document has to have it" if required else (
            "documents may have it; programs that check by the old schema refuse it"
        )  # fmt: skip
        self.tell(path, kind, Judgement(readers, writers), reason)

    def children(self, old: Any, new: Any, path: str) -> None:
        one, other = elements_of(old), elements_of(new)
        models = (model_of(old), model_of(new))
        gone = [name for name in one if name not in other]
        come = [name for name in other if name not in one]
        renamed: dict[str, str] = {}
        if len(gone) == len(come) == 1 and _alike(
            (one[gone[0]], counts(models[0], gone[0])), (other[come[0]], counts(models[1], come[0]))
        ):
            renamed = {gone[0]: come[0]}
        different = frozenset({*gone, *come})
        for name, element in one.items():
            place = f"{path}/{name}"
            if name in renamed:
                reason = f"{name} is {renamed[name]} now"
                self.tell(f"{path}/{renamed[name]}", "element renamed", REPLACED, reason)
            elif name in gone:
                reason = "programs that read it find nothing, documents with it fit no longer"
                self.tell(place, "element removed", REPLACED, reason)
            else:
                if isinstance(element, XsdElement) and isinstance(other[name], XsdElement):
                    self.element(element, other[name], place)
                if self.occurs(counts(models[0], name), counts(models[1], name), place):
                    different |= {name}
        for name in come:
            if name not in renamed.values():
                self.come(f"{path}/{name}", "element", counts(models[1], name)[0] > 0)
        self.order(without(models[0], different), without(models[1], different), path)

    def occurs(self, old: tuple[int, int | None], new: tuple[int, int | None], path: str) -> bool:
        if old == new:
            return False
        (low, high), (other_low, other_high) = old, new
        if low != other_low:
            if 0 in (low, other_low):
                self.need(other_low > 0, path)
            else:
                judgement = NARROWED if other_low > low else WIDENED
                self.tell(path, "minOccurs changed", judgement, f"was {low}, is {other_low}")
        if high != other_high:
            more = other_high is None or (high is not None and other_high > high)
            single = 1 in (high, other_high)
            judgement = (RESHAPED if single else WIDENED) if more else NARROWED
            if not more and single:
                judgement = REPLACED
            reason = f"was {high or 'unbounded'}, is {other_high or 'unbounded'}"
            if single:
                reason += ": one became a list" if more else ": a list became one"
            self.tell(path, "maxOccurs changed", judgement, reason)
        return True

    def order(self, old: Model, new: Model, path: str) -> None:
        try:
            lost, gained = difference(old, new), difference(new, old)
        except OverflowError:
            self.tell(path, "children changed", MOVED, "too many orders to tell what fits")
            return
        if lost is None and gained is None:
            return
        texts = []
        if lost is not None:
            texts.append(f"fits no longer: {' '.join(lost) or 'no children'}")
        if gained is not None:
            texts.append(f"newly fits: {' '.join(gained) or 'no children'}")
        judgement = NARROWED if gained is None else WIDENED if lost is None else REPLACED
        self.tell(path, "children changed", judgement, "; ".join(texts))


def _text_type(kind: Any) -> Any:
    if not isinstance(kind, XsdComplexType):
        return kind
    return None if isinstance(kind.content, XsdGroup) else kind.content


def _alike(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    (old, before), (new, after) = one, other
    if before != after or not (isinstance(old, XsdElement) and isinstance(new, XsdElement)):
        return False
    if isinstance(old.type, XsdComplexType) or isinstance(new.type, XsdComplexType):
        return old.type.name is not None and old.type.name == new.type.name
    return bool(simple_meaning(old.type) == simple_meaning(new.type))
