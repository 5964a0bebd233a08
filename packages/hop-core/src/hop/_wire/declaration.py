"""What is known of a model before it is imported."""

from __future__ import annotations

import logging
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from hop._messages import MessageModel

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class ModelDeclaration:
    """A model that is imported when a message asks for it.

    A package of heavy models announces these instead of the classes. The class says the same of
    itself: ``hop_schemas``, ``hop_topics``, ``hop_test_topics``, ``hop_markers``, ``hop_format``.

    Args:
        path: where the class is: ``package.module:Class``.
        schemas: the ``$schema`` URIs of its documents.
        topics: the topics whose messages are of this model, as regular expressions.
        test_topics: the topics on which every message is a test, as regular expressions.
        markers: the sets of keys that mark a JSON object of this model; ``()``: no JSON object is;
            None: nobody knows.
        sniffs: whether the class has a ``sniff`` of its own.
        frames: whether the class has a ``hop_from_frame`` of its own: it reads payloads whose
            schema is elsewhere.
        format: the name of the format that it writes, if it is announced by another one.
    """

    path: str
    _: KW_ONLY
    schemas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    test_topics: tuple[str, ...] = ()
    markers: tuple[frozenset[str], ...] | None = None
    sniffs: bool = False
    frames: bool = False
    format: str | None = None

    @classmethod
    def of(cls, model: type[MessageModel]) -> ModelDeclaration:
        """The declaration of a class that is imported already."""
        found = cls(
            f"{model.__module__}:{model.__qualname__}",
            schemas=model.hop_schemas,
            topics=model.hop_topics,
            test_topics=model.hop_test_topics,
            markers=model.hop_markers,
            sniffs=_overrides_sniff(model),
            frames=_reads_frames(model),
            format=model.hop_format,
        )
        found.__dict__["model"] = model
        return found

    @property
    def name(self) -> str:
        """The class with its module, for warnings."""
        return self.path.replace(":", ".")

    @cached_property
    def model(self) -> type[MessageModel] | None:
        """The class; the first access imports it. None, with a warning, if that fails."""
        module, _, name = self.path.partition(":")
        try:
            found: Any = getattr(import_module(module), name)
        except (Exception, SystemExit) as fault:
            self._warn(f"it cannot be loaded: {type(fault).__name__}: {fault}")
            return None
        if not (isinstance(found, type) and issubclass(found, MessageModel)):
            self._warn("it is no subclass of hop.models.MessageModel")
            return None
        return found

    def _warn(self, problem: str) -> None:
        _log.warning("model %s is left out: %s", self.name, problem)


def _overrides_sniff(model: type[MessageModel]) -> bool:
    base = MessageModel.sniff.__func__  # type: ignore[attr-defined]
    return getattr(model.sniff, "__func__", None) is not base


def _reads_frames(model: type[MessageModel]) -> bool:
    base = MessageModel.hop_from_frame.__func__  # type: ignore[attr-defined]
    return getattr(model.hop_from_frame, "__func__", None) is not base
