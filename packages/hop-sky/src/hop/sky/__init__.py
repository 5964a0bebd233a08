"""Sky maps of alerts: ``SkyMap.read(alert)`` reads any, and answers questions about it."""

from __future__ import annotations

from hop.sky._map import SkyMap
from hop.sky._version import __version__

__all__ = ["SkyMap", "__version__"]
