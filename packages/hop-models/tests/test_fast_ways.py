"""A VOEvent from the wire is judged as strictly as one that is loaded, or made of fields."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from hop.errors import MessageError
from hop.models import VOEvent

EXAMPLE = (Path(__file__).parents[3] / "schemas/examples/demo/voevent.xml").read_bytes()
TOKEN = re.compile(rb"<[^>]*>|\"[^\"]*\"|[^<>\"]+")
PIECES = [b"<Param/>", b'"text"', b"12h", b"</What>", b"<Who>", b'dataType="int"', b"&amp;", b"&"]


def mutant(number: int) -> bytes:
    """The example with a few of its pieces left out, doubled, exchanged or replaced."""
    chance = random.Random(number)
    pieces = TOKEN.findall(EXAMPLE)
    for _ in range(chance.randint(1, 2)):
        at, other = chance.randrange(1, len(pieces)), chance.randrange(1, len(pieces))
        match chance.randrange(5):
            case 0:
                del pieces[at]
            case 1:
                pieces.insert(at, pieces[at])
            case 2:
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 3:
                pieces[at] = chance.choice(PIECES)
            case 4:
                piece = bytearray(pieces[at])
                piece[chance.randrange(len(piece))] = chance.randrange(32, 127)
                pieces[at] = bytes(piece)
    return b"".join(pieces)


@pytest.mark.parametrize("first", range(0, 1500, 500))
def test_the_fast_way_is_as_strict(first: int):
    accepted = refused = 0
    for number in range(first, first + 500):
        data = mutant(number)
        try:
            event = VOEvent.load(data)
        except MessageError as fault:
            refused += 1
            try:
                taken = VOEvent.from_wire(data)
            except MessageError as other:
                assert str(other) == str(fault), data
            else:
                assert str(taken.schema_error) == str(fault), data
            continue
        accepted += 1
        assert event.to_wire() == ("voevent", data)
        taken = VOEvent.from_wire(data)
        assert taken.schema_error is None, data
        # The slow way: every field through the constructor, which checks each, and the schema
        # again when it is written.
        rebuilt = VOEvent(**event.asdict())
        assert rebuilt.asdict() == taken.asdict(), data
    assert accepted
    assert refused
