"""The schemas in this package, and what they say of a JSON value. Nothing is ever fetched."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs

from hop.errors import ValidationError

from ._schemas import SCHEMAS

_LONGEST = 200


class _Remark:
    """A keyword that says something and judges nothing."""

    def __init__(self, *_: Any) -> None:
        pass

    def validate(self, _: Any) -> None:
        """Accept everything."""


# In draft-07 jsonschema-rs judges by them; by all drafts they may be remarks, as ``format`` is.
REMARKS: dict[str, Any] = {"contentEncoding": _Remark, "contentMediaType": _Remark}


@cache
def document(path: str) -> Any:
    """A JSON file of the folder of schemas."""
    text = (resources.files(__package__) / "schemas" / path).read_text(encoding="utf-8-sig")
    return json.loads(text)


def _retrieve(uri: str) -> Any:
    path = SCHEMAS.get(uri.rstrip("#"))
    if path is None:  # nothing is ever fetched
        raise ValueError(f"{uri} is not in this package")
    return document(path)


@cache
def _validator(uri: str, draft: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(
        {"$schema": draft, "$ref": uri},
        validate_formats=False,
        keywords=REMARKS,
        retriever=_retrieve,
    )


def check(tree: Any, uri: str, draft: str) -> None:
    """Judge a JSON tree by the schema at ``uri``.

    Raises:
        hop.errors.ValidationError: the schema refuses it.
    """
    try:
        _validator(uri, draft).validate(tree)
    except jsonschema_rs.ValidationError as fault:
        raise _translated(fault, tree) from None
    except (ValueError, TypeError) as fault:
        path, got = _without_form(tree, []) or ([], str(fault))
        raise ValidationError(_joined(path), "a JSON value", got) from None


def accepts(tree: Any, uri: str, draft: str) -> bool:
    """Whether the schema at ``uri`` accepts a JSON tree."""
    return _validator(uri, draft).is_valid(tree)


def bundled(uri: str, draft: str) -> dict[str, Any]:
    """The schema at ``uri``, with all that it refers to inside it."""
    word = "definitions" if "draft-07" in draft else "$defs"
    parts: dict[str, Any] = {}
    waiting = [uri]
    while waiting:
        reference = {"$schema": draft, "$ref": waiting.pop()}
        bundle: Any = jsonschema_rs.bundle(reference, retriever=_retrieve)
        found = bundle.get(word, {})
        for each in found.keys() - parts.keys():
            parts[each] = found[each]
            if each in SCHEMAS:
                # Of a schema that a reference names a part of, it takes nothing but that part.
                whole = document(SCHEMAS[each])
                own = whole.get("$id", "")
                parts[each] = {**whole, "$id": own if "://" in own else each}
                waiting.append(each)
    return {"$schema": draft, "$ref": uri, word: dict(sorted(parts.items()))}


def _innermost(fault: jsonschema_rs.ValidationError) -> jsonschema_rs.ValidationError:
    """Of alternatives that all refuse a value, what the one says that got furthest."""
    while fault.kind.name in {"anyOf", "oneOfNotValid", "oneOf"}:
        context = getattr(fault.kind, "context", None) or []
        here = len(fault.instance_path)
        told = [branch[0] for branch in context if branch]
        fitting = [
            each
            for each in told
            if not (each.kind.name == "type" and len(each.instance_path) == here)
        ]
        if len(fitting) != 1:
            break
        fault = fitting[0]
    return fault


def _without_form(value: Any, path: list[str]) -> tuple[list[str], str] | None:
    """The first place in a tree that JSON has no form for, and what is there."""
    if isinstance(value, dict):
        odd = next((key for key in value if not isinstance(key, str)), None)
        if odd is not None:
            return path, f"the key {odd!r}"
    elif value is None or isinstance(value, str | int | float):
        return None
    elif not isinstance(value, list | tuple):
        return path, f"a value of the type {type(value).__name__}"
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = (_without_form(each, [*path, str(key)]) for key, each in items)
    return next((each for each in found if each is not None), None)


def _translated(fault: jsonschema_rs.ValidationError, tree: Any) -> ValidationError:
    fault = _innermost(fault)
    path = [str(part) for part in fault.instance_path]
    kind, value = fault.kind.name, fault.kind.value
    value_there = tree
    for step in fault.instance_path:  # a key of digits comes as a number
        value_there = value_there[str(step) if isinstance(value_there, dict) else step]
    got = shown(value_there)  # not fault.instance, in which NaN is null
    if kind == "required":
        return ValidationError(_joined([*path, value]), "a value", "nothing, the field is missing")
    if kind == "type":
        expected = " or ".join(value)
    elif kind == "enum":
        expected = f"one of {shown(value)}"
    elif kind == "constant":
        expected = shown(value)
    elif kind in {"additionalProperties", "unevaluatedProperties"}:
        expected, got = "no other fields", ", ".join(value)
    else:
        expected = f"what {fault.schema_path[-1]} allows ({_shortened(fault.message)})"
    return ValidationError(_joined(path), expected, got)


def _joined(path: list[str]) -> str:
    return "/" + "/".join(path)


def shown(value: Any) -> str:
    """A value as an error shows it, shortened."""
    try:
        return _shortened(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError):
        return type(value).__name__


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
