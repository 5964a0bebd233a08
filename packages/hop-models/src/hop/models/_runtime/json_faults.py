"""What jsonschema finds against a JSON Schema, as findings and as faults with lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import jsonschema

from hop._messages import Fault, fault_of, loads
from hop.errors import MessageError
from hop.models._runtime.json_lines import Path, lines_of
from hop.models._runtime.words import Finding, describe

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}
_CHOICES = ("anyOf", "oneOf")
MOST_ERRORS = 1000
"""How many faults of one document are looked for at most."""


def _any_of(types: str | list[str]) -> str:
    several = [types] if isinstance(types, str) else types
    # Whoever sends something else did not mean null.
    named = [each for each in several if each != "null"] or several
    names = [_TYPES.get(each, each) for each in named]
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) else describe(value)


_EXPECTED: dict[str, Callable[[Any], str]] = {
    "type": _any_of,
    "enum": lambda values: "one of " + ", ".join(_shown(value) for value in values),
    "const": _shown,
    "minimum": lambda least: f"at least {least}",
    "maximum": lambda most: f"at most {most}",
    "exclusiveMinimum": lambda bound: f"more than {bound}",
    "exclusiveMaximum": lambda bound: f"less than {bound}",
    "multipleOf": lambda factor: f"a multiple of {factor}",
    "minLength": lambda least: f"text of at least {least} characters",
    "maxLength": lambda most: f"text of at most {most} characters",
    "pattern": lambda pattern: f"text that matches {pattern}",
    "format": lambda name: f"text in the format {name}",
    "minItems": lambda least: f"a list of at least {least} items",
    "maxItems": lambda most: f"a list of at most {most} items",
    "uniqueItems": lambda _: "a list without repetitions",
    "contains": lambda _: "a list with an item that the schema asks for",
    "minProperties": lambda least: f"an object of at least {least} fields",
    "maxProperties": lambda most: f"an object of at most {most} fields",
    "not": lambda _: "something that the schema does not exclude",
}


def faults_of(data: bytes, find_in: Callable[[Any], Iterable[Finding]]) -> list[Fault]:
    """Each fault of a JSON document, in the order of its lines.

    Args:
        data: the document.
        find_in: what its schema refuses in a JSON value.
    """
    try:
        found = list(find_in(loads(data)))
    except MessageError as error:
        return [fault_of(error, data)]
    if not found:
        return []
    text = data.decode("utf-8-sig", "surrogatepass")
    lines = lines_of(text, {each.holder for each in found})
    faults = {each.path: _fault(each, lines.get(each.holder)) for each in reversed(found)}
    return sorted(faults.values(), key=lambda fault: (fault.line or 0, fault.path))


def find(validator: jsonschema.protocols.Validator, value: Any) -> Iterator[Finding]:
    """Each fault of a JSON value, in the order of the schema; a thousand at most.

    Args:
        validator: what knows the schema.
        value: the value.
    """
    errors = list(islice(validator.iter_errors(value), MOST_ERRORS))
    # What another rule has refused counts as not evaluated: that says nothing of its own.
    own = [each for each in errors if not str(each.validator).startswith("unevaluated")]
    for error in own or errors:
        yield from _tell(error)


def _fault(finding: Finding, line: int | None) -> Fault:
    return Fault("/".join(map(str, finding.path)), finding.expected, finding.got, line)


def _tell(error: Any) -> Iterator[Finding]:
    path: Path = tuple(error.absolute_path)
    rule, argument = error.validator, error.validator_value
    if rule == "required":
        for name in argument:
            if name not in error.instance:
                yield Finding((*path, name), "a value", "nothing, the field is missing", path)
    elif rule in ("additionalProperties", "unevaluatedProperties"):
        for name in _unknown(error):
            here = (*path, name)
            yield Finding(here, "no such field", describe(error.instance[name]), here)
    elif rule in _CHOICES and error.context:
        branch = _meant(error)
        if branch:
            for each in branch:
                yield from _tell(each)
        else:
            yield Finding(path, _alternatives(error), describe(error.instance), path)
    else:
        tell = _EXPECTED.get(rule)
        expected = tell(argument) if tell else f"what {rule} in the schema says"
        yield Finding(path, expected, describe(error.instance), path)


def _unknown(error: Any) -> list[str]:
    known = error.schema.get("properties", {})
    names = [name for name in error.instance if name not in known][:MOST_ERRORS]
    # The words of the error name those that no pattern allows either.
    return [name for name in names if repr(name) in error.message] or names


def _meant(error: Any) -> list[Any]:
    """The errors of the one alternative that a value of this type can be meant for, if any."""
    branches: dict[Any, list[Any]] = defaultdict(list)
    for each in error.context:
        branches[each.schema_path[0]].append(each)
    fitting = [
        errors
        for errors in branches.values()
        if not any(each.validator == "type" and not each.path for each in errors)
    ]
    return fitting[0] if len(fitting) == 1 else []


def _alternatives(error: Any) -> str:
    types: list[str] = []
    for each in error.context:
        if each.validator == "type" and not each.path:
            found = each.validator_value
            types += [found] if isinstance(found, str) else found
    return _any_of(list(dict.fromkeys(types))) if types else "one of what the schema allows"
