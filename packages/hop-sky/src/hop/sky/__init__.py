"""Sky maps of alerts: ``SkyMap.read(alert)`` reads any, and answers questions about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hop.sky._version import __version__

if TYPE_CHECKING:
    from hop.sky._map import SkyMap

__all__ = ["SkyMap", "__version__"]


def __getattr__(name: str) -> Any:
    # numpy is heavy: the help of a command and a filter that looks at no sky do without.
    if name != "SkyMap":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from hop.sky._map import SkyMap

    globals()[name] = SkyMap
    return SkyMap


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
