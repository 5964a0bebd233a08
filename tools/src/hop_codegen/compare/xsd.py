"""What changed between two versions of an XSD."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import xmlschema
from xmlschema.validators import XsdAnyElement, XsdComplexType, XsdElement, XsdGroup

from hop_codegen.compare.content import (
    EMPTY,
    Model,
    choice,
    counts,
    difference,
    interleave,
    named,
    repeat,
    sequence,
    without,
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
    Finding,
    Findings,
    Judgement,
    Verdict,
    judge_bound,
    judge_values,
)
from hop_codegen.errors import CodegenError
from hop_codegen.readers.xsd import documentation, refusal

_XS = "{http://www.w3.org/2001/XMLSchema}"
_NUMBERS = frozenset(
    {
        *("decimal", "integer", "long", "int", "short", "byte", "float", "double"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    }
)
_TEXTS = frozenset({"string", "normalizedString", "token", "anySimpleType", "anyAtomicType"})
_LOWER = ("minInclusive", "minExclusive", "minLength")
_UPPER = ("maxInclusive", "maxExclusive", "maxLength", "totalDigits", "fractionDigits")
_ABSENT = "programs that read it find nothing, documents with it fit no longer"


def read_xsd(path: Path, name: str) -> Any:
    """Read and compile an XSD; what it includes must be in its folder or below it.

    Raises:
        CodegenError: it cannot be read, or is not an XSD.
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
    """Find the changes of a compiled XSD."""
    walk = _Walk(name)
    if old.target_namespace != new.target_namespace:
        reason = f"{old.target_namespace!r} is {new.target_namespace!r} now: no document fits both"
        walk.add("", "namespace changed", REPLACED, reason)
    for table in ("types", "elements", "attributes"):
        walk.globals(getattr(old, table), getattr(new, table))
    return walk.changes


class _Walk(Findings):
    """One comparison of two XSDs."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._seen: set[tuple[int, int]] = set()

    def globals(self, old: Any, new: Any) -> None:
        before, after = ({each.local_name: each for each in table.values()} for table in (old, new))
        for name, component in before.items():
            place = f"/{name}"
            element = isinstance(component, XsdElement)
            if name not in after:
                has_class = element or isinstance(component, XsdComplexType)
                about = "documents that begin with it fit no longer" if element else (
                    "what refers to it, and its class, are too"
                )  # fmt: skip
                reason = f"{name} is gone: {about}"
                self.add(place, "removed", REPLACED if has_class else UNCLEAR, reason)
            elif element:
                self.element(component, after[name], place, top=True)
            elif hasattr(component, "is_simple"):
                self.types(component, after[name], place)
            else:
                self.values(component, after[name], place)
                self.types(component.type, after[name].type, place, inside=True)
        for name, component in after.items():
            if name not in before:
                judgement = WIDENED if isinstance(component, XsdElement) else ADDED
                self.add(f"/{name}", "added", judgement, f"{name} is new")

    def notes(self, old: Any, new: Any, path: str) -> None:
        if documentation(old) != documentation(new):
            self.add(path, "documentation changed", DOCUMENTED, "it is for people only")

    def element(self, old: Any, new: Any, path: str, *, top: bool = False) -> None:
        self.notes(old, new, path)
        if not top and old.ref is not None and new.ref is not None:
            return  # reported where it is declared
        if old.target_namespace == new.target_namespace and old.qualified != new.qualified:
            reason = "its name is qualified in one version only"
            self.add(path, "namespace changed", REPLACED, reason)
        if old.nillable != new.nillable:
            judgement = RESHAPED if new.nillable else NARROWED
            self.add(path, "nillable changed", judgement, _may_stand("xsi:nil", new.nillable))
        if old.abstract != new.abstract:
            judgement = NARROWED if new.abstract else WIDENED
            self.add(path, "abstract changed", judgement, "whether it may stand for itself")
        self.values(old, new, path)
        self.types(old.type, new.type, path, inside=True)

    def values(self, old: Any, new: Any, path: str) -> None:
        """Compare the values that an element or attribute has by itself."""
        was = f"was {old.fixed!r}, is {new.fixed!r}"
        if old.fixed is None and new.fixed is not None:
            self.add(path, "value fixed", NARROWED, was)
        elif old.fixed is not None and new.fixed is None:
            self.add(path, "value freed", WIDENED, was)
        elif old.fixed != new.fixed:
            self.add(path, "fixed value changed", REPLACED, was)
        if old.default != new.default:
            reason = f"left out it means another value; was {old.default!r}, is {new.default!r}"
            self.add(path, "default changed", UNCLEAR, reason)

    def types(self, old: Any, new: Any, path: str, *, inside: bool = False) -> None:
        both_named = old.name is not None and new.name is not None
        if inside and both_named and old.local_name == new.local_name and old.parent is None:
            return  # reported where it is declared
        if (id(old), id(new)) in self._seen:
            return
        self._seen.add((id(old), id(new)))
        if not inside or not both_named:
            self.notes(old, new, path)
        self.attributes(getattr(old, "attributes", {}), getattr(new, "attributes", {}), path)
        one, other = _text_type(old), _text_type(new)
        if one is not None and other is not None:
            for kind, judgement, reason in compare_simple_types(one, other):
                self.add(path, kind, judgement, reason)
        elif one is not None or other is not None:
            reason = "it holds text in one version, children in the other"
            self.add(path, "content changed", REPLACED, reason)
        else:
            if old.mixed != new.mixed:
                judgement, reason = WIDENED if new.mixed else NARROWED, _may_stand("it", new.mixed)
                self.add(path, "text between the children", judgement, reason)
            self.children(old.content, new.content, path)

    def attributes(self, old: Any, new: Any, path: str) -> None:
        before, after = (
            {name: each for name, each in table.items() if name and each.use != "prohibited"}
            for table in (old, new)
        )
        wild, still_wild = None in old, None in new
        if wild != still_wild:
            kind, judgement = ("opened", WIDENED) if still_wild else ("closed", NARROWED)
            reason = _may_stand("attributes that are not named", still_wild)
            self.add(f"{path}/@*", kind, judgement, reason)
        gone = [name for name in before if name not in after]
        come = [name for name in after if name not in before]
        for name, one in before.items():
            place = f"{path}/@{name}"
            if name in after:
                other = after[name]
                self.notes(one, other, place)
                self.values(one, other, place)
                self.types(one.type, other.type, place, inside=True)
                if one.use != other.use:
                    self.need(other.use == "required", place)
                continue
            twins = [
                each for each in come
                if one.use == after[each].use
                and simple_meaning(one.type) == simple_meaning(after[each].type)
            ]  # fmt: skip
            if len(twins) == 1 and len(gone) == 1:
                come.remove(twins[0])
                reason = f"{name} is {twins[0]} now"
                self.add(f"{path}/@{twins[0]}", "attribute renamed", REPLACED, reason)
            else:
                writers = Verdict.COMPATIBLE if still_wild else Verdict.BREAKING
                judgement = Judgement(Verdict.BREAKING, writers)
                self.add(place, "attribute removed", judgement, _ABSENT)
        for name in come:
            required = after[name].use == "required"
            self.added(f"{path}/@{name}", "attribute", required, opened=wild)

    def need(self, required: bool, path: str) -> None:
        if required:
            self.add(path, "made required", NARROWED, "every document has to have it now")
        else:
            judgement = Judgement(Verdict.BREAKING, Verdict.COMPATIBLE)
            self.add(path, "made optional", judgement, "programs that rely on it may find nothing")

    def added(self, path: str, what: str, required: bool, *, opened: bool = False) -> None:
        readers = Verdict.COMPATIBLE if opened else Verdict.CARE
        writers = Verdict.BREAKING if required else Verdict.CARE if opened else Verdict.COMPATIBLE
        kind = f"{'required' if required else 'optional'} {what} added"
        reason = "every document has to have it" if required else (
            "documents may have it; programs that check by the old schema refuse it"
        )  # fmt: skip
        self.add(path, kind, Judgement(readers, writers), reason)

    def children(self, old: Any, new: Any, path: str) -> None:
        before, after = _elements_of(old), _elements_of(new)
        model, new_model = _model_of(old), _model_of(new)
        gone = [name for name in before if name not in after]
        come = [name for name in after if name not in before]
        if (
            len(gone) == len(come) == 1
            and counts(model, gone[0]) == counts(new_model, come[0])
            and _same_type(before[gone[0]], after[come[0]])
        ):
            reason = f"{gone[0]} is {come[0]} now"
            self.add(f"{path}/{come[0]}", "element renamed", REPLACED, reason)
        else:
            for name in gone:
                self.add(f"{path}/{name}", "element removed", REPLACED, _ABSENT)
            for name in come:
                self.added(f"{path}/{name}", "element", counts(new_model, name)[0] > 0)
        different = frozenset({*gone, *come})
        for name in [name for name in before if name in after]:
            one, other, place = before[name], after[name], f"{path}/{name}"
            if isinstance(one, XsdElement) and isinstance(other, XsdElement):
                self.element(one, other, place)
            if counts(model, name) != counts(new_model, name):
                different |= {name}
                self.occurs(counts(model, name), counts(new_model, name), place)
        self.order(without(model, different), without(new_model, different), path)

    def occurs(self, old: tuple[int, int | None], new: tuple[int, int | None], path: str) -> None:
        """Compare how often a child may occur."""
        (low, high), (new_low, new_high) = old, new
        if low != new_low and 0 in (low, new_low):
            self.need(new_low > 0, path)
        elif low != new_low:
            judgement = NARROWED if new_low > low else WIDENED
            self.add(path, "minOccurs changed", judgement, f"was {low}, is {new_low}")
        if high == new_high:
            return
        more = new_high is None or (high is not None and new_high > high)
        reason = f"was {high or 'unbounded'}, is {new_high or 'unbounded'}"
        judgement = WIDENED if more else NARROWED
        if 1 in (high, new_high):
            judgement = RESHAPED if more else REPLACED
            reason += ": one became a list" if more else ": a list became one"
        self.add(path, "maxOccurs changed", judgement, reason)

    def order(self, old: Model, new: Model, path: str) -> None:
        """Compare in which order and together with which others the children may come."""
        try:
            lost, gained = difference(old, new), difference(new, old)
        except OverflowError:
            self.add(path, "children changed", MOVED, "too many orders to tell what fits")
            return
        texts = []
        if lost is not None:
            texts.append(f"fits no longer: {' '.join(lost) or 'no children'}")
        if gained is not None:
            texts.append(f"newly fits: {' '.join(gained) or 'no children'}")
        if texts:
            judgement = NARROWED if gained is None else WIDENED if lost is None else REPLACED
            self.add(path, "children changed", judgement, "; ".join(texts))


def _may_stand(what: str, allowed: bool) -> str:
    return f"{what} {'may' if allowed else 'must not'} stand there"


def _text_type(kind: Any) -> Any:
    """The simple type of what an element holds; None if it holds children."""
    if not isinstance(kind, XsdComplexType):
        return kind
    return None if isinstance(kind.content, XsdGroup) else kind.content


def _same_type(old: Any, new: Any) -> bool:
    if not (isinstance(old, XsdElement) and isinstance(new, XsdElement)):
        return False
    if isinstance(old.type, XsdComplexType) or isinstance(new.type, XsdComplexType):
        return old.type.name is not None and old.type.name == new.type.name
    return bool(simple_meaning(old.type) == simple_meaning(new.type))


# Content models, from the groups of a compiled XSD


def _elements_of(group: Any) -> dict[str, Any]:
    """The first declaration of each child, by name; wildcards by their namespaces."""
    found: dict[str, Any] = {}
    if isinstance(group, XsdGroup):
        for particle in group.iter_elements():
            found.setdefault(_child_name(particle), particle)
    return found


def _child_name(particle: Any) -> str:
    if isinstance(particle, XsdAnyElement):
        return f"*{' '.join(sorted(particle.namespace))}"
    return str(particle.local_name)


def _model_of(particle: Any) -> Model:
    """The content model of a group or of one particle."""
    if isinstance(particle, XsdGroup):
        make = {"sequence": sequence, "choice": choice, "all": interleave}[particle.model]
        parts = [_model_of(part) for part in particle]
        inner = make(*parts) if parts else EMPTY
    elif isinstance(particle, (XsdElement, XsdAnyElement)):
        inner = named(_child_name(particle))
    else:
        return EMPTY
    return repeat(inner, particle.min_occurs, particle.max_occurs)


# Simple types


def compare_simple_types(old: Any, new: Any) -> Iterator[Finding]:
    """Find the changes of a simple type."""
    one, other = _variety(old), _variety(new)
    if one != other:
        judgement = RESHAPED if (one, other) == ("a single value", "a union") else REPLACED
        yield "type changed", judgement, f"was {one}, is {other}"
        return
    if one == "a list":
        for kind, judgement, reason in compare_simple_types(_item_type(old), _item_type(new)):
            yield kind, judgement, f"in a list: {reason}"
    elif one == "a union":
        kinds, new_kinds = (set(map(simple_meaning, _member_types(each))) for each in (old, new))
        if new_kinds - kinds:
            yield "type widened", WIDENED, "there is another kind of value"
        if kinds - new_kinds:
            yield "type narrowed", NARROWED, "a kind of value fits no longer"
    elif _builtin(old) != _builtin(new):
        yield _compare_builtins(old, new)
    before, after = _facets(old), _facets(new)
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield _compare_facet(name, before.get(name), after.get(name))


def simple_meaning(kind: Any) -> Any:
    """What a simple type is, to be compared for equality."""
    if not hasattr(kind, "is_simple") or not kind.is_simple():
        return kind.name or id(kind)
    variety = _variety(kind)
    if variety == "a union":
        return (variety, *(simple_meaning(each) for each in _member_types(kind)))
    base = simple_meaning(_item_type(kind)) if variety == "a list" else _builtin(kind)
    return (variety, base, *sorted(_facets(kind).items()))


def _variety(kind: Any) -> str:
    return "a list" if kind.is_list() else "a union" if kind.is_union() else "a single value"


def _item_type(kind: Any) -> Any:
    """The type of the items of a list; a restriction has it from the list that it restricts."""
    return kind.item_type if hasattr(kind, "item_type") else _item_type(kind.base_type)


def _member_types(kind: Any) -> Any:
    """The types of a union; a restriction has them from the union that it restricts."""
    return kind.member_types if hasattr(kind, "member_types") else _member_types(kind.base_type)


def _ancestors(kind: Any) -> list[str]:
    """The builtin types that a type is made from, the nearest first."""
    names, here = [], kind
    while here is not None:
        if (here.name or "").startswith(_XS):
            names.append(str(here.local_name))
        here = here.base_type
    return names


def _builtin(kind: Any) -> str:
    return next(iter(_ancestors(kind)), "anySimpleType")


def _compare_builtins(old: Any, new: Any) -> Finding:
    before, after = _builtin(old), _builtin(new)
    text = f"was xs:{before}, is xs:{after}"
    numbers = before in _NUMBERS and after in _NUMBERS
    texts = before in _TEXTS and after in _TEXTS
    real = {"float", "double"}
    if {before, after} == real:
        widened, narrowed = after == "double", before == "double"
    else:
        # Every text of one type is one of the other.
        widened = after in _ancestors(old) or (numbers and after in real)
        narrowed = before in _ancestors(new) or (numbers and before in real)
    if widened or (after in _TEXTS and not texts):
        return "type widened", WIDENED if numbers or texts else RESHAPED, text
    if narrowed:
        return "type narrowed", NARROWED, text
    if before in _TEXTS:
        # Every document still fits the old schema, but what was text is none any more.
        return "type narrowed", MOVED, text
    return "type changed", REPLACED, text


def _facets(kind: Any) -> dict[str, Any]:
    """The facets that a type has beyond those of the builtin type it is made from."""
    base, patterns = kind, []
    while base is not None and not (base.name or "").startswith(_XS):
        if base.patterns is not None:
            regexps = " or ".join(sorted(str(each.get("value")) for each in base.patterns))
            if regexps not in patterns:
                patterns.append(regexps)
        base = base.base_type
    if base is kind:
        return {}
    builtin = _own_facets(base) if base is not None else {}
    found = {name: value for name, value in _own_facets(kind).items() if builtin.get(name) != value}
    if patterns:
        found["pattern"] = " and ".join(patterns)
    return found


def _own_facets(kind: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, facet in (kind.facets or {}).items():
        local = str(name or "").removeprefix(_XS)
        if local == "enumeration":
            found[local] = tuple(dict.fromkeys(str(each) for each in kind.enumeration))
        elif local not in ("", "pattern", "assertion"):
            found[local] = str(facet.value)
    return found


def _compare_facet(name: str, old: Any, new: Any) -> Finding:
    text = f"{name} was {old or 'absent'}, is {new or 'absent'}"
    if name == "enumeration":
        return judge_values(old, new)
    if name in _LOWER or name in _UPPER:
        return judge_bound(_is_tighter(name, old, new), text)
    if old and new:
        return f"{name} changed", MOVED, text
    return (f"{name} added", NARROWED, text) if new else (f"{name} removed", WIDENED, text)


def _is_tighter(name: str, old: str | None, new: str | None) -> bool:
    if old is None or new is None:
        return old is None
    try:
        higher = Decimal(new) > Decimal(old)
    except InvalidOperation:
        higher = new > old  # dates and times, which sort as texts
    return higher if name in _LOWER else not higher
