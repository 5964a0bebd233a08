"""From trees to messages and payloads: the forms that the models of each family have."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from hop._messages.faults import load_as_file
from hop._messages.json import MAX_DEPTH, dumps
from hop.errors import MessageError
from hop.message import MessageModel
from hop.testing.places import Place, Rules, kind_of, place_of, registry_of, rules_of

Made = tuple[str, str, bytes]
"""A payload, with a name and what is to be said of it."""


class Form:
    """A document in JSON, as its model and the JSON Schema of that have it.

    Args:
        model: the model.
        schema: the JSON Schema, with all that it refers to inside it.
        hints: a JSON Schema of what is usual; nothing is judged by it.
        prefix: what the names of its samples begin with.
    """

    is_trimmed = False
    """Whether texts cannot have blanks around them, or control characters."""
    is_narrow = False
    """Whether numbers have 32 bits."""
    can_break = True
    """Whether a tree that its schema refuses can be written."""
    has_types = True
    """Whether what is written of a text, or of a list, differs from what is of another value."""

    def __init__(
        self, model: type[MessageModel], schema: Any, *, hints: Any = True, prefix: str = ""
    ) -> None:
        self.model, self.schema, self.prefix = model, schema, prefix
        self._hints = hints

    @cached_property
    def rules(self) -> Rules:
        """The rules for the tree."""
        return (*rules_of(self.schema), *rules_of(self._hints))

    @cached_property
    def _validator(self) -> Any:
        import jsonschema

        kind = jsonschema.validators.validator_for(self.schema, jsonschema.Draft202012Validator)
        return kind(self.schema, registry=registry_of(self.schema))

    def accepts(self, tree: Any) -> bool:
        """Whether a tree is what the schema says."""
        try:
            return bool(self._validator.is_valid(tree))
        except re.error:  # a pattern that Python cannot read; the model may
            try:
                self.build(tree)
            except MessageError:
                return False
            return True

    def refuses(self, tree: Any, payload: bytes) -> bool:
        """Whether a tree, or the payload that was written of it, breaks the schema."""
        return not self.accepts(tree)

    def build(self, tree: Any) -> MessageModel:
        """The message of a tree.

        Raises:
            hop.errors.MessageError: the model refuses it.
        """
        return _sound(self.model.from_content(tree))

    def write(self, tree: Any) -> bytes:
        """The payload of a tree, whether it is sound or not."""
        return dumps(tree)

    def load(self, payload: bytes) -> MessageModel:
        """The message of a payload, which is judged as strictly as that of a file.

        Raises:
            hop.errors.MessageError: the model refuses it.
        """
        return load_as_file(self.model, payload)

    def variants(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """The same message in other bytes."""
        import json

        text = json.dumps(tree, indent=4).replace("\n", "\r\n")
        yield "spaced", "blanks and line breaks between values, escapes for letters", text.encode()
        yield "byte order mark", "a mark before the first character", b"\xef\xbb\xbf" + payload

    def damages(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """What is no document at all."""
        yield "empty", "there is nothing", b""
        if payload[-1:] in b"}]":  # what is left of a number is one, too
            yield "truncated", "the last byte is missing", payload[:-1]
        middle = len(payload) // 2
        no_text = payload[:middle] + b"\xff" + payload[middle:]
        yield "not UTF-8", "a byte in the middle is no character", no_text
        deep = b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)
        yield "too deep", "arrays are nested deeper than is read", deep


class CircularForm(Form):
    """A circular, as hop sends it."""

    def load(self, payload: bytes) -> MessageModel:
        """The circular of a payload; a file would hold its text form."""
        return _sound(self.model.from_wire(payload))

    def variants(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """In JSON, and as a text for people."""
        yield from super().variants(tree, payload)
        yield "text form", "as it is in a file", self.build(tree).to_text().encode()

    def damages(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """What is no circular in either form."""
        yield from super().damages(tree, payload)
        yield "no headers", "a text without a line SUBJECT: or the like", b"Nothing was seen.\n"


class RecordForm(CircularForm):
    """A circular, as GCN sends it."""

    def build(self, tree: Any) -> MessageModel:
        """The circular of a record."""
        return _sound(self.model.from_wire(dumps(tree)))

    def variants(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """None: those of circulars are enough."""
        return iter(())

    def damages(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """None, likewise."""
        return iter(())


class LVKForm(Form):
    """An alert of LIGO, Virgo and KAGRA."""

    def variants(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """In JSON, and in Avro."""
        from hop.models.avro import AvroBlob

        yield from super().variants(tree, payload)
        yield "in Avro", "one record in a container file, as SCiMMA sends it", bytes(AvroBlob(tree))


class NoticeForm(Form):
    """A classic notice: a text for people, in which any field may be missing."""

    is_trimmed = True
    can_break = False

    def build(self, tree: Any) -> MessageModel:
        """The notice of its fields."""
        return self.model.from_content({"fields": tree})

    def variants(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """With other ends of lines, and indented as a whole."""
        yield "CRLF", "lines end as in electronic mail", payload.replace(b"\n", b"\r\n")
        indented = b"".join(b"    " + line for line in payload.splitlines(keepends=True))
        yield "indented", "blanks before each line", indented

    def damages(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """What has no fields, or is no text."""
        yield "empty", "there is nothing", b""
        yield "no fields", "there is no line KEY: value", b"Nothing was seen.\n"
        yield "not UTF-8", "a byte at the end is no character", payload[:-1] + b"\xff\n"


class ValueForm(Form):
    """A message whose content may be anything."""

    def build(self, tree: Any) -> MessageModel:
        """The message of a content."""
        model: Any = self.model
        message: MessageModel = model(tree)
        return message

    def variants(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """In JSON; a blob also as what is no JSON."""
        yield from super().variants(tree, payload)
        if self.model.hop_format == "blob":
            yield "text", "text that is no JSON", "Ω: nothing was seen".encode()
            yield "bytes", "what is no text", b"\x00\xff\x80"
            yield "nothing", "no bytes at all", b""

    def damages(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """What is not read: all that a model of JSON refuses, and for others what is too deep."""
        for made in super().damages(tree, payload):
            if self.model.hop_format == "json" or made[0] == "too deep":
                yield made


class AvroForm(ValueForm):
    """A message in Avro, with a schema that fits its content."""

    def variants(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """Bytes in it, and several records."""
        from hop.models.avro import AvroBlob

        record = {"object": "Kestrel", "cutout": b"\x00\xff", "magnitude": 17.5}
        yield "bytes", "a field of bytes", bytes(AvroBlob(record))
        several = AvroBlob([record, record], single_record=False)
        yield "two records", "more than one record", bytes(several)
        yield "no records", "none", bytes(AvroBlob([], single_record=False))

    def damages(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """What is no container file."""
        yield "empty", "there is nothing", b""
        yield "truncated", "the second half is missing", payload[: len(payload) // 2]
        yield "other beginning", "it does not begin as a container file", b"obj" + payload[3:]


class AvroSchemaForm(AvroForm):
    """A message in Avro, of a model that was made from an Avro schema."""

    is_narrow = True
    can_break = False

    def build(self, tree: Any) -> MessageModel:
        """The message of a tree, in which bytes are base64, as it arrives: with all defaults."""
        message = self.model.from_content(_with_bytes(place_of(self.rules), tree))
        return self.load(bytes(message))

    def variants(self, tree: Any, payload: bytes) -> Iterator[Made]:
        """None: an Avro schema leaves nothing open."""
        return iter(())


def _sound(message: MessageModel) -> MessageModel:
    """A message, unless it was only taken so that no alert is lost.

    Raises:
        hop.errors.MessageError: it was.
    """
    error = getattr(message, "error", None)
    if isinstance(error, MessageError):
        raise error
    return message


def _with_bytes(place: Place, value: Any) -> Any:
    """A value with bytes where the schema has base64."""
    if isinstance(value, str):
        if place.first("contentEncoding") != "base64":
            return value
        try:
            return base64.b64decode(value)
        except ValueError:  # a text, where bytes would do as well
            return value
    if isinstance(value, dict):
        fields, unnamed = place.fields, place.others or ()
        return {
            name: _with_bytes(_chosen(fields.get(name, unnamed), inner), inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        _, others = place.items  # no tuples in Avro
        return [_with_bytes(_chosen(others or (), inner), inner) for inner in value]
    return value


def _chosen(rules: Rules, value: Any) -> Place:
    """The rules for a value, of several types those for its own."""
    place = place_of(rules)
    kind = kind_of(value)
    for branches in place.alternatives:
        fitting = [each for each in branches if kind in place_of(each).types]
        if fitting:
            place = place_of((*place.rules, *fitting[0]))
    return place
