"""Models from other packages: how they announce themselves, and how they are found.

A package announces its models by an entry point in the group ``hop_plugin`` whose value is a
module; that module decorates a function with :func:`register`::

    @plugins.register
    def get_models():
        return {"donut": Donut}

Packages made from hop-client's template put that module into ``hop.plugins``.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from hop._messages import MessageModel
from hop._wire.declaration import ModelDeclaration
from hop.errors import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Models = Mapping[str, type[MessageModel] | ModelDeclaration]
_Announcer = TypeVar("_Announcer", bound=Callable[[], Models])

GROUP = "hop_plugin"

_log = logging.getLogger(__name__)
_lock = threading.RLock()
_announcers: list[Callable[[], Models]] = []
_discovered = False
_declarations: dict[str, ModelDeclaration] | None = None

_OTHERS = "hop.plugins."

on_announcement: list[Callable[[], None]] = []
"""Called at every announcement: what was derived from the models is out of date."""


def is_own(module: str) -> bool:
    """Whether a module is part of hop, and not of a package of others."""
    return module.startswith("hop.") and not module.startswith(_OTHERS)


def register(get_models: _Announcer) -> _Announcer:
    """Mark a function that returns ``{"name": Model}`` as a plugin's announcement.

    Instead of a model that takes long to import, the function may return its
    :class:`ModelDeclaration`.
    """
    global _declarations  # noqa: PLW0603 - one registry a process, as the documented API has it
    with _lock:
        _announcers.append(get_models)
        _declarations = None
    for forget in on_announcement:
        forget()
    return get_models


def get_models() -> dict[str, type[MessageModel]]:
    """Every model announced in this installation, by the name of its format in lower case.

    This loads the plugins and imports the models. One that fails is left out, with a warning that
    names it. Of two models with one name the first is kept; hop's own come first.
    """
    declared = declarations().items()
    return {name: model for name, each in declared if (model := each.model) is not None}


def declarations() -> dict[str, ModelDeclaration]:
    """Every model announced in this installation, as :func:`get_models`; none is imported."""
    with _lock:
        _discover()
        return dict(_collect())


def declaration_of(name: str) -> ModelDeclaration | None:
    """The model announced by a name, in lower case; None if there is none.

    The plugins are loaded only if nobody has announced that name before.
    """
    with _lock:
        if found := _collect().get(name):
            return found
        _discover()
        return _collect().get(name)


def _entry_points() -> list[EntryPoint]:
    from importlib.metadata import entry_points  # heavy: importlib.metadata loads email

    def order(point: EntryPoint) -> tuple[bool, str, str]:
        return not is_own(point.value), point.name, point.value

    return sorted(entry_points(group=GROUP), key=order)


def _discover() -> None:
    global _discovered  # noqa: PLW0603
    if _discovered:
        return
    _discovered = True
    for point in _entry_points():
        try:
            point.load()
        except (Exception, SystemExit) as fault:
            _log.warning(
                "plugin %s (%s) is left out: it cannot be loaded: %s: %s",
                point.name,
                point.value,
                type(fault).__name__,
                fault,
            )


def _collect() -> dict[str, ModelDeclaration]:
    global _declarations  # noqa: PLW0603
    if _declarations is not None:
        return _declarations
    found: dict[str, ModelDeclaration] = {}
    of_classes: dict[type[MessageModel], ModelDeclaration] = {}
    for announcer in _announcers:
        try:
            announced = _announced(announcer, of_classes)
        except Exception as fault:
            _log.warning(
                "plugin %s is left out: %s: %s", announcer.__module__, type(fault).__name__, fault
            )
            continue
        for name, declaration in announced.items():
            kept = found.setdefault(name.lower(), declaration)
            if kept is not declaration:
                _log.warning(
                    "two models are called %r: %s is used, %s is not",
                    name,
                    kept.name,
                    declaration.name,
                )
    _declarations = found
    return found


def _announced(
    announcer: Callable[[], Models], of_classes: dict[type[MessageModel], ModelDeclaration]
) -> dict[str, ModelDeclaration]:
    found = {}
    for name, model in announcer().items():
        if not (isinstance(name, str) and isinstance(model, (type, ModelDeclaration))):
            raise PluginError(f"get_models() gives {name!r}: {model!r}, not a name and a class")
        if isinstance(model, ModelDeclaration):
            found[name] = model
        elif issubclass(model, MessageModel):
            if model not in of_classes:
                of_classes[model] = ModelDeclaration.of(model)
            found[name] = of_classes[model]
        else:
            raise PluginError(f"{model.__qualname__} is no subclass of hop.models.MessageModel")
    return found
