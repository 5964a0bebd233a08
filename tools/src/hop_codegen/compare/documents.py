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
class Schema:
    """A schema and where it stands.

    Attributes:
        file: path of the file below the folder of the version.
        pointer: JSON pointer in it.
        node: the schema itself.
        via: the target of the outermost ``$ref`` that led here; None if none did.
    """

    file: str
    pointer: str
    node: Any = field(compare=False, repr=False)
    via: tuple[str, str] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """File and pointer."""
        return self.file, self.pointer

    def child(self, *parts: str | int) -> Schema:
        """A part of this schema, which must exist."""
        node, suffix = self.node, ""
        for part in parts:
            node = node[part]
            suffix += "/" + escaped(part)
        via = self.via and (self.via[0], self.via[1] + suffix)
        return Schema(self.file, self.pointer + suffix, node, via)


def escaped(part: str | int) -> str:
    """One step of a JSON pointer."""
    return str(part).replace("~", "~0").replace("/", "~1")


def parse(name: str, raw: bytes) -> Any:
    """Parse a JSON document.

    Raises:
        CodegenError: it is not JSON.
    """
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise CodegenError(name, "", f"not JSON: {fault}") from None


def schemas_in(schema: Schema) -> Iterator[Schema]:
    """A schema and everything in it that may be a schema; not values such as those of ``enum``."""
    stack = [schema]
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
    """The schemas of a folder; others in it are read when a ``$ref`` names them.

    Args:
        root: the folder.
        files: its schemas, by their paths below it.
    """

    def __init__(self, root: Path, files: list[str]) -> None:
        self.root = root
        self.names = tuple(files)
        self._trees: dict[str, Any] = {}
        self._ids: dict[str, Schema] = {}
        for name in files:
            self.tree(name)

    def tree(self, name: str) -> Any:
        """The whole schema of a file.

        Raises:
            CodegenError: it cannot be read, or is not a schema.
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
            self._index(Schema(name, "", tree))
        return self._trees[name]

    def schema(self, name: str) -> Schema:
        """The whole schema of a file, with where it stands."""
        return Schema(name, "", self.tree(name))

    def _index(self, top: Schema) -> None:
        base = self._base(top.file)
        for schema in schemas_in(top):
            if not isinstance(schema.node, dict):
                continue
            if isinstance(own := schema.node.get("$id", schema.node.get("id")), str):
                self._ids.setdefault(urljoin(base, own).rstrip("#"), schema)
            for keyword in ("$anchor", "$dynamicAnchor"):
                if isinstance(anchor := schema.node.get(keyword), str):
                    self._ids.setdefault(f"{base}#{anchor}", schema)

    def _base(self, name: str) -> str:
        tree = self._trees[name]
        own = tree.get("$id", tree.get("id")) if isinstance(tree, dict) else None
        # A base of our own, since a name may be missing, or be a path itself.
        base = f"https://local.invalid/{quote(name)}"
        return urljoin(base, own).rstrip("#") if isinstance(own, str) else base

    def follow(self, schema: Schema, ref: str) -> Schema:
        """Find the target of a ``$ref`` of a schema.

        Raises:
            CodegenError: there is none here; nothing is ever fetched.
        """
        # The base is that of the file: an "$id" inside of it does not change it.
        target, fragment = urldefrag(ref)
        if not target:
            return self._within(schema, ref, self.schema(schema.file), fragment)
        if target.startswith(_META):
            return Schema(target, fragment, {})
        base = self._base(schema.file)
        found = self._ids.get(urljoin(base, target))
        if found is None and "://" not in target and not target.startswith("urn:"):
            folder = posixpath.dirname(schema.file)
            name = posixpath.normpath(posixpath.join(folder, unquote(target)))
            if (self.root / name).is_file():
                found = self.schema(name)
        if found is None:
            raise CodegenError(
                schema.file,
                f"{schema.pointer}/$ref",
                f"{ref} is none of these schemas; put that file beside them, since nothing is "
                "fetched",
            )
        return self._within(schema, ref, found, fragment)

    def meant(self, schema: Schema, *, but_for_words: bool = False) -> Schema:
        """Follow a schema that is a ``$ref`` and nothing else to its end; return any other itself.

        Args:
            schema: the schema.
            but_for_words: whether the ``$ref`` may have words for people beside it.

        Raises:
            CodegenError: a ``$ref`` names nothing.
        """
        passed = set()
        while isinstance(schema.node, dict) and schema.key not in passed:
            passed.add(schema.key)
            ref = schema.node.get("$ref")
            beside = set(schema.node) - ({"$ref", *_WORDS} if but_for_words else {"$ref"})
            if not isinstance(ref, str) or beside:
                break
            schema = self.follow(schema, ref)
        return schema

    def _within(self, schema: Schema, ref: str, top: Schema, fragment: str) -> Schema:
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
                return Schema(top.file, pointer, node)
        raise CodegenError(schema.file, f"{schema.pointer}/$ref", f"{ref} names nothing there")

    def conjuncts(self, schemas: tuple[Schema, ...]) -> list[Schema]:
        """All schemas that a value must fit: these, what they refer to, and the parts of ``allOf``.

        Raises:
            CodegenError: a ``$ref`` names nothing.
        """
        result: list[Schema] = []
        seen: set[tuple[str, str]] = set()
        stack = list(reversed(schemas))
        while stack:
            schema = stack.pop()
            if schema.key in seen:
                continue
            seen.add(schema.key)
            node = schema.node
            if not isinstance(node, dict):
                result.append(schema)
                continue
            more = []
            for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
                if isinstance(ref := node.get(keyword), str):
                    target = self.follow(schema, ref)
                    more.append(replace(target, via=schema.via or target.key))
            if not (more and self._ref_stands_alone(schema.file)):
                result.append(schema)
                parts = node.get("allOf", ())
                more += [
                    replace(schema.child("allOf", index), via=schema.via)
                    for index in range(len(parts))
                ]
            stack += reversed(more)
        return result

    def _ref_stands_alone(self, name: str) -> bool:
        """Return True if keywords beside a ``$ref`` have no effect, as up to draft-07."""
        tree = self._trees.get(name)
        dialect = tree.get("$schema", "") if isinstance(tree, dict) else ""
        return any(old in str(dialect) for old in _OLD_DIALECTS)
