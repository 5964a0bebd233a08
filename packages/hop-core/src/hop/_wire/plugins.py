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
from hop.errors import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Models = Mapping[str, type[MessageModel]]
_Announcer = TypeVar("_Announcer", bound=Callable[[], Models])

GROUP = "hop_plugin"

_log = logging.getLogger(__name__)
_lock = threading.RLock()
_announcers: list[Callable[[], Models]] = []
_discovered = False
_models: dict[str, type[MessageModel]] | None = None

_OTHERS = "hop.plugins."

on_announcement: list[Callable[[], None]] = []
"""Called at every announcement: what was derived from the models is out of date."""


def is_own(module: str) -> bool:
    """Whether a module is part of hop, and not of a package of others."""
    return module.startswith("hop.") and not module.startswith(_OTHERS)


def register(get_models: _Announcer) -> _Announcer:
    """Mark a function that returns ``{"name": Model}`` as a plugin's announcement."""
    global _models  # noqa: PLW0603 - one registry a process, as the documented API has it
    with _lock:
        _announcers.append(get_models)
        _models = None
    for forget in on_announcement:
        forget()
    return get_models


def get_models() -> dict[str, type[MessageModel]]:
    """Every model announced in this installation, by the name of its format in lower case.

    The first call loads the plugins. One that fails is left out, with a warning that names it. Of
    two models with one name the first is kept; hop's own come first.
    """
    global _discovered, _models  # noqa: PLW0603
    with _lock:
        if not _discovered:
            _discovered = True
            _discover()
        if _models is None:
            _models = _collect()
        return dict(_models)


def _entry_points() -> list[EntryPoint]:
    from importlib.metadata import entry_points  # heavy: importlib.metadata loads email

    def order(point: EntryPoint) -> tuple[bool, str, str]:
        return not is_own(point.value), point.name, point.value

    return sorted(entry_points(group=GROUP), key=order)


def _discover() -> None:
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


def _collect() -> dict[str, type[MessageModel]]:
    models: dict[str, type[MessageModel]] = {}
    for announcer in _announcers:
        try:
            announced = _announced(announcer)
        except Exception as fault:
            _log.warning(
                "plugin %s is left out: %s: %s", announcer.__module__, type(fault).__name__, fault
            )
            continue
        for name, model in announced.items():
            kept = models.setdefault(name.lower(), model)
            if kept is not model:
                _log.warning(
                    "two models are called %r: %s.%s is used, %s.%s is not",
                    name,
                    kept.__module__,
                    kept.__qualname__,
                    model.__module__,
                    model.__qualname__,
                )
    return models


def _announced(announcer: Callable[[], Models]) -> Models:
    announced = announcer()
    for name, model in announced.items():
        if not (isinstance(name, str) and isinstance(model, type)):
            raise PluginError(f"get_models() gives {name!r}: {model!r}, not a name and a class")
        if not issubclass(model, MessageModel):
            raise PluginError(f"{model.__qualname__} is no subclass of hop.models.MessageModel")
    return announced
