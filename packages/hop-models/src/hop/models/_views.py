"""Which table reads a message, for each format: one or two look-ups in a dictionary.

An alert reads a field when somebody looks at it: a filter costs what it looks at. A view never
raises. If a reader of a table does, that is a fault of ours: its field is unknown, and a problem
says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial, wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec

from hop._messages import has_test_header
from hop._wire import claims
from hop.models._alert_part import FAILED, hash_of
from hop.models._generated.alert import Alert, Origin

if TYPE_CHECKING:
    from hop.message import Blob, MessageModel
    from hop.models._generated.lvk_alert import LvkAlert
    from hop.models._generated.notice import Notice
    from hop.models._generated.voevent import VOEvent
    from hop.models.schema import Message
    from hop.models.survey import SurveyAlert

Given = ParamSpec("Given")
View = Callable[[Any, str | None, Callable[[], Origin | None]], tuple[Alert, ...]]

_REMEMBERED = 500
"""So many choices of a table are remembered, by schema, topic or type of notice."""
_LONGEST = 300
"""So much of a name is looked at: what a sender writes must not fill the memory."""
_TOPIC = Origin("@topic")
_HEADER = Origin("", note="the header _test")
_IN_MESSAGE = Origin("", note="a mark of a test in the message")
_OF_HEARTBEAT = {"$schema", "alert_datetime"}


@cache
def _views(name: str) -> Any:
    """The module of the views of a format, which is loaded for the first message of it."""
    return import_module(f"hop.models._generated.alerts.{name}")


@cache
def _voevent() -> Any:
    """The module that reads VOEvents; it needs lxml."""
    return import_module("hop.models._alerts.voevent")


def _never_raising(
    family: str,
) -> Callable[[Callable[Given, tuple[Alert, ...]]], Callable[Given, tuple[Alert, ...]]]:
    """Make a function give an alert that tells of the fault, instead of raising an error."""

    def wrap(read: Callable[Given, tuple[Alert, ...]]) -> Callable[Given, tuple[Alert, ...]]:
        @wraps(read)
        def wrapped(*given: Given.args, **named: Given.kwargs) -> tuple[Alert, ...]:
            try:
                return read(*given, **named)
            except Exception as fault:
                told = f"{FAILED}: {type(fault).__name__}: {fault!s:.200}"
                key = hash_of(family, _content_of(given[0]))
                problems = (f"{told}; report this as a fault of hop",)
                return (Alert(family, key, problems=problems),)

        return wrapped

    return wrap


def _content_of(message: Any) -> bytes:
    try:
        return bytes(message)
    except Exception:  # it was changed to what cannot be written
        return repr(message.asdict()).encode("utf-8", "backslashreplace")


def _alerts(view: View, tree: Any, topic: str | None, message: MessageModel) -> tuple[Alert, ...]:
    return view(tree, topic, partial(_mark, message, topic))


def _mark(message: MessageModel, topic: str | None) -> Origin | None:
    """What marks a message as a test, beside what its table knows by path."""
    outside = _outer_mark(message, topic)
    return outside or (_IN_MESSAGE if message.is_test is True else None)


def _mark_of_package(message: Message, topic: str | None) -> Origin | None:
    # Not by is_test: that asks the table of the package.
    says_so = message.hop_marks_test(message.hop_tree)
    return _outer_mark(message, topic) or (_IN_MESSAGE if says_so else None)


def _outer_mark(message: MessageModel, topic: str | None) -> Origin | None:
    if topic is not None and claims().is_for_tests(topic):
        return _TOPIC
    return _HEADER if has_test_header(message) else None


@_never_raising("voevent")
def of_voevent(event: VOEvent, topic: str | None) -> tuple[Alert, ...]:
    """The alert of a VOEvent, by the authority of its ivorn and its packet type, or its topic."""
    views, reading = _views("voevent"), _voevent()

    if not event.hop_is_as_read:
        tree = reading.flat_of_tree(event.hop_whole())
    else:
        head = event.hop_tree
        root, groups = event.hop_root(), views.GROUPS
        tree = reading.flat_of(root, head["ivorn"], head["role"], groups, views.UNITS)
    ivorn, packet = tree["@ivorn"], tree.get("What", {}).get("Packet_Type")
    authority = ivorn[6:].partition("/")[0].lower() if type(ivorn) is str else ""
    view = (
        views.BY_PACKET.get((authority, packet))
        or views.BY_PACKET.get((authority, ""))
        or (None if topic is None else _voevent_by_topic(topic))
        or views.DEFAULT
    )
    return _alerts(view, tree, topic, event)


@lru_cache(_REMEMBERED)
def _voevent_by_topic(topic: str) -> View | None:
    name = topic.lower().removeprefix("gcn.notices.")
    return _shortened(_views("voevent").BY_TOPIC, name, ".")


@_never_raising("gcn-notice")
def of_notice(notice: Notice, topic: str | None) -> tuple[Alert, ...]:
    """The alerts of a notice, by its ``$schema`` or its topic; none of a heartbeat."""
    views = _views("gcn_notice")

    tree = notice.hop_whole()
    if topic == "gcn.heartbeat" or (len(tree) < 3 and tree.keys() <= _OF_HEARTBEAT):
        return ()
    uri = tree.get("$schema")
    view = _by_schema(uri[:_LONGEST]) if type(uri) is str else None
    if view is None and topic is not None:
        view = _by_topic(topic)
    return _alerts(view or views.DEFAULT, tree, topic, notice)


@lru_cache(_REMEMBERED)
def _by_schema(uri: str) -> View | None:
    name = uri.partition("/gcn/notices/")[2].removesuffix(".schema.json").lower()
    return _shortened(_views("gcn_notice").BY_SCHEMA, name, "/")


@lru_cache(_REMEMBERED)
def _by_topic(topic: str) -> View | None:
    name = topic.lower().removeprefix("gcn.notices.")
    return _shortened(_views("gcn_notice").BY_TOPIC, name, ".")


def _shortened(views: Mapping[Any, View], name: str, separator: str) -> View | None:
    """The view for a name, or for the first parts of it."""
    while name:
        view = views.get(name)
        if view is not None:
            return view
        name = name.rpartition(separator)[0]
    return None


@_never_raising("lvk")
def of_lvk(alert: LvkAlert, topic: str | None) -> tuple[Alert, ...]:
    """The alert of an alert of LVK."""
    views = _views("lvk")

    return _alerts(views.DEFAULT, alert.hop_whole(), topic, alert)


def of_package(message: Message, topic: str | None) -> tuple[Alert, ...]:
    """The alerts of a message of a package that hop-codegen made, by the package's own table."""
    return _of_package(message.hop_alert_view, message.hop_format.partition(".")[0])(message, topic)


@cache
def _of_package(place: str, family: str) -> Callable[[Message, str | None], tuple[Alert, ...]]:
    module, _, name = place.partition(":")

    @_never_raising(family)
    def view(message: Message, topic: str | None) -> tuple[Alert, ...]:
        made: View = getattr(import_module(module), name)
        mark = partial(_mark_of_package, message, topic)
        return made(message.hop_alert_tree(), topic, mark)

    return view


@_never_raising("text-notice")
def of_text_notice(
    notice: MessageModel, fields: Mapping[str, str], topic: str | None
) -> tuple[Alert, ...]:
    """The alert of a text notice, by its NOTICE_TYPE, its TITLE, or its topic."""
    kind, title = fields.get("notice_type"), fields.get("title")
    view = _by_type(_short(kind), _short(title), topic)
    return _alerts(view, fields, topic, notice)


def _short(value: Any) -> str:
    return value[:_LONGEST] if type(value) is str else ""


@lru_cache(_REMEMBERED)
def _by_type(kind: str, title: str, topic: str | None) -> View:
    views = _views("text_notice")
    view = views.BY_NOTICE_TYPE.get(_key(kind)) or views.BY_TITLE.get(_key(title))
    if view is None and topic is not None:
        view = views.BY_TOPIC.get(topic.rpartition(".")[2].lower())
    found: View = view or views.DEFAULT
    return found


def _key(text: str) -> str:
    return " ".join(text.lower().split())


@_never_raising("circular")
def of_circular(
    circular: MessageModel, tree: dict[str, Any], topic: str | None
) -> tuple[Alert, ...]:
    """The alert of a circular: its names, its subject, and when it was sent."""
    views = _views("circular")

    return _alerts(views.DEFAULT, tree, topic, circular)


@_never_raising("survey")
def of_blob(blob: Blob, topic: str | None) -> tuple[Alert, ...]:
    """The alerts of surveys in the content of a blob: a record, or a list of records."""
    found: list[Alert] = []
    for tree in blob.content if type(blob.content) is list else (blob.content,):
        family = _survey(tree) if type(tree) is dict else ""
        if family:
            found += _alerts(_views(family).DEFAULT, tree, topic, blob)
    return tuple(found)


@_never_raising("survey")
def of_survey(message: SurveyAlert, topic: str | None) -> tuple[Alert, ...]:
    """The alert of a survey's record, which is decoded as far as the alert is looked at."""
    record = message.record
    family = _survey(record)
    return _alerts(_views(family).DEFAULT, record, topic, message) if family else ()


def _survey(tree: Mapping[str, Any]) -> str:
    """Whose record it is, by the fields that all versions of its schema have; empty: nobody's.

    Brokers send other surveys in the form of ZTF, with other fields: the name of the object tells.
    """
    if "candid" in tree and type(tree.get("candidate")) is dict:
        name = tree.get("objectId")
        return "ztf" if type(name) is str and name.startswith("ZTF") else ""
    return "rubin" if type(tree.get("diaSource")) is dict else ""
