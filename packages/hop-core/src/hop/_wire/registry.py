"""Which model a message is for: by format name, ``$schema``, topic, markers or looks.

The models say so themselves (``hop_format``, ``hop_schemas``, ``hop_topics``, ``hop_markers``,
``sniff``); nothing here knows one of them. The first question loads the plugins.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hop._messages import Blob, ExternalMessage, JSONBlob, MessageModel
from hop._wire import plugins

_log = logging.getLogger(__name__)

Model = type[MessageModel]

# What core reads by itself; looked up first, so that these formats need no plugin.
_CORE: dict[str, Model] = {"blob": Blob, "json": JSONBlob, "external": ExternalMessage}

_VERSION = re.compile(r"v?\d+(?:\.\d+)*(?:[-+.][\w.-]*)?|main|master|latest")
# Topics and URIs come from strangers too: they must not fill the memory.
_MOST_REMEMBERED = 1000
# Longer ones name no schema: to compare one takes time in the square of its length, or worse.
_LONGEST_URI = 1000


def model_for(name: str) -> Model | None:
    """The model of a format, by name without regard to case; None if none is installed."""
    name = name.lower()
    if core := _CORE.get(name):
        return core
    models = plugins.get_models()
    if model := models.get(name):
        return model
    # A model may be registered under another name than the one it writes.
    return next((model for model in models.values() if model.hop_format == name), None)


def known_models() -> dict[str, Model]:
    """Every format name that this installation reads, with its model."""
    return plugins.get_models() | _CORE


class Claims:
    """What the models say is theirs.

    Models of other packages go before hop's own; of two models that claim the same, the first one
    announced is kept.

    Args:
        models: the models, in the order in which they were announced.
    """

    def __init__(self, models: Iterable[Model]) -> None:
        ordered = sorted(dict.fromkeys(models), key=_is_own)
        self._exact: dict[str, Model] = {}
        self._any_version: dict[str, Model] = {}
        self._patterns: list[tuple[re.Pattern[str], Model]] = []
        self._topics: list[tuple[re.Pattern[str], Model]] = []
        self._by_looks: list[Model] = []
        self._asks_each = False
        keys = {"$schema"}
        for model in ordered:
            for uri in _texts(model, "hop_schemas"):
                self._add_schema(uri, model)
            self._topics += [(each, model) for each in _patterns(model, "hop_topics")]
            sniffs, markers = _overrides_sniff(model), model.hop_markers
            keys |= {min(marker) for marker in markers or () if marker}
            if sniffs or markers:
                self._by_looks.append(model)
            self._asks_each |= sniffs and markers is None
        # What claims a JSON object has one of these keys.
        self._keys = frozenset(keys)
        self._unclaimed_topics: set[str | None] = set()
        self._found_by_topic: dict[str, Model | None] = {}
        self._found_by_schema: dict[str, Model | None] = {}

    def _add_schema(self, uri: str, model: Model) -> None:
        if "*" in uri:
            text = ".*".join(map(re.escape, uri.split("*")))
            self._patterns.append((re.compile(text), model))
        else:
            self._exact.setdefault(_plain(uri), model)
            self._any_version.setdefault(_without_version(uri), model)

    def may_be_claimed(self, value: Any, topic: str | None) -> bool:
        """Whether any model may be for a JSON value on a topic; quick, for every message."""
        if topic not in self._unclaimed_topics and self._may_claim_all_on(topic):
            return True
        return isinstance(value, dict) and not value.keys().isdisjoint(self._keys)

    def _may_claim_all_on(self, topic: str | None) -> bool:
        if self._asks_each or (topic is not None and self.for_topic(topic) is not None):
            return True
        if len(self._unclaimed_topics) < _MOST_REMEMBERED:
            self._unclaimed_topics.add(topic)
        return False

    def for_topic(self, topic: str) -> Model | None:
        """The model that a topic carries without saying so; None if none is known."""
        try:
            return self._found_by_topic[topic]
        except KeyError:
            pass
        found = next((model for each, model in self._topics if each.fullmatch(topic)), None)
        return _remember(self._found_by_topic, topic, found)

    def for_schema(self, uri: str) -> Model | None:
        """The model of the documents that name this ``$schema``; None if none is installed.

        The exact URI goes before the same schema in another version, and that before a pattern. A
        URI of more than 1000 characters names no schema.
        """
        if len(uri) > _LONGEST_URI:
            return None
        try:
            return self._found_by_schema[uri]
        except KeyError:
            pass
        return _remember(self._found_by_schema, uri, self._find_schema(uri))

    def _find_schema(self, uri: str) -> Model | None:
        if model := self._exact.get(_plain(uri)):
            return model
        if model := self._any_version.get(_without_version(uri)):
            _log.warning(
                "no installed model is for $schema %.200r; %s.%s, which is for another version of "
                "it, is used",
                uri,
                model.__module__,
                model.__qualname__,
            )
            return model
        return next((model for each, model in self._patterns if each.fullmatch(uri)), None)

    def by_looks(self, payload: bytes, value: Any = None) -> Iterator[Model]:
        """The models that take a payload for theirs, one after the other.

        Args:
            payload: all of it.
            value: the same as a JSON value, if it is JSON.
        """
        for model in self._by_looks:
            markers = model.hop_markers
            if isinstance(value, dict) and markers is not None:
                if not any(marker <= value.keys() for marker in markers):
                    continue
                if not _overrides_sniff(model):
                    yield model
                    continue
            try:
                found = model.sniff(payload)
            except Exception as fault:
                _log.debug("%s.%s cannot sniff: %r", model.__module__, model.__qualname__, fault)
                continue
            if found:
                yield model


_claims: Claims | None = None
_lock = threading.Lock()


def claims() -> Claims:
    """What the installed models claim; the first call loads the plugins."""
    global _claims  # noqa: PLW0603 - one registry a process
    found = _claims
    if found is None:
        models = plugins.get_models().values()
        with _lock:
            found = _claims = _claims or Claims(models)
    return found


def _forget() -> None:
    global _claims  # noqa: PLW0603
    _claims = None


plugins.on_announcement.append(_forget)


def _remember(cache: dict[str, Model | None], key: str, model: Model | None) -> Model | None:
    if len(cache) >= _MOST_REMEMBERED:
        cache.clear()
    cache[key] = model
    return model


def _is_own(model: Model) -> bool:
    return model.__module__.startswith("hop.")


def _overrides_sniff(model: Model) -> bool:
    base: Callable[..., bool] = MessageModel.sniff.__func__  # type: ignore[attr-defined]
    return getattr(model.sniff, "__func__", None) is not base


def _patterns(model: Model, attribute: str) -> Iterator[re.Pattern[str]]:
    for text in _texts(model, attribute):
        try:
            yield re.compile(text)
        except re.error as fault:
            _log.warning(
                "%s.%s: %s: %r is not a regular expression: %s",
                model.__module__,
                model.__qualname__,
                attribute,
                text,
                fault,
            )


def _texts(model: Model, attribute: str) -> list[str]:
    value = getattr(model, attribute)
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, (tuple, list)) and all(isinstance(each, str) for each in texts):
        return list(texts)
    _log.warning(
        "%s.%s: %s is %.80r, not a tuple of texts; it is ignored",
        model.__module__,
        model.__qualname__,
        attribute,
        value,
    )
    return []


def _plain(uri: str) -> str:
    return uri.removesuffix("#")


def _without_version(uri: str) -> str:
    scheme, host, path = _parts(_plain(uri))
    return scheme + host + "/".join("*" if _VERSION.fullmatch(each) else each for each in path)


def _parts(uri: str) -> tuple[str, str, list[str]]:
    scheme, mark, rest = uri.rpartition("://")
    host, slash, path = rest.partition("/")
    return scheme + mark, host + slash, path.split("/")
