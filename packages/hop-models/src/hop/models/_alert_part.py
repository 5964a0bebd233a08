"""What the classes of alerts have in common: cheap to make, late to look up, and a JSON form."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from hop._messages import dumps, short_call
from hop.errors import MessageError

if TYPE_CHECKING:
    from hop.message import MessageModel

Base64 = bytes
"""What JSON holds as base64 text, and Python as bytes."""

_set = object.__setattr__
Made = TypeVar("Made")


class AlertPart:
    """A part of an alert, or the whole: a frozen dataclass that has a JSON form."""

    @staticmethod
    def hop_complete(made: type[Made]) -> type[Made]:
        """Complete a class that has just become a dataclass."""
        made.__repr__ = _short_repr  # type: ignore[method-assign, assignment]
        return made

    @classmethod
    def hop_made(cls, values: dict[str, Any]) -> Self:
        """An object with these values, which it keeps; nothing is checked."""
        made = object.__new__(cls)
        _set(made, "__dict__", values)
        return made

    def asdict(self, *, leave_out: Collection[str] = ()) -> dict[str, Any]:
        """The JSON form: times in ISO 8601 with Z, bytes as base64, null for what is unknown.

        Args:
            leave_out: fields that are not wanted: a sky map is large.
        """
        itself: Any = self
        names = [each.name for each in dataclasses.fields(itself) if each.name not in leave_out]
        names.sort(key=lambda name: name != "type")  # which shape it is comes first
        return {name: _as_json(getattr(self, name)) for name in names}


def _sky_map_of(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


class Whole:
    """A message of several objects: what concerns all of them is made once, however many there are.

    Args:
        tree: the message.

    Attributes:
        kept: what conversions made of it, by their paths.
    """

    __slots__ = ("_hash", "_tree", "kept")

    def __init__(self, tree: dict[str, Any]) -> None:
        self._tree, self._hash = tree, b""
        self.kept: dict[str, Any] = {}

    def with_part(self, part: Any) -> bytes:
        """What tells one of its objects from those of all other messages."""
        if not self._hash:
            tree = {name: value for name, value in self._tree.items() if name != "$schema"}
            self._hash, self._tree = hashlib.sha256(canonical(tree)).digest(), {}
        return self._hash + canonical(part)


def hash_of(family: str, content: Any) -> str:
    """The key of a notice that has none of its own: the hash of its content."""
    if isinstance(content, tuple):
        whole, part = content
        content = whole.with_part(part)
    elif isinstance(content, Mapping):
        tree = {name: value for name, value in content.items() if name != "$schema"}
        content = canonical(tree)
    elif isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    return f"{family}:sha256:{hashlib.sha256(content).hexdigest()}"


def canonical(tree: Any) -> bytes:
    """A JSON tree as bytes that depend on nothing but its values: keys in order, maps decoded."""
    return dumps(_sorted(tree))


_MAPS = ("healpix_file", "skymap")
"""Where sky maps stand as base64, which can be written in several ways."""


def _map_of(value: Any) -> Any:
    found = _sky_map_of(value) if isinstance(value, str) else value
    return value if found is None else found


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            str(name): _sorted(_map_of(each) if name in _MAPS else each)
            for name, each in sorted(value.items(), key=lambda item: str(item[0]))
        }
    if isinstance(value, list):
        return [_sorted(each) for each in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return str(value)


_NOT_SHOWN = ("message_id", "origin")


def _short_repr(part: AlertPart) -> str:
    """What is known, on one line, without keys of machines."""
    itself: Any = part
    names = [each.name for each in dataclasses.fields(itself) if each.name not in _NOT_SHOWN]
    values = ((name, getattr(part, name)) for name in names)
    known = ((name, value) for name, value in values if value not in (None, (), {}))
    return short_call(type(part).__name__, known)


def _as_json(value: Any) -> Any:
    if isinstance(value, AlertPart):
        return value.asdict()
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    if isinstance(value, dict):
        return {name: _as_json(each) for name, each in value.items()}
    return value


def iso(time: datetime) -> str:
    """A time in ISO 8601, UTC with Z."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


Reader = Callable[["Late", Any], None]
"""Reads one field of an alert into its values, or leaves it out."""


class Read(NamedTuple):
    """What is left of an alert when all its fields are read: where the values come from.

    Attributes:
        of_table: by the table.
        origins: as far as this message differs.
    """

    of_table: Mapping[str, Any]
    origins: Mapping[str, Any]

    def fill(self, values: dict[str, Any]) -> None:
        """Nothing is left to read."""

    def origin(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Where the values come from that are known."""
        origin = {**self.of_table, **self.origins}
        known = [name for name in READ if values[name] not in (None, (), {})]
        return {name: origin[name] for name in known if name in origin}


class Late:
    """What is not read yet of an alert: the message, and the functions of its table.

    Attributes:
        readers: by the names of the fields; what no reader is for is unknown.
        tree: the message, or what its format makes of it.
        part: the object in the message that the alert is of, where it has several.
        topic: where the message was read from.
        mark_of_test: tells by which mark the message is a test; None: it has none.
        values: what is read already; the ``__dict__`` of the alert.
        problems: what could not be read.
        origins: where values come from, as far as the table alone does not tell.
        of_table: where values come from by the table.
    """

    __slots__ = (
        *("readers", "tree", "part", "topic", "mark_of_test", "values", "problems", "origins"),
        "of_table",
    )

    def __init__(
        self,
        readers: Mapping[str, Reader],
        of_table: Mapping[str, Any],
        message: tuple[Any, Any, str | None, Callable[[], Any]],
        values: dict[str, Any],
    ) -> None:
        self.readers, self.of_table, self.values = readers, of_table, values
        self.tree, self.part, self.topic, self.mark_of_test = message
        self.problems: list[str] = []
        self.origins: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        """The value of a field, which is read first unless it is read already."""
        if name == "problems":
            self.fill(self.values)
        elif name not in self.values:
            self._read((name,))
        return self.values[name]

    def fill(self, values: dict[str, Any]) -> None:
        """Read all fields, and let go of the message, which may be large."""
        self._read(READ)
        values.setdefault("problems", tuple(dict.fromkeys(self.problems)))
        # This object is let go of, too: it holds the values that hold it, and such a circle stays
        # in memory until Python searches for garbage.
        values["hop_late"] = Read(self.of_table, self.origins)

    def origin(self, values: dict[str, Any]) -> dict[str, Any]:
        """Where the values come from that are known."""
        self.fill(values)
        return Read(self.of_table, self.origins).origin(values)

    def _read(self, names: Iterable[str]) -> None:
        """Read those of some fields that are not read yet."""
        values, readers, tree = self.values, self.readers, self.tree
        for name in names:
            if name in values:
                continue
            reader = readers.get(name)
            if reader is not None:
                try:
                    reader(self, tree)
                except Exception as fault:  # it must not stop whoever looks
                    self.problems.append(_problem_of(name, fault))
            if name not in values:
                default = _DEFAULTS[name]
                values[name] = {} if default is dataclasses.MISSING else default


def _problem_of(name: str, fault: Exception) -> str:
    if isinstance(fault, MessageError):  # a part of the message that is decoded only now
        return f"{name}: {fault!s:.200}"
    told = f"{FAILED}: {name}: {type(fault).__name__}: {fault!s:.200}"
    return f"{told}; report this as a fault of hop"


FAILED = "the table failed"
"""How the problem begins of a field whose reader raised an error."""


class AlertBase(AlertPart):
    """What a whole alert can do beside holding its fields.

    An alert that a table makes reads a field when somebody looks at it.
    """

    @staticmethod
    def hop_complete(made: type[Made]) -> type[Made]:
        """Take the defaults from the class, so that a field that is not read yet is missed."""
        fields: Any = dataclasses.fields(made)  # type: ignore[arg-type]
        for each in fields:
            if each.name in vars(made):
                delattr(made, each.name)
            _DEFAULTS[each.name] = each.default
            if each.name not in ("origin", "problems"):
                READ.append(each.name)
        return AlertPart.hop_complete(made)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Reached where a field has no value yet.
            values = self.__dict__
            late = values.get("hop_late")
            if late is None or name not in _DEFAULTS:
                raise AttributeError(
                    f"{type(self).__name__} has no field {name!r}", name=name, obj=self
                )
            value = late.origin(values) if name == "origin" else late.get(name)
            return values.setdefault(name, value)

    @classmethod
    def hop_read(
        cls,
        readers: Mapping[str, Reader],
        of_table: Mapping[str, Any],
        message: tuple[Any, Any, str | None, Callable[[], Any]],
        values: dict[str, Any],
    ) -> Self:
        """An alert whose fields are read when somebody looks; see :class:`Late`."""
        return cls.hop_unread(Late(readers, of_table, message, values), values)

    @classmethod
    def hop_unread(cls, late: Any, values: dict[str, Any]) -> Self:
        """An alert that has some of its values, and asks for the others.

        Args:
            late: has the methods ``get``, ``fill`` and ``origin`` of :class:`Late`.
            values: those that are known already.
        """
        values["hop_late"] = late
        return cls.hop_made(values)

    def hop_values(self) -> Mapping[str, Any]:
        """The values of all fields by their names; as fast as they can be had."""
        values = vars(self)
        late = values.get("hop_late")
        if late is not None:
            late.fill(values)
        return values

    def __getstate__(self) -> dict[str, Any]:
        itself: Any = self
        return {each.name: getattr(self, each.name) for each in dataclasses.fields(itself)}

    def __str__(self) -> str:
        """The alert in one line, for logs: marks, event, kind, mission, time, position, rate."""
        return str(_view().line_of(self))

    def _repr_html_(self) -> str:
        """The alert as a table, for notebooks."""
        return str(_view().html_of(self))

    def __rich__(self) -> str:
        """The alert as the library rich prints it."""
        return str(_view().rich_of(self))

    @classmethod
    def of(cls, message: MessageModel, topic: str | None = None) -> tuple[Any, ...]:
        """The alerts of a message, as ``message.alerts`` has them.

        Args:
            message: a message, from anywhere.
            topic: the topic it was read from, where the message does not know that itself.
        """
        if topic is None or message.hop_topic is not None:
            return message.alerts
        return message.hop_view_alerts(topic)


def _view() -> Any:
    # Its types are those of this class: it is loaded when somebody looks.
    return import_module("hop.models._view")


_DEFAULTS: dict[str, Any] = {}
"""The defaults of the fields of an alert; MISSING for an empty dictionary of its own."""
READ: list[str] = []
"""The fields of an alert that are read from the message."""


class SkyMapBase(AlertPart):
    """What a sky map can do beside holding its fields."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Reached where base64 is not undone yet.
            text = self.__dict__.get("hop_text")
            if text is None or name != "data":
                raise AttributeError(
                    f"{type(self).__name__} has no field {name!r}", name=name, obj=self
                )
            return self.__dict__.setdefault(name, _sky_map_of(text))

    @classmethod
    def hop_of_text(cls, text: str) -> Self:
        """The map in a base64 text, which is decoded when somebody looks at the data."""
        return cls.hop_made({"hop_text": text})

    def __getstate__(self) -> dict[str, Any]:
        itself: Any = self
        return {each.name: getattr(self, each.name) for each in dataclasses.fields(itself)}
