"""The base of all generated classes: typed views of the tree that a document is.

A document is a tree of dictionaries, lists and plain values, judged by its schema. An object of a
generated class is a view of one dictionary in it. An attribute reads the tree, and becomes an
object when somebody looks at it; setting an attribute writes the tree. So what a document holds
comes out again as it was, what it lacks stays away, and fields that the schema does not name are
kept.
"""

from __future__ import annotations

import inspect
import json
import reprlib
import threading
from collections.abc import Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from hop._messages import Fault, by_loading, dumps, loads, short_call
from hop.errors import DecodeError, MessageError, ValidationError
from hop.message import MessageModel, Source
from hop.models._alerts import viewer
from hop.models._marks_of_tests import notice_says_test
from hop.models._runtime.fields import Field, Fields, Shape, fields_of
from hop.models._runtime.values import json_of
from hop.models._runtime.words import Finding, describe

if TYPE_CHECKING:
    from hop.models._runtime.schemas import SchemaRef

_MISSING: Any = object()
_keeping = threading.Lock()
# Past the __setattr__ of objects, which writes their trees.
_set = object.__setattr__
_OF_JSON = (str, int, float, bool, bytes)
_short = reprlib.Repr()
_short.maxstring = _short.maxother = 60


class _Signature:
    """The signature of a generated class, for ``help()``: its fields by name."""

    def __get__(self, part: Part | None, owner: type[Part]) -> inspect.Signature:
        if not fields_of(owner).by_name:
            raise AttributeError("__signature__")
        parameters = [
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if field.is_required else field.default(),
            )
            for field in fields_of(owner).by_name.values()
        ]
        return inspect.Signature(parameters)


class Part:
    """An object in a message: its fields are those of its schema.

    Fields are attributes with the types of the schema, and items as they came. A field that is
    absent has its default as an attribute, mostly None, and is no item.

    Attributes:
        hop_tree: the object as it stands in the document.
        hop_sound: the same without what breaks the schema; where nothing does, the very same.
        hop_kept: the fields of which an object or a list is kept, since somebody has looked.
    """

    __slots__ = ("hop_kept", "hop_sound", "hop_tree")

    hop_schema: ClassVar[SchemaRef]
    """The schema that it is judged by."""
    hop_takes_positions: ClassVar[bool] = False
    """Whether its fields may be given by their positions too."""

    __signature__: ClassVar[Any] = _Signature()
    __hash__ = None  # type: ignore[assignment]

    if TYPE_CHECKING:
        hop_tree: dict[str, Any]
        hop_sound: dict[str, Any]
        hop_kept: tuple[Field, ...]
    else:

        def __init_subclass__(cls, **kwargs: Any) -> None:
            super().__init_subclass__(**kwargs)
            # dataclass() leaves an __init__ alone that a class has. Its own would set each field,
            # absent ones too. Type checkers still see the one that it would have made.
            if "__init__" not in vars(cls):
                cls.__init__ = cls.__init__

        def __init__(self, /, *arguments: Any, **fields: Any) -> None:
            names = list(fields_of(type(self)).by_name) if self.hop_takes_positions else []
            if len(arguments) > len(names):
                raise TypeError(f"the fields of a {type(self).__name__} are given by name")
            self.hop_fill({**dict(zip(names, arguments, strict=False)), **fields})

    def hop_fill(self, fields: Mapping[str, Any]) -> None:
        """Take the fields that a new object is made of.

        Raises:
            hop.errors.ValidationError: the schema refuses them.
        """
        tree = self.hop_tree_of(fields)
        self.hop_judge(tree)
        self.hop_adopt(tree, tree)
        for name, value in fields.items():
            self.hop_keep(name, value)

    @classmethod
    def hop_view(cls, tree: dict[str, Any], sound: dict[str, Any]) -> Self:
        """An object of a tree that has been judged."""
        self = cls.__new__(cls)
        _set_tree(self, tree)
        _set_sound(self, sound)
        _set_kept(self, ())
        return self

    def hop_adopt(self, tree: dict[str, Any], sound: dict[str, Any]) -> None:
        """Become a view of a tree."""
        _set_tree(self, tree)
        _set_sound(self, sound)
        _set_kept(self, ())

    @classmethod
    def from_tree(cls, tree: Any) -> Self:
        """The object of a JSON tree.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        cls.hop_judge(tree)
        if not isinstance(tree, dict):
            raise ValidationError("", "an object", describe(tree))
        return cls.hop_view(tree, tree)

    @classmethod
    def accepts(cls, tree: Any) -> bool:
        """Whether the schema accepts a JSON tree."""
        return cls.hop_schema.accepts(cls.hop_judged(tree))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of the tree that :meth:`asdict` gives, with all that it refers to."""
        return cls.hop_schema.bundled()

    @classmethod
    def hop_judge(cls, tree: Any) -> None:
        """Judge a tree.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        cls.hop_schema.check(cls.hop_judged(tree))

    @classmethod
    def hop_judged(cls, tree: Any) -> Any:
        """A tree as the schema judges it, for models whose trees hold what JSON cannot."""
        return tree

    @classmethod
    def hop_tree_of(cls, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The tree of fields by their names in Python.

        Numbers and arrays of numpy become those of JSON, quantities of astropy numbers in the unit
        of the field, and aware datetimes and times of astropy texts in ISO 8601, UTC.

        Raises:
            hop.errors.ValidationError: there is no field of that name, a time has no time zone, or
                a quantity has another unit.
        """
        known = fields_of(cls).by_name
        tree: dict[str, Any] = {}
        for name, value in fields.items():
            field = known.get(name)
            if field is None:
                tree[cls.hop_unknown(name, value)] = _given(value, name)
            elif value is not None or field.is_nullable or field.is_required:
                tree[field.wire] = _given(value, field.wire, field.unit, field.shape)
        return tree

    @classmethod
    def hop_unknown(cls, name: str, value: Any) -> str:
        """The name in the document of a field that the schema does not name.

        Raises:
            hop.errors.ValidationError: there is no field of that name.
        """
        raise ValidationError(name, "no such field", describe(value))

    # Attributes

    if not TYPE_CHECKING:  # for type checkers a misspelt field is a mistake

        def __getattr__(self, name: str) -> Any:
            # Reached where a field has no value of its own yet.
            field = fields_of(type(self)).by_name.get(name)
            if field is not None:
                value = self.hop_sound.get(field.wire) if field.is_plain else None
                return self.hop_read(field) if value is None else value
            if name[:1] != "_" and not name.startswith("hop_") and name in self.hop_tree:
                return self.hop_tree[name]
            raise AttributeError(
                f"{type(self).__name__} has no field {name!r}", name=name, obj=self
            )

    def hop_read(self, field: Field) -> Any:
        """The value of a field: from the tree, and kept where it is an object or a new list."""
        sound = self.hop_sound
        value = sound.get(field.wire, _MISSING)
        if value is _MISSING:
            value = field.default()
            return self.hop_keep_first(field, value) if field.has_factory else value
        if field.type is not None:
            return self.hop_convert(field, value)
        if field.shape is None:
            return value
        came = value if sound is self.hop_tree else self.hop_tree.get(field.wire)
        made = _made(field.shape, value, came)
        return value if made is value else self.hop_keep_first(field, made)

    def hop_keep_first(self, field: Field, value: Any) -> Any:
        """Keep what was made of a field, unless another thread was faster."""
        with _keeping:
            if field in self.hop_kept:
                return object.__getattribute__(self, field.name)
            _set(self, field.name, value)
            _set_kept(self, (*self.hop_kept, field))
            return value

    def hop_convert(self, field: Field, value: Any) -> Any:
        """A plain value as the type that the field has in Python."""
        return float(value) if field.type == "float" and type(value) is int else value

    def __setattr__(self, name: str, value: Any) -> None:
        field = fields_of(type(self)).by_name.get(name)
        if field is None:
            raise AttributeError(
                f"{type(self).__name__} has no field {name!r} that could be set; what the schema "
                "does not name is given when it is made, or put into extra"
            )
        self.hop_set(field, value)

    def hop_set(self, field: Field, value: Any) -> None:
        """Set a field to a value that the schema allows.

        Raises:
            hop.errors.ValidationError: it does not.
        """
        tree = self.hop_whole()
        given = type(self).hop_tree_of({field.name: value})
        type(self).hop_judge_field(field, given, {**tree, **given})
        for each in (tree, self.hop_sound):
            each.pop(field.wire, None) if field.wire not in given else each.update(given)
        self.hop_forget(field)
        self.hop_keep(field.name, value)

    @classmethod
    def hop_judge_field(cls, field: Field, given: dict[str, Any], tree: dict[str, Any]) -> None:
        """Judge a change of one field; other faults that the object has are not asked for.

        Args:
            field: the field.
            given: nothing but the field, as it is to be; empty: it is to be absent.
            tree: the whole object, as it is to be.

        Raises:
            hop.errors.ValidationError: the schema refuses the new value, or asks for one.
        """
        if not given and field.is_required:
            here = (field.wire,)
            raise cls.hop_error(Finding(here, "a value", "nothing, the field is missing", here))
        if not given or cls.hop_schema.accepts(cls.hop_judged(tree)):
            return
        for finding in cls.hop_schema.findings(cls.hop_judged(given)):
            if finding.path[:1] == (field.wire,):
                raise cls.hop_error(finding)

    @classmethod
    def hop_error(cls, finding: Finding) -> ValidationError:
        """The error that tells of a finding."""
        return finding.error()

    def hop_keep(self, name: str, value: Any) -> None:
        """Keep an object that was given for a field: the very one, and not another view of it."""
        field = fields_of(type(self)).by_name.get(name)
        if field is not None and _holds_parts(value):
            self.hop_keep_first(field, value)

    def hop_forget(self, field: Field) -> None:
        """Forget the object that was made of a field; it is made anew from the tree."""
        if field in self.hop_kept:
            object.__delattr__(self, field.name)
            kept = tuple(each for each in self.hop_kept if each is not field)
            _set(self, "hop_kept", kept)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{name!r} cannot be deleted; set it to None")

    # The tree

    def hop_whole(self) -> dict[str, Any]:
        """The tree with what was changed in the objects and lists that were looked at."""
        tree = self.hop_tree
        if self.hop_sound is not tree:
            return tree  # lists that were made of a part of it are not all
        for field in self.hop_kept:
            value = getattr(self, field.name)
            if field.wire in tree or value != field.default():
                tree[field.wire] = plain(value)
        return tree

    def asdict(self) -> dict[str, Any]:
        """The whole object as a tree, by the names of its schema; a copy."""
        return copied(self.hop_whole())  # type: ignore[no-any-return]

    @property
    def extra(self) -> MutableMapping[str, Any]:
        """The fields that the schema does not name, by their names in the document."""
        return _Extra(self.hop_tree, fields_of(type(self)))

    def replace(self, /, **fields: Any) -> Self:
        """A copy with other values in these fields; what is absent stays absent.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        tree = self.asdict()
        for name, value in fields.items():
            given = type(self).hop_tree_of({name: value})
            tree.update(given)
            if not given:
                tree.pop(fields_of(type(self)).by_name[name].wire, None)
        return type(self).from_tree(tree)

    # Items

    def __getitem__(self, key: str) -> Any:
        return self.hop_whole()[key]

    def __contains__(self, key: object) -> bool:
        return key in self.hop_whole()

    def __iter__(self) -> Iterator[str]:
        return iter(self.hop_whole())

    def __len__(self) -> int:
        return len(self.hop_whole())

    def __bool__(self) -> bool:
        return True

    def keys(self) -> Any:
        """The names of the fields that are there."""
        return self.hop_whole().keys()

    def get(self, key: str, default: Any = None) -> Any:
        """The field of that name as it came, else the default."""
        try:
            return self[key]
        except KeyError:
            return default

    # Copies, comparison, and what is printed

    def __getstate__(self) -> dict[str, Any]:
        tree = self.hop_whole()
        sound = None if self.hop_sound is tree else self.hop_sound
        return {"hop_tree": tree, "hop_sound": sound, **getattr(self, "__dict__", {})}

    def __setstate__(self, state: dict[str, Any]) -> None:
        # A shallow copy is given the very state: what is set in one must not show in the other.
        tree = dict(state.pop("hop_tree"))
        sound = state.pop("hop_sound")
        self.hop_adopt(tree, tree if sound is None else dict(sound))
        for name, value in state.items():
            _set(self, name, value)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and same(self.hop_whole(), other.hop_whole())

    def __repr__(self) -> str:
        names, tree = fields_of(type(self)).by_wire, self.hop_whole()
        fields = ((names[key].name if key in names else key, tree[key]) for key in tree)
        return short_call(type(self).__name__, fields)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)


# The same for the slots, each of which it is asked for once for every object.
_set_tree, _set_sound, _set_kept = (
    vars(Part)[name].__set__ for name in ("hop_tree", "hop_sound", "hop_kept")
)


class _Extra(MutableMapping[str, Any]):
    """The items of a tree that the schema does not name."""

    def __init__(self, tree: dict[str, Any], fields: Fields) -> None:
        self._tree, self._known = tree, fields.by_wire

    def __getitem__(self, key: str) -> Any:
        if key in self._known:
            raise KeyError(key)
        return self._tree[key]

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self._known:
            raise ValidationError(key, "a name that the schema does not know", "a field of it")
        self._tree[key] = plain(value)

    def __delitem__(self, key: str) -> None:
        if key in self._known:
            raise KeyError(key)
        del self._tree[key]

    def __iter__(self) -> Iterator[str]:
        return iter([key for key in self._tree if key not in self._known])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))


class Message(Part, MessageModel):
    """A whole message; the bytes that it was loaded from are sent on, unless it is changed.

    Attributes:
        hop_payload: the bytes that it was loaded from; None where it was made otherwise.
        hop_fault: how it breaks its schema, where it was taken all the same.
    """

    hop_payload: bytes | None = None
    hop_fault: MessageError | None = None

    hop_alert_view: ClassVar[str] = ""
    """The function that makes the alerts, ``module:name``, which is loaded at the first look; ""
    where messages are no alerts."""

    def hop_view_alerts(self, topic: str | None) -> tuple[Any, ...]:
        """Make the alerts that ``alerts`` keeps, by the table that the package was made with."""
        if not self.hop_alert_view:
            return ()
        alerts: tuple[Any, ...] = viewer("of_package")(self, topic)
        return alerts

    def hop_alert_tree(self) -> dict[str, Any]:
        """The tree as a table of alerts reads it: with the types of the schema."""
        return self.hop_whole()

    @classmethod
    def hop_from_file(cls, data: bytes, *, strict: bool = True) -> Self:
        """Create a message from the bytes of a file.

        Raises:
            hop.errors.MessageError: it is not such a message; if strict, the schema refuses it.
        """
        return cls.load(data, strict=strict)

    @classmethod
    def load(cls, input_: Source, *, strict: bool = True) -> Self:
        """Create a message from its JSON: text, bytes in UTF-8, or a file object.

        Args:
            input_: what to read.
            strict: refuse what breaks the schema. Otherwise a field that does is None as an
                attribute, and :attr:`error` says why.

        Raises:
            hop.errors.DecodeError: not JSON, or no JSON object.
            hop.errors.ValidationError: the schema refuses it.
        """
        payload = read_input(input_, cls.__name__)
        return cls.hop_of(cls.hop_parse(payload), payload, strict=strict)

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """Create a message from its JSON tree, the ``content`` of an envelope.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        return cls.hop_of(content, None, strict=True)

    @classmethod
    def from_tree(cls, tree: Any) -> Self:
        """Create a message from its JSON tree.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        return cls.hop_of(tree, None, strict=True)

    @classmethod
    def hop_of(cls, tree: Any, payload: bytes | None, *, strict: bool) -> Self:
        """The message of a tree, and of the bytes that it was read from."""
        findings = cls.hop_schema.findings(cls.hop_judged(tree))
        sound: Any = tree
        error = findings[0].error(len(findings) - 1) if findings else None
        if error is not None:
            sound = None if strict else cls.hop_pruned(tree, findings)
            if sound is None:
                raise error
        if not isinstance(tree, dict):
            raise ValidationError("", "an object", describe(tree))
        message = cls.hop_view(tree, sound)
        vars(message).update(hop_payload=payload, hop_fault=error)
        return message

    @classmethod
    def hop_pruned(cls, tree: Any, findings: list[Finding]) -> Any:
        """A tree without what breaks the schema; None where it is no such message without it."""
        paths = [each.path for each in findings]
        for pruned in (_without(tree, paths), _without(tree, [path[:1] for path in paths])):
            if cls.hop_schema.accepts(cls.hop_judged(pruned)):
                return pruned
        return None

    @classmethod
    def find_faults(cls, data: bytes) -> list[Fault]:
        """Every fault of a document, by its schema.

        Args:
            data: the document, as a file holds it.
        """
        return cls.hop_schema.faults(data) or by_loading(cls.load, data)

    @classmethod
    def hop_parse(cls, payload: bytes) -> Any:
        """The tree of a payload."""
        return loads(payload)

    def hop_write(self, tree: dict[str, Any]) -> bytes:
        """The payload of a tree."""
        return dumps(tree)

    @property
    def error(self) -> MessageError | None:
        """How a message that came over the wire breaks its schema; None where it does not."""
        return self.hop_fault

    @property
    def content(self) -> dict[str, Any]:
        """The whole document as a tree, as hop-client's ``JSONBlob`` has it; a copy."""
        return self.asdict()

    @property
    def schema_uri(self) -> str | None:
        """The ``$schema`` that the document names; None where it names none."""
        uri = self.hop_tree.get("$schema")
        return uri if isinstance(uri, str) else None

    def hop_declares_test(self) -> bool:
        """Whether the document is marked as a test, also by the package's own table of alerts."""
        if self.hop_marks_test(self.hop_tree):
            return True
        return bool(self.hop_alert_view) and any(
            each.is_test is True for each in self.hop_view_alerts(self.hop_topic)
        )

    @classmethod
    def hop_marks_test(cls, document: Any) -> bool:
        """Whether a JSON tree is marked as a test, as GCN's notices and LVK's alerts are."""
        return notice_says_test(document)

    def serialize(self) -> dict[str, Any]:
        """The message with its format: ``{"format": name, "content": JSON tree}``.

        Raises:
            hop.errors.ValidationError: something was changed to what the schema refuses.
        """
        tree = self.asdict()
        if self.hop_fault is None:
            self.hop_judge(tree)
        return {"format": self.hop_format, "content": tree}

    def replace(self, /, **fields: Any) -> Self:
        """A copy with other values in these fields; what is absent stays absent.

        Raises:
            hop.errors.ValidationError: the schema refuses it.
        """
        changed = super().replace(**fields)
        # Where nothing was changed, it is sent as it came.
        vars(changed).update(vars(self), hop_fault=None)
        vars(changed).pop("_hop_alerts", None)  # those of what was there before
        return changed

    def to_document(self) -> bytes:
        """The document as it is sent: as it came, unless it was changed."""
        return bytes(self)

    def __bytes__(self) -> bytes:
        """The payload: as it was loaded, or written anew where something was changed since.

        Raises:
            hop.errors.ValidationError: what was changed breaks the schema.
        """
        tree = self.hop_whole()
        if self.hop_payload is not None and same(self.hop_parse(self.hop_payload), tree):
            return self.hop_payload
        if self.hop_fault is None:
            self.hop_judge(tree)
        return self.hop_write(tree)

    def __str__(self) -> str:
        return json.dumps(self.hop_whole(), indent=2, ensure_ascii=False, default=_short.repr)


class OpenMessage(Message):
    """A message whose schema names only what is known of it; what comes is never lost.

    It keeps fields that it is made of and that the schema does not name. A message that breaks the
    schema is taken from the wire, and :attr:`error` says what is wrong with it.
    """

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
        return cls.hop_of(content, None, strict=False)

    @classmethod
    def hop_of(cls, tree: Any, payload: bytes | None, *, strict: bool) -> Self:
        """The message of a tree, and of the bytes that it was read from."""
        if not isinstance(tree, dict):
            raise DecodeError(f"a {cls.hop_format} is a JSON object, not {describe(tree)}")
        return super().hop_of(tree, payload, strict=strict)

    @classmethod
    def hop_unknown(cls, name: str, value: Any) -> str:
        """The name itself: fields that the schema does not name are kept."""
        return name

    def to_wire(self) -> tuple[str, bytes]:
        """As ``json``: the bytes that were loaded, or JSON of what was changed since."""
        return "json", bytes(self)


class ValueMessage(Message):
    """A message that is no JSON object: it has one field, ``value``."""

    @classmethod
    def hop_of(cls, tree: Any, payload: bytes | None, *, strict: bool) -> Self:
        """The message of a value, and of the bytes that it was read from."""
        cls.hop_judge({"value": tree})
        message = cls.hop_view({"value": tree}, {"value": tree})
        vars(message).update(hop_payload=payload)
        return message

    @classmethod
    def hop_judged(cls, tree: Any) -> Any:
        """The value itself."""
        return tree.get("value")

    @classmethod
    def hop_parse(cls, payload: bytes) -> Any:
        """The tree of a payload: its value as a field."""
        return {"value": loads(payload)}

    @classmethod
    def load(cls, input_: Source, *, strict: bool = True) -> Self:
        """Create a message from its JSON: text, bytes in UTF-8, or a file object.

        Raises:
            hop.errors.DecodeError: not JSON.
            hop.errors.ValidationError: the schema refuses it.
        """
        payload = read_input(input_, cls.__name__)
        return cls.hop_of(loads(payload), payload, strict=strict)

    @property
    def content(self) -> Any:
        """The value, as hop-client's ``JSONBlob`` has it; a copy."""
        return self.asdict()["value"]

    @classmethod
    def accepts(cls, tree: Any) -> bool:
        """Whether the schema accepts a JSON value."""
        return cls.hop_schema.accepts(tree)

    def serialize(self) -> dict[str, Any]:
        """The message with its format: ``{"format": name, "content": JSON value}``."""
        found = super().serialize()
        return {**found, "content": found["content"]["value"]}

    def hop_write(self, tree: dict[str, Any]) -> bytes:
        """The payload of a tree: its value."""
        return dumps(tree["value"])


def read_input(source: Any, what: str) -> bytes:
    """The bytes of what a message is loaded from.

    Raises:
        hop.errors.DecodeError: it is neither text nor bytes, nor a file object of either.
    """
    raw = source.read() if hasattr(source, "read") else source
    if isinstance(raw, str):
        return raw.encode("utf-8", "surrogatepass")
    if not isinstance(raw, bytes | bytearray | memoryview):
        raise DecodeError(f"a {what} is loaded from text or bytes, not {type(raw).__name__}")
    return bytes(raw)


def plain(value: Any) -> Any:
    """A value as a tree holds it."""
    if isinstance(value, Part):
        return value.hop_whole()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _given(value: Any, path: str, unit: str | None = None, shape: Shape = None) -> Any:
    """A value that somebody gives for a field, as a tree holds it.

    Args:
        value: the value.
        path: where it is given.
        unit: the unit of its numbers; None: none is named.
        shape: what it is to become.

    Raises:
        hop.errors.ValidationError: a time has no time zone, or a quantity another unit.
    """
    if value is None or type(value) in _OF_JSON:
        return value
    if isinstance(value, Part):
        return value.hop_whole()
    if isinstance(value, Mapping):
        known = fields_of(shape).by_wire if isinstance(shape, type) else {}
        inner = shape.get("*") if isinstance(shape, dict) else None
        return {
            name: _given(each, f"{path}/{name}", field.unit, field.shape)
            if (field := known.get(name))
            else _given(each, f"{path}/{name}", unit, inner)
            for name, each in value.items()
        }
    if isinstance(value, list | tuple):
        inner = shape[0] if isinstance(shape, list) else None
        return [_given(each, f"{path}/{at}", unit, inner) for at, each in enumerate(value)]
    return json_of(value, path, unit)


def copied(value: Any) -> Any:
    """A tree that shares nothing with another that could be changed."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def same(one: Any, other: Any) -> bool:
    """Whether two trees hold the same, types of numbers and NaN included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(v, other[name]) for name, v in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) or (one != one and other != other)  # noqa: PLR0124 - NaN


def _holds_parts(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    return any(isinstance(each, Part) for each in (value if isinstance(value, list) else [value]))


def _made(shape: Shape, value: Any, came: Any) -> Any:
    """What a value becomes.

    Args:
        shape: what it is to become.
        value: the value.
        came: the same as it came, with what breaks the schema.
    """
    if isinstance(shape, list):
        return _made_list(shape[0], value, came) if isinstance(value, list) else value
    if isinstance(shape, dict) and "or" in shape:
        fitting = [each for each in shape["or"] if _fits(each, value)]
        return _made(fitting[0], value, came) if fitting else value
    if isinstance(value, dict):
        if isinstance(shape, dict):
            return {key: _made(shape["*"], each, came[key]) for key, each in value.items()}
        return shape.hop_view(came if isinstance(came, dict) else value, value)
    # Repeated, which the schema of the document forbids.
    is_list = isinstance(value, list) and isinstance(shape, type)
    return _made_list(shape, value, came) if is_list else value


def _made_list(shape: Shape, value: list[Any], came: list[Any]) -> list[Any]:
    if value is came and isinstance(shape, type):
        make = shape.hop_view  # type: ignore[attr-defined]
        return [make(each, each) if isinstance(each, dict) else each for each in value]
    return [_made(shape, *each) for each in zip(value, came, strict=True)]


def _fits(shape: Shape, value: Any) -> bool:
    if isinstance(shape, type):
        return isinstance(value, dict) and shape.accepts(value)  # type: ignore[attr-defined]
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(shape[0], each) for each in value)
    if "or" not in shape:
        return isinstance(value, dict) and all(_fits(shape["*"], each) for each in value.values())
    return any(_fits(each, value) for each in shape["or"])


def _without(tree: Any, paths: list[tuple[int | str, ...]]) -> Any:
    """A copy of a tree without what stands at some paths."""
    result = copied(tree)
    for path in paths:
        holder: Any = None
        inner = result
        for step in path:
            if not _holds(inner, step):
                break
            holder, inner = inner, inner[step]
        else:
            if isinstance(holder, dict):
                holder.pop(path[-1], None)
            elif holder is not None:
                holder[path[-1]] = None  # the others keep their places
    return result


def _holds(container: Any, step: int | str) -> bool:
    if isinstance(container, dict):
        return step in container
    return isinstance(container, list) and isinstance(step, int) and step < len(container)
