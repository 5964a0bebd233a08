"""Publish and receive astronomical alerts over Apache Kafka."""

from __future__ import annotations

from pkgutil import extend_path
from typing import TYPE_CHECKING, Any

__path__ = extend_path(__path__, __name__)

if TYPE_CHECKING:
    from hop.handlers import run
    from hop.io import Stream

    stream: Stream

__all__ = ["Stream", "run", "stream"]


def __getattr__(name: str) -> Any:
    # Loaded when they are asked for: importing hop stays cheap.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: Any
    if name == "run":
        from hop.handlers import run as value
    else:
        from hop.io import Stream

        value = Stream if name == "Stream" else Stream()
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
