"""Checks of documents against anybody's schemas."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from hop._messages import Fault, fault_of, loads, read_file
from hop.errors import ConfigError, DecodeError, MessageError

Check = Callable[[bytes], list[Fault]]
"""Lists every fault of a document."""


def load_check(path: Path) -> Check:
    """The check against a schema in a file: an XSD, or a JSON Schema of any draft.

    A file that is compressed by gzip is unpacked. What a schema refers to is looked for beside it,
    and never fetched.

    Args:
        path: the schema.

    Raises:
        OSError: it cannot be read.
        hop.errors.ConfigError: it is no schema, or refers to something that is not there.
    """
    try:
        data = read_file(path, unpack=True)
    except DecodeError as fault:
        raise ConfigError(str(fault)) from None
    is_xml = data.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"<")
    return _xsd_check(path, data) if is_xml else _json_schema_check(path, data)


def _xsd_check(path: Path, data: bytes) -> Check:
    from lxml import etree  # heavy

    from hop.models._runtime.xml_input import parse, read_bytes
    from hop.models._runtime.xsd import find_all
    from hop.models._runtime.xsd_errors import faults_of

    try:
        schema = etree.XMLSchema(etree.fromstring(data, base_url=str(path)))
    except etree.LxmlError as fault:
        raise ConfigError(f"{path} is no XSD that can be used: {fault}") from None

    def check(data: bytes) -> list[Fault]:
        try:
            data = read_bytes(data, "document")
            root = parse(data, "document")
            findings = find_all(schema, root, data)
        except MessageError as error:
            return [fault_of(error, data)]
        tag = etree.QName(root)
        return faults_of(findings, root, tag.localname, tag.namespace or "")

    return check


def _json_schema_check(path: Path, data: bytes) -> Check:
    # jsonschema is heavy
    import jsonschema
    import referencing.exceptions

    from hop.models._runtime.json_faults import faults_of, find

    try:
        schema = loads(data)
        if not isinstance(schema, (dict, bool)):
            raise DecodeError("it is no JSON object")
        kind = jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator)
        kind.check_schema(schema)  # type: ignore[arg-type] # a boolean is one, too
    except DecodeError as fault:
        raise ConfigError(f"{path} is no JSON Schema: {fault}") from None
    except jsonschema.SchemaError as fault:
        raise ConfigError(f"{path} is no JSON Schema: {fault.json_path}: {fault.message}") from None
    registry = referencing.Registry(retrieve=_Beside(path, schema))  # type: ignore[call-arg]
    validator = kind(schema, registry=registry)

    def check(data: bytes) -> list[Fault]:
        try:
            return faults_of(data, lambda value: find(validator, value))
        except referencing.exceptions.Unresolvable as fault:
            raise ConfigError(
                f"{path} refers to {fault.ref}, which is not there; put it beside the schema"
            ) from None

    return check


class _Beside:
    """Finds what a schema refers to among the files beside it.

    Args:
        path: the schema.
        schema: its content; its ``$id`` says where it stands among the others.
    """

    def __init__(self, path: Path, schema: Any) -> None:
        self._folder = path.resolve().parent
        base = schema.get("$id") if isinstance(schema, Mapping) else None
        self._base = base if isinstance(base, str) else ""

    def __call__(self, uri: str) -> Any:
        import referencing
        import referencing.exceptions
        from referencing.jsonschema import DRAFT202012

        here, there = urlsplit(self._base), urlsplit(urljoin(self._base, uri))
        if (here.scheme, here.netloc) != (there.scheme, there.netloc):
            raise referencing.exceptions.NoSuchResource(uri)
        steps = posixpath.relpath(there.path or "/", posixpath.dirname(here.path) or "/")
        try:
            content = loads(read_file(self._folder / steps))
        except (OSError, DecodeError) as fault:
            raise referencing.exceptions.NoSuchResource(uri) from fault
        return referencing.Resource.from_contents(content, default_specification=DRAFT202012)
