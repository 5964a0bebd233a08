"""What an alert says, in one form for all missions and formats.

``message.alerts`` has the alerts of a message. A table for each mission says where its messages
have the values (``schemas/alert/sources``).
"""

from __future__ import annotations

import hop.models._alerts  # noqa: F401  (it gives blobs their alerts)
from hop.models._generated.alert import (
    Alert,
    Circle,
    Ellipse,
    Origin,
    Polygon,
    Ref,
    Significance,
    SkyMapRef,
)

__all__ = [
    "Alert",
    "Circle",
    "Ellipse",
    "Origin",
    "Polygon",
    "Ref",
    "Significance",
    "SkyMapRef",
]
