"""4 MB of whatever a message may hold are read, or refused, in 2 s of processor time.

The limit has twice the room: what is not linear takes minutes.
"""

from __future__ import annotations

import hostile
import pytest


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    hostile.warm_up()


@pytest.mark.parametrize("name", hostile.NAMES)
def test_4_mb_of_a_hostile_message_take_seconds(name: str) -> None:
    # By a topic or without a header, a message comes to the same decoders.
    others = ("the topic", "all of", "no header")
    assert hostile.slow_readers(name, size=4_000_000, seconds=4, without=others) == []


@pytest.mark.parametrize("name", hostile.NAMES)
def test_a_hostile_message_takes_linear_time(name: str) -> None:
    # By every way; what takes the square of the size shows with 100 kB, too.
    assert hostile.slow_readers(name, size=100_000, seconds=0.3) == []


def test_json_of_millions_of_commas_takes_linear_time() -> None:
    # Only in a text of more than two million are those counted that stand outside of texts.
    for name in hostile.NAMES:
        if "comma" in name or "quote" in name:
            assert hostile.slow_readers(name, size=4_200_000, seconds=2, only="loads") == []
