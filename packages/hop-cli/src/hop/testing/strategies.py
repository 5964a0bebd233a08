"""Strategies of hypothesis for messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from hop.errors import MessageError
from hop.message import Blob, JSONBlob, MessageModel
from hop.testing.drawing import Drawn, json_values, load
from hop.testing.families import find_model, forms_of
from hop.testing.trees import Impossible, grow

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Model = TypeVar("Model", bound=MessageModel)


@overload
def messages(model: type[Model]) -> SearchStrategy[Model]: ...
@overload
def messages(model: str) -> SearchStrategy[MessageModel]: ...
def messages(model: Any) -> Any:
    """A strategy for valid messages of a model, made from its schema.

    Args:
        model: the model, or the name of its format: ``voevent``.

    Raises:
        hop.errors.ConfigError: the library hypothesis is missing.
        hop.errors.UnknownFormat: no model has that name, or it has no schema.
    """
    hypothesis = load()
    st = hypothesis.strategies
    found: Any = find_model(model)
    forms = forms_of(found)
    if issubclass(found, Blob):
        return _blobs(found)

    def one(draw: Any) -> MessageModel:
        form = draw(st.sampled_from(forms))
        try:
            tree = grow(form.rules, Drawn(draw, narrow=form.is_narrow, trimmed=form.is_trimmed))
            # What only a look at the whole can tell.
            hypothesis.assume(form.accepts(tree))
            message: MessageModel = form.build(tree)
        except (Impossible, MessageError):
            hypothesis.reject()
        return message

    return st.composite(one)()


def _blobs(model: Any) -> Any:
    from hop.models import AvroBlob

    st = load().strategies
    if issubclass(model, AvroBlob):
        return json_values(for_avro=True).map(model)
    if issubclass(model, JSONBlob):
        return json_values().map(model)
    # Bytes that are text or JSON are read as such.
    return (json_values() | st.binary().filter(_is_no_text)).map(model)


def _is_no_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False
