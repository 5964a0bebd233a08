"""Alerts of surveys that are made: they are read in every frame, and are as large as real ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from hop._wire import decode
from hop.models import SurveyAlert
from hop.testing import survey_alerts, survey_schema, survey_schema_id

FRAMES = ["confluent", "container", "key", "single-object"]


class Schemas:
    def __init__(self, survey: Any, version: int) -> None:
        self.number = survey_schema_id(survey, version=version)
        self.text = json.dumps(survey_schema(survey, version=version)).encode()

    def by_id(self, number: int) -> bytes:
        assert number == self.number
        return self.text

    def known(self) -> Iterable[bytes]:
        return [self.text]


def read(survey: Any, frame: Any, version: int = 0) -> Any:
    sample = next(iter(survey_alerts(survey, 1, frame=frame, version=version, objects=1)))
    if frame == "container":
        return decode(sample.payload, None, "topic")
    return SurveyAlert.hop_from_frame(sample.payload, sample.key, Schemas(survey, version))


@pytest.mark.parametrize("survey", ["rubin", "ztf"])
@pytest.mark.parametrize("version", [0, 2])
def test_every_frame_gives_the_same_alert(survey: str, version: int) -> None:
    found = [read(survey, frame, version) for frame in FRAMES]
    for each in found:
        assert type(each) is SurveyAlert
        assert each.survey == survey
        assert each.id == 170_000_000_000_000_000
        assert each.content == found[0].content
        assert len(each.history) == (40 if survey == "rubin" else 12)
        assert len(each.forced_photometry) == 2 * len(each.history)
        assert each.alerts[0].ra == each.ra
        assert ("added_2" in each) == (version == 2)


@pytest.mark.parametrize("survey", ["rubin", "ztf"])
def test_a_cutout_is_an_array(survey: str) -> None:
    pytest.importorskip("astropy")
    found = read(survey, "container").cutouts
    for each in (found.difference, found.science, found.template):
        image = each.array()
        assert image.shape == ((62, 62) if survey == "rubin" else (63, 63))
        assert image.max() > 100


def test_the_same_seed_gives_the_same_alerts() -> None:
    first = [each.payload for each in survey_alerts(count=3, seed=4, objects=2)]
    assert first == [each.payload for each in survey_alerts(count=3, seed=4, objects=2)]
    assert first != [each.payload for each in survey_alerts(count=3, seed=5, objects=2)]


def test_each_alert_has_a_number_of_its_own() -> None:
    made = list(survey_alerts(count=7, objects=2))
    assert len({each.id for each in made}) == 7
    assert len({each.object_id for each in made}) == 2


def test_generated_alerts_are_as_large_as_real_ones() -> None:
    rubin = next(iter(survey_alerts("rubin", 1, objects=1)))
    assert 80_000 < len(rubin.payload) < 100_000
    assert int.from_bytes(rubin.payload[1:5], "big") == survey_schema_id("rubin") == 1100
    source = survey_schema("rubin")["fields"][3]["type"]
    assert len(source["fields"]) == 98
    assert 60_000 < len(next(iter(survey_alerts("ztf", 1, objects=1))).payload) < 80_000
