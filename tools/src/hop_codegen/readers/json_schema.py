"""The JSON Schemas of one source, and those that they refer to. Nothing is fetched unasked."""

from __future__ import annotations

import re
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import jsonschema_rs
import referencing
import referencing.exceptions
from jsonschema_specifications import REGISTRY as META_SCHEMAS  # type: ignore[import-untyped]
from referencing.jsonschema import DRAFT202012

from hop_codegen.errors import CodegenError
from hop_codegen.readers.json_files import check_schema, is_schema, parse, walk
from hop_codegen.readers.source import MAX_BYTES, Source

_NO_EXAMPLES = {"package.json", "package-lock.json", "tsconfig.json", "jsconfig.json"}
_DRAFTS = {
    "http://json-schema.org/draft-07/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
}
NEWEST = "https://json-schema.org/draft/2020-12/schema"
_SECONDS = 30


class _Remark:
    """A keyword that says something and judges nothing."""

    def __init__(self, *_: Any) -> None:
        pass

    def validate(self, _: Any) -> None:
        """Accept everything."""


# In draft-07 jsonschema-rs judges by them; by all drafts they may be remarks, as ``format`` is.
_REMARKS: dict[str, Any] = {"contentEncoding": _Remark, "contentMediaType": _Remark}

Node = Any
"""A schema: a JSON object, or true, or false."""


@dataclass(frozen=True)
class Document:
    """One JSON Schema of the source.

    Attributes:
        path: its path below the source.
        uri: what others call it: its ``$id``, made absolute.
        contents: the schema.
        draft: the ``$schema`` that says how it is to be read.
        raw: the bytes of the file.
    """

    path: str
    uri: str
    contents: dict[str, Any]
    draft: str
    raw: bytes


def file_uri(base: str, path: str) -> str:
    """The URI of a file below ``base``; its name may hold blanks and other letters."""
    return f"{base}{quote(path)}"


class Library:
    """All JSON Schemas of a source, by path and by URI.

    Args:
        name: the package's name, for the URIs of schemas that have none.
        source: the files.
        allow_remote: whether what a ``$ref`` names on the web may be fetched.

    Raises:
        CodegenError: a file is no JSON or no JSON Schema.
    """

    def __init__(self, name: str, source: Source, *, allow_remote: bool = False) -> None:
        self.base = f"https://{name}.invalid/"
        self.source, self.allow_remote = source, allow_remote
        self.documents: dict[str, Document] = {}
        self.uris: dict[str, str] = {}
        self.examples: dict[str, bytes] = {}
        self.places: dict[int, tuple[str, str]] = {}
        self.bases: dict[int, str] = {}
        self.registry: referencing.Registry[Any] = META_SCHEMAS
        for path, raw in source.files.items():
            if path.lower().endswith(".json"):
                self._take(path, raw)

    def _take(self, path: str, raw: bytes) -> None:
        bad = "bad" in path.lower().split("/")
        try:
            value = parse(path, raw)
        except CodegenError:
            if bad:  # an example of what is no JSON
                self.examples[path] = raw
                return
            raise
        if path in self.source.main or is_schema(path, value):
            self.add(path, value, raw)
        elif isinstance(value, dict | list) and path.rpartition("/")[2] not in _NO_EXAMPLES:
            self.examples[path] = raw

    def add(self, path: str, contents: Any, raw: bytes, uri: str | None = None) -> Document:
        """Add a schema.

        Raises:
            CodegenError: it is no JSON Schema of a draft that is known, or its ``$id`` is taken.
        """
        if not isinstance(contents, dict):
            raise CodegenError(path, "", "a schema is a JSON object")
        draft = contents.get("$schema", NEWEST)
        if not isinstance(draft, str) or draft.rstrip("#") not in _DRAFTS:
            raise CodegenError(
                path, "/$schema", f"{draft!r} is not among the drafts from draft-07 to 2020-12"
            )
        check_schema(path, contents)
        retrieval = uri or file_uri(self.base, path)
        own = contents.get("$id", "")
        identity = urldefrag(urljoin(retrieval, own)).url
        if identity in self.uris:
            raise CodegenError(
                path, "/$id", f"{identity} is the $id of {self.uris[identity]} as well"
            )
        document = Document(path, identity, contents, draft, raw)
        self.documents[path] = document
        for known in dict.fromkeys((identity, retrieval)):
            self._know(known, document)
        self._place(path, contents, identity)
        return document

    def _know(self, uri: str, document: Document) -> None:
        self.uris[uri] = document.path
        resource: referencing.Resource[Any] = referencing.Resource.from_contents(
            document.contents, default_specification=DRAFT202012
        )
        self.registry = self.registry.with_resource(uri, resource).crawl()

    def _place(self, path: str, contents: Any, uri: str) -> None:
        bases = [("", uri)]  # the base URI of the document, and of every part with an $id
        for pointer, node in walk(contents):
            base = next(base for at, base in reversed(bases) if f"{pointer}/".startswith(f"{at}/"))
            if pointer and isinstance(node.get("$id"), str):
                base = urldefrag(urljoin(base, node["$id"])).url
                bases.append((pointer, base))
            self.places[id(node)] = (path, pointer)
            self.bases[id(node)] = base

    def place(self, node: Node) -> tuple[str, str]:
        """The file and the JSON pointer of a schema."""
        return self.places.get(id(node), ("", ""))

    def look_up(self, node: dict[str, Any]) -> Node:
        """The schema that the ``$ref`` of a schema names.

        Raises:
            CodegenError: it leads nowhere, out of the source, or to the web without leave.
        """
        path, pointer = self.place(node)
        base, reference = self.bases.get(id(node)), node["$ref"]
        if base is None:  # a part of a meta-schema, of which nothing is asked
            return True
        for _ in range(2):
            try:
                return self.registry.resolver(base).lookup(reference).contents
            except referencing.exceptions.Unresolvable:
                absolute = urldefrag(urljoin(base, reference)).url
                if (
                    absolute in self.uris
                    or absolute in META_SCHEMAS
                    or not self._find(path, pointer, reference, absolute)
                ):
                    raise CodegenError(
                        path, f"{pointer}/$ref", f"{reference!r} leads to nothing that is there"
                    ) from None
                continue
            except (ValueError, TypeError, AttributeError) as fault:
                raise CodegenError(
                    path, f"{pointer}/$ref", f"{reference!r} is no reference: {fault}"
                ) from None
        raise CodegenError(path, f"{pointer}/$ref", f"{reference!r} leads to nothing that is there")

    def _find(self, path: str, pointer: str, reference: str, absolute: str) -> bool:
        """Add a schema whose URI is not known: a file by its path, or a page on the web."""
        place = f"{pointer}/$ref"
        parts = urlsplit(reference)
        if not parts.scheme and not parts.netloc and parts.path:
            # A relative reference is often meant by path, also where $id says otherwise.
            wanted = urlsplit(urljoin(urljoin("https://x.invalid/a/", path), parts.path)).path
            inside = wanted.startswith("/a/")
            name = unquote(wanted.removeprefix("/a/"))
            if inside and name in self.documents:
                self._know(absolute, self.documents[name])
                return True
            if inside and self._beside(name):
                return True
            raise CodegenError(path, place, f"there is no {name.strip('/')} for {reference!r}")
        if urlsplit(absolute).scheme not in {"http", "https"}:
            raise CodegenError(
                path, place, f"{reference!r} is neither in the source nor on the web"
            )
        if urlsplit(absolute).netloc.endswith(".invalid"):
            return False
        if not self.allow_remote:
            raise CodegenError(
                path,
                place,
                f"{reference!r} is not in the source, and nothing is fetched unasked; "
                "--allow-remote-refs allows it",
            )
        self._fetch(path, place, absolute)
        return True

    def _beside(self, name: str) -> bool:
        folder = self.source.folder
        if folder is None or not self.source.main:
            return False
        file = folder / name
        if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
            return False
        raw = file.read_bytes()
        self.add(name, parse(name, raw), raw)
        return True

    def _fetch(self, path: str, place: str, uri: str) -> None:
        try:
            with urllib.request.urlopen(uri, timeout=_SECONDS) as answer:  # noqa: S310 - http(s) only
                raw = answer.read(MAX_BYTES + 1)
        except (OSError, ValueError) as fault:
            raise CodegenError(path, place, f"{uri} cannot be fetched: {fault}") from None
        parts = urlsplit(uri)
        local = re.sub(r"[^\w./-]", "_", f"remote/{parts.netloc}{parts.path}")
        if len(raw) > MAX_BYTES or ".." in local:
            raise CodegenError(path, place, f"{uri} is too large, or cannot be stored")
        local = local if local.endswith(".json") else f"{local}.json"
        self.add(local, parse(uri, raw), raw, uri)

    def validator(self, uri: str, draft: str) -> jsonschema_rs.Validator:
        """A validator of the schema at ``uri`` that judges as the made package does.

        Raises:
            CodegenError: it cannot be judged by, though it is a valid schema.
        """
        try:
            return jsonschema_rs.validator_for(
                {"$schema": draft, "$ref": uri},
                validate_formats=False,
                keywords=_REMARKS,
                retriever=self._retrieve,
            )
        except (ValueError, jsonschema_rs.ReferencingError) as fault:
            path = self.uris.get(urldefrag(uri).url, uri)
            told = str(fault).partition("\n")[0]
            raise CodegenError(path, "", f"no document can be judged by it: {told}") from None

    def _retrieve(self, uri: str) -> Any:
        path = self.uris.get(uri.rstrip("#"))
        if path is None:
            raise ValueError(f"{uri} is not in the source")
        return self.documents[path].contents
