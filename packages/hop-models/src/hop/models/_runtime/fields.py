"""What the fields of a generated class say in their metadata."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib import import_module
from typing import Any

Shape = Any
"""What a value becomes: a class, [shape], {"*": shape}, or {"or": [shapes]}."""


class Field:
    """One field of a generated class.

    Attributes:
        name: its name in Python.
        wire: its name in the document.
        type: ``float``, ``int`` or ``bool``, where the value is given as that; else None.
        unit: the unit of its numbers; None where the schema names none.
        xml: ``attribute``, ``element`` or ``text``; None outside XML.
        is_many: whether an XML element may be repeated, so that the value is a list.
        is_nullable: whether None is a value; otherwise None means that the field is absent.
        is_required: whether the schema asks for it.
        is_plain: whether its value is given as it stands in the document.
    """

    def __init__(self, field: dataclasses.Field[Any], module: str) -> None:
        said: Mapping[str, Any] = field.metadata
        self.name = field.name
        self.wire: str = said.get("name", field.name)
        self.type: str | None = said.get("type")
        self.unit: str | None = said.get("unit")
        self.xml: str | None = said.get("xml")
        self.is_many: bool = said.get("many", False)
        self.is_nullable: bool = said.get("null", False)
        self._default, self._factory = field.default, field.default_factory
        self.is_required = (
            self._default is dataclasses.MISSING and self._factory is dataclasses.MISSING
        )
        self._shape, self._module = said.get("shape"), module
        self.is_plain = self._shape is None and self.type is None

    @cached_property
    def shape(self) -> Shape | None:
        """What its value becomes, with the classes themselves; None: it stays as it is."""
        return None if self._shape is None else _resolved(self._shape, self._module)

    @cached_property
    def part(self) -> Any:
        """The class of its value, or of the items in it; None where it stays as it is."""
        return self.shape[0] if isinstance(self.shape, list) else self.shape

    @property
    def has_factory(self) -> bool:
        """Whether its default is a new value each time, such as an empty list."""
        return self._factory is not dataclasses.MISSING

    def default(self) -> Any:
        """The value that it has where it is absent; None where the schema names none."""
        if self._factory is not dataclasses.MISSING:
            return self._factory()
        return None if self._default is dataclasses.MISSING else self._default


class Fields:
    """The fields of a generated class.

    Attributes:
        by_name: the fields by their names in Python, in order.
        by_wire: the fields by their names in the document.
    """

    def __init__(self, cls: type) -> None:
        generated = next(
            (each for each in cls.__mro__ if "__dataclass_fields__" in vars(each)), cls
        )
        listed = dataclasses.fields(cls) if dataclasses.is_dataclass(cls) else ()
        self.by_name = {each.name: Field(each, generated.__module__) for each in listed}
        self.by_wire = {each.wire: each for each in self.by_name.values()}


fields_of: Callable[[Any], Fields] = cache(Fields)
"""The fields of a class, read once."""


def _resolved(shape: Any, module: str) -> Shape:
    if isinstance(shape, list):
        return [_resolved(each, module) for each in shape]
    if isinstance(shape, dict):
        return {key: _resolved(each, module) for key, each in shape.items()}
    home, colon, name = shape.rpartition(":")
    if not colon:
        return getattr(sys.modules[module], name)
    return getattr(import_module(f"{module.rpartition('.')[0]}.{home}"), name)
