"""How the values of alerts are read. The modules that are made of the tables call these functions.

A function is given a value as it stands in the message, where it stands, and the list of problems.
It returns what the value means, or None. It never raises: what is wrong becomes a problem.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from hop.message import Blob, JSONBlob
from hop.models._marks_of_tests import survey_says_test

__all__ = ["Blob", "JSONBlob", "viewer"]


@cache
def viewer(name: str) -> Any:
    """A function of ``hop.models._views``, which is loaded with the tables at the first look."""
    return getattr(import_module("hop.models._views"), name)


def _of_blob(blob: Blob, topic: str | None) -> tuple[Any, ...]:
    alerts: tuple[Any, ...] = viewer("of_blob")(blob, topic)
    return alerts


# hop-core knows no survey. Whoever imports this module gives its blobs the alerts of ZTF and Rubin.
Blob.hop_viewer = _of_blob
Blob.hop_test_marks = survey_says_test
