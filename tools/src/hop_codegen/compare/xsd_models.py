"""From the groups of a compiled XSD to content models."""

from __future__ import annotations

from typing import Any

from xmlschema.validators import XsdAnyElement, XsdElement, XsdGroup

from hop_codegen.compare.content import EMPTY, Model, choice, interleave, named, repeat, sequence

_WILD = "*"


def elements_of(group: Any) -> dict[str, Any]:
    """The first declaration of each child, by name; wildcards by their namespaces."""
    found: dict[str, Any] = {}
    if isinstance(group, XsdGroup):
        for particle in group.iter_elements():
            found.setdefault(_child_name(particle), particle)
    return found


def _child_name(particle: Any) -> str:
    if isinstance(particle, XsdAnyElement):
        return f"{_WILD}{' '.join(sorted(particle.namespace))}"
    return str(particle.local_name)


def model_of(particle: Any) -> Model:
    """The content model of a group or of one particle."""
    if not isinstance(particle, XsdGroup):
        if isinstance(particle, (XsdElement, XsdAnyElement)):
            return repeat(named(_child_name(particle)), particle.min_occurs, particle.max_occurs)
        return EMPTY
    make = {"sequence": sequence, "choice": choice, "all": interleave}[particle.model]
    parts = [model_of(part) for part in particle]
    return repeat(make(*parts) if parts else EMPTY, particle.min_occurs, particle.max_occurs)
