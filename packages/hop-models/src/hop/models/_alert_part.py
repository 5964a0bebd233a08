"""What the classes of alerts have in common: cheap to make, late to look up, and a JSON form."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from hop._messages import dumps

if TYPE_CHECKING:
    from hop.message import MessageModel

Base64 = bytes
"""What JSON holds as base64 text, and Python as bytes."""

_set = object.__setattr__


class AlertPart:
    """A part of an alert, or the whole: a frozen dataclass that has a JSON form.

    An object that a table makes holds only what is known: everything else is the default of its
    class. What is rarely asked for, and takes long, is made at the first look.
    """

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Reached only where a field has no value yet, and its class no default.
            values, (entry, make) = self.__dict__, _LATE.get(name, ("", None))
            if make is not None and entry in values:
                value = make(self, values[entry])
            elif name in _EMPTY:
                value = {}
            else:
                raise AttributeError(
                    f"{type(self).__name__} has no field {name!r}", name=name, obj=self
                )
            return values.setdefault(name, value)

    @classmethod
    def hop_made(cls, values: dict[str, Any]) -> Self:
        """An object with these values, which it keeps; nothing is checked."""
        made = object.__new__(cls)
        _set(made, "__dict__", values)
        return made

    def asdict(self) -> dict[str, Any]:
        """The JSON form: times in ISO 8601 with Z, bytes as base64, null for what is unknown."""
        itself: Any = self
        names = [each.name for each in dataclasses.fields(itself)]
        names.sort(key=lambda name: name != "type")  # which shape it is comes first
        return {name: _as_json(getattr(self, name)) for name in names}

    def __getstate__(self) -> dict[str, Any]:
        for name in _LATE:
            getattr(self, name, None)
        state = dict(self.__dict__)
        for entry, _ in _LATE.values():
            state.pop(entry, None)
        return state


class AlertBase(AlertPart):
    """What a whole alert can do beside holding its fields."""

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


class SkyMapBase(AlertPart):
    """What a sky map can do beside holding its fields."""

    @classmethod
    def hop_of_text(cls, text: str) -> Self:
        """The map in a base64 text, which is decoded when somebody looks at the data."""
        return cls.hop_made({"hop_text": text})


def _sky_map_of(_: Any, text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _origin_of(alert: Any, found: tuple[Mapping[str, Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Where the values come from: by the table, unless this message differs."""
    of_table, of_message = found
    origin = {**of_table, **of_message}
    names = [each.name for each in dataclasses.fields(alert) if each.name in origin]
    return {name: origin[name] for name in names if _is_known(getattr(alert, name))}


def _is_known(value: Any) -> bool:
    return value not in (None, (), {})


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


def _message_id_of(_: Any, found: tuple[str, Any]) -> str:
    """The hash of a message that has no key of its own."""
    family, content = found
    if isinstance(content, tuple):
        whole, part = content
        content = whole.with_part(part)
    elif isinstance(content, dict):
        tree = {name: value for name, value in content.items() if name != "$schema"}
        content = canonical(tree)
    elif isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    return f"{family}:sha256:{hashlib.sha256(content).hexdigest()}"


def canonical(tree: Any) -> bytes:
    """A JSON tree as bytes that depend on nothing but its values: keys in order, maps decoded."""
    return dumps(_sorted(tree))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _sorted(value[name]) for name in sorted(value, key=str)}
    if isinstance(value, list):
        return [_sorted(each) for each in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return str(value)


# What is made at the first look: from which entry of the object, and how.
_LATE: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "data": ("hop_text", _sky_map_of),
    "origin": ("hop_origin", _origin_of),
    "message_id": ("hop_content", _message_id_of),
}


# What is an empty dictionary of the object's own where nothing is known.
_EMPTY = frozenset({"classes", "properties", "origin"})


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
