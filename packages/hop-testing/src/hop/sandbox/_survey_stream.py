"""Alerts of a survey that come into a topic of a sandbox at a rate, until it ends."""

from __future__ import annotations

import itertools
import threading
import time
from typing import Self

from confluent_kafka import Producer

from hop.sandbox._surveys import Survey, survey_alerts

_BUFFER_KB = 100_000
_FLUSH_SECONDS = 5


class SurveyStream:
    """Writes alerts of a survey in a thread, as a context manager.

    Args:
        bootstrap: the brokers, without a credential.
        topic: where to.
        survey: whose alerts.
        rate: how many a second.
    """

    def __init__(self, bootstrap: str, topic: str, survey: Survey, rate: float) -> None:
        self._producer = Producer(
            {
                "bootstrap.servers": bootstrap,
                "linger.ms": 20,
                "queue.buffering.max.kbytes": _BUFFER_KB,
                "log_level": 0,
            }
        )
        self._topic, self._survey, self._rate = topic, survey, rate
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hop-survey", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self._thread.join()
        self._producer.flush(_FLUSH_SECONDS)

    def _run(self) -> None:
        start = time.monotonic()
        samples = itertools.chain.from_iterable(
            survey_alerts(self._survey, 1_000_000, seed=seed) for seed in itertools.count()
        )
        for number, sample in enumerate(samples):
            wait = start + number / self._rate - time.monotonic()
            if self._end.wait(wait) if wait > 0 else self._end.is_set():
                return
            try:
                self._producer.produce(self._topic, sample.payload, sample.key)
            except BufferError:  # the broker is slower: the rate is as high as it can be
                self._producer.poll(0.1)
            self._producer.poll(0)
