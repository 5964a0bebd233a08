"""The one error of a release."""

from __future__ import annotations


class ReleaseError(Exception):
    """Something that a release needs does not hold; the text says what to do."""
