"""The glossary explains each word once, and has the words that a reader meets first."""

from __future__ import annotations

import re

import pytest
from docs_pages import DOCS

_TEXT = (DOCS / "glossary.md").read_text(encoding="utf-8")
_SECTIONS = [re.findall(r"^(\S.*)\n: \S", part, re.M) for part in _TEXT.split("\n## ")[1:]]
_WORDS = [word for section in _SECTIONS for word in section]


@pytest.mark.parametrize(
    "word",
    [
        "offset",
        "commit",
        "partition",
        "rebalance",
        "assignment",
        "retention",
        "tombstone",
        "consumer group",
        "at least once",
        "alert",
        "circular",
        "notice",
        "VOEvent",
        "IVORN",
        "dead letter",
        "envelope",
        "format",
        "handler",
        "journal",
        "model",
        "target",
    ],
)
def test_word_is_explained(word: str) -> None:
    assert word in _WORDS


def test_each_word_stands_once() -> None:
    assert sorted(_WORDS) == sorted(set(_WORDS))


def test_words_are_in_alphabetical_order() -> None:
    for section in _SECTIONS:
        assert section == sorted(section, key=str.casefold)
