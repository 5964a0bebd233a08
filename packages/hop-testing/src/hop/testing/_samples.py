"""Sample messages: curated examples, and for other models what their schemas allow and forbid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from hop._wire import FORMAT, is_own
from hop.errors import ConfigError
from hop.message import MessageModel
from hop.testing._messages import find_model, strategies_module

if TYPE_CHECKING:
    from hop.testing._schema import Judge

Kind = Literal["valid", "invalid"]

_EXPECTATION = ".expect.json"
# Folders of examples, where they are not the format alone, with the prefix of their names.
_FOLDERS = {
    "circular": {"circular": "", "circular_record": "record_"},
    "blob": {"json": ""},
}
# How many messages are drawn for a model, and how many of them become samples.
_DRAWN, _KEPT = 30, 5
_AVRO, _XML = b"Obj\x01", b"<"
# Such payloads are judged by their models: a JSON Schema says nothing of the bytes.
_NO_JSON = (_AVRO, _XML)


@dataclass(frozen=True)
class Sample:
    """A message as it is on the wire.

    Attributes:
        name: what it is, in a few words: ``retraction.json``, ``missing superevent_id``.
        kind: ``valid`` or ``invalid``.
        payload: the bytes.
        headers: the header with the format; :meth:`hop.io.Producer.write_raw` takes it.
        why: what is wrong with it; empty if it is valid.
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
        """Return whether it is a message of its model."""
        return self.kind == "valid"

    def load(self) -> MessageModel:
        """Return the message, judged as strictly as a file that is published.

        Raises:
            hop.errors.MessageError: it is invalid.
        """
        return self.model.hop_from_file(self.payload)

    def __str__(self) -> str:
        return self.name


def samples(model: type[MessageModel] | str, *kinds: Kind) -> list[Sample]:
    """Return sample messages of a model, always the same ones.

    For the models of hop they are the curated examples of hop's repository. For other models they
    are made: some messages that the schema allows, and invalid ones with one change each. That
    needs the library hypothesis.

    Args:
        model: the model, or the name of its format: ``voevent``.
        *kinds: the kinds that are wanted, ``valid`` or ``invalid``; both by default.

    Raises:
        hop.errors.UnknownFormat: no model has that name, or the model has no schema.
        hop.errors.ConfigError: the library hypothesis is not installed, or nothing that meets the
            schema was found.
    """
    return [each for each in _all_samples(find_model(model)) if not kinds or each.kind in kinds]


_known: dict[type[MessageModel], tuple[Sample, ...]] = {}


def _all_samples(model: type[MessageModel]) -> tuple[Sample, ...]:
    if model not in _known:
        _known[model] = tuple(_curated(model)) or tuple(_made(model))
    return _known[model]


def _sample(model: type[MessageModel], kind: Kind, name: str, payload: bytes, why: str) -> Sample:
    return Sample(name, kind, payload, ((FORMAT, model.hop_format.encode()),), why, model)


def _examples() -> Path:
    """Return the folder of the examples: in the package, or in the repository it is edited in."""
    inside = Path(__file__).with_name("examples")
    return inside if inside.is_dir() else Path(__file__).parents[5] / "schemas/examples"


def _curated(model: type[MessageModel]) -> Iterator[Sample]:
    # By the module, because a model of somebody else may have the same format.
    if not is_own(model.__module__):
        return
    for folder, prefix in _FOLDERS.get(model.hop_format, {model.hop_format: ""}).items():
        for path in sorted((_examples() / "good" / folder).glob("*")):
            yield _sample(model, "valid", prefix + path.name, path.read_bytes(), "")
        # A Blob may hold anything.
        for path in sorted((_examples() / "bad" / folder).glob("*")) * (model.hop_format != "blob"):
            if not path.name.endswith(_EXPECTATION):
                why = _expectation(path)
                yield _sample(model, "invalid", prefix + path.name, path.read_bytes(), why)


def _expectation(path: Path) -> str:
    expected = json.loads(path.with_name(path.stem + _EXPECTATION).read_text(encoding="utf-8"))
    if "text" in expected:
        return str(expected["text"])
    where = expected["path"] or "the document"
    return f"{where}: expected {expected['expected']}, got {expected['got']}"


def _made(model: type[MessageModel]) -> Iterator[Sample]:
    strategies = strategies_module()
    # By length, and then by content: sets have no order of their own.
    found = {bytes(message) for message in strategies.draw(strategies.messages_of(model), _DRAWN)}
    payloads = sorted(found, key=lambda payload: (len(payload), payload))
    if not payloads:
        raise ConfigError(
            f"no message that meets the JSON Schema of {model.__name__} was found; make samples of "
            "it by hand"
        )
    # Evenly from the shortest to the longest.
    evenly = payloads[:: max(1, len(payloads) // (_KEPT - 1))][: _KEPT - 1]
    chosen = list(dict.fromkeys([*evenly, payloads[-1]]))
    for number, payload in enumerate(chosen, 1):
        yield _sample(model, "valid", f"drawn {number}", payload, "")
    judge = None if payloads[-1].startswith(_NO_JSON) else strategies.judge_of(model)
    names: set[str] = set()
    # The longest first: it has the most fields. The others may have other fields.
    changes = (change for payload in reversed(payloads) for change in _changed(payload))
    for name, why, payload in changes:
        sample = _sample(model, "invalid", name, payload, why)
        if name not in names and _is_invalid(sample, judge):
            names.add(name)
            yield sample


def _is_invalid(sample: Sample, judge: Judge | None) -> bool:
    if judge is not None:
        try:
            verdict = judge.verdict(json.loads(sample.payload))
        except ValueError:  # no JSON
            return True
        if verdict is not None:
            return not verdict
    try:
        sample.load()
    except Exception:  # a model of somebody else may raise KeyError, TypeError or anything
        return True
    return False


def _changed(payload: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, reason and payload of messages that may be invalid, each with one change."""
    yield "empty", "no bytes at all", b""
    yield "cut off", "the second half is missing", payload[: len(payload) // 2]
    if payload.startswith(_AVRO):  # an Avro schema leaves nothing else open
        return
    if payload.startswith(_XML):
        yield from _changed_xml(payload)
        return
    content = json.loads(payload)
    for name, why, changed in _changes(content, ""):
        yield name, why, json.dumps(changed).encode()


def _changes(value: Any, where: str) -> Iterator[tuple[str, str, Any]]:
    """Yield name, reason and the value with one change in it, for each value inside."""
    here = where or "the document"
    others: tuple[Any, ...] = ("no such value", 17, [], {}, None)
    for other in others:
        if type(other) is not type(value):
            type_name = "null" if other is None else type(other).__name__
            yield f"{type_name} for {here}", f"{here} is not of the type {type_name}", other
    if isinstance(value, str):
        yield f"other text for {here}", f"{here} cannot be this text", f"{value}?"
    if isinstance(value, dict):
        yield f"unknown field in {here}", f"{here} has no such field", {**value, "no such": 1}
        for name in value:
            path = f"{where}/{name}" if where else name
            rest = {key: each for key, each in value.items() if key != name}
            yield f"missing {path}", f"{path} is required", rest
            for told, why, changed in _changes(value[name], path):
                yield told, why, {**value, name: changed}
    elif isinstance(value, list) and value:
        for told, why, changed in _changes(value[0], f"{where}/0" if where else "0"):
            yield told, why, [changed, *value[1:]]


def _changed_xml(payload: bytes) -> Iterator[tuple[str, str, bytes]]:
    from lxml import etree  # lxml is heavy

    def written() -> bytes:
        return etree.tostring(root, encoding="UTF-8")

    root: Any = etree.fromstring(payload)
    for node in list(root.iter("{*}*")):
        name = etree.QName(node).localname
        for key, value in dict(node.attrib).items():
            del node.attrib[key]
            yield f"missing {name}/@{key}", f"{name}/@{key} is required", written()
            node.set(key, "no such value")
            yield f"other text for {name}/@{key}", f"{name}/@{key} cannot be this text", written()
            node.set(key, value)
        if len(node) == 0:
            text, node.text = node.text, "no such value"
            yield f"other text for {name}", f"{name} cannot be this text", written()
            node.text = text
        parent = node.getparent()
        if parent is not None:
            position = parent.index(node)
            parent.remove(node)
            yield f"missing {name}", f"{name} is required", written()
            parent.insert(position, node)
