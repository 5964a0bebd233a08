"""Strategies of hypothesis for messages of a model."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import Any, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy

from hop.errors import MessageError, UnknownFormat
from hop.message import Blob, ExternalMessage, JSONBlob, MessageModel
from hop.models import AvroBlob, GCNTextNotice, SurveyAlert
from hop.sandbox import Survey, survey_alerts
from hop.testing._schema import Judge, Strategies, texts


def messages_of(model: type[MessageModel]) -> SearchStrategy[Any]:
    """Return a strategy for valid messages of a model.

    Raises:
        hop.errors.UnknownFormat: the model has neither a schema nor fields.
    """
    found: Any = model
    if issubclass(found, Blob):
        return _blobs(found)
    if issubclass(found, ExternalMessage):
        path = st.text("abcxyz019-._~", min_size=1, max_size=20)
        return path.map(lambda each: found(f"https://example.org/{each}"))
    if issubclass(found, GCNTextNotice):
        return _notice_fields().map(lambda fields: found.from_content({"fields": fields}))
    if found.json_schema() is not None:
        return _from_schema(found)
    if dataclasses.is_dataclass(found):
        return _from_fields(found)
    raise UnknownFormat(
        f"{found.__name__} has no JSON Schema and is no dataclass, so nothing says what its "
        "messages are; give it a classmethod json_schema()"
    )


def judge_of(model: type[MessageModel]) -> Judge | None:
    """Return the judge of a model's documents; None if the model has no JSON Schema."""
    schema: Any = model.json_schema()
    return None if schema is None else Judge(schema)


def schema_strategies(model: type[MessageModel]) -> Strategies:
    """Return the strategies of a model's JSON Schema."""
    # The base of the models that are made from Avro schemas.
    is_avro = any(base.__name__ == "AvroMessage" for base in model.__mro__)
    # Documents that name this address as their schema arrive as this model.
    addresses = [address for address in model.hop_schemas if "*" not in address]
    return Strategies(Judge(model.json_schema()), is_avro=is_avro, addresses=addresses)


def _from_schema(model: type[MessageModel]) -> SearchStrategy[Any]:
    strategies = schema_strategies(model)

    def build(content: Any) -> MessageModel | None:
        try:
            message = model.from_content(content)
            if strategies.is_xml:  # judged by the XSD when it is written
                bytes(message)
            if strategies.is_avro:  # arrives with its defaults
                message = model.from_wire(bytes(message))
        except MessageError:
            return None
        return message if getattr(message, "error", None) is None else None

    return strategies.whole().map(build).filter(_is_built)


def draw(strategy: SearchStrategy[Any], count: int) -> list[Any]:
    """Return up to ``count`` values, always the same ones; none if the strategy has none."""
    drawn: list[Any] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: Any) -> None:
        drawn.append(value)

    with contextlib.suppress(Unsatisfiable):
        collect()
    return drawn


def _is_built(message: MessageModel | None) -> bool:
    return message is not None


def _survey_alerts(model: Any) -> SearchStrategy[Any]:
    def build(survey: Survey, seed: int) -> Any:
        made = survey_alerts(survey, 1, seed=seed, frame="container", objects=1, history=2)
        return model.from_wire(next(made).payload)

    return st.builds(build, st.sampled_from(("rubin", "ztf")), st.integers(0, 2**32))


def _blobs(model: Any) -> SearchStrategy[Any]:
    if issubclass(model, SurveyAlert):
        return _survey_alerts(model)
    if issubclass(model, AvroBlob):
        return _json_values(integers=st.integers(-(2**63), 2**63 - 1), more=st.binary()).map(model)
    values = _json_values(integers=st.integers())
    if not issubclass(model, JSONBlob):
        # Bytes that are text or JSON would arrive as such.
        values |= st.binary().filter(_is_no_text)
    return values.map(model)


def _json_values(integers: Any, more: Any = None) -> SearchStrategy[Any]:
    floats = st.floats(allow_nan=False, allow_infinity=False)
    leaves = st.none() | st.booleans() | floats | integers | st.text()
    return st.recursive(
        leaves if more is None else leaves | more,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )


def _is_no_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def _notice_fields() -> SearchStrategy[dict[str, str]]:
    text = texts(is_xml=True, least=1, most=40)
    names = st.from_regex(r"[a-z][a-z_]{0,15}", fullmatch=True)
    required = dict.fromkeys(("title", "notice_date", "notice_type"), text)
    return st.builds(
        lambda fields, more: {**more, **fields},
        st.fixed_dictionaries(required),
        st.dictionaries(names, text, max_size=3),
    )


def _from_fields(model: Any) -> SearchStrategy[Any]:
    hints = get_type_hints(model)
    arguments = {
        field.name: st.from_type(hints[field.name])
        for field in dataclasses.fields(model)
        if field.init
    }
    return st.builds(model, **arguments)
