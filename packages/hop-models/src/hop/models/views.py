"""What views of alerts are made of, for packages that ``hop-codegen plugin --alerts`` makes."""

from __future__ import annotations

from hop.models._alert_part import Late, Reader, Whole, hash_of
from hop.models._alerts import cited, conversions, reading
from hop.models._generated.alerts._cited import CITED
from hop.models.alert import (
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
    "CITED",
    "Alert",
    "Circle",
    "Ellipse",
    "Late",
    "Origin",
    "Polygon",
    "Reader",
    "Ref",
    "Significance",
    "SkyMapRef",
    "Whole",
    "cited",
    "conversions",
    "hash_of",
    "reading",
]
