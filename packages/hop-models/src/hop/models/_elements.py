"""What the generated classes of XML elements have in common: they are typed and dictionaries too.

Attribute access is typed as the schema says: a child that may be repeated is a list, a number is a
number. Item access has the shape that dictionaries made from XML have: attributes and children as
plain keys, an only child without a list, everything at the leaves as text, the text beside
attributes under ``#text``, an empty element as None.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import pydantic

from hop.models._shape import (
    forget_unset,
    forget_unset_within,
    shape_field,
    shape_fields,
    translate_fields,
)
from hop.models._xsd_float import XsdFloat

TEXT_KEY = "#text"


@dataclass(frozen=True)
class Child:
    """A child element: its class, XsdFloat, or None for text; and whether it may be repeated."""

    kind: Any
    many: bool


@dataclass(frozen=True)
class Binding:
    """How a class stands in XML.

    Attributes:
        attributes: XsdFloat, or None for text, by the name of the XML attribute.
        children: by the name of the child element, in the order in which they are written.
        text: the field that holds the text of the element; None where there is none.
    """

    attributes: dict[str, Any]
    children: dict[str, Child]
    text: str | None


class ElementType(type):
    """Makes elements: takes both shapes of their content, and raises hop's own errors."""

    binding: Binding

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """A validated element.

        Raises:
            hop.errors.ValidationError: a field is missing, unknown, or of a wrong type or value.
        """
        names = list(cls.__dataclass_fields__)  # type: ignore[attr-defined]
        # What is left over is refused by pydantic, with the other faults.
        given = {**dict(zip(names, args, strict=False)), **kwargs}
        given = cls._prepare(given)
        try:
            element = super().__call__(*args[len(names) :], **given)
        except pydantic.ValidationError as fault:
            raise translate_fields(fault, cls, given) from None
        forget_unset(element, given)
        cls._complete(element)
        return element

    def _prepare(cls, given: dict[str, Any]) -> dict[str, Any]:
        return shape_fields(cls, {name: v for name, v in given.items() if v is not None})

    def _complete(cls, element: Any) -> None:
        """Called with each new element; for subclasses."""


class Element(metaclass=ElementType):
    """An element of an XML document: typed attributes, and a dictionary by item access."""

    # Set when the module of the model is imported, from the generated table.
    binding: ClassVar[Binding]

    if not TYPE_CHECKING:  # a type checker shall know the declared fields only

        def __getattr__(self, name: str) -> Any:
            # Reached where a field has no value and no default: most elements hold few fields.
            child = type(self).binding.children.get(name) if name[:1] != "_" else None
            if child is not None and child.many:
                return self.__dict__.setdefault(name, [])
            if name in type(self).__dataclass_fields__:
                return None
            raise AttributeError(f"{type(self).__name__} has no field {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        field = type(self).__dataclass_fields__.get(name)  # type: ignore[attr-defined]
        if value is None and field is not None and not _is_required(type(self), name):
            self.__dict__.pop(name, None)
            return
        shaped = shape_field(type(self), name, value)
        fields = self.__dict__
        try:
            type(self).__pydantic_validator__.validate_assignment(  # type: ignore[attr-defined]
                self, name, shaped
            )
        except pydantic.ValidationError as fault:
            raise translate_fields(fault, type(self), {name: shaped}) from None
        # pydantic put a new dictionary in the place of ours, with every default written out.
        fields[name] = self.__dict__[name]
        object.__setattr__(self, "__dict__", fields)
        forget_unset_within(fields[name], shaped)

    def __getitem__(self, key: str) -> Any:
        name = self._field(key)
        value = self.__dict__.get(name)
        if key not in self:
            raise KeyError(key)
        if type(value) is str and name in type(self).binding.attributes:
            return value
        return view(value)

    def __setitem__(self, key: str, value: Any) -> None:
        setattr(self, self._field(key), value)

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        setattr(self, self._field(key), None)

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str):
            return False
        value = self.__dict__.get(self._field(key))
        return _is_set(value) and not (key == TEXT_KEY and value == "")

    def _field(self, key: str) -> str:
        return type(self).binding.text or key if key == TEXT_KEY else key

    def __iter__(self) -> Iterator[str]:
        text = type(self).binding.text
        for name, value in list(self.__dict__.items()):
            if name == text:
                if value:
                    yield TEXT_KEY
            elif _is_set(value) and name[0] != "_":
                yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def get(self, key: str, default: Any = None) -> Any:
        """The item under that key, or the default where there is none."""
        try:
            return self[key]
        except KeyError:
            return default

    def keys(self) -> list[str]:
        """The keys that :meth:`__getitem__` knows, in the order of the document."""
        return list(self)

    def values(self) -> list[Any]:
        """The items in the order of the document."""
        return [self[key] for key in self]

    def items(self) -> list[tuple[str, Any]]:
        """Keys with their items, in the order of the document."""
        return [(key, self[key]) for key in self]

    def asdict(self) -> dict[str, Any]:
        """A plain dictionary of the whole element, nothing but dict, list, str and None in it."""
        binding = type(self).binding
        text, attributes = binding.text, binding.attributes
        result: dict[str, Any] = {}
        for name, value in self.__dict__.items():
            if type(value) is str:
                if value or name in attributes:
                    result[TEXT_KEY if name == text else name] = value
                elif name != text:
                    result[name] = None
            elif _is_set(value):
                result[name] = plain(value)
        return result

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Element):
            return type(self) is type(other) and self.asdict() == other.asdict()
        if isinstance(other, Mapping):
            return bool(self.asdict() == plain(other))
        return NotImplemented

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __repr__(self) -> str:
        fields = ", ".join(
            f"{name}={value!r}"
            for name, value in self.__dict__.items()
            if _is_set(value) and name[0] != "_"
        )
        return f"{type(self).__name__}({fields})"


class OtherElement(Element):
    """An element that the schema does not know, met in a document that is read leniently."""

    __dataclass_fields__: ClassVar[dict[str, Any]] = {}
    binding = Binding({}, {}, TEXT_KEY)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value


class ReadOnlyList(list[Any]):
    """A list made for looking at: a change would be lost, so it is refused."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this list is a view; change the list that attribute access gives")

    append = extend = insert = remove = pop = clear = sort = reverse = _refuse
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse


def view(value: Any) -> Any:
    """A value in the shape of item access; elements and lists of them are the very ones."""
    if isinstance(value, Element):
        text = type(value).binding.text
        content = None
        for name, item in value.__dict__.items():
            if _is_set(item):
                if name != text:
                    return value
                content = item or None
        return content
    if isinstance(value, list):
        if len(value) == 1:
            return view(value[0])
        items = [view(item) for item in value]
        same = all(item is own for item, own in zip(items, value, strict=True))
        return value if same else ReadOnlyList(items)
    if isinstance(value, XsdFloat):
        return value.text
    return None if value == "" else value


def plain(value: Any) -> Any:
    """A value in the shape of :meth:`Element.asdict`, sharing nothing that can be changed."""
    if isinstance(value, Element):
        content = value.asdict()
        return (content[TEXT_KEY] if content.keys() == {TEXT_KEY} else content) if content else None
    if isinstance(value, list):
        return plain(value[0]) if len(value) == 1 else [plain(item) for item in value]
    if isinstance(value, XsdFloat):
        return value.text
    if isinstance(value, Mapping):
        return {key: item if item == "" else plain(item) for key, item in value.items()}
    return None if value == "" else value


def _is_set(value: Any) -> bool:
    return value is not None and not (isinstance(value, list) and not value)


def _is_required(cls: type, name: str) -> bool:
    return bool(cls.__pydantic_fields__[name].is_required())  # type: ignore[attr-defined]


class ParamBase(Element):
    """What a ``Param`` can do beside holding its fields."""

    if TYPE_CHECKING:
        dataType: str
        value: str | None
        Value: list[str]

    @property
    def typed_value(self) -> str | int | float | None:
        """The value read by ``dataType``; never an error.

        The ``value`` attribute goes before a ``Value`` child. An int that cannot be read is 0, and
        a decimal number is cut toward zero; a float that cannot be read is NaN; a text that is not
        there is None. IVOA VOEvent 2.0, section Param.
        """
        text = self.value if self.value is not None else next(iter(self.Value), None)
        if self.dataType == "string":
            return text
        number = _read_number(text or "")
        if self.dataType == "float":
            return number
        if text is not None and re.fullmatch(r"\s*[+-]?[0-9]{1,1000}\s*", text, re.ASCII):
            return int(text)
        return math.trunc(number) if math.isfinite(number) else 0


def _read_number(text: str) -> float:
    # Python reads underscores and the digits of other scripts, which are no numbers here.
    try:
        return float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        return math.nan
