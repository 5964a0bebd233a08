"""jsonschema-rs judges a JSON document, and jsonschema explains it: they are to agree."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hop.models import GCNCircular, GCNNotice, LVKAlert
from hop.models._circular_record import CircularRecord
from hop.models.schema import Message

EXAMPLES = Path(__file__).parents[3] / "schemas/examples"
MODELS: dict[str, type[Message]] = {
    "circular": GCNCircular,
    "circular_record": CircularRecord,
    "gcnnotice": GCNNotice,
    "lvkalert": LVKAlert,
}
VALUES = [None, True, 0, 1, -2.5, "", "text", "12", [], [1], ["a", None], {}, {"a": 1}, {"a": "b"}]


def mutated(tree: Any, chance: random.Random) -> Any:
    """A copy of a tree with one to three values changed, left out or added."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.randint(1, 3)):
        holder = tree
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            key = chance.choice(keys)
            if isinstance(holder[key], dict | list) and chance.random() < 0.7:
                holder = holder[key]
                continue
            if chance.random() < 0.2:
                del holder[key]
            else:
                holder[key] = copy.deepcopy(chance.choice(VALUES))
            break
    return tree


@pytest.mark.parametrize("name", MODELS)
def test_both_judges_agree_on_examples_and_mutations(name: str) -> None:
    model = MODELS[name]
    judge = jsonschema.Draft202012Validator(model.json_schema())
    chance = random.Random(13)
    files = [*EXAMPLES.glob(f"good/{name}/*.json")]
    trees = [json.loads(file.read_bytes()) for file in files]
    verdicts = {True: 0, False: 0}
    for _ in range(700):
        tree = mutated(chance.choice(trees), chance)
        is_valid = judge.is_valid(tree)
        verdicts[is_valid] += 1
        assert model.accepts(tree) is is_valid, tree
        assert bool(model.hop_schema.findings(tree)) is not is_valid, tree
    assert min(verdicts.values()) > 50
