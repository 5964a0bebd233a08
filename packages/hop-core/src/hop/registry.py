"""From the name of a format to its model."""

from __future__ import annotations

from hop import plugins
from hop.message import Blob, MessageModel

# What core reads without any plugin; looked up first, so that a stream of JSON loads none.
_CORE: dict[str, type[MessageModel]] = {"blob": Blob, "json": Blob}


def model_for(name: str) -> type[MessageModel] | None:
    """The model of a format, by name without regard to case; None where none is installed."""
    name = name.lower()
    if core := _CORE.get(name):
        return core
    models = plugins.get_models()
    if model := models.get(name):
        return model
    # A model may be registered under another name than the one it writes.
    return next((model for model in models.values() if model.hop_format == name), None)


def known_models() -> dict[str, type[MessageModel]]:
    """Every format name that this installation reads, with its model."""
    return plugins.get_models() | _CORE
