"""XSD to JSON Schema 2020-12, in one walk over the components that xmlschema compiles.

The JSON Schema describes the typed form of a document: attributes, children and text are
properties (``x-xml`` says which); a child that may be repeated is an array; numbers are numbers.
It also says all that is needed to read and write the XML.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import xmlschema
from lxml import etree
from xmlschema.validators import XsdAnyElement, XsdComplexType, XsdElement, XsdGroup

from hop_codegen.config import Derivation
from hop_codegen.errors import CodegenError
from hop_codegen.readers.json_schema import file_uri

_XS = "{http://www.w3.org/2001/XMLSchema}"
_DATE_TIME = (
    r"^\s*-?([1-9][0-9]{3,}|0[0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
    r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?\s*$"
)
_BUILTIN: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "token": {"type": "string"},
    "anySimpleType": {"type": "string"},
    "ID": {"type": "string", "pattern": r"^\s*[^\W\d][\w.\-]*\s*$"},
    # No "format": what an XSD takes for a URI is wider than what JSON Schema takes.
    "anyURI": {"type": "string"},
    "dateTime": {"type": "string", "pattern": _DATE_TIME},
    "float": {"type": "number", "format": "xsd-float"},
    "double": {"type": "number", "format": "xsd-float"},
    "integer": {"type": "integer"},
    "int": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "boolean": {"type": "boolean"},
}
ENDING = ".xsd"
TEXT_FIELD = "value"
"""The property that holds the text of an element that has attributes too."""


def derive(derivation: Derivation, raw: bytes, *, requires_fixed: bool = False) -> dict[str, Any]:
    """The JSON Schema of the documents that an XSD accepts.

    Args:
        derivation: which XSD, and what its document begins with.
        raw: the XSD.
        requires_fixed: whether an attribute that must be there must be given though it has but one
            value; otherwise whoever writes the XML adds it.

    Raises:
        CodegenError: the XSD cannot be read, or uses what has no counterpart here.
    """
    return _derived(derivation, _compiled(derivation.xsd, raw), requires_fixed)


def derive_alone(path: str, raw: bytes, base: str) -> bytes:
    """The JSON Schema of the documents of an XSD of which nothing else is known.

    Raises:
        CodegenError: it is no XSD, uses what has no counterpart, or does not tell which of its
            elements a document begins with.
    """
    _refuse_foreign(path, raw)
    compiled = _compiled(path, raw)
    derivation = Derivation(path, _root(path, compiled), file_uri(base, path))
    schema = _derived(derivation, compiled, requires_fixed=True)
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


def _derived(derivation: Derivation, compiled: Any, requires_fixed: bool) -> dict[str, Any]:
    schema = _Walk(derivation, compiled, requires_fixed).run()
    schema["x-xml-xsd"] = derivation.xsd
    schema["x-xml-root"] = derivation.root
    schema["x-xml-qualified"] = compiled.element_form_default == "qualified"
    return schema


def _compiled(path: str, raw: bytes) -> Any:
    try:
        return compile_xsd(raw)
    except (xmlschema.XMLSchemaException, SyntaxError, ValueError) as fault:
        told = f"not an XSD that stands alone: {refusal(fault)}"
        raise CodegenError(path, "", told) from fault


def compile_xsd(raw: bytes) -> Any:
    """An XSD as xmlschema compiles it, from its text and with everything foreign shut."""
    # xmlschema takes a plain string for an address and opens it; what an XSD includes or imports
    # is shut off apart from that. Either would go over the network too.
    source = xmlschema.XMLResource(raw, allow="none", defuse="always")
    return xmlschema.XMLSchema(source, allow="none", defuse="always")


def refusal(fault: Exception) -> str:
    """What xmlschema says of an XSD that it refuses, on one line and with the place."""
    told = str(getattr(fault, "message", None) or fault).partition("\n")[0].rstrip(":")
    place = getattr(fault, "path", None)
    return f"{told} (at {place})" if place else told


def _refuse_foreign(path: str, raw: bytes) -> None:
    """Refuse what another file is needed for: it would be missing in the package."""
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        raise CodegenError(path, "", f"not an XSD: not well-formed: {fault.msg}") from None
    for tag in ("include", "redefine", "override", "import"):
        for node in root.iter(f"{_XS}{tag}"):
            if node.get("schemaLocation"):
                raise CodegenError(
                    path,
                    "",
                    f"line {node.sourceline}: xs:{tag} of {node.get('schemaLocation')}; "
                    "nothing is read beside an XSD, so put both into one",
                )


def _root(path: str, compiled: Any) -> str:
    names = [str(element.local_name) for element in compiled.elements.values()]
    referred = {
        str(element.ref.local_name)
        for element in compiled.iter_components((xmlschema.validators.XsdElement,))
        if element.ref is not None
    }
    roots = [name for name in names if name not in referred]
    if len(roots) != 1:
        told = ", ".join(roots) or "none"
        raise CodegenError(path, "", f"one global element is to begin a document; here are: {told}")
    return roots[0]


class _Walk:
    def __init__(self, derivation: Derivation, compiled: Any, requires_fixed: bool) -> None:
        self.derivation, self.compiled = derivation, compiled
        self.requires_fixed = requires_fixed
        self.definitions: dict[str, dict[str, Any]] = {}
        self.owners: dict[str, XsdComplexType] = {}
        self.fields = {
            component.local_name for component in compiled.iter_components((XsdElement,))
        } | {
            name
            for kind in compiled.iter_components((XsdComplexType,))
            for name in kind.attributes
            if name
        }

    def run(self) -> dict[str, Any]:
        root = self.compiled.elements.get(self.derivation.root)
        if root is None or not isinstance(root.type, XsdComplexType):
            raise self.error("", f"no global element {self.derivation.root} of a complex type")
        body = self.complex_type(self.derivation.root, root.type, root)
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": self.derivation.id,
            "x-xml-namespace": self.compiled.target_namespace,
            **body,
            "$defs": {name: self.definitions[name] for name in sorted(self.definitions)},
        }

    def error(self, pointer: str, problem: str) -> CodegenError:
        return CodegenError(self.derivation.xsd, pointer, problem)

    def class_name(self, element: Any) -> str:
        # A class called like a field that holds it (`Who: Who | None`) breaks its type hints.
        name = str(element.type.local_name or element.local_name)
        return f"{name}Element" if name in self.fields else name

    def reference(self, element: Any) -> dict[str, Any]:
        kind = element.type
        if not isinstance(kind, XsdComplexType):
            return self.simple_type(kind, f"/{element.local_name}")
        name = self.class_name(element)
        owner = self.owners.get(name)
        if owner is None:
            self.owners[name] = kind
            self.definitions[name] = self.complex_type(name, kind, element)
        elif owner is not kind:
            raise self.error(f"/{element.local_name}", f"two types would both be called {name}")
        return {"$ref": f"#/$defs/{name}"}

    def simple_type(self, kind: Any, pointer: str) -> dict[str, Any]:
        builtin = kind
        while builtin.name is None or not builtin.name.startswith(_XS):
            builtin = getattr(builtin, "base_type", None)
            if builtin is None:
                raise self.error(pointer, "lists and unions of simple types are not supported")
        schema = dict(_BUILTIN.get(builtin.local_name, {}))
        if not schema:
            raise self.error(pointer, f"xs:{builtin.local_name} is not supported")
        for facet in sorted(facet for facet in kind.facets or {} if facet):
            local = facet.removeprefix(_XS)
            if local not in {"enumeration", "minInclusive", "maxInclusive", "whiteSpace"} and (
                kind.name != builtin.name
            ):
                raise self.error(pointer, f"the facet {local} is not supported")
        if kind.enumeration:
            # A set by the standard, though published schemas repeat members.
            schema["enum"] = list(dict.fromkeys(kind.enumeration))
        if schema["type"] == "number":
            for bound, keyword in (("min_value", "minimum"), ("max_value", "maximum")):
                limit = getattr(kind, bound, None)
                if limit is not None and abs(limit) != float("inf"):
                    schema[keyword] = float(limit)
        return schema

    def complex_type(self, name: str, kind: Any, owner: Any) -> dict[str, Any]:
        pointer = f"/{owner.local_name}"
        if kind.mixed:
            raise self.error(pointer, "mixed content is not supported")
        properties, required = self.attributes(kind, pointer)
        alternatives: list[str] = []
        if kind.has_simple_content():
            self.claim(properties, TEXT_FIELD, pointer)
            properties[TEXT_FIELD] = {
                "description": "The text of the element.",
                **self.simple_type(kind.content, pointer),
                "x-xml": "text",
            }
            required.append(TEXT_FIELD)
        elif isinstance(kind.content, XsdGroup):
            required += self.add_children(properties, kind.content, pointer)
            if kind.content.model == "choice" and not kind.content.is_emptiable():
                alternatives = [str(element.local_name) for element in kind.content]
        # The order of the constructor, where what must be given comes first.
        order = sorted(properties, key=lambda key: key not in required)
        result: dict[str, Any] = {
            "title": name,
            "type": "object",
            "description": documentation(kind) or documentation(owner) or f"Element {name}.",
            "properties": {key: properties[key] for key in order},
        }
        if required:
            result["required"] = [key for key in order if key in required]
        if isinstance(kind.content, XsdGroup) and (
            kind.content.model == "sequence"
            or any(isinstance(particle, XsdGroup) for particle in kind.content)
        ):
            result["x-xml-sequence"] = [
                str(element.local_name) for element, _, _ in self.particles(kind.content, pointer)
            ]
        if alternatives:
            result["oneOf" if kind.content.max_occurs == 1 else "anyOf"] = [
                {"required": [child], "properties": {child: {"minItems": 1}}}
                for child in alternatives
            ]
        result["additionalProperties"] = False
        return result

    def attributes(self, kind: Any, pointer: str) -> tuple[dict[str, Any], list[str]]:
        """The attributes of a type as properties, and the names of those that must be given."""
        properties: dict[str, Any] = {}
        required = []
        for name, attribute in kind.attributes.items():
            place = f"{pointer}/@{name or '*'}"
            if name is None:
                raise self.error(place, "xs:anyAttribute is not supported")
            if name.startswith("{"):
                raise self.error(place, "attributes in a namespace are not supported")
            if attribute.use == "prohibited":
                continue
            properties[name] = self.attribute(attribute, place)
            if attribute.use == "required" and (self.requires_fixed or attribute.fixed is None):
                required.append(name)
        return properties, required

    def add_children(self, properties: dict[str, Any], group: Any, pointer: str) -> list[str]:
        """Add the children of a type to its properties; the names of those that must be given."""
        required = []
        for element, least, most in self.particles(group, pointer):
            name = str(element.local_name)
            self.claim(properties, name, pointer)
            self.refuse_what_has_no_form(element, f"{pointer}/{name}")
            schema = self.reference(element)
            if most is None or most > 1:
                bounds: dict[str, Any] = {"minItems": least} if least else {"default": []}
                if most is not None:
                    bounds["maxItems"] = most
                schema = {"type": "array", "items": schema, **bounds}
            properties[name] = _described(schema, element) | {"x-xml": "element"}
            if least:
                required.append(name)
        return required

    def refuse_what_has_no_form(self, element: Any, pointer: str) -> None:
        """Refuse an element that the typed form could not hold, or not write as it was read."""
        qualified = self.compiled.element_form_default == "qualified"
        if element.nillable:
            raise self.error(pointer, "nillable elements are not supported")
        if element.default is not None or element.fixed is not None:
            raise self.error(pointer, "default and fixed values of elements are not supported")
        if element.abstract or getattr(element.type, "abstract", False):
            raise self.error(pointer, "abstract elements and types are not supported")
        if any(True for _ in element.iter_substitutes()):
            raise self.error(pointer, "substitution groups are not supported")
        if self.compiled.target_namespace and element.name.startswith("{") != qualified:
            raise self.error(
                pointer, "elements with and without a namespace in one document are not supported"
            )

    def attribute(self, attribute: Any, pointer: str) -> dict[str, Any]:
        schema = self.simple_type(attribute.type, pointer)
        if attribute.fixed is not None:
            fixed = _typed(attribute.fixed, schema["type"])
            schema = {"type": schema["type"], "const": fixed, "default": fixed}
        elif attribute.default is not None:
            schema["default"] = _typed(attribute.default, schema["type"])
        return _described(schema, attribute) | {"x-xml": "attribute"}

    def claim(self, properties: dict[str, dict[str, Any]], name: str, pointer: str) -> None:
        if name in properties:
            raise self.error(f"{pointer}/{name}", "an element or attribute of that name is there")

    def particles(
        self, group: Any, pointer: str, least: int = 1, most: int | None = 1
    ) -> Iterator[tuple[Any, int, int | None]]:
        """Each element in a group, with how often it may stand there in all."""
        low, high = group.occurs
        least, most = least * low, _product(most, high)
        if group.model == "sequence" and most != 1 and len(group) > 1:
            # Each element becomes a list, which no longer tells what followed what.
            raise self.error(pointer, "a repeated xs:sequence of several elements is not supported")
        for particle in group:
            # A pass through a choice may take another branch, so nothing in it is needed.
            floor = 0 if group.model == "choice" and len(group) > 1 else least
            if isinstance(particle, XsdGroup):
                yield from self.particles(particle, pointer, floor, most)
            elif isinstance(particle, XsdAnyElement):
                raise self.error(pointer, "xs:any is not supported")
            else:
                yield particle, floor * particle.min_occurs, _product(most, particle.max_occurs)


def _product(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one * other


def _typed(text: str, kind: str) -> Any:
    """What an XSD says in text as a value of a type of JSON."""
    if kind == "integer":
        return int(text)
    if kind == "number":
        return float(text)
    return text.strip() in {"true", "1"} if kind == "boolean" else text


def _described(schema: dict[str, Any], component: Any) -> dict[str, Any]:
    text = documentation(component)
    return {"description": text, **schema} if text else schema


def documentation(component: Any) -> str:
    """What an XSD says to people about one of its components, on one line."""
    annotation = component.annotation
    parts = annotation.documentation if annotation is not None else ()
    return " ".join(" ".join((part.text or "").split()) for part in parts)
