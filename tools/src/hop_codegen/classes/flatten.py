"""JSON Schemas as plans of classes: what applies to one value is brought together in one class.

``allOf``, references to other files, conditions and drafts have no counterpart in classes. Here
they are followed, so that what is left is what Python's types can say. The documents themselves
are judged by the schema as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from hop_codegen.classes.kinds import ALL, Part, accepted, is_draft7, parts
from hop_codegen.errors import CodegenError
from hop_codegen.names import camel, field_names, titled
from hop_codegen.plan import (
    ANY,
    NULL,
    Class,
    Field,
    Kind,
    Module,
    array,
    literal,
    mapping,
    scalars,
    union,
)
from hop_codegen.readers.json_schema import Document, Library, Node


class Classes:
    """The classes of all schemas of a library, module by module.

    Args:
        library: the schemas.
        models: the name of the model of each schema, by its path.
        modules: the name of the module of each schema, by its path.
        types: the Python type of values of some ``format``, dotted.
        strict: refuse a class that has no name of its own, instead of finding one for it.

    Raises:
        CodegenError: a schema contradicts itself, or refers to what is not there.
    """

    def __init__(
        self,
        library: Library,
        models: dict[str, str],
        modules: dict[str, str],
        *,
        types: Mapping[str, str] | None = None,
        strict: bool = False,
    ) -> None:
        self.library, self.models, self.module_names = library, models, modules
        self.types, self.strict = types or {}, strict
        self.modules: dict[str, Module] = {}
        self._made: dict[int, tuple[str, str]] = {}
        self._open: set[int] = set()

    def add(self, document: Document) -> Module:
        """The classes of one schema; what it refers to is added as well."""
        if document.path in self.modules:
            return self.modules[document.path]
        model = self.models[document.path]
        module = self.modules[document.path] = Module(
            self.module_names[document.path],
            document.path,
            document.uri,
            document.raw,
            {model},
            frozenset(_properties(document.contents)),
            "XML" if "x-xml-xsd" in document.contents else "JSON",
        )
        self._made[id(document.contents)] = (module.name, model)
        self._fill(module, model, document.contents, True)
        return module

    def _fill(self, module: Module, name: str, node: Node, is_message: bool) -> None:
        _, pointer = self.library.place(node)
        made = Class(
            name,
            at_pointer(module.uri, pointer),
            f"schemas/{module.path}#{pointer}",
            text_of(node),
            is_message,
        )
        module.classes.append(made)
        found = parts(self.library, node)
        types = accepted(self.library, node)
        says_nothing = types == ALL and not any(
            part.node.keys() & {"properties", "required"} for part in found
        )
        if is_message and ("object" not in types or says_nothing):
            made.is_value = True
            kind = self._value(module, Part(node, True), name, found, f"{name} item")
            made.fields = [Field("value", "value", kind, True, text=text_of(node))]
            return
        made.fields = self._fields(module, name, node, found)
        if "x-xml-root" in node:
            made.constants += [
                (f"xml_{fact}", type(value).__name__, repr(value))
                for fact in ("root", "namespace", "xsd")
                for value in [node[f"x-xml-{fact}"]]
            ]
        root = self.library.documents[module.path].contents
        if root.get("x-xml-qualified") and root["x-xml-namespace"]:
            made.constants.append(("xml_child_namespace", "str", repr(root["x-xml-namespace"])))

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
            kind = self._field_kind(module, owner, name, node, schemas)
            made = Field(name, names[name], kind, name in required)
            made.text = next((text for schema, _ in schemas if (text := text_of(schema))), "")
            if not made.required:
                made.default = self._default(schemas)
            for schema, _ in schemas:
                made.metadata = _metadata_of(schema) | made.metadata
            fields.append(made)
        if "x-xml-sequence" in node:
            # Attributes, and then the children in the order in which they are written.
            place = {key: at for at, key in enumerate(node["x-xml-sequence"])}
            return sorted(fields, key=lambda each: place.get(each.key, -1))
        # Required fields first; otherwise the schema's order.
        return sorted(fields, key=lambda each: not each.required)

    def _field_kind(
        self, module: Module, owner: str, name: str, node: Node, schemas: list[tuple[Node, Part]]
    ) -> Kind:
        own = [pair for pair in schemas if pair[1].node is node]
        certain = [pair for pair in schemas if pair[1].certain]
        # What the schema itself says of a field goes before what a schema in allOf says.
        for chosen in (own, certain[::-1]):
            for schema, _ in chosen:
                kind = self.kind(module, schema, name, owner)
                if not kind.is_any:
                    return kind
        if certain:
            return ANY
        kinds = [self.kind(module, schema, name, owner) for schema, part in schemas]
        return union(kinds) if kinds else ANY

    def _refuse_contradiction(self, name: str, schemas: list[tuple[Node, Part]]) -> None:
        left = ALL
        for schema, part in schemas:
            if not part.certain:
                continue
            left &= accepted(self.library, schema)
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
                # A default that the schema itself refuses is only a remark.
                if isinstance(value, str | int | float | bool) and judge.is_valid(value):
                    return value
        return None

    def kind(self, module: Module, node: Node, hint: str, owner: str) -> Kind:
        """What the values that a schema accepts can be."""
        if not isinstance(node, dict) or not node or id(node) in self._open:
            return ANY  # lists of lists of lists have no name to stop at
        path, _ = self.library.place(node)
        if path != module.path and path in self.library.documents:
            # The classes of another schema are in its own module, once for all.
            module, owner = self.add(self.library.documents[path]), self.models[path]
        self._open.add(id(node))
        try:
            return self._kind(module, node, hint, owner)
        finally:
            self._open.discard(id(node))

    def _kind(self, module: Module, node: dict[str, Any], hint: str, owner: str) -> Kind:
        if "$ref" in node and (is_draft7(self.library, node) or _only_refers(node)):
            target = self.library.look_up(node)
            parts(self.library, node)  # refuses what refers to itself
            return self._referred(module, target, hint, owner)
        if node.get("format") in self.types:
            named = Kind({"customTypePath": self.types[node["format"]]})
            is_nullable = "null" in accepted(self.library, node)
            return union([named, Kind(NULL)]) if is_nullable else named
        found = parts(self.library, node)
        if any(part.node.get("properties") and part.certain for part in found):
            self._open.discard(id(node))  # a class may hold itself
            return self._object(module, node, hint, owner)
        return self._value(module, Part(node, True), owner, found, hint)

    def _referred(self, module: Module, target: Node, hint: str, owner: str) -> Kind:
        path, pointer = self.library.place(target)
        document = self.library.documents.get(path)
        if document is None:  # a meta-schema
            return ANY
        if target is document.contents:
            there = self.add(document)
            made = there.classes[0] if there.classes else None
            if made is None or not made.is_value:
                kind = _of_class(there.name, self.models[path])
                return union([kind, *self._others(target)])
        there = module if module.path == path else self.add(document)
        last = pointer.rpartition("/")[2]
        return self.kind(there, target, last or hint, "")

    def _others(self, node: Node) -> list[Kind]:
        """What else than an object may stand there, if the schema says so itself."""
        types = accepted(self.library, node)
        if types in (ALL, {"object"}):
            return []
        return [scalars(types - {"object"})]

    def _object(self, module: Module, node: Node, hint: str, owner: str) -> Kind:
        if id(node) not in self._made:
            name = self._name(module, node, hint, owner)
            self._made[id(node)] = (module.name, name)
            self._fill(module, name, node, False)
        made = _of_class(*self._made[id(node)])
        types = accepted(self.library, node)
        return union([made, *self._others(node)]) if "object" in types else ANY

    def _name(self, module: Module, node: Node, hint: str, owner: str) -> str:
        first = titled(node) or camel(hint)
        if self.strict:
            self._refuse_clash(module, node, first)
        wanted = [first, f"{first}Part", f"{owner}{camel(hint)}", f"{owner}{camel(hint)}Part"]
        number = 2
        while wanted[0] in module.names or wanted[0] in module.properties:
            if len(wanted) == 1:
                wanted.append(f"{first}Part{number}")
                number += 1
            wanted.pop(0)
        module.names.add(wanted[0])
        return wanted[0]

    def _refuse_clash(self, module: Module, node: Node, name: str) -> None:
        path, pointer = self.library.place(node)
        if not re.fullmatch(r"/\$defs/[^/]+", pointer):
            raise CodegenError(path, pointer, "a class without a name; give it one in $defs")
        if name in module.names or name in module.properties:
            raise CodegenError(path, pointer, f"the name {name} is taken; give another title")

    def _value(
        self, module: Module, whole: Part, owner: str, found: list[Part], hint: str = ""
    ) -> Kind:
        types = accepted(self.library, whole.node)
        values = next(
            (values_of(part.node) for part in found if part.certain and values_of(part.node)), None
        )
        if values is not None:
            return literal(values) or scalars(types)
        for part in found:
            for keyword in ("anyOf", "oneOf"):
                branches = part.node.get(keyword, ())
                if part.certain and len(branches) > 0 and not all(map(_says_no_type, branches)):
                    return union(
                        [
                            self.kind(module, branch, hint, owner)
                            for branch in branches
                            if branch is not False
                        ]
                    )
        if types == ALL:
            stated = any(_says_array(part.node) for part in found if part.certain)
            return self._array(module, owner, found, hint) if stated else ANY
        kinds = [scalars(types - {"array", "object"})] if types - {"array", "object"} else []
        if "object" in types:
            kinds.insert(0, self._mapping(module, owner, found, hint))
        if "array" in types:
            kinds.insert(0, self._array(module, owner, found, hint))
        return union(kinds)

    def _array(self, module: Module, owner: str, found: list[Part], hint: str) -> Kind:
        for part in found:
            items = part.node.get("items")
            if isinstance(items, dict) and not part.node.get("prefixItems"):
                return array(self.kind(module, items, hint, owner))
            if isinstance(items, list) or part.node.get("prefixItems"):
                each = items if isinstance(items, list) else part.node["prefixItems"]
                kinds = [self.kind(module, one, hint, owner) for one in each]
                rest = part.node.get(
                    "additionalItems" if isinstance(items, list) else "items", True
                )
                if rest is False and not any(kind.is_any or kind.shape for kind in kinds):
                    return array(union(kinds))
        return array(ANY)

    def _mapping(self, module: Module, owner: str, found: list[Part], hint: str) -> Kind:
        for part in found:
            node = part.node
            patterns = list(node.get("patternProperties", {}).values())
            rest = node.get("additionalProperties")
            if isinstance(rest, dict):
                patterns.append(rest)
            if len(patterns) == 1 and (rest is not None or not node.get("patternProperties")):
                return mapping(self.kind(module, patterns[0], hint, owner))
        return mapping(ANY)


def at_pointer(uri: str, pointer: str) -> str:
    """The URI of a place in a schema."""
    # These characters need no quotes in the fragment of a URI.
    fragment = quote(pointer, safe="/~!$&'()*+,;=:@")
    return f"{uri}#{fragment}" if pointer else uri


def _of_class(module: str, name: str) -> Kind:
    return Kind({"class": f"{module}:{name}"}, f"{module}:{name}")


def _metadata_of(schema: Node) -> dict[str, Any]:
    """What the runtime needs to know of a field, beside its kind."""
    if not isinstance(schema, dict):
        return {}
    found: dict[str, Any] = {}
    if unit := unit_of(schema):
        found["unit"] = unit
    if "x-xml" in schema:
        found["xml"] = schema["x-xml"]
        many = schema.get("type") == "array"
        item = schema["items"] if many else schema
        if many:
            found["many"] = True
        if item.get("type") in _XML_TYPES:
            found["type"] = _XML_TYPES[item["type"]]
        elif "enum" in item or "const" in item:
            found["type"] = "token"
    return found


_XML_TYPES = {"number": "float", "integer": "int", "boolean": "bool"}


def values_of(node: dict[str, Any]) -> list[Any] | None:
    """The only values that a schema accepts; None if it does not list them."""
    return [node["const"]] if "const" in node else node.get("enum")


def unit_of(node: dict[str, Any]) -> str:
    """The unit that a schema names; empty if it names none."""
    unit = next((node[key] for key in ("unit", "units", "x-unit", "x-units") if key in node), "")
    return unit if isinstance(unit, str) else ""


def text_of(node: Any) -> str:
    """What a schema says to people, with the unit, on one line."""
    if not isinstance(node, dict):
        return ""
    text = " ".join(str(node.get("description", "")).split())
    branches = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    if not text and branches:
        text = " Or: ".join(told for branch in branches if (told := text_of(branch)))
    if unit := unit_of(node):
        text = f"{text.rstrip('.')}. Unit: {unit}." if text else f"Unit: {unit}."
    return text


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
