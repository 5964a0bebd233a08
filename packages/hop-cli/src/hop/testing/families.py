"""Which forms the messages of a model have."""

from __future__ import annotations

from typing import Any

from hop.errors import UnknownFormat
from hop.message import Blob, ExternalMessage, MessageModel
from hop.testing.forms import (
    AvroForm,
    AvroSchemaForm,
    CircularForm,
    Form,
    LVKForm,
    NoticeForm,
    RecordForm,
    ValueForm,
)
from hop.testing.places import place_of, rules_of
from hop.testing.texts import NAMED

# What nobody wrote a schema for, since it is as simple as that.
_EXTERNAL = {
    "type": "object",
    "properties": {"url": {"type": "string", "format": "uri"}},
    "required": ["url"],
}
_NOTICE = {
    "type": "object",
    "properties": {
        name: {"type": "string", "minLength": 1, "examples": [example]}
        for name, example in (
            ("title", "GCN/KESTREL NOTICE"),
            ("notice_date", "Sat 12 Apr 31 03:14:40 UT"),
            ("notice_type", "Kestrel Position"),
            ("trigger_num", "310412"),
            ("grb_ra", "103.786d {+06h 55m 09s} (J2000)"),
            ("comments", "Kestrel Coordinates."),
        )
    },
    "required": ["title", "notice_date", "notice_type"],
    "propertyNames": {"pattern": "^[a-z][a-z_]*$"},
    "additionalProperties": {"type": "string", "minLength": 1},
}
_HEADERS = {
    "title": "GCN CIRCULAR",
    "number": "91402",
    "subject": "R310412a: nothing seen",
    "date": "31/04/12 05:02:33 GMT",
    "from": "Tomasz Vey at Kestrel Monitor <tomasz@kestrel.example.org>",
}
# What makes a record a circular, which its schema leaves open.
_CIRCULAR = {
    "properties": {"circularId": {"type": ["number", "string"]}, "body": {"type": "string"}},
    "required": ["circularId", "body"],
}


_known: dict[type[MessageModel], tuple[Form, ...]] = {}


def find_model(model: type[MessageModel] | str) -> type[MessageModel]:
    """A model, by itself or by the name of its format.

    Raises:
        hop.errors.UnknownFormat: there is none of that name.
    """
    if isinstance(model, type):
        return model
    from hop._wire.registry import known_models, model_for

    found = model_for(model)
    if found is None:
        names = ", ".join(sorted(known_models()))
        raise UnknownFormat(f"no installed model has the format {model!r}; known are {names}")
    return found


def forms_of(model: type[MessageModel]) -> tuple[Form, ...]:
    """The forms of a model's messages, the usual one first.

    Raises:
        hop.errors.UnknownFormat: the model has no schema, so that nothing can be made from it.
    """
    if model not in _known:
        form = _without_schema(model)
        schema = model.json_schema()
        if form is None and schema is None:
            raise UnknownFormat(_no_schema(model))
        _known[model] = (form,) if form is not None else _with_schema(model, schema or {})
    return _known[model]


def _without_schema(model: type[MessageModel]) -> Form | None:
    from hop.models import AvroBlob, GCNTextNotice

    if issubclass(model, AvroBlob):
        return AvroForm(model, {})
    if issubclass(model, Blob):
        return ValueForm(model, {})
    if issubclass(model, ExternalMessage):
        return Form(model, _EXTERNAL)
    return NoticeForm(model, _NOTICE) if issubclass(model, GCNTextNotice) else None


def _with_schema(model: type[MessageModel], schema: dict[str, Any]) -> tuple[Form, ...]:
    from hop.models import GCNCircular, LVKAlert
    from hop.models._schemas import bundled
    from hop.testing.xml_form import XmlForm, is_xml

    if issubclass(model, GCNCircular):
        record = {"allOf": [bundled("gcn/circular_record.schema.json"), _CIRCULAR]}
        circular = CircularForm(model, schema, hints=_circular())
        return circular, RecordForm(model, record, prefix="record, ")
    if issubclass(model, LVKAlert):
        return (LVKForm(model, schema),)
    if is_xml(schema):
        return (XmlForm(model, schema),)
    # A base that each package of models made from Avro schemas has for itself.
    is_avro = any(base.__name__ == "AvroMessage" for base in model.__mro__)
    return ((AvroSchemaForm if is_avro else Form)(model, schema, hints=_named(model, schema)),)


def _named(model: type[MessageModel], schema: Any) -> Any:
    """The address of a model's schema, where its documents have a field for that."""
    exact = [uri for uri in model.hop_schemas if "*" not in uri]
    place = place_of(rules_of(schema))
    if not exact or NAMED not in {*place.fields, *place.required}:
        return True
    return {"properties": {NAMED: {"type": "string", "examples": exact}}}


def _circular() -> dict[str, Any]:
    """The headers that GCN writes; the schema allows any."""
    from hop.models.gcn import KNOWN_HEADERS

    headers = {name: {"type": "string", "examples": [_HEADERS[name]]} for name in KNOWN_HEADERS}
    return {"properties": {"header": {"properties": headers}}}


def _no_schema(model: type[MessageModel]) -> str:
    from hop._wire.registry import known_models

    known = sorted(
        name
        for name, each in known_models().items()
        if _without_schema(each) is not None or each.json_schema() is not None
    )
    return (
        f"{model.__name__} has no JSON Schema to make messages from; give it a classmethod "
        f"json_schema(), or take one of {', '.join(known)}"
    )
