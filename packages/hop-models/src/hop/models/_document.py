"""JSON documents whose known fields are typed and whose other fields are kept."""

from __future__ import annotations

import copy
import json
import reprlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pydantic
from pydantic import StrictStr

from hop._messages import MessageModel, Source
from hop._messages.faults import Fault
from hop._messages.json import dumps, loads
from hop._messages.model import by_loading
from hop.errors import DecodeError, MessageError, ValidationError
from hop.models.validation import describe, holds, translate_all

BytesOrBase64 = StrictStr | bytes
"""What JSON holds as base64 text, and Avro as bytes."""

_AVRO = b"Obj\x01"
_short = reprlib.Repr()
_short.maxstring = _short.maxother = 60


class Part:
    """A JSON object: known fields are typed attributes, and all fields are items.

    A known field that is absent is None as an attribute. Items, :meth:`asdict` and what is sent
    hold what came, no more and no less.
    """

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Any]]

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def _tree(self) -> dict[str, Any]:
        tree: dict[str, Any] | None = self.__dict__.get("_document")
        if tree is None:  # made from fields, as a part of something to come
            given = {name: self.__dict__.get(name) for name in self.__dataclass_fields__}
            tree = {name: plain(value) for name, value in given.items() if value is not None}
            self._link(tree)
        return tree

    def _link(self, tree: dict[str, Any]) -> None:
        """Let the attributes stand for what is in a tree, so that a change of one is a change."""
        own = self.__dict__
        own["_document"] = tree
        for name in self.__dataclass_fields__:
            value, item = own.get(name), tree.get(name)
            if isinstance(value, Part) and isinstance(item, dict):
                value._link(item)
            elif isinstance(item, (dict, list)) and value == item:
                own[name] = item

    def asdict(self) -> dict[str, Any]:
        """The whole object as a JSON tree, a copy."""
        return copy.deepcopy(self._tree())

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.__dataclass_fields__:
            raise AttributeError(
                f"{type(self).__name__} has no field {name!r} that could be set; what the schema "
                "does not know is given when it is made"
            )
        tree = {**self._tree(), name: plain(value)}
        try:
            made = _make(type(self), tree)
        except _Faults as faults:
            for fault in faults.each:
                if fault.path.split("/")[0] == name:
                    raise fault from None
            made = faults.made
        self._replace(name, tree[name])
        self.__dict__[name] = made.__dict__.get(name)
        self._link(self._tree())

    def _replace(self, name: str, value: Any) -> None:
        self._tree()[name] = value

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{name!r} cannot be deleted; set it to None to send null")

    if not TYPE_CHECKING:  # for type checkers a misspelt field is a mistake

        def __getattr__(self, name: str) -> Any:
            tree = self.__dict__.get("_document")
            if tree is not None and name in tree:
                return tree[name]
            raise AttributeError(f"{type(self).__name__} has no field {name!r}")

    def __getitem__(self, key: str) -> Any:
        return self._tree()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._tree()

    def __iter__(self) -> Iterator[str]:
        return iter(self._tree())

    def __len__(self) -> int:
        return len(self._tree())

    def __bool__(self) -> bool:
        return True

    def keys(self) -> Any:
        """The names of the fields that are there."""
        return self._tree().keys()

    def get(self, key: str, default: Any = None) -> Any:
        """The field of that name as it came, else the default."""
        return self._tree().get(key, default)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and same(self._tree(), other._tree())

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={_short.repr(v)}" for name, v in self._tree().items())
        return f"{type(self).__name__}({fields})"


class Document(Part, MessageModel):
    """A message that is a JSON document; the bytes that it was loaded from are sent on.

    Subclasses also extend the generated class of their schema.
    """

    hop_schema_file: ClassVar[str]
    """Its schema, below the folder of the schemas of this package."""

    if not TYPE_CHECKING:  # type checkers take the signature of the generated class

        def __init__(self, /, **fields: Any) -> None:
            self._fill({name: plain(value) for name, value in fields.items()}, None, strict=True)

    @classmethod
    def load(cls, input_: Source, *, strict: bool = True) -> Self:
        """Create a message from its JSON: text, bytes in UTF-8, or a file object.

        Args:
            input_: what to read.
            strict: refuse a known field of another type than its schema says. Otherwise the field
                is None as an attribute, and :attr:`error` says why.

        Raises:
            hop.errors.DecodeError: not JSON, or no JSON object.
            hop.errors.ValidationError: against the schema.
        """
        raw = input_.read() if hasattr(input_, "read") else input_
        payload = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else bytes(raw)
        return cls._of(cls._parse(payload), payload, strict=strict)

    @classmethod
    def find_faults(cls, data: bytes) -> list[Fault]:
        """Every fault of a document, by its schema.

        Args:
            data: the document, as a file holds it.
        """
        from hop.models.checks import check_against

        faults = [] if data[:4] == _AVRO else check_against(cls.hop_schema_file, data)
        return faults or by_loading(cls.load, data)

    @classmethod
    def from_wire(cls, payload: bytes) -> Self:
        """Create a message from the payload of a record; :attr:`error` says what is wrong with it.

        Raises:
            hop.errors.DecodeError: not JSON, or no JSON object.
            hop.errors.ValidationError: a field is missing without which it is no such message.
        """
        return cls.load(payload, strict=False)

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """Create a message from its JSON tree; :attr:`error` says what is wrong with it.

        Raises:
            hop.errors.DecodeError: no JSON object.
            hop.errors.ValidationError: a field is missing without which it is no such message.
        """
        return cls._of(content, None, strict=False)

    @classmethod
    def _of(cls, tree: Any, payload: bytes | None, *, strict: bool) -> Self:
        if not isinstance(tree, dict):
            raise DecodeError(f"a {cls.hop_format} is a JSON object, not {describe(tree)}")
        message = cls.__new__(cls)
        message._fill(tree, payload, strict=strict)
        return message

    def _fill(self, tree: dict[str, Any], payload: bytes | None, *, strict: bool) -> None:
        error: MessageError | None = None
        try:
            made = _make(type(self), tree)
        except _Faults as faults:
            if strict or faults.made is None:
                raise faults.each[0] from None
            error, made = faults.each[0], faults.made
        self.__dict__.update(made.__dict__)
        self.__dict__.update(_payload=payload, _error=error)
        self._link(tree)

    def _replace(self, name: str, value: Any) -> None:
        # A shallow copy of the message keeps what it had.
        self.__dict__["_document"] = {**self._tree(), name: value}

    @property
    def error(self) -> MessageError | None:
        """How a message that came over the wire breaks its schema; None where it does not."""
        error: MessageError | None = self.__dict__.get("_error")
        return error

    @property
    def schema_uri(self) -> str | None:
        """The ``$schema`` that the document names; None where it names none."""
        uri = self.get("$schema")
        return uri if isinstance(uri, str) else None

    @classmethod
    def _parse(cls, payload: bytes) -> Any:
        return loads(payload)

    def _write(self, tree: dict[str, Any]) -> bytes:
        return dumps(tree)

    def to_document(self) -> bytes:
        """The document as it is sent: as it came, unless it was changed."""
        return bytes(self)

    def hop_declares_test(self) -> bool:
        """Whether the document is marked as a test."""
        return self.hop_marks_test(self._tree())

    def to_wire(self) -> tuple[str, bytes]:
        """As ``json``: the bytes that were loaded, or JSON of what was changed since."""
        return "json", bytes(self)

    def __bytes__(self) -> bytes:
        """The payload: as it was loaded, or written anew where something was changed since.

        Raises:
            hop.errors.ValidationError: what was changed breaks the schema.
        """
        payload: bytes | None = self.__dict__.get("_payload")
        tree = self._tree()
        if payload is not None and same(type(self)._parse(payload), tree):
            return payload
        if self.error is None:
            type(self)._of(tree, None, strict=True)
        return self._write(tree)

    def __str__(self) -> str:
        return json.dumps(self._tree(), indent=2, ensure_ascii=False, default=_short.repr)


def plain(value: Any) -> Any:
    """A value as a JSON tree holds it."""
    if isinstance(value, Part):
        return value._tree()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two JSON trees hold the same, types of numbers and NaN included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(v, other[name]) for name, v in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) or (one != one and other != other)  # noqa: PLR0124 - NaN


class _Faults(Exception):
    """What is wrong with a tree; it never leaves this module.

    Attributes:
        each: the findings, in the order of the schema.
        made: the object without the faulty fields; None where it cannot be without them.
    """

    def __init__(self, each: list[ValidationError], made: Any) -> None:
        super().__init__()
        self.each, self.made = each, made


def _make(kind: type[Part], tree: dict[str, Any]) -> Part:
    """An object of the generated class behind a class, from what the schema knows of a tree."""
    generated: type[Any] = next(
        each for each in kind.__mro__ if "__pydantic_validator__" in vars(each)
    )
    names = tuple(generated.__dataclass_fields__)
    known = {name: tree[name] for name in names if name in tree}
    try:
        part: Part = generated(**known)
        return part
    except pydantic.ValidationError as fault:
        faults, paths = translate_all(fault, names, known)
    made = None
    for pruned in (_without(known, paths), _without(known, [path[:1] for path in paths])):
        try:
            made = generated(**pruned)
            break
        except pydantic.ValidationError:
            continue
    raise _Faults(faults, made)


def _without(tree: dict[str, Any], paths: list[tuple[int | str, ...]]) -> dict[str, Any]:
    """A copy of a tree without what stands at some paths; their ends may name types."""
    result: dict[str, Any] = copy.deepcopy(tree)
    for path in paths:
        holder: Any = None
        place: Any = None
        inner: Any = result
        for step in path:
            if not holds(inner, step):
                break
            holder, place, inner = inner, step, inner[step]
        if isinstance(holder, dict):
            holder.pop(place, None)
        elif holder is not None:
            holder[place] = None  # the others keep their places
    return result
