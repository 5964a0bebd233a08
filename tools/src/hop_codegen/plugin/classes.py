"""JSON Schemas as classes: which there are, their fields, and the types of these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from hop_codegen.errors import CodegenError
from hop_codegen.plugin.kinds import ALL, Part, accepted, is_draft7, parts
from hop_codegen.plugin.library import Document, Library, Node, Resolver
from hop_codegen.plugin.names import camel, field_names, module_name, quoted, titled
from hop_codegen.plugin.types import (
    ANY,
    Class,
    Field,
    Module,
    Type,
    literal,
    scalars,
    text_of,
    union,
    values_of,
)


class Classes:
    """The classes of all schemas of a library, module by module.

    Args:
        library: the schemas.
        models: the name of the model of each schema, by its path.

    Raises:
        CodegenError: a schema contradicts itself, or refers to what is not there.
    """

    def __init__(self, library: Library, models: dict[str, str]) -> None:
        self.library, self.models = library, models
        self.modules: dict[str, Module] = {}
        self._made: dict[int, tuple[str, str]] = {}
        self._open: set[int] = set()

    def add(self, document: Document) -> Module:
        """The classes of one schema; what it refers to is added as well."""
        if document.path in self.modules:
            return self.modules[document.path]
        model = self.models[document.path]
        module = self.modules[document.path] = Module(
            module_name(document.path),
            document.path,
            document.uri,
            document.draft,
            document.raw,
            {model},
            frozenset(_properties(document.contents)),
            language="XML" if "x-xml-xsd" in document.contents else "JSON",
        )
        self._made[id(document.contents)] = (module.name, model)
        self._fill(module, model, document.contents, self.library.resolver(document), True)
        return module

    def _fill(
        self, module: Module, name: str, node: Node, resolver: Resolver, message: bool
    ) -> None:
        _, pointer = self.library.place(node)
        made = Class(
            name,
            at_pointer(module.uri, pointer),
            f"schemas/{module.path}#{pointer}",
            text_of(node),
            message,
        )
        module.classes.append(made)
        found = parts(self.library, node, resolver)
        kinds = accepted(self.library, node, resolver)
        says_nothing = kinds == ALL and not any(
            part.node.keys() & {"properties", "required"} for part in found
        )
        if message and ("object" not in kinds or says_nothing):
            made.value = True
            kind = self._value(module, Part(node, resolver, True), name, found, f"{name} item")
            made.fields = [Field("value", "value", kind, True, text=text_of(node))]
            return
        made.fields = self._fields(module, name, node, found)

    def _fields(self, module: Module, owner: str, node: Node, found: list[Part]) -> list[Field]:
        given: dict[str, list[tuple[Node, Part]]] = {}
        required: dict[str, None] = {}
        for part in found:
            for name, schema in part.node.get("properties", {}).items():
                given.setdefault(name, []).append((schema, part))
            if part.certain:
                required.update(dict.fromkeys(part.node.get("required", ())))
        never = {
            name
            for name, all_ in given.items()
            if any(schema is False and part.certain for schema, part in all_)
        }
        order = [*(name for name in given if name not in never)]
        order += [name for name in required if name not in given]
        names = field_names(order)
        fields = []
        for name in order:
            schemas = given.get(name, [])
            self._refuse_contradiction(name, schemas)
            kind = self._field_type(module, owner, name, node, schemas)
            text = next((text for schema, _ in schemas if (text := text_of(schema))), "")
            default = self._default(schemas) if name not in required else None
            fields.append(Field(name, names[name], kind, name in required, default, text))
        # What must be given comes first; otherwise the schema's order.
        return sorted(fields, key=lambda each: not each.required)

    def _field_type(
        self, module: Module, owner: str, name: str, node: Node, schemas: list[tuple[Node, Part]]
    ) -> Type:
        own = [pair for pair in schemas if pair[1].node is node]
        certain = [pair for pair in schemas if pair[1].certain]
        # The schema's own word on a field goes before that of what it mixes in.
        for chosen in (own, certain[::-1]):
            for schema, part in chosen:
                kind = self.type(module, schema, part.resolver, name, owner)
                if kind != ANY:
                    return kind
        if certain:
            return ANY
        kinds = [self.type(module, schema, part.resolver, name, owner) for schema, part in schemas]
        return union(kinds) if kinds else ANY

    def _refuse_contradiction(self, name: str, schemas: list[tuple[Node, Part]]) -> None:
        left = ALL
        for schema, part in schemas:
            if not part.certain:
                continue
            left &= accepted(self.library, schema, part.resolver)
            if not left:
                path, pointer = self.library.place(schema)
                raise CodegenError(
                    path,
                    pointer,
                    f"it contradicts what else is said of {name!r}: no value can be of both types",
                )

    def _default(self, schemas: list[tuple[Node, Part]]) -> Any:
        for schema, part in schemas:
            if part.certain and isinstance(schema, dict) and schema.get("default") is not None:
                value = schema["default"]
                document = self.library.documents[self.library.place(schema)[0]]
                _, pointer = self.library.place(schema)
                judge = self.library.validator(at_pointer(document.uri, pointer), document.draft)
                # One that the schema itself refuses is a remark, not a value.
                if isinstance(value, str | int | float | bool) and judge.is_valid(value):
                    return value
        return None

    def type(self, module: Module, node: Node, resolver: Resolver, hint: str, owner: str) -> Type:
        """The type of the values that a schema accepts."""
        if not isinstance(node, dict) or not node or id(node) in self._open:
            return ANY  # lists of lists of lists have no name to stop at
        path, _ = self.library.place(node)
        if path != module.path and path in self.library.documents:
            # What is mixed in from another schema has its classes there, once for all.
            module, owner = self.add(self.library.documents[path]), self.models[path]
        self._open.add(id(node))
        try:
            return self._type(module, node, resolver, hint, owner)
        finally:
            self._open.discard(id(node))

    def _type(
        self, module: Module, node: dict[str, Any], resolver: Resolver, hint: str, owner: str
    ) -> Type:
        if "$ref" in node and (is_draft7(self.library, node) or _only_refers(node)):
            target, inner = self.library.look_up(node, node["$ref"], resolver)
            parts(self.library, node, resolver)  # refuses what refers to itself
            return self._referred(module, target, inner, hint, owner)
        found = parts(self.library, node, resolver)
        if any(part.node.get("properties") and part.certain for part in found):
            self._open.discard(id(node))  # a class may hold itself
            return self._object(module, node, resolver, hint, owner)
        return self._value(module, Part(node, resolver, True), owner, found, hint)

    def _referred(
        self, module: Module, target: Node, resolver: Resolver, hint: str, owner: str
    ) -> Type:
        path, pointer = self.library.place(target)
        document = self.library.documents.get(path)
        if document is None:  # a meta-schema
            return ANY
        if target is document.contents:
            there = self.add(document)
            made = there.classes[0] if there.classes else None
            if made is None or not made.value:
                kind = self._class(there.name, self.models[path])
                return union([kind, self._others(target, resolver)])
        there = module if module.path == path else self.add(document)
        last = pointer.rpartition("/")[2]
        return self.type(there, target, resolver, last or hint, "")

    def _class(self, module: str, name: str) -> Type:
        shape = quoted(f"{module}:{name}")
        return Type((name,), shape, frozenset({(module, name)}))

    def _others(self, node: Node, resolver: Resolver) -> Type:
        """What else than an object may stand there, where the schema says so itself."""
        kinds = accepted(self.library, node, resolver)
        if kinds == ALL:
            return Type((), None)
        return scalars(kinds - {"object"})

    def _object(
        self, module: Module, node: Node, resolver: Resolver, hint: str, owner: str
    ) -> Type:
        if id(node) not in self._made:
            name = self._name(module, node, hint, owner)
            self._made[id(node)] = (module.name, name)
            self._fill(module, name, node, resolver, False)
        made = self._class(*self._made[id(node)])
        kinds = accepted(self.library, node, resolver)
        return union([made, self._others(node, resolver)]) if "object" in kinds else ANY

    def _name(self, module: Module, node: Node, hint: str, owner: str) -> str:
        first = titled(node) or camel(hint)
        wanted = [first, f"{first}Part", f"{owner}{camel(hint)}", f"{owner}{camel(hint)}Part"]
        number = 2
        while wanted[0] in module.names or wanted[0] in module.properties:
            if len(wanted) == 1:
                wanted.append(f"{first}Part{number}")
                number += 1
            wanted.pop(0)
        module.names.add(wanted[0])
        return wanted[0]

    def _value(
        self, module: Module, whole: Part, owner: str, found: list[Part], hint: str = ""
    ) -> Type:
        kinds = accepted(self.library, whole.node, whole.resolver)
        values = next(
            (values_of(part.node) for part in found if part.certain and values_of(part.node)), None
        )
        if values is not None:
            members = literal(values)
            return Type(members) if members else scalars(kinds)
        for part in found:
            for keyword in ("anyOf", "oneOf"):
                branches = part.node.get(keyword, ())
                if part.certain and len(branches) > 0 and not all(map(_says_no_type, branches)):
                    each = [
                        self.type(module, branch, part.resolver, hint, owner)
                        for branch in branches
                        if branch is not False
                    ]
                    return ANY if ANY in each else union(each)
        if kinds == ALL:
            stated = any(_says_array(part.node) for part in found if part.certain)
            return self._array(module, owner, found, hint) if stated else ANY
        types = [scalars(kinds - {"array", "object"})]
        if "object" in kinds:
            types.insert(0, self._mapping(module, owner, found, hint))
        if "array" in kinds:
            types.insert(0, self._array(module, owner, found, hint))
        return union(types)

    def _array(self, module: Module, owner: str, found: list[Part], hint: str) -> Type:
        for part in found:
            items = part.node.get("items")
            if isinstance(items, dict) and not part.node.get("prefixItems"):
                inner = self.type(module, items, part.resolver, hint, owner)
                shape = f"[{inner.shape}]" if inner.shape else None
                return Type((f"list[{inner.annotation}]",), shape, inner.classes)
            if isinstance(items, list) or part.node.get("prefixItems"):
                each = items if isinstance(items, list) else part.node["prefixItems"]
                kinds = [self.type(module, one, part.resolver, hint, owner) for one in each]
                rest = part.node.get(
                    "additionalItems" if isinstance(items, list) else "items", True
                )
                if rest is False and ANY not in kinds and not any(k.shape for k in kinds):
                    return Type((f"list[{union(kinds).annotation}]",))
        return Type(("list[Any]",))

    def _mapping(self, module: Module, owner: str, found: list[Part], hint: str) -> Type:
        for part in found:
            node = part.node
            patterns = list(node.get("patternProperties", {}).values())
            rest = node.get("additionalProperties")
            if isinstance(rest, dict):
                patterns.append(rest)
            if len(patterns) == 1 and (rest is not None or not node.get("patternProperties")):
                inner = self.type(module, patterns[0], part.resolver, hint, owner)
                shape = f'{{"*": {inner.shape}}}' if inner.shape else None
                return Type((f"dict[str, {inner.annotation}]",), shape, inner.classes)
        return Type(("dict[str, Any]",))


def at_pointer(uri: str, pointer: str) -> str:
    """The URI of a place in a schema."""
    # All that may stand in the fragment of a URI unquoted.
    fragment = quote(pointer, safe="/~!$&'()*+,;=:@")
    return f"{uri}#{fragment}" if pointer else uri


def _properties(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"]
        for value in node.values():
            yield from _properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from _properties(value)


_REMARKS = {
    "$ref",
    "description",
    "title",
    "examples",
    "example",
    "default",
    "$comment",
    "deprecated",
}


def _only_refers(node: dict[str, Any]) -> bool:
    return node.keys() <= _REMARKS or all(key in _REMARKS or key.startswith("x-") for key in node)


def _says_no_type(node: Node) -> bool:
    """Whether an alternative only says which fields must be there, as ``{"required": […]}``."""
    return isinstance(node, dict) and not node.keys() - {"required", "description", "title", "not"}


def _says_array(node: dict[str, Any]) -> bool:
    return bool(node.keys() & {"items", "prefixItems", "minItems", "maxItems"})
