"""Whatever stands in a message is read, or refused, in time linear to its size."""

from __future__ import annotations

import hostile
import pytest


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    hostile.warm_up()


@pytest.mark.parametrize("name", hostile.NAMES)
def test_a_hostile_message_takes_linear_time(name: str) -> None:
    # tests/faults has 4 MB; what takes the square of the size shows with 100 kB, too.
    assert hostile.slow_readers(name, size=100_000, seconds=0.3) == []


def test_json_of_millions_of_commas_takes_linear_time() -> None:
    # Only in a text of more than two million are those counted that stand outside of texts.
    for name in hostile.NAMES:
        if "comma" in name or "quote" in name:
            assert hostile.slow_readers(name, size=4_200_000, seconds=2, only="loads") == []
