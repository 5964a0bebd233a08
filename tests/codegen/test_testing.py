"""Samples and strategies of ``hop.testing`` for every schema of NASA's GCN and of LVK."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from made_packages import Carry, Made

from hop.errors import MessageError
from hop.testing import messages, samples


def document(payload: bytes) -> Any:
    """The JSON of a payload; a list, which no schema allows, if it is none."""
    try:
        return json.loads(payload)
    except ValueError:
        return []


def test_each_sample_is_what_it_says(gcn: Made) -> None:
    rules = set()
    for name in gcn.package.__all__:
        model = gcn.model(name)
        judge = gcn.oracle(model)
        kinds = set()
        for sample in samples(model):
            kinds.add(sample.kind)
            assert judge.is_valid(document(sample.payload)) == sample.is_valid, (name, sample.name)
            if sample.is_valid:
                sample.load()
                continue
            rules.add(sample.name.split()[0])
            with pytest.raises(MessageError):
                sample.load()
        assert kinds == {"valid", "invalid"}, name
    assert {"missing", "other", "unknown", "str", "null"} <= rules


def test_samples_arrive_typed_by_the_schema_that_they_name(gcn: Made, carry: Carry) -> None:
    named = [
        sample
        for name in gcn.package.__all__
        for sample in samples(gcn.model(name), "valid")
        if "$schema" in document(sample.payload)
    ]
    assert len({sample.model for sample in named}) >= 9
    arrived = carry([sample.payload for sample in named])
    assert [type(message) for message in arrived] == [sample.model for sample in named]


def check_draws(model: Any) -> None:
    @settings(
        max_examples=10, database=None, derandomize=True, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(messages(model))
    def check(message: Any) -> None:
        assert model.load(bytes(message)) == message

    check()


def test_what_is_drawn_survives_the_wire(gcn: Made, lvk: Made) -> None:
    for made in (gcn, lvk):
        for name in made.package.__all__:
            check_draws(made.model(name))


def test_samples_of_avro(lvk: Made) -> None:
    model = lvk.model("AlertAvro")
    assert len(samples(model, "valid")) > 1
    for sample in samples(model):
        if sample.is_valid:
            assert model.load(bytes(sample.load())) == sample.load()
        else:
            with pytest.raises(MessageError):
                sample.load()
