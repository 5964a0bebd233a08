"""For the tests of programs that use hop: brokers, and messages of every kind.

A plugin of pytest, which finds it by itself, gives the fixtures ``hop_broker`` (there at once),
``hop_kafka`` (real) and ``hop_topic`` (the URL of a new topic):

    def test_round_trip(hop_topic):
        ...

Messages are made from the schemas of their models:

    from hop.testing import messages, samples

    @pytest.mark.parametrize("sample", samples("voevent"), ids=str)
    def test_sample(sample): ...

    @given(messages(VOEvent))
    def test_any(event): ...

The fixtures need the library ``pytest``, :func:`messages` needs ``hypothesis``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hop.testing.broker import MockBroker as MockBroker
    from hop.testing.sampling import Sample as Sample
    from hop.testing.sampling import samples as samples
    from hop.testing.strategies import messages as messages

__all__ = ["MockBroker", "Sample", "messages", "samples"]

pytest_plugins = ("hop.testing.plugin",)
"""What ``pytest -p hop.testing`` loads where the entry point has not done so."""

_HOMES = {
    "MockBroker": "hop.testing.broker",
    "Sample": "hop.testing.sampling",
    "messages": "hop.testing.strategies",
    "samples": "hop.testing.sampling",
}


def __getattr__(name: str) -> Any:
    # Importing this package must cost nothing and need no extra: pytest loads it every time.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
