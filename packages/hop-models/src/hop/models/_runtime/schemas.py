"""The JSON Schemas that lie in a package, and what they say of a value. Nothing is ever fetched."""

from __future__ import annotations

import json
import math
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any
from urllib.parse import urldefrag, urljoin

from hop._messages import Fault
from hop.models._runtime.words import Finding, describe

MOST_VALUES = 10_000
"""How many values a document may hold that is explained in detail."""
_CONTAINERS = (dict, list, tuple)
DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""The draft of JSON Schema by which a schema is read that names none."""


class _Remark:
    """A keyword that says something and judges nothing."""

    def __init__(self, *_: Any) -> None:
        pass

    def validate(self, _: Any) -> None:
        """Accept everything."""


# By draft-07 jsonschema-rs judges by them; by all drafts they may be remarks, as ``format`` is.
_REMARKS: dict[str, Any] = {"contentEncoding": _Remark, "contentMediaType": _Remark}


class SchemaFolder:
    """The folder ``schemas`` of a package.

    Args:
        module: the name of a module beside the folder.
        files: where the schema of each URI is, below the folder.

    Attributes:
        files: the same.
    """

    def __init__(self, module: str, files: Mapping[str, str]) -> None:
        self._package = module.rpartition(".")[0]
        self.files = dict(files)

    def at(self, uri: str, draft: str | None = None) -> SchemaRef:
        """The schema at a URI, which may name a part of a document by its fragment.

        Args:
            uri: where it is.
            draft: the draft of JSON Schema to read it by; by default what its document names.
        """
        return SchemaRef(self, uri, draft)

    def read(self, path: str) -> bytes:
        """A file of the folder.

        Raises:
            OSError: it is not there.
        """
        # Lighter than importlib.resources, which loads tempfile and zipfile.
        data = pkgutil.get_data(self._package, f"schemas/{path}")
        assert data is not None  # noqa: S101 - only for loaders that know no files
        return data

    @cache  # noqa: B019 - as many as there are packages, and kept as long as the program runs
    def document(self, uri: str) -> Any:
        """The JSON document at a URI.

        Raises:
            ValueError: it is not in this package.
        """
        path = self.files.get(uri.rstrip("#"))
        if path is None:
            raise ValueError(f"{uri} is not in {self._package}")
        return json.loads(self.read(path).decode("utf-8-sig"))

    def has(self, uri: str) -> bool:
        """Whether a document is in this package."""
        return uri.rstrip("#") in self.files


class SchemaRef:
    """A JSON Schema in a package.

    jsonschema-rs judges, and jsonschema explains what it refuses. Of what JSON has no form for,
    such as NaN and bytes, jsonschema alone knows; its word counts there.

    Args:
        folder: the schemas of the package.
        uri: where it is.
        draft: the draft to read it by; None: what its document names.
    """

    def __init__(self, folder: SchemaFolder, uri: str, draft: str | None = None) -> None:
        self.folder, self.uri, self._draft = folder, uri, draft

    @cached_property
    def draft(self) -> str:
        """The draft of JSON Schema by which it is read."""
        document = self.folder.document(urldefrag(self.uri).url)
        named = document.get("$schema") if isinstance(document, dict) else None
        return self._draft or named or DRAFT

    def accepts(self, value: Any) -> bool:
        """Whether the schema accepts a JSON value."""
        return self._quick_accepts(value) or next(self._explain(value), None) is None

    def findings(self, value: Any) -> list[Finding]:
        """What the schema refuses in a JSON value: nothing, or a thousand findings at most."""
        if self._quick_accepts(value):
            return []
        found: dict[tuple[str | int, ...], Finding] = {}
        for finding in self._explain(value):
            found.setdefault(finding.path, finding)
        return list(found.values())

    def check(self, value: Any) -> None:
        """Judge a JSON value.

        Raises:
            hop.errors.ValidationError: the schema refuses it; the error tells the first finding.
        """
        findings = self.findings(value)
        if findings:
            raise findings[0].error(len(findings) - 1)

    def faults(self, data: bytes) -> list[Fault]:
        """Every fault of a JSON document, with lines.

        Args:
            data: the document.
        """
        from hop.models._runtime.json_faults import faults_of, find  # jsonschema is heavy

        def find_in(value: Any) -> Iterator[Finding]:
            if _is_small(value):
                return find(self._slow, value)
            return iter(()) if self._quick_accepts(value) else self._explain_large(value)

        return faults_of(data, find_in)

    def bundled(self) -> dict[str, Any]:
        """The schema as one tree, with all that it refers to inside it; a new tree each time."""
        home, fragment = urldefrag(self.uri)
        documents: dict[str, Any] = {}
        waiting = [home]
        while waiting:
            uri = waiting.pop()
            document = self.folder.document(uri)
            own = document.get("$id", "") if isinstance(document, dict) else ""
            documents[uri] = document
            waiting += {
                each
                for each in _references(document, own or uri)
                if each not in documents and self.folder.has(each)
            }
        copies = {uri: json.loads(json.dumps(each)) for uri, each in documents.items()}
        if not fragment and len(copies) == 1:
            whole: dict[str, Any] = copies[home]
            return whole
        for uri, each in copies.items():
            each.setdefault("$id", uri)
        word = "definitions" if "draft-07" in self.draft else "$defs"
        return {"$schema": self.draft, "$ref": self.uri, word: dict(sorted(copies.items()))}

    def _quick_accepts(self, value: Any) -> bool:
        try:
            return bool(self._quick.is_valid(value))
        except (ValueError, TypeError):  # something that JSON has no form for
            return False

    def _explain(self, value: Any) -> Iterator[Finding]:
        from hop.models._runtime.json_faults import find  # jsonschema is heavy

        path = _odd_key(value, ())
        if path is not None:
            yield Finding(path, "text as a name", describe(path[-1]), path)
            return
        if not _is_small(value):
            yield from self._explain_large(value)
            return
        try:
            found = list(find(self._slow, value))
        except re.error:  # a pattern that Python cannot read
            found = []
        odd = _without_form(value, ())
        is_told = odd is None or isinstance(odd[1], float) or odd[0] in [x.path for x in found]
        if found and odd is not None and not is_told:
            got = f"a value of the type {type(odd[1]).__name__}"
            yield Finding(odd[0], "a JSON value", got, odd[0])
        elif found:
            yield from found
        elif odd is None:
            # jsonschema is laxer: its patterns are Python's, and its multiples those of floats.
            for error in self._quick.iter_errors(value):
                path = tuple(error.instance_path)
                yield Finding(path, f"what the schema allows: {error.message}", "another", path)

    def _explain_large(self, value: Any) -> Iterator[Finding]:
        """What is wrong with a large document: of large fields only which ones are.

        Of 100,000 faults in one field, either library would tell for seconds.
        """
        items = value if isinstance(value, dict) else {}
        large = [name for name, each in items.items() if not _is_small(each)]
        rest = {name: each for name, each in items.items() if name not in large}
        if not large:
            yield Finding((), "what the schema allows", describe(value), ())
            return
        found = [each for each in self.findings(rest) if each.path[:1] not in [(n,) for n in large]]
        yield from found
        for name in large:
            if not found and not self._quick_accepts({**rest, name: value[name]}):
                here = (name,)
                yield Finding(here, "what the schema allows", describe(value[name]), here)

    @cached_property
    def _quick(self) -> Any:
        import jsonschema_rs  # heavy

        return jsonschema_rs.validator_for(
            {"$schema": self.draft, "$ref": self.uri},
            validate_formats=False,
            keywords=_REMARKS,
            retriever=self.folder.document,
        )

    @cached_property
    def _slow(self) -> Any:
        # jsonschema is heavy
        from jsonschema.validators import validator_for
        from referencing import Registry
        from referencing.exceptions import NoSuchResource
        from referencing.jsonschema import specification_with

        def retrieve(uri: str) -> Any:
            if not self.folder.has(uri):
                raise NoSuchResource(uri)
            specification = specification_with(self.draft)
            return specification.create_resource(self.folder.document(uri))

        wrapper = {"$schema": self.draft, "$ref": self.uri}
        registry = Registry(retrieve=retrieve)  # type: ignore[call-arg]
        return validator_for(wrapper)(wrapper, registry=registry)


def _is_small(value: Any) -> bool:
    left = MOST_VALUES
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict | list | tuple):
            left -= len(each)
            if left < 0:
                return False
            waiting += each.values() if isinstance(each, dict) else each
    return True


def _without_form(value: Any, path: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any] | None:
    """The first value in a tree that JSON has no form for, with its path; None: there is none."""
    if isinstance(value, float):
        return None if math.isfinite(value) else (path, value)
    if value is None or isinstance(value, str | int):
        return None
    if not isinstance(value, dict | list | tuple):
        return path, value
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = (_without_form(each, (*path, key)) for key, each in items)
    return next((each for each in found if each is not None), None)


def _odd_key(value: Any, path: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The path of the first key that is no text; None where there is none."""
    if not isinstance(value, _CONTAINERS):
        return None
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                return (*path, key)
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = (_odd_key(each, (*path, key)) for key, each in items if isinstance(each, _CONTAINERS))
    return next((each for each in found if each is not None), None)


def _references(schema: Any, base: str) -> Iterator[str]:
    """The documents that a schema refers to."""
    if isinstance(schema, list):
        for each in schema:
            yield from _references(each, base)
    elif isinstance(schema, dict):
        own = schema.get("$id")
        base = urljoin(base, own) if isinstance(own, str) else base
        for key, each in schema.items():
            if key == "$ref" and isinstance(each, str):
                yield urldefrag(urljoin(base, each)).url
            else:
                yield from _references(each, base)
