"""What jsonschema finds against a JSON Schema, told as ``hop._messages.faults.Fault``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema

from hop._messages.faults import Fault
from hop.models._json_lines import Path, lines_of
from hop.models.validation import describe

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


def _any_of(types: str | list[str]) -> str:
    names = [_TYPES.get(each, each) for each in ([types] if isinstance(types, str) else types)]
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


def find_faults(validator: jsonschema.protocols.Validator, value: Any, text: str) -> list[Fault]:
    """Each fault of a JSON value, in the order of its lines.

    Args:
        validator: what knows the schema.
        value: the value.
        text: the JSON that it was read from.
    """
    told = [each for error in validator.iter_errors(value) for each in _tell(error)]
    lines = lines_of(text, {place for place, *_ in told})
    faults = {
        "/".join(map(str, path)): Fault("/".join(map(str, path)), expected, got, lines.get(place))
        for place, path, expected, got in reversed(told)
    }
    return sorted(faults.values(), key=lambda fault: (fault.line or 0, fault.path))


def _tell(error: Any) -> Iterator[tuple[Path, Path, str, str]]:
    """Place in the text, path, expected and got of each fault in an error."""
    path: Path = tuple(error.absolute_path)
    rule, argument = error.validator, error.validator_value
    if rule == "required":
        for name in argument:
            if name not in error.instance:
                yield path, (*path, name), "a value", "nothing, the field is missing"
    elif rule in ("additionalProperties", "unevaluatedProperties"):
        for name in _unknown(error):
            yield (*path, name), (*path, name), "no such field", describe(error.instance[name])
    elif rule in _CHOICES and error.context:
        branch = _meant(error)
        if branch:
            for each in branch:
                yield from _tell(each)
        else:
            yield path, path, _alternatives(error), describe(error.instance)
    else:
        tell = _EXPECTED.get(rule)
        expected = tell(argument) if tell else f"what {rule} in the schema says"
        yield path, path, expected, describe(error.instance)


def _unknown(error: Any) -> list[str]:
    known = error.schema.get("properties", {})
    names = [name for name in error.instance if name not in known]
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
