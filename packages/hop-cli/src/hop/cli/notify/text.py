"""The text of a notification: subject, rows of the alert, and a template instead of them."""

from __future__ import annotations

import dataclasses
import difflib
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta, nodes

from hop._console import escape_line
from hop.errors import ConfigError
from hop.models import Alert
from hop.models._view import rows_of

_log = logging.getLogger(__name__)

_LONGEST_SUBJECT, _LONGEST_TEXT = 200, 50_000
_SUBJECT = "Subject:"
_NAMES = ("alert", "rows", "subject", "text", "topic")
"""What a template knows."""
_FIELDS = [field.name for field in dataclasses.fields(Alert)]
_SAMPLE = Alert(family="sample", message_id="sample")


def subject_of(alert: Alert) -> str:
    """The kind of an alert, its event, and who saw it, on one line."""
    kind: str = alert.kind or "alert"
    kind = kind.upper() if kind == "retraction" else kind
    event = (alert.names[0] if alert.names else alert.event_id) or "without a name"
    mission = " ".join(filter(None, [alert.mission, alert.instrument]))
    told = f"{kind}: {event}" + (f" ({mission})" if mission else "")
    return _line(f"TEST {told}" if alert.is_test else told)


def text_of(alert: Alert, topic: str) -> str:
    """The rows of an alert, and its topic, in two columns."""
    rows = [*rows_of(alert), ("Topic", topic)]
    width = max(len(label) for label, _ in rows)
    return _lines(f"{label.ljust(width)}  {value}" for label, value in rows)


class Template:
    """A template of jinja2 instead of the usual text.

    Its first line may be ``Subject: …``, which then is the subject. It knows ``alert``, ``rows``
    (pairs of a label and a text), ``subject`` and ``text`` (the usual ones) and ``topic``.

    Args:
        path: the file.

    Raises:
        hop.errors.ConfigError: it is no template, or uses a name that is not known; the text says
            in which line.
        OSError: the file cannot be read.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            source = Path(path).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConfigError(
                f"the template {path} is not UTF-8 at byte {error.start}; save it as UTF-8"
            ) from None
        environment = jinja2.Environment(  # noqa: S701 - plain text, no HTML
            undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        try:
            self._template = environment.from_string(source)
            _check_names(environment.parse(source))
            # Here what no rule finds, such as a wrong argument of a filter, fails on all alerts.
            self._render(_SAMPLE, "topic")
        except jinja2.TemplateSyntaxError as error:
            raise self._wrong(error.lineno, error.message or "") from None
        except jinja2.UndefinedError:
            pass  # the sample alert knows next to nothing
        except Exception as error:
            if not _is_about_unknown(error):
                raise self._wrong(_line_of(error), str(error)) from None

    def _wrong(self, line: int, reason: str) -> ConfigError:
        return ConfigError(f"the template {self._path}, line {line}: {reason}; correct it")

    def _render(self, alert: Alert, topic: str) -> tuple[str, str]:
        subject, text = subject_of(alert), text_of(alert, topic)
        rendered = self._template.render(
            alert=alert, rows=rows_of(alert), subject=subject, text=text, topic=topic
        )
        first, _, rest = rendered.partition("\n")
        if first.startswith(_SUBJECT):
            subject, rendered = _line(first.removeprefix(_SUBJECT).strip()), rest.lstrip("\n")
        return subject, _lines(rendered.splitlines())

    def render(self, alert: Alert, topic: str) -> tuple[str, str]:
        """Subject and text for an alert; the usual ones if the template fails on it."""
        try:
            return self._render(alert, topic)
        except Exception as error:  # whatever an expression in it does
            reason = f"the template {self._path}, line {_line_of(error)}: {error}"
            _log.error("%s; the usual text is sent", reason)
            text = f"{text_of(alert, topic)}\n\n{escape_line(reason)}\n"
            return subject_of(alert), text


def _check_names(tree: nodes.Template) -> None:
    """Check the names in a template.

    Raises:
        jinja2.TemplateSyntaxError: one is unknown.
    """
    unknown = meta.find_undeclared_variables(tree) - set(_NAMES)
    for name in tree.find_all(nodes.Name):
        if name.name in unknown:
            raise _unknown(name.name, _NAMES, name.lineno)
    for each in tree.find_all(nodes.Getattr):
        is_alert = isinstance(each.node, nodes.Name) and each.node.name == "alert"
        if is_alert and not hasattr(Alert, each.attr) and each.attr not in _FIELDS:
            raise _unknown(f"alert.{each.attr}", [f"alert.{name}" for name in _FIELDS], each.lineno)


def _unknown(name: str, known: Sequence[str], line: int) -> jinja2.TemplateSyntaxError:
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return jinja2.TemplateSyntaxError(f"unknown name {name}: {hint}", line)


def _line_of(error: BaseException) -> int:
    """The line of a template at which it failed."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _is_about_unknown(error: Exception) -> bool:
    # A value that the sample alert does not have is None, which most filters do not take.
    return isinstance(error, TypeError) and "None" in str(error)


def _line(text: str) -> str:
    return escape_line(text)[:_LONGEST_SUBJECT]


def _lines(lines: Iterable[Any]) -> str:
    text = "\n".join(escape_line(str(each).replace("\t", "    ")) for each in lines)
    return text[:_LONGEST_TEXT].rstrip() + "\n"
