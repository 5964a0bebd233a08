"""Publish and receive astronomical alerts over Apache Kafka."""

from __future__ import annotations

from importlib import import_module
from pkgutil import extend_path
from typing import TYPE_CHECKING, Any

__path__ = extend_path(__path__, __name__)

if TYPE_CHECKING:
    from hop._tables import to_table as to_table
    from hop._version import __version__ as __version__
    from hop.handlers import run as run
    from hop.io import Stream as Stream

    stream: Stream

__all__ = ["Stream", "__version__", "run", "stream", "to_table"]

_HOMES = {
    "Stream": "hop.io",
    "__version__": "hop._version",
    "run": "hop.handlers",
    "to_table": "hop._tables",
}


def __getattr__(name: str) -> Any:
    # Loaded when they are asked for: importing hop stays cheap.
    value: Any
    if name == "stream":
        from hop.io import Stream

        value = Stream()
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
