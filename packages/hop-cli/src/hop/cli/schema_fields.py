"""List the fields of a JSON Schema, or of a class without one, for people."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin

# Units of numbers, if a schema gives them only in its text: "False alarm rate, Hz."
_UNITS = (
    *("degrees", "deg", "arcmin", "arcsec", "rad/s", "rad", "ms", "s", "kHz", "MHz", "Hz", "eV"),
    *("keV", "MeV", "GeV", "TeV", "nm", "km", "m", "pc/cm3", "kpc", "Mpc", "pc", "mag", "K"),
    *("erg/cm2/s", "erg/cm2", "ph/cm2/s", "mJy", "Jy", "%"),
)
_IN_WORDS = re.compile(rf"(?:,|\b[Ii]n) ({'|'.join(map(re.escape, _UNITS))})(?=[\s.,;:)]|$)")
_IN_BRACKETS = re.compile(r"\[([A-Za-z][^\[\]]{0,30})\]")
_MOST_VALUES = 6


@dataclasses.dataclass(frozen=True)
class Field:
    """A field of a message: its name in JSON, its type in words, its unit, and what it means."""

    name: str
    type: str
    required: bool
    unit: str
    text: str


@dataclasses.dataclass(frozen=True)
class Part:
    """An object: its path ("" for the whole message), and its fields."""

    path: str
    text: str
    fields: tuple[Field, ...]


@dataclasses.dataclass(frozen=True)
class _At:
    """A schema, and the URI that its references are relative to."""

    node: dict[str, Any]
    base: str


def parts_of(schema: dict[str, Any]) -> list[Part]:
    """Return the objects of a schema, each once, at its first path; the whole message is first."""
    return list(_Reader(schema).parts())


def parts_of_class(model: type) -> list[Part]:
    """Return the fields of a dataclass, for a model that has no schema."""
    if not dataclasses.is_dataclass(model):
        return []
    texts = _attributes(model.__doc__ or "")
    fields = tuple(
        Field(
            each.name,
            each.type if isinstance(each.type, str) else getattr(each.type, "__name__", "any"),
            each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING,
            "",
            texts.get(each.name, ""),
        )
        for each in dataclasses.fields(model)
        if not each.name.startswith("_")
    )
    return [Part("", (model.__doc__ or "").strip().split("\n")[0], fields)]


def _attributes(text: str) -> dict[str, str]:
    """Return the texts under "Attributes:" in a docstring."""
    _, _, listed = text.partition("Attributes:\n")
    found: dict[str, str] = {}
    for line in listed.partition("\n\n")[0].splitlines():
        name, colon, rest = line.strip().partition(": ")
        if colon and name.isidentifier():
            found[name] = rest
        elif found:
            found[list(found)[-1]] += f" {line.strip()}"
    return found


class _Reader:
    def __init__(self, schema: dict[str, Any]) -> None:
        self.root = _At(schema, str(schema.get("$id", "")))
        self.known: dict[str, dict[str, Any]] = {self.root.base: schema}
        for part in _tables(schema):
            if isinstance(own := part.get("$id"), str):
                self.known.setdefault(urljoin(self.root.base, own).rstrip("#"), part)

    def parts(self) -> Iterator[Part]:
        waiting = [("", self.root)]
        seen: list[dict[str, Any]] = []
        while waiting:
            path, at = waiting.pop(0)
            whole = self.whole(at)
            table = [(name, each) for each in whole for name, each in self.named(each)]
            if any(whole[-1].node is other for other in seen) or not (table or not path):
                continue
            seen.append(whole[-1].node)
            required = {name for each in whole for name in each.node.get("required", ())}
            fields: dict[str, Field] = {}
            for name, each in table:
                if name not in fields:
                    fields[name] = self.field(name, each, name in required)
                    inner = f"{path}.{name}" if path else name
                    waiting += [(inner, part) for part in self.objects(each)]
            text = next((t for each in whole if (t := _text(each.node))), "")
            yield Part(path, text, tuple(fields.values()))

    def named(self, at: _At) -> Iterator[tuple[str, _At]]:
        for name, schema in at.node.get("properties", {}).items():
            if isinstance(schema, dict):
                yield name, _At(schema, at.base)

    def whole(self, at: _At) -> list[_At]:
        """Return a schema, and all that its ``$ref`` and ``allOf`` add."""
        found: list[_At] = []
        waiting = [at]
        while waiting:
            here = waiting.pop()
            if any(here.node is other.node for other in found):
                continue
            found.append(here)
            waiting += [_At(part, here.base) for part in reversed(here.node.get("allOf", ()))
                        if isinstance(part, dict)]  # fmt: skip
            if isinstance(ref := here.node.get("$ref"), str) and (target := self.follow(here, ref)):
                waiting.append(target)
        return found

    def follow(self, at: _At, ref: str) -> _At | None:
        # A base may be a URN, which urljoin cannot join to a path.
        target = at.base + ref if ref.startswith("#") else urljoin(at.base, ref)
        base, fragment = urldefrag(target)
        node: Any = self.known.get(base.rstrip("#"))
        if node is None:
            return None
        for part in fragment.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            node = node.get(name) if isinstance(node, dict) else None
        return _At(node, base) if isinstance(node, dict) else None

    def objects(self, at: _At) -> Iterator[_At]:
        """Yield the objects that a field holds, also in lists and as alternatives."""
        if any(each.node.get("properties") for each in self.whole(at)):
            yield at
            return
        for each in self.whole(at):
            node = each.node
            below = [node.get("items"), node.get("additionalProperties")]
            for part in (*below, *node.get("anyOf", ()), *node.get("oneOf", ())):
                if isinstance(part, dict):
                    yield from self.objects(_At(part, each.base))

    def field(self, name: str, at: _At, required: bool) -> Field:
        text = next((t for each in self.whole(at) if (t := _text(each.node))), "")
        type_ = self.type_(at)
        return Field(name, type_, required, self.unit(at, type_, text), text)

    def unit(self, at: _At, type_: str, text: str) -> str:
        for each in self.whole(at):
            for word in ("unit", "units", "x-unit", "x-units"):
                if isinstance(found := each.node.get(word), str):
                    return found
        if "number" not in type_ and "integer" not in type_:
            return ""
        match = _IN_BRACKETS.search(text) or _IN_WORDS.search(text)
        return match[1] if match else ""

    def type_(self, at: _At, depth: int = 0) -> str:
        """Return the type of a field, in words."""
        whole = self.whole(at)
        if depth > 4:
            return "…"
        for each in whole:
            node = each.node
            if "const" in node:
                return json.dumps(node["const"], ensure_ascii=False)
            if isinstance(node.get("enum"), list):
                return _values(node["enum"])
        for each in whole:
            for word in ("anyOf", "oneOf"):
                choices = [
                    _At(c, each.base) for c in each.node.get(word, ()) if isinstance(c, dict)
                ]
                types = [self.type_(choice, depth + 1) for choice in choices]
                if any(type_ != "any" for type_ in types):
                    return " or ".join(dict.fromkeys(types))
        return self.plain(whole, depth)

    def plain(self, whole: list[_At], depth: int) -> str:
        types: list[str] = []
        for each in whole:
            given = each.node.get("type")
            types = types or ([given] if isinstance(given, str) else list(given or ()))
        if not types and any(each.node.get("properties") for each in whole):
            types = ["object"]
        return " or ".join(self.one(type_, whole, depth) for type_ in types) or "any"

    def one(self, type_: str, whole: list[_At], depth: int) -> str:
        if type_ in ("number", "integer"):
            return type_ + _range(whole)
        word = {"array": "items", "object": "additionalProperties"}.get(type_)
        for each in whole:
            inner = each.node.get(word) if word else None
            if isinstance(inner, dict) and inner:
                name = self.type_(_At(inner, each.base), depth + 1)
                name = f"({name})" if " or " in name else name
                return f"list of {name}" if type_ == "array" else f"object of {name}"
        return {"array": "list", "string": "text"}.get(type_, type_)


def _tables(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for word in ("$defs", "definitions"):
        for part in node.get(word, {}).values():
            if isinstance(part, dict):
                yield part
                yield from _tables(part)


def _text(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("description") or "").split())


def _values(values: list[Any]) -> str:
    shown = [json.dumps(value, ensure_ascii=False) for value in values[:_MOST_VALUES]]
    more = f" or {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES else ""
    return " or ".join(shown) + more


def _range(whole: list[_At]) -> str:
    low = next((each.node[w] for each in whole for w in ("minimum", "exclusiveMinimum")
                if w in each.node), None)  # fmt: skip
    high = next((each.node[w] for each in whole for w in ("maximum", "exclusiveMaximum")
                 if w in each.node), None)  # fmt: skip
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return f" {low} to {high}"
    return f" from {low}" if high is None else f" to {high}"
