"""For the tests of programs that use hop: brokers, and messages of every kind.

A pytest plugin has the fixtures ``hop_broker`` (ready at once), ``hop_kafka`` (a real Kafka) and
``hop_topic`` (the URL of a new topic). pytest finds the plugin by itself:

    def test_round_trip(hop_topic):
        ...

Messages:

    from hop.testing import messages, samples

    @pytest.mark.parametrize("sample", samples("voevent"), ids=str)
    def test_sample(sample): ...

    @given(messages(VOEvent))
    def test_any(event): ...

The fixtures need the library ``pytest``. :func:`messages` needs ``hypothesis``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hop.sandbox import SurveySample as SurveySample
    from hop.sandbox import survey_alerts as survey_alerts
    from hop.sandbox import survey_schema as survey_schema
    from hop.sandbox import survey_schema_id as survey_schema_id
    from hop.testing._broker import MockBroker as MockBroker
    from hop.testing._messages import messages as messages
    from hop.testing._samples import Sample as Sample
    from hop.testing._samples import samples as samples

__all__ = [
    "MockBroker",
    "Sample",
    "SurveySample",
    "messages",
    "samples",
    "survey_alerts",
    "survey_schema",
    "survey_schema_id",
]

pytest_plugins = ("hop.testing.plugin",)
"""What ``pytest -p hop.testing`` loads if the entry point has not done so."""

_MODULES = {
    "MockBroker": "hop.testing._broker",
    "Sample": "hop.testing._samples",
    "messages": "hop.testing._messages",
    "samples": "hop.testing._samples",
    "SurveySample": "hop.sandbox",
    "survey_alerts": "hop.sandbox",
    "survey_schema": "hop.sandbox",
    "survey_schema_id": "hop.sandbox",
}


def __getattr__(name: str) -> Any:
    # Loaded on first use: pytest imports this package in every session.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
