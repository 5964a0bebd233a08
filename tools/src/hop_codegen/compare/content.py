"""Content models: which children an element may have, and whether one model accepts more.

A content model is a regular expression over the names of children. Its derivative by a name is
what may follow that child (Brzozowski). :func:`difference` follows two models in step, derivative
by derivative. So it finds the shortest list of children that one accepts and the other does not,
or shows that there is none.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache

LIMIT = 20_000
"""The search gives up after this number of pairs of states."""


@dataclass(frozen=True)
class Model:
    """An expression over names.

    Attributes:
        kind: ``empty`` (no children), ``never`` (nothing fits), ``name``, ``sequence``,
            ``choice``, ``all`` (each once, in any order) or ``repeat``.
        name: that of the child.
        parts: what the expression is made of.
        low: the least number of repeats.
        high: the greatest, None for any.
    """

    kind: str
    name: str = ""
    parts: tuple[Model, ...] = ()
    low: int = 1
    high: int | None = 1


EMPTY = Model("empty")
NEVER = Model("never")


def named(name: str) -> Model:
    """One child."""
    return Model("name", name)


def sequence(*parts: Model) -> Model:
    """All parts, in this order."""
    flat: list[Model] = []
    for part in parts:
        if part == NEVER:
            return NEVER
        flat += part.parts if part.kind == "sequence" else [part] if part != EMPTY else []
    if len(flat) < 2:
        return flat[0] if flat else EMPTY
    return Model("sequence", parts=tuple(flat))


def choice(*parts: Model) -> Model:
    """One of the parts."""
    flat: list[Model] = []
    for part in parts:
        flat += part.parts if part.kind == "choice" else [part]
    unique = sorted({part for part in flat if part != NEVER}, key=repr)
    if len(unique) < 2:
        return unique[0] if unique else NEVER
    return Model("choice", parts=tuple(unique))


def interleave(*parts: Model) -> Model:
    """All parts, in any order."""
    if NEVER in parts:
        return NEVER
    rest = sorted((part for part in parts if part != EMPTY), key=repr)
    if len(rest) < 2:
        return rest[0] if rest else EMPTY
    return Model("all", parts=tuple(rest))


def repeat(part: Model, low: int, high: int | None) -> Model:
    """A part, repeated."""
    if part in (EMPTY, NEVER) and low:
        return part
    if high == 0 or part in (EMPTY, NEVER):
        return EMPTY
    return part if (low, high) == (1, 1) else Model("repeat", parts=(part,), low=low, high=high)


@lru_cache(maxsize=100_000)
def accepts_none(model: Model) -> bool:
    """Return True if the model accepts an element without children."""
    if model.kind == "repeat":
        return model.low == 0 or accepts_none(model.parts[0])
    if model.kind == "choice":
        return any(map(accepts_none, model.parts))
    if model.kind in ("sequence", "all"):
        return all(map(accepts_none, model.parts))
    return model.kind == "empty"


@lru_cache(maxsize=100_000)
def after(model: Model, name: str) -> Model:
    """What may follow a first child of that name."""
    parts = model.parts
    match model.kind:
        case "name" if model.name == name:
            result = EMPTY
        case "choice":
            result = choice(*(after(part, name) for part in parts))
        case "sequence":
            result = sequence(after(parts[0], name), *parts[1:])
            if accepts_none(parts[0]):
                result = choice(result, after(sequence(*parts[1:]), name))
        case "all":
            result = choice(
                *(
                    interleave(after(part, name), *parts[:index], *parts[index + 1 :])
                    for index, part in enumerate(parts)
                )
            )
        case "repeat":
            high = None if model.high is None else model.high - 1
            rest = repeat(parts[0], max(model.low - 1, 0), high)
            result = sequence(after(parts[0], name), rest)
        case _:
            result = NEVER
    return result


def names_in(model: Model) -> frozenset[str]:
    """The names of all children in the expression."""
    if model.kind == "name":
        return frozenset({model.name})
    return frozenset().union(*map(names_in, model.parts)) if model.parts else frozenset()


def without(model: Model, names: frozenset[str]) -> Model:
    """The same expression without those children."""
    if model.kind == "name":
        return EMPTY if model.name in names else model
    parts = [without(part, names) for part in model.parts]
    if model.kind == "sequence":
        return sequence(*parts)
    if model.kind == "choice":
        return choice(*parts)
    if model.kind == "all":
        return interleave(*parts)
    return repeat(parts[0], model.low, model.high) if parts else model


def difference(one: Model, other: Model) -> list[str] | None:
    """Find the shortest list of children that fits ``one`` and not ``other``; None if none does.

    Raises:
        OverflowError: it is not found within :data:`LIMIT` steps.
    """
    names = sorted(names_in(one) | names_in(other))
    waiting: deque[tuple[Model, Model, tuple[str, ...]]] = deque([(one, other, ())])
    seen = {(one, other)}
    while waiting:
        left, right, path = waiting.popleft()
        if accepts_none(left) and not accepts_none(right):
            return list(path)
        for name in names:
            pair = (after(left, name), after(right, name))
            if pair[0] == NEVER or pair in seen:
                continue
            if len(seen) >= LIMIT:
                raise OverflowError(f"more than {LIMIT} states")
            seen.add(pair)
            waiting.append((*pair, (*path, name)))
    return None


def counts(model: Model, name: str) -> tuple[int, int | None]:
    """How often a child occurs, at least and at most; None stands for no limit."""
    if model.kind == "name":
        return (1, 1) if model.name == name else (0, 0)
    inner = [counts(part, name) for part in model.parts]
    if not inner:
        return 0, 0
    lows, highs = [low for low, _ in inner], [high for _, high in inner]
    if model.kind == "choice":
        return min(lows), None if None in highs else max(high or 0 for high in highs)
    low, high = sum(lows), None if None in highs else sum(high or 0 for high in highs)
    if model.kind == "repeat":
        if high == 0:
            return 0, 0
        return low * model.low, None if None in (high, model.high) else high * model.high  # type: ignore[operator]
    return low, high
