"""The tree of errors: as its docstring draws it, and fit to travel between processes."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

import hop.errors
from hop.errors import (
    ConfigFileNotFound,
    ConfigKeyError,
    CredentialNotFound,
    DecodeError,
    EncodeError,
    HopError,
    TransportError,
    URLError,
    ValidationError,
)

# Classes that only add a built-in parent to the one above them; the tree names that parent there.
UNDRAWN = {ConfigKeyError, ConfigFileNotFound}


def all_classes(root: type[HopError] = HopError) -> list[type[HopError]]:
    found = [root]
    for kind in root.__subclasses__():
        if kind.__module__ == "hop.errors":
            found += all_classes(kind)
    return list(dict.fromkeys(found))


def drawn_tree() -> dict[str, str | None]:
    """Each class of the docstring, with the one above it."""
    parents: dict[str, str | None] = {}
    path: list[tuple[int, str]] = []
    for line in (hop.errors.__doc__ or "").splitlines():
        if found := re.match(r"( {4,})([A-Z]\w+)(?:  +\S|$)", line):
            depth, name = len(found[1]), found[2]
            path = [each for each in path if each[0] < depth]
            parents[name] = path[-1][1] if path else None
            path.append((depth, name))
    return parents


def test_the_docstring_draws_the_classes():
    drawn = drawn_tree()
    assert drawn.keys() == {kind.__name__ for kind in all_classes() if kind not in UNDRAWN}
    for name, parent in drawn.items():
        kind = getattr(hop.errors, name)
        above = [each for each in kind.__mro__[1:] if each.__name__ in drawn]
        assert (above[0].__name__ if above else None) == parent, name


def test_every_public_class_of_the_module_is_in_the_tree():
    public = {
        name
        for name, value in vars(hop.errors).items()
        if isinstance(value, type) and not name.startswith("_") and value.__module__ == "hop.errors"
    }
    assert public == {kind.__name__ for kind in all_classes()}


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (ConfigKeyError, KeyError),
        (CredentialNotFound, KeyError),
        (ConfigFileNotFound, FileNotFoundError),
        (URLError, ValueError),
        (DecodeError, ValueError),
        (EncodeError, TypeError),
        (ValidationError, ValueError),
    ],
)
def test_errors_that_are_pythons_too(kind: type[HopError], builtin: type[Exception]):
    assert issubclass(kind, builtin)


def an_error(kind: type[HopError]) -> HopError:
    if issubclass(kind, ValidationError):
        return kind("What/Param[1]", "a number", "'x'", hint="see the schema")
    if issubclass(kind, TransportError):
        return kind("no connection to h:9092", code="_TRANSPORT", retriable=True)
    return kind("what happened; what to do")


@pytest.mark.parametrize("kind", all_classes())
@pytest.mark.parametrize("way", [lambda each: pickle.loads(pickle.dumps(each)), copy.copy])
def test_errors_travel_with_what_they_carry(kind: type[HopError], way):
    error = an_error(kind)
    error.add_note("topic t, offset 3")
    again = way(error)
    assert type(again) is kind
    assert (str(again), again.args) == (str(error), error.args)
    assert vars(again) == vars(error)


@pytest.mark.parametrize("kind", all_classes())
def test_the_text_is_shown_as_it_is(kind: type[HopError]):
    # KeyError and OSError have a way of their own to show their arguments.
    error = an_error(kind)
    assert str(error) == error.args[0]


def test_a_validation_error_says_where_what_and_why():
    error = ValidationError("What/Param[1]/@dataType", "one of a, b", "'c'", hint="see the schema")
    assert (error.path, error.expected, error.got) == (
        "What/Param[1]/@dataType",
        "one of a, b",
        "'c'",
    )
    assert str(error) == ("What/Param[1]/@dataType: expected one of a, b, got 'c'; see the schema")


def test_a_transport_error_is_not_retriable_unless_said():
    error = TransportError("x")
    assert (error.code, error.retriable) == (None, False)
