"""Which model a message is for: by format name, ``$schema``, topic, markers or looks.

The models say so themselves (``hop_format``, ``hop_schemas``, ``hop_topics``, ``hop_test_topics``,
``hop_markers``, ``sniff``), or their declarations do; nothing here knows one of them. The first
question loads the plugins; a model is imported when a message may be for it.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from hop._messages import Blob, ExternalMessage, JSONBlob, MessageModel
from hop._wire import plugins
from hop._wire.declaration import ModelDeclaration

_log = logging.getLogger(__name__)

Model = type[MessageModel]
_Found = TypeVar("_Found")

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
    found = plugins.declaration_of(name)
    if found is None:
        # A model may be registered under another name than the one it writes.
        declared = plugins.declarations().values()
        found = next((each for each in declared if each.format == name), None)
    return None if found is None else found.model


def known_models() -> dict[str, Model]:
    """Every format name that this installation reads, with its model."""
    return plugins.get_models() | _CORE


def known_formats() -> list[str]:
    """The names of :func:`known_models` in order; no model is imported for it."""
    return sorted({*plugins.declarations(), *_CORE})


class Claims:
    """What the models say is theirs.

    Models of other packages go before hop's own; of two models that claim the same, the first one
    announced is kept. A model is imported when a message may be for it.

    Args:
        declarations: of the models, in the order in which they were announced.
    """

    def __init__(self, declarations: Iterable[ModelDeclaration]) -> None:
        ordered = sorted(dict.fromkeys(declarations), key=_is_own)
        self._exact: dict[str, ModelDeclaration] = {}
        self._any_version: dict[str, ModelDeclaration] = {}
        self._patterns: list[tuple[re.Pattern[str], ModelDeclaration]] = []
        self._topics: list[tuple[re.Pattern[str], ModelDeclaration]] = []
        self._test_topics: list[re.Pattern[str]] = []
        self._by_looks: list[ModelDeclaration] = []
        self._of_frames = [each for each in ordered if each.frames]
        self._asks_each = False
        keys = {"$schema"}
        for each in ordered:
            for uri in _texts(each, "schemas"):
                self._add_schema(uri, each)
            self._topics += [(pattern, each) for pattern in _patterns(each, "topics")]
            self._test_topics += _patterns(each, "test_topics")
            keys |= {min(marker) for marker in each.markers or () if marker}
            if each.sniffs or each.markers:
                self._by_looks.append(each)
            self._asks_each |= each.sniffs and each.markers is None
        # What claims a JSON object has one of these keys.
        self._keys = frozenset(keys)
        self._unclaimed_topics: set[str | None] = set()
        self._found_by_topic: dict[str, ModelDeclaration | None] = {}
        self._for_tests: dict[str, bool] = {}
        self._found_by_schema: dict[str, ModelDeclaration | None] = {}

    def _add_schema(self, uri: str, declaration: ModelDeclaration) -> None:
        if "*" in uri:
            text = ".*".join(map(re.escape, uri.split("*")))
            self._patterns.append((re.compile(text), declaration))
        else:
            self._exact.setdefault(_plain(uri), declaration)
            self._any_version.setdefault(_without_version(uri), declaration)

    def may_be_claimed(self, value: Any, topic: str | None) -> bool:
        """Whether any model may be for a JSON value on a topic; quick, for every message."""
        if topic not in self._unclaimed_topics and self._may_claim_all_on(topic):
            return True
        return isinstance(value, dict) and not value.keys().isdisjoint(self._keys)

    def _may_claim_all_on(self, topic: str | None) -> bool:
        if self._asks_each or (
            topic is not None
            and (self._declared_for_topic(topic) is not None or self.is_for_tests(topic))
        ):
            return True
        if len(self._unclaimed_topics) < _MOST_REMEMBERED:
            self._unclaimed_topics.add(topic)
        return False

    def for_topic(self, topic: str) -> Model | None:
        """The model that a topic carries without saying so; None if none is known."""
        found = self._declared_for_topic(topic)
        return None if found is None else found.model

    def load_for(self, topics: Iterable[str]) -> None:
        """Import the models that these topics carry without saying so."""
        for topic in topics:
            self.for_topic(topic)

    def _declared_for_topic(self, topic: str) -> ModelDeclaration | None:
        try:
            return self._found_by_topic[topic]
        except KeyError:
            pass
        found = next((each for pattern, each in self._topics if pattern.fullmatch(topic)), None)
        return _remember(self._found_by_topic, topic, found)

    def is_for_tests(self, topic: str) -> bool:
        """Whether every message on a topic is a test, by its name."""
        try:
            return self._for_tests[topic]
        except KeyError:
            pass
        found = any(each.fullmatch(topic) for each in self._test_topics)
        return _remember(self._for_tests, topic, found)

    def for_schema(self, uri: str) -> Model | None:
        """The model of the documents that name this ``$schema``; None if none is installed.

        The exact URI goes before the same schema in another version, and that before a pattern. A
        URI of more than 1000 characters names no schema.
        """
        if len(uri) > _LONGEST_URI:
            return None
        try:
            found = self._found_by_schema[uri]
        except KeyError:
            found = _remember(self._found_by_schema, uri, self._find_schema(uri))
        return None if found is None else found.model

    def _find_schema(self, uri: str) -> ModelDeclaration | None:
        if found := self._exact.get(_plain(uri)):
            return found
        if found := self._any_version.get(_without_version(uri)):
            _log.warning(
                "no installed model is for $schema %.200r; %s, which is for another version of it, "
                "is used",
                uri,
                found.name,
            )
            return found
        return next((each for pattern, each in self._patterns if pattern.fullmatch(uri)), None)

    def by_looks(self, payload: bytes, value: Any = None) -> Iterator[Model]:
        """The models that take a payload for theirs, one after the other.

        Args:
            payload: all of it.
            value: the same as a JSON value, if it is JSON.
        """
        for each in self._by_looks:
            has_markers = isinstance(value, dict) and each.markers is not None
            if has_markers and not any(marker <= value.keys() for marker in each.markers or ()):
                continue
            if not (has_markers or each.sniffs) or (model := each.model) is None:
                continue
            if not each.sniffs or _sniffs(model, payload):
                yield model

    def for_frames(self) -> Iterator[Model]:
        """The models that read payloads whose schema is elsewhere."""
        return (each.model for each in self._of_frames if each.model is not None)


def _sniffs(model: Model, payload: bytes) -> bool:
    try:
        return model.sniff(payload)
    except Exception as fault:
        _log.debug("%s.%s cannot sniff: %r", model.__module__, model.__qualname__, fault)
        return False


_claims: Claims | None = None
_lock = threading.Lock()


def claims() -> Claims:
    """What the installed models claim; the first call loads the plugins."""
    global _claims  # noqa: PLW0603 - one registry a process
    found = _claims
    if found is None:
        declarations = plugins.declarations().values()
        with _lock:
            found = _claims = _claims or Claims(declarations)
    return found


def _forget() -> None:
    global _claims  # noqa: PLW0603
    _claims = None


plugins.on_announcement.append(_forget)


def _remember(cache: dict[str, _Found], key: str, found: _Found) -> _Found:
    if len(cache) >= _MOST_REMEMBERED:
        cache.clear()
    cache[key] = found
    return found


def _is_own(declaration: ModelDeclaration) -> bool:
    return plugins.is_own(declaration.path.partition(":")[0])


def _patterns(declaration: ModelDeclaration, entry: str) -> Iterator[re.Pattern[str]]:
    for text in _texts(declaration, entry):
        try:
            yield re.compile(text)
        except re.error as fault:
            _log.warning(
                "%s: hop_topics: %r is not a regular expression: %s", declaration.name, text, fault
            )


def _texts(declaration: ModelDeclaration, attribute: str) -> list[str]:
    value = getattr(declaration, attribute)
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, (tuple, list)) and all(isinstance(each, str) for each in texts):
        return list(texts)
    _log.warning(
        "%s: hop_%s is %.80r, not a tuple of texts; it is ignored",
        declaration.name,
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
