"""Patterns of topics mean the same with a group as without."""

from __future__ import annotations

import re

import pytest

from hop._reader.patterns import to_posix
from hop.errors import URLError


@pytest.mark.parametrize(
    ("pattern", "posix"),
    [
        (r"^gcn\.notices\..*", r"^gcn\.notices\..*"),
        (r"^igwn\.gwalert$", r"^igwn\.gwalert$"),
        (r"^run\d+$", "^run[0-9]+$"),
        (r"^run\D\w\W", "^run[^0-9][A-Za-z0-9_][^A-Za-z0-9_]"),
        (r"^a[\d.]b", "^a[0-9.]b"),
        (r"^a[^\w\-\.]b", "^a[^A-Za-z0-9_.-]b"),
        (r"^a[x\-z]b", "^a[xz-]b"),
        (r"^a(?:b|c)+?d", "^(a(b|c)+d)"),
        (r"^a|b", "^(a|b)"),
        (r"^a{2}[]x]", "^a{2}[]x]"),
    ],
)
def test_patterns_are_translated_for_librdkafka(pattern: str, posix: str) -> None:
    assert to_posix(pattern) == posix


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        (r"^(?i)GCN", "(?"),
        (r"^a(?!b)", "(?"),
        (r"^(a)\1", r"\\1"),
        (r"^gcn\b", r"\\b"),
        (r"^a[\D]", r"[\\D]"),
        (r"^a[\s]", r"[\\s]"),
        (r"^a*+", "*+"),
        (r"^[\]]", r"[\\]]"),
    ],
)
def test_unknown_parts_of_patterns_are_refused(pattern: str, part: str) -> None:
    with pytest.raises(URLError, match=re.escape(f"has '{part}")) as caught:
        to_posix(pattern)
    assert "leave out the group" in str(caught.value)
