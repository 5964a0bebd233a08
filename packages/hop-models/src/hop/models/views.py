"""What the views of alerts call in packages that ``hop-codegen plugin --alerts`` makes."""

from __future__ import annotations

from hop.models._alerts import cited, conversions, reading
from hop.models._generated.alerts._cited import CITED

__all__ = ["CITED", "cited", "conversions", "reading"]
