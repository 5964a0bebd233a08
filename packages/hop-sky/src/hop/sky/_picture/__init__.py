"""Pictures of a sky map: the whole sky or a part of it, with contours, objects and a site."""

from __future__ import annotations

from hop.sky._picture.files import to_file
from hop.sky._picture.picture import Answers, View, draw

__all__ = ["Answers", "View", "draw", "to_file"]
