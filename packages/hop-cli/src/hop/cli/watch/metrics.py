"""Metrics of what is watched, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hop._handlers.metrics import prometheus
from hop.cli.watch.findings import Finding

_TEXTS = {
    "silence_seconds": "How old the newest message is.",
    "silence_limit_seconds": "How old it usually is at most.",
    "lag_messages": "How many messages the group is behind.",
    "lag_limit_messages": "How many it may be behind.",
    "disk_free_bytes": "How much of the disk is free.",
}


class Metrics:
    """Serves the findings of the last look.

    Attributes:
        registry: for :class:`hop._handlers.metrics.MetricsServer`.

    Raises:
        hop.errors.ConfigError: the library prometheus-client is missing.
    """

    def __init__(self) -> None:
        self.registry: Any = prometheus().CollectorRegistry()
        self._findings: Sequence[Finding] = ()
        self._looked = 0.0
        self.registry.register(self)

    def show(self, findings: Sequence[Finding], now: float) -> None:
        """Serve these from now on."""
        self._findings, self._looked = findings, now

    def collect(self) -> Iterator[Any]:
        """Everything that was found, as Prometheus wants it."""
        GaugeMetricFamily = prometheus().metrics_core.GaugeMetricFamily  # noqa: N806 - a class
        findings = self._findings
        labels = ["check", "subject"]
        state = GaugeMetricFamily("hop_watch_ok", "1 if it is well, 0 if it failed.", labels=labels)
        for each in findings:
            state.add_metric([each.check, each.subject], float(each.error is None))
        yield state
        for name, text in _TEXTS.items():
            family = GaugeMetricFamily(f"hop_watch_{name}", text, labels=["subject"])
            for each in findings:
                if name in (values := dict(each.values)):
                    family.add_metric([each.subject], values[name])
            yield family
        yield GaugeMetricFamily(
            "hop_watch_look_timestamp_seconds", "When it was last looked at.", value=self._looked
        )

    def describe(self) -> Iterable[Any]:
        """Nothing beforehand: nothing was looked at yet."""
        return ()
