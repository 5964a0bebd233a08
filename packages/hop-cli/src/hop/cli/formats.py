"""The formats that messages can be published in, looked up only when somebody asks."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from hop.message import MessageModel

    _ParamType = click.ParamType[type[MessageModel], Any]
else:
    _ParamType = click.ParamType


def names() -> list[str]:
    """The names of all known formats, those of plugins too, in upper case."""
    from hop._wire.registry import known_models

    return sorted(name.upper() for name in known_models())


class Format(_ParamType):
    """The name of a format, without regard to case; its value is the model.

    Unlike a list of choices it loads no models before it is used.
    """

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """All names, for the help of the command."""
        return "[" + "|".join(names()) + "]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> type[MessageModel]:
        """Look the model up."""
        if isinstance(value, type):
            return value
        # Not known_models(): that loads every plugin, and a BLOB needs none.
        from hop._wire.registry import model_for

        model = model_for(str(value))
        if model is None:
            self.fail(f"{value!r} is no known format; known are {', '.join(names())}", param, ctx)
        return model

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The names that begin so."""
        return [CompletionItem(name) for name in names() if name.startswith(incomplete.upper())]


class LazyFormat:
    """A format to publish in, whose model is loaded when it is asked for.

    Args:
        name: of the format, in lower case.
        model: the model, where it is loaded already.
    """

    def __init__(self, name: str, model: type[MessageModel] | None = None) -> None:
        self.name, self._model = name, model

    @property
    def model(self) -> type[MessageModel]:
        """Reads messages, and sees that they can be sent."""
        if self._model is None:
            module, name = _QUICK[self.name]
            self._model = getattr(import_module(module), name)
        return self._model


# What is known without asking, and so loaded while a broker is being connected to.
_QUICK = {
    "blob": ("hop.message", "Blob"),
    "json": ("hop.message", "JSONBlob"),
    "voevent": ("hop.models.voevent", "VOEvent"),
}


class OutgoingFormat(Format):
    """The name of a format to publish in; its value is a :class:`LazyFormat`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """See that there is one."""
        if isinstance(value, LazyFormat):
            return value
        name = str(value).lower()
        return LazyFormat(name, None if name in _QUICK else super().convert(value, param, ctx))
