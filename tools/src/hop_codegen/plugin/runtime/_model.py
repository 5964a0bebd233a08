"""What the models of this package have in common: they are what their schemas say.

A document is judged by its schema, which lies in this package, by jsonschema-rs. Its classes are
typed views of it: what a document holds comes out again as it was, what it lacks stays away, and
fields that the schema does not name are in ``extra``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from hop._messages import MessageModel
from hop._messages.json import loads
from hop.errors import DecodeError, ValidationError

from ._judge import accepts, bundled, check, shown

Shape = str | list[Any] | dict[str, Any] | tuple[Any, ...]
"""What a JSON value is made into: "module:Class", [each], {"*": each}, or (one, or another)."""
Shapes = Mapping[str, Shape]


class Part:
    """An object in a message; its fields are those of its schema."""

    hop_uri: ClassVar[str]
    """The URI of the schema that it is judged by."""
    hop_draft: ClassVar[str]
    """The draft of JSON Schema by which that schema is read."""
    hop_names: ClassVar[Mapping[str, str]] = {}
    """The names in JSON of fields that Python calls otherwise."""
    hop_nullable: ClassVar[frozenset[str]] = frozenset()
    """The fields that may be null."""
    hop_shapes: ClassVar[Shapes] = {}
    """What the values of fields are made into."""

    extra: dict[str, Any]
    """Fields that the schema does not name, by their names in JSON."""
    _given: tuple[str, ...]

    # The first is positional only: a field may be called cls.
    def __new__(cls, /, *arguments: Any, **fields: Any) -> Self:
        if arguments:
            raise TypeError(f"the fields of a {cls.__name__} are given by name")
        _refuse_unknown(cls, fields)
        for name, field in _fields(cls).items():
            if name not in fields and _is_required(field):
                raise ValidationError(f"/{name}", "a value", "nothing, the field is missing")
        self = super().__new__(cls)
        self.extra = {}
        self._given = _keys(cls, fields)
        return self

    def __post_init__(self) -> None:
        self._check(self._tree())
        for name, shape in self.hop_shapes.items():
            setattr(self, name, _made(shape, getattr(self, name), type(self).__module__))

    @classmethod
    def from_tree(cls, tree: Any) -> Self:
        """The object of a JSON tree.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        cls._check(tree)
        if not isinstance(tree, dict):
            raise ValidationError("/", "an object", shown(tree))
        return cls._built(tree)

    @classmethod
    def _built(cls, tree: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        self.extra = {}
        self._given = tuple(tree)
        names, shapes = _by_json(cls), cls.hop_shapes
        package, fields = cls.__module__, self.__dict__
        for key, value in tree.items():
            name = names.get(key)
            if name is None:
                self.extra[key] = value
            else:
                shape = shapes.get(name)
                fields[name] = _made(shape, value, package) if shape else value
        return self

    if not TYPE_CHECKING:  # for type checkers a misspelt field is a mistake

        def __setattr__(self, name: str, value: Any) -> None:
            if name not in _fields(type(self)) and name not in {"extra", "_given"}:
                raise AttributeError(
                    f"{type(self).__name__} has no field {name!r}; what the schema does not name "
                    "is put into extra"
                )
            object.__setattr__(self, name, value)

    @classmethod
    def _check(cls, tree: Any) -> None:
        check(tree, cls.hop_uri, cls.hop_draft)

    @classmethod
    def accepts(cls, tree: Any) -> bool:
        """Whether the schema accepts a JSON tree."""
        return accepts(tree, cls.hop_uri, cls.hop_draft)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The schema, with all that it refers to inside it."""
        return bundled(cls.hop_uri, cls.hop_draft)

    def asdict(self) -> dict[str, Any]:
        """The object as a JSON tree, by the names of its schema."""
        return self._tree()

    def _tree(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, field in _fields(type(self)).items():
            value = getattr(self, name)
            key = self.hop_names.get(name, name)
            if value is None and name not in self.hop_nullable:
                continue
            if _is_required(field) or key in self._given or not _is_default(value, field):
                found[key] = _plain(value)
        for key, value in self.extra.items():
            found[key] = _plain(value)
        # In the order in which they came.
        return {key: found[key] for key in (*self._given, *found) if key in found}

    def replace(self, /, **fields: Any) -> Self:
        """A copy with other values in these fields; what is absent stays absent.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        _refuse_unknown(type(self), fields)
        copy = _restored(type(self), self.__dict__ | fields)
        copy.extra = dict(self.extra)
        copy._given = tuple(dict.fromkeys((*self._given, *_keys(type(self), fields))))
        copy.__post_init__()
        return copy

    def _present(self) -> list[str]:
        names = _by_json(type(self))
        return [names[key] for key in self._tree() if key in names]

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._present())
        return f"{type(self).__name__}({given})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._tree() == self._tree()

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), dict(self.__dict__))


class Message(Part, MessageModel):
    """A whole message; its payload is its JSON."""

    @classmethod
    def load(cls, input_: Any) -> Self:
        """Create a message from JSON: text, bytes, or a file object of either.

        Raises:
            hop.errors.DecodeError: it is no JSON.
            hop.errors.ValidationError: the schema refuses it; the error names the place.
        """
        return cls.from_tree(loads(read_input(input_, cls.__name__)))

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """The message of an envelope's ``content``.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        return cls.from_tree(content)

    def serialize(self) -> dict[str, Any]:
        """The message with its format: ``{"format": name, "content": JSON tree}``.

        Raises:
            hop.errors.ValidationError: a field was changed to what the schema refuses.
        """
        content = self._content()
        self._check(content)
        return {"format": self.hop_format, "content": content}

    def _content(self) -> Any:
        return self._tree()


class ValueMessage(Message):
    """A message that is no JSON object: it has one field, ``value``."""

    @classmethod
    def from_tree(cls, tree: Any) -> Self:
        """The message of a JSON value.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        cls._check(tree)
        return cls._built({"value": tree})

    def __post_init__(self) -> None:
        self._check(self._content())
        for name, shape in self.hop_shapes.items():
            setattr(self, name, _made(shape, getattr(self, name), type(self).__module__))

    def _content(self) -> Any:
        return self._tree().get("value")


def read_input(input_: Any, what: str) -> str | bytes:
    """The text or the bytes of what a message is loaded from."""
    raw = input_.read() if hasattr(input_, "read") else input_
    if isinstance(raw, bytearray | memoryview):
        raw = bytes(raw)
    if not isinstance(raw, str | bytes):
        raise DecodeError(f"a {what} is loaded from text or bytes, not {type(raw).__name__}")
    return raw


_P = TypeVar("_P", bound=Part)
_known: dict[Any, Mapping[str, dataclasses.Field[Any]]] = {}
_python: dict[Any, Mapping[str, str]] = {}


def _fields(cls: type[Part]) -> Mapping[str, dataclasses.Field[Any]]:
    found = _known.get(cls)
    if found is None:
        listed: Any = cls
        found = _known[cls] = {each.name: each for each in dataclasses.fields(listed)}
    return found


def _by_json(cls: type[Part]) -> Mapping[str, str]:
    found = _python.get(cls)
    if found is None:
        found = _python[cls] = {cls.hop_names.get(name, name): name for name in _fields(cls)}
    return found


def _refuse_unknown(cls: type[Part], fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if name not in _fields(cls):
            raise ValidationError(f"/{name}", "no such field", shown(value))


def _keys(cls: type[Part], fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The names in JSON of the fields that are given; None gives only what may be null."""
    return tuple(
        cls.hop_names.get(name, name)
        for name, value in fields.items()
        if value is not None or name in cls.hop_nullable
    )


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING


def _is_default(value: Any, field: dataclasses.Field[Any]) -> bool:
    # Bytes are always written out: fastavro knows their defaults only as text.
    same = type(value) is type(field.default) and bool(value == field.default)
    return same and not isinstance(value, bytes)


def _made(shape: Shape, value: Any, package: str) -> Any:
    if isinstance(shape, str):
        return _class(shape, package)._built(value) if isinstance(value, dict) else value
    if isinstance(shape, list):
        return [_made(shape[0], each, package) for each in value] if _is_list(value) else value
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return value
        return {key: _made(shape["*"], each, package) for key, each in value.items()}
    fitting = [each for each in shape if _fits(each, value, package)]
    return _made(fitting[0], value, package) if fitting else value


def _fits(shape: Shape, value: Any, package: str) -> bool:
    if isinstance(shape, str):
        return isinstance(value, dict) and _class(shape, package).accepts(value)
    if isinstance(shape, list):
        return _is_list(value) and all(_fits(shape[0], each, package) for each in value)
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(
            _fits(shape["*"], each, package) for each in value.values()
        )
    return any(_fits(each, value, package) for each in shape)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


@cache
def _class(shape: str, package: str) -> type[Part]:
    module, _, name = shape.partition(":")
    found: type[Part] = getattr(import_module(f"{package.rpartition('.')[0]}.{module}"), name)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return value._tree()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _restored(cls: type[_P], state: dict[str, Any]) -> _P:
    self = object.__new__(cls)
    self.__dict__.update(state)
    return self
