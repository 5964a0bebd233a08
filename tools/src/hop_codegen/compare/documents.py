"""The JSON Schemas of one version: their files, and what a ``$ref`` in them means."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin

from hop_codegen.errors import CodegenError

_META = ("http://json-schema.org/", "https://json-schema.org/")
_WORDS = frozenset({"title", "description", "default", "examples", "$comment"})
_NOT_SCHEMAS = frozenset({"const", "enum", "default", "examples", "example"})
_OLD_DIALECTS = ("draft-03", "draft-04", "draft-06", "draft-07")


@dataclass(frozen=True)
class Place:
    """A schema and where it stands.

    Attributes:
        file: path of the file below the folder of the version.
        pointer: JSON pointer in it.
        node: the schema itself.
        via: the outermost ``$ref`` that led here, as the place it names; None where none did.
    """

    file: str
    pointer: str
    node: Any = field(compare=False, repr=False)
    via: tuple[str, str] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """File and pointer."""
        return self.file, self.pointer

    def child(self, *parts: str | int) -> Place:
        """A part of this schema, which is there."""
        node, suffix = self.node, ""
        for part in parts:
            node = node[part]
            suffix += "/" + escaped(part)
        via = self.via and (self.via[0], self.via[1] + suffix)
        return Place(self.file, self.pointer + suffix, node, via)


def escaped(part: str | int) -> str:
    """One step of a JSON pointer."""
    return str(part).replace("~", "~0").replace("/", "~1")


def parse(name: str, raw: bytes) -> Any:
    """A JSON document.

    Raises:
        CodegenError: it is none.
    """
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise CodegenError(name, "", f"not JSON: {fault}") from None


def schemas_in(place: Place) -> Iterator[Place]:
    """A schema and everything in it that may be one, values such as ``enum`` left out."""
    stack = [place]
    while stack:
        here = stack.pop()
        yield here
        if isinstance(here.node, dict):
            # Below "properties" and its like any name is a field's, "enum" and "default" too.
            named = here.pointer.rpartition("/")[2] in {"properties", "$defs", "definitions"}
            stack += [
                here.child(key)
                for key, value in reversed(here.node.items())
                if isinstance(value, (dict, list)) and (named or key not in _NOT_SCHEMAS)
            ]
        elif isinstance(here.node, list):
            stack += [
                here.child(index)
                for index in reversed(range(len(here.node)))
                if isinstance(here.node[index], (dict, list))
            ]


class Documents:
    """The schemas of a folder; others beside them are read when a ``$ref`` names them.

    Args:
        root: the folder.
        files: those of its files that are schemas, by their paths below it.
    """

    def __init__(self, root: Path, files: list[str]) -> None:
        self.root = root
        self.names = tuple(files)
        self._trees: dict[str, Any] = {}
        self._ids: dict[str, Place] = {}
        for name in files:
            self.tree(name)

    def tree(self, name: str) -> Any:
        """The whole schema of a file.

        Raises:
            CodegenError: it cannot be read, or is no schema.
        """
        if name not in self._trees:
            try:
                raw = (self.root / name).read_bytes()
            except OSError as fault:
                raise CodegenError(name, "", f"cannot be read: {fault.strerror}") from None
            tree = parse(name, raw)
            if not isinstance(tree, (dict, bool)):
                raise CodegenError(name, "", "a schema is a JSON object")
            self._trees[name] = tree
            self._index(Place(name, "", tree))
        return self._trees[name]

    def place(self, name: str) -> Place:
        """The whole schema of a file, as a place."""
        return Place(name, "", self.tree(name))

    def _index(self, top: Place) -> None:
        base = self._base(top.file)
        for place in schemas_in(top):
            if not isinstance(place.node, dict):
                continue
            if isinstance(own := place.node.get("$id", place.node.get("id")), str):
                self._ids.setdefault(urljoin(base, own).rstrip("#"), place)
            for keyword in ("$anchor", "$dynamicAnchor"):
                if isinstance(anchor := place.node.get(keyword), str):
                    self._ids.setdefault(f"{base}#{anchor}", place)

    def _base(self, name: str) -> str:
        tree = self._trees[name]
        own = tree.get("$id", tree.get("id")) if isinstance(tree, dict) else None
        # A base of our own, since a name may be missing, or be a path itself.
        base = f"https://local.invalid/{quote(name)}"
        return urljoin(base, own).rstrip("#") if isinstance(own, str) else base

    def follow(self, place: Place, ref: str) -> Place:
        """The schema that a ``$ref`` at a place names.

        Raises:
            CodegenError: there is none; nothing is ever fetched.
        """
        # Draft-07 knows no other base than those of "$id"; ours is that of the file.
        target, fragment = urldefrag(ref)
        if not target:
            return self._within(place, ref, self.place(place.file), fragment)
        if target.startswith(_META):
            return Place(target, fragment, {})
        base = self._base(place.file)
        found = self._ids.get(urljoin(base, target))
        if found is None and "://" not in target and not target.startswith("urn:"):
            folder = posixpath.dirname(place.file)
            name = posixpath.normpath(posixpath.join(folder, unquote(target)))
            if (self.root / name).is_file():
                found = self.place(name)
        if found is None:
            raise CodegenError(
                place.file,
                f"{place.pointer}/$ref",
                f"{ref} is none of these schemas; put that file beside them, since nothing is "
                "fetched",
            )
        return self._within(place, ref, found, fragment)

    def meant(self, place: Place, *, but_for_words: bool = False) -> Place:
        """The schema that a mere ``$ref`` comes to in the end; any other schema itself.

        Args:
            place: the schema.
            but_for_words: whether it may have words for people beside its ``$ref``.

        Raises:
            CodegenError: a ``$ref`` names nothing.
        """
        passed = set()
        while isinstance(place.node, dict) and place.key not in passed:
            passed.add(place.key)
            ref = place.node.get("$ref")
            beside = set(place.node) - ({"$ref", *_WORDS} if but_for_words else {"$ref"})
            if not isinstance(ref, str) or beside:
                break
            place = self.follow(place, ref)
        return place

    def _within(self, place: Place, ref: str, top: Place, fragment: str) -> Place:
        if not fragment:
            return top
        if not fragment.startswith("/"):
            found = self._ids.get(f"{self._base(top.file)}#{fragment}")
            if found is not None:
                return found
        else:
            node, pointer = top.node, top.pointer
            for raw in fragment[1:].split("/"):
                part = unquote(raw).replace("~1", "/").replace("~0", "~")
                if isinstance(node, dict) and part in node:
                    node = node[part]
                elif isinstance(node, list) and part.isdecimal() and int(part) < len(node):
                    node = node[int(part)]
                else:
                    break
                pointer += "/" + escaped(part)
            else:
                return Place(top.file, pointer, node)
        raise CodegenError(place.file, f"{place.pointer}/$ref", f"{ref} names nothing there")

    def conjuncts(self, places: tuple[Place, ...]) -> list[Place]:
        """All schemas that a value has to fit at once: themselves, what they refer to, ``allOf``.

        Raises:
            CodegenError: a ``$ref`` names nothing.
        """
        result: list[Place] = []
        seen: set[tuple[str, str]] = set()
        stack = list(reversed(places))
        while stack:
            place = stack.pop()
            if place.key in seen:
                continue
            seen.add(place.key)
            node = place.node
            if not isinstance(node, dict):
                result.append(place)
                continue
            more = []
            for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
                if isinstance(ref := node.get(keyword), str):
                    target = self.follow(place, ref)
                    more.append(replace(target, via=place.via or target.key))
            if not (more and self._ref_stands_alone(place.file)):
                result.append(place)
                parts = node.get("allOf", ())
                more += [
                    replace(place.child("allOf", index), via=place.via)
                    for index in range(len(parts))
                ]
            stack += reversed(more)
        return result

    def _ref_stands_alone(self, name: str) -> bool:
        """Whether what stands beside a ``$ref`` means nothing, as up to draft-07."""
        tree = self._trees.get(name)
        dialect = tree.get("$schema", "") if isinstance(tree, dict) else ""
        return any(old in str(dialect) for old in _OLD_DIALECTS)
