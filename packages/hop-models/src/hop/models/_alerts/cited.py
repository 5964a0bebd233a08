"""Which event an ivorn tells of: the mission's key where the ivorn holds it, else itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Cited = Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
"""How the ivorns of an authority hold a key: patterns with one group, and the namespace."""

_LONGEST = 300
"""A longer ivorn is no mission's: a search in it could take long."""
_CITES = frozenset({"followup", "supersedes", "retraction"})


def key_of(known: Cited, ivorn: str) -> str:
    """The key of the event that an ivorn tells of."""
    is_usual = ivorn[:6].lower() == "ivo://" and len(ivorn) < _LONGEST
    authority = ivorn[6:].partition("/")[0].lower() if is_usual else ""
    for pattern, namespace in known.get(authority, ()):
        if match := pattern.match(ivorn):
            return namespace + match[1]
    return f"voevent:{ivorn}"


def cited(known: Cited, value: Any, path: str, problems: list[str]) -> str | None:
    """The key of the event of one ivorn."""
    return key_of(known, value.strip()) if type(value) is str and value.strip() else None


def oldest_cited(known: Cited, value: Any, path: str, problems: list[str]) -> str | None:
    """The key of the event of the citations.

    What is followed up is the first message of its event. Of those that are replaced or withdrawn
    the newest come first, as LVK and others list them, so that the last one is the oldest.
    """
    followed = [ivorn for cite, ivorn in value if ivorn and cite == "followup"]
    others = [ivorn for cite, ivorn in value if ivorn and cite in _CITES]
    if followed:
        return key_of(known, followed[0])
    return key_of(known, others[-1]) if others else None


def citations(known: Cited, value: Any) -> list[dict[str, Any]]:
    """The events that a VOEvent cites, with what it has to do with them."""
    return [
        {"kind": cite, "event_id": key_of(known, ivorn)}
        for cite, ivorn in value
        if ivorn and cite in _CITES
    ]
