"""``messages()``, and models by the names of their formats."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, overload

from hop._wire import known_formats, model_for
from hop.errors import ConfigError, UnknownFormat
from hop.message import MessageModel

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Model = TypeVar("Model", bound=MessageModel)


@overload
def messages(model: type[Model]) -> SearchStrategy[Model]: ...
@overload
def messages(model: str) -> SearchStrategy[MessageModel]: ...
def messages(model: Any) -> SearchStrategy[Any]:
    """Return a hypothesis strategy for valid messages of a model.

    The values come from the model's JSON Schema. If it has none, they come from the fields and
    types of its dataclass.

    Args:
        model: the model, or the name of its format: ``voevent``.

    Raises:
        hop.errors.ConfigError: the library hypothesis is not installed.
        hop.errors.UnknownFormat: no model has that name, or the model has neither a schema nor
            fields.
    """
    strategy: SearchStrategy[Any] = strategies_module().messages_of(find_model(model))
    return strategy


def strategies_module() -> Any:
    """Import what needs hypothesis, which is heavy and may be missing.

    Raises:
        hop.errors.ConfigError: the library hypothesis is not installed.
    """
    try:
        return import_module("hop.testing._strategies")
    except ImportError as error:
        library = error.name or "hypothesis"
        raise ConfigError(
            f"this needs the library {library}, which is not installed; run: pip install {library}"
        ) from error


def find_model(model: type[MessageModel] | str) -> type[MessageModel]:
    """Return a model by itself or by the name of its format.

    Raises:
        hop.errors.UnknownFormat: no model has that name.
    """
    if isinstance(model, type):
        return model
    found = model_for(model)
    if found is None:
        names = ", ".join(known_formats())
        raise UnknownFormat(f"no installed model has the format {model!r}; known are {names}")
    return found
