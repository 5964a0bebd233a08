"""From what is known of a message to its model: format name, ``$schema``, topic, looks."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator

from hop._messages import Blob, ExternalMessage, JSONBlob, MessageModel
from hop._wire import plugins

_log = logging.getLogger(__name__)

Model = type[MessageModel]

# What core reads without any plugin; looked up first, so that a stream of JSON loads none.
_CORE: dict[str, Model] = {"blob": Blob, "json": JSONBlob, "external": ExternalMessage}

# Where hop-models' own models are met without a word of what they are. A topic elsewhere is no
# reason to load hop-models; other plugins cannot be asked without being loaded.
_OUR_FAMILIES = ("gcn.", "igwn.")
_OUR_PATTERNS = tuple("^" + family.replace(".", "\\.") for family in _OUR_FAMILIES)

_VERSION = re.compile(r"v?\d+(?:\.\d+)*(?:[-+.][\w.-]*)?|main|master|latest")
# Topics and URIs come from strangers too: memory is not theirs to fill.
_MOST_REMEMBERED = 1000

plain_topics: set[str | None] = set()
"""Topics for which :func:`is_plain` has said yes: to look here is all that plain JSON costs."""


def model_for(name: str) -> Model | None:
    """The model of a format, by name without regard to case; None where none is installed."""
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


def model_for_schema(uri: str) -> Model | None:
    """The model of the documents that name this ``$schema``; None where none is installed.

    The exact URI goes before the same schema in another version, that before a pattern, and
    models of other packages before those of hop-models.
    """
    return _current().for_schema(uri)


def model_for_topic(topic: str) -> Model | None:
    """The model that a topic carries without saying so; None where none is known."""
    return _current().for_topic(topic)


def expect(topics: Iterable[str]) -> None:
    """Load the models of GCN's and LVK's topics, if any of these is one, or a pattern of such.

    That takes a tenth of a second, for which the first alert would wait.
    """
    if any(topic.startswith(_OUR_FAMILIES + _OUR_PATTERNS) for topic in topics):
        _current().tables()


def models_by_looks(payload: bytes, *, ours: bool = True) -> Iterator[Model]:
    """The models that take a payload for theirs, one after the other.

    Args:
        payload: all of it.
        ours: whether to ask the models of hop-models too, after those of other packages.
    """
    for model in _current().tables().sniffers:
        if not ours and _is_ours(model):
            continue
        try:
            found = model.sniff(payload)
        except Exception as fault:
            _log.debug("%s.%s cannot sniff: %r", model.__module__, model.__qualname__, fault)
            continue
        if found:
            yield model


def is_plain(topic: str | None) -> bool:
    """Whether JSON without a mark of its own, on this topic, is nobody's; then it is just JSON."""
    index = _current()
    found = not index.others_sniff() and (topic is None or index.for_topic(topic) is None)
    if found and len(plain_topics) < _MOST_REMEMBERED:
        plain_topics.add(topic)
    return found


class _Index:
    """What the models are for; filled when somebody asks, since that loads plugins."""

    def __init__(self) -> None:
        self.has_others = plugins.has_others()
        self._topics: dict[str, Model | None] = {}
        self._schemas: dict[str, Model | None] = {}
        self._others_sniff: bool | None = None
        self._tables: _Tables | None = None
        self._lock = threading.Lock()

    def tables(self) -> _Tables:
        with self._lock:
            if self._tables is None:
                self._tables = _Tables(plugins.get_models().values())
            return self._tables

    def for_topic(self, topic: str) -> Model | None:
        try:
            return self._topics[topic]
        except KeyError:
            pass
        model = None
        if self.has_others or topic.startswith(_OUR_FAMILIES):
            model = self.tables().for_topic(topic)
        _remember(self._topics, topic, model)
        return model

    def for_schema(self, uri: str) -> Model | None:
        try:
            return self._schemas[uri]
        except KeyError:
            pass
        model = self.tables().for_schema(uri)
        _remember(self._schemas, uri, model)
        return model

    def others_sniff(self) -> bool:
        if self._others_sniff is None:
            self._others_sniff = self.has_others and any(
                not _is_ours(model) for model in self.tables().sniffers
            )
        return self._others_sniff


class _Tables:
    def __init__(self, models: Iterable[Model]) -> None:
        # Stable: of two that are for the same, the first announced is kept.
        ordered = sorted(dict.fromkeys(models), key=_is_ours)
        self.exact: dict[str, Model] = {}
        self.any_version: dict[str, Model] = {}
        self.patterns: list[tuple[re.Pattern[str], Model]] = []
        self.topics: list[tuple[re.Pattern[str], Model]] = []
        self.sniffers = [each for each in ordered if _overrides_sniff(each)]
        for model in ordered:
            for uri in _texts(model, "hop_schemas"):
                if "*" in uri:
                    text = ".*".join(map(re.escape, uri.split("*")))
                    self.patterns.append((re.compile(text), model))
                else:
                    self.exact.setdefault(_plain(uri), model)
                    self.any_version.setdefault(_without_version(uri), model)
            for text in _texts(model, "hop_topics"):
                try:
                    self.topics.append((re.compile(text), model))
                except re.error as fault:
                    _log.warning(
                        "%s.%s: hop_topics: %r is no regular expression: %s",
                        model.__module__,
                        model.__qualname__,
                        text,
                        fault,
                    )

    def for_topic(self, topic: str) -> Model | None:
        return next((model for pattern, model in self.topics if pattern.fullmatch(topic)), None)

    def for_schema(self, uri: str) -> Model | None:
        if model := self.exact.get(_plain(uri)):
            return model
        if model := self.any_version.get(_without_version(uri)):
            _log.warning(
                "no installed model is for $schema %.200r; %s.%s, which is for another version of "
                "it, is used",
                uri,
                model.__module__,
                model.__qualname__,
            )
            return model
        return next((model for pattern, model in self.patterns if pattern.fullmatch(uri)), None)


_index: _Index | None = None


def _current() -> _Index:
    global _index  # noqa: PLW0603 - one registry a process
    index = _index
    if index is None:
        index = _index = _Index()
    return index


def _forget() -> None:
    global _index  # noqa: PLW0603
    _index = None
    plain_topics.clear()


plugins.on_announcement.append(_forget)


def _remember(cache: dict[str, Model | None], key: str, model: Model | None) -> None:
    if len(cache) >= _MOST_REMEMBERED:
        cache.clear()
    cache[key] = model


def _is_ours(model: Model) -> bool:
    return model.__module__.startswith("hop.")


def _overrides_sniff(model: Model) -> bool:
    base: Callable[..., bool] = MessageModel.sniff.__func__  # type: ignore[attr-defined]
    return getattr(model.sniff, "__func__", None) is not base


def _texts(model: Model, attribute: str) -> list[str]:
    value = getattr(model, attribute)
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, (tuple, list)) and all(isinstance(each, str) for each in texts):
        return list(texts)
    _log.warning(
        "%s.%s: %s holds %.80r, not texts; it is passed over",
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
