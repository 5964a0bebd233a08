"""Sample messages of a model: sound ones, what is just allowed, and what breaks one rule each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from hop._wire.headers import FORMAT
from hop.errors import ConfigError, MessageError
from hop.message import MessageModel
from hop.testing.breaking import breaks
from hop.testing.families import find_model, forms_of
from hop.testing.forms import Form
from hop.testing.policies import EDGES, POLICIES, Policy
from hop.testing.trees import Impossible, grow

Kind = Literal["valid", "edge", "invalid"]


@dataclass(frozen=True)
class Sample:
    """A message as it is on the wire.

    Attributes:
        name: what it is, in a few words: ``minimal``, ``missing superevent_id``.
        kind: ``valid``; ``edge``: just allowed; or ``invalid``: breaks one rule.
        payload: the bytes.
        headers: those that name its format; :meth:`hop.io.Producer.write_raw` takes them.
        why: what is special about it, or the rule that it breaks.
        model: its model.
    """

    name: str
    kind: Kind
    payload: bytes
    headers: tuple[tuple[str, bytes], ...]
    why: str
    model: type[MessageModel]

    @property
    def is_valid(self) -> bool:
        """Whether it is a message of its model."""
        return self.kind != "invalid"

    def load(self) -> MessageModel:
        """The message, judged as strictly as a file that is published.

        Raises:
            hop.errors.MessageError: it is invalid.
        """
        (form, *_) = forms_of(self.model)
        return form.load(self.payload)

    def __str__(self) -> str:
        return self.name


def samples(model: type[MessageModel] | str, *kinds: Kind) -> list[Sample]:
    """Sample messages of a model, always the same ones, made from its schema.

    Args:
        model: the model, or the name of its format: ``voevent``.
        *kinds: those that are wanted, ``valid``, ``edge``, ``invalid``; all by default.

    Raises:
        hop.errors.UnknownFormat: no model has that name, or it has no schema.
        hop.errors.ConfigError: nothing that meets the schema is found.
    """
    found = find_model(model)
    if found not in _made:
        made = [each for form in forms_of(found) for each in _of_form(form)]
        once = {each.payload: each for each in reversed(made)}  # what comes out twice is given once
        _made[found] = tuple(each for each in made if once[each.payload] is each)
    return [each for each in _made[found] if not kinds or each.kind in kinds]


_made: dict[type[MessageModel], tuple[Sample, ...]] = {}


def _of_form(form: Form) -> Iterator[Sample]:
    def sample(kind: Kind, name: str, why: str, payload: bytes) -> Sample:
        headers = ((FORMAT, form.model.hop_format.encode()),)
        return Sample(form.prefix + name, kind, payload, headers, why, form.model)

    sound = {policy.name: tree for policy, tree in _grown(form, POLICIES)}
    if not sound:
        raise ConfigError(
            f"nothing that meets the JSON Schema of {form.model.__name__} is found; "
            "make its messages by hand"
        )
    for policy in POLICIES:
        if policy.name in sound:
            payload = bytes(form.build(sound[policy.name]))
            yield sample("valid", policy.name, policy.why, payload)
    for policy, tree in _grown(form, EDGES):
        yield sample("edge", policy.name, policy.why, bytes(form.build(tree)))
    whole = sound.get("everything", next(iter(sound.values())))
    payload = bytes(form.build(whole))
    for name, why, other in form.variants(whole, payload):
        yield sample("edge", name, why, other)
    broken_trees = breaks(form.rules, whole, has_types=form.has_types)
    for each in broken_trees if form.can_break else ():
        broken = form.write(each.tree)
        if form.refuses(each.tree, broken):
            yield sample("invalid", each.name, each.why, broken)
    for name, why, other in form.damages(whole, payload):
        yield sample("invalid", name, why, other)


def _grown(form: Form, policies: Iterable[Policy]) -> Iterator[tuple[Policy, Any]]:
    """What each policy makes, where that is sound."""
    for policy in policies:
        try:
            tree = grow(form.rules, replace(policy, narrow=form.is_narrow))
            if form.accepts(tree):
                form.build(tree)
                yield policy, tree
        except (Impossible, MessageError):
            continue
