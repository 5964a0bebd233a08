"""Python names for what schemas call things: the same name for the same schema, always."""

from __future__ import annotations

import json
import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

_LONGEST_TITLE = 48
# What a generated class has from the runtime; a field of that name would hide it.
_OF_THE_RUNTIME = frozenset(
    {
        *("load", "load_file", "from_tree", "from_wire", "from_content", "asdict", "serialize"),
        *("to_text", "to_wire", "to_document", "replace", "extra", "error", "sniff", "is_test"),
        *("accepts", "json_schema", "find_faults", "schema_uri", "deserialize", "to_tree"),
        *("content", "alerts"),
        *("keys", "get"),
    }
)
# What the annotations and the values of the other fields are made of.
_OF_THE_MODULE = frozenset(
    {
        *("list", "dict", "float", "int", "str", "bool", "bytes", "tuple", "field", "dataclass"),
        *("Any", "ClassVar", "Literal", "Part", "Message", "ValueMessage", "AvroPart"),
        *("AvroMessage", "XmlPart", "XmlMessage", "SchemaRef", "SCHEMAS", "TOPICS"),
        "TYPE_CHECKING",
    }
)
_TAKEN = _OF_THE_RUNTIME | _OF_THE_MODULE


def identifier(text: str) -> str:
    """A text as a Python name: what Python does not allow becomes ``_``; never private."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"\W+", "_", plain).strip("_")
    if not plain:
        return "field"
    return f"n{plain}" if not plain.isidentifier() else plain


def field_names(properties: Iterable[str], taken: Collection[str] = ()) -> dict[str, str]:
    """The Python name of each property.

    A property whose name is a Python name keeps it. Otherwise characters that Python does not
    allow become ``_``, a leading ``_`` goes, a leading digit gets an ``n`` before it, and a
    keyword or a name that the class needs itself gets a ``_`` after it. Where two properties
    would have one name, the later in alphabetical order gets ``_2``, ``_3`` and so on.
    """
    order = list(properties)
    result: dict[str, str] = {}
    refused = {*_TAKEN, *taken}
    used: set[str] = set()
    for name in order:
        if _usable(name, refused):
            result[name] = name
            used.add(name)
    for name in sorted(set(order) - result.keys()):
        wanted = identifier(name)
        if not _usable(wanted, refused):
            wanted += "_"
        number, chosen = 2, wanted
        while chosen in used:
            chosen = f"{wanted}_{number}"
            number += 1
        result[name] = chosen
        used.add(chosen)
    return {name: result[name] for name in order}


def _usable(name: str, refused: Collection[str]) -> bool:
    return (
        name.isidentifier()
        # What the runtime has for itself begins with hop_ or xml_.
        and not name.startswith(("_", "hop_", "xml_"))
        and not keyword.iskeyword(name)
        and name not in refused
        # Python reads an identifier in this form, and would look for another key.
        and unicodedata.normalize("NFKC", name) == name
    )


def camel(text: str) -> str:
    """A text as the name of a class: ``fermi gbm-alert`` as ``FermiGbmAlert``."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))
    name = "".join(word[:1].upper() + word[1:] for word in words)
    if not name:
        return "Model"
    if not name.isidentifier():
        name = f"N{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN else name


def quoted(text: str) -> str:
    """A text as a literal of Python, in double quotes."""
    plain = json.dumps(text, ensure_ascii=False)
    # Half a character of UTF-16 has no form in UTF-8.
    return plain if plain.isprintable() else json.dumps(text)


def titled(schema: Any) -> str | None:
    """The name of a class that a schema's title gives; None where it has none, or a sentence."""
    title = schema.get("title") if isinstance(schema, dict) else None
    if not isinstance(title, str) or not re.search(r"[^\W\d_]", title):
        return None
    return camel(title) if len(title) <= _LONGEST_TITLE else None


def stem(path: str) -> str:
    """A schema's path without what only says that it is a schema."""
    for ending in (".xsd.schema.json", ".schema.json", ".json", ".avsc", ".xsd"):
        if path.lower().endswith(ending):
            return path[: -len(ending)]
    return path


def module_name(path: str) -> str:
    """The module of a schema, by its path alone, so that no other schema can change it."""
    name = identifier(stem(path)).lower()
    if path.lower().endswith(".avsc"):
        name += "_avro"
    if ".xsd." in path.lower():
        name += "_xml"
    return f"{name}_" if keyword.iskeyword(name) or name in {"plugin", "topics"} else name


def class_names(titles: dict[str, str | None], kept: dict[str, str]) -> dict[str, str]:
    """The name of the model of each schema, by its path.

    A name that was given before is kept. A title gives the name where no other schema has the
    same; otherwise the path does, with as many of its parts as tell it from the others.
    """
    result = {path: kept[path] for path in sorted(titles) if path in kept}
    used = set(result.values())
    fresh = [path for path in sorted(titles) if path not in result]
    wanted = [titles[path] for path in fresh]
    for path in fresh:
        title = titles[path]
        if title is not None and wanted.count(title) == 1 and title not in used:
            result[path] = title
            used.add(title)
    for path in fresh:
        if path not in result:
            result[path] = _by_path(path, used)
            used.add(result[path])
    return result


def _by_path(path: str, used: Collection[str]) -> str:
    parts = stem(path).split("/")
    ending = "Avro" if path.lower().endswith(".avsc") else ""
    for count in range(min(2, len(parts)), len(parts) + 1):
        name = camel("/".join(parts[-count:])) + ending
        if name not in used:
            return name
    number = 2
    while f"{name}{number}" in used:
        number += 1
    return f"{name}{number}"
