"""``hop alert``: show what alerts in files say, without a broker."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import click

from hop._console import escape_line, has_colours, put, show
from hop.cli.alert_text import json_of, page_of
from hop.cli.options import contradiction, json_option
from hop.cli.types import Format
from hop.cli.view import Terminal, lines_of_alert
from hop.errors import MessageError
from hop.publish import STANDARD_INPUT, load_any

if TYPE_CHECKING:
    from hop.message import MessageModel

_log = logging.getLogger(__name__)


@click.command(short_help="Show what alerts in files say.")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(allow_dash=True, readable=False),
)
@click.option(
    "-f",
    "--format",
    "model",
    type=Format(),
    help="The format of the files. Default: detected from each file.",
)
@click.option("--full", is_flag=True, help="Show each field, and where it comes from.")
@json_option("each alert")
def alert(
    *, files: tuple[str, ...], model: type[MessageModel] | None, full: bool, as_json: bool
) -> None:
    """Show what the message in each FILE (-: standard input) says, in one form for all missions.

    It shows what matters. With --full, each line is a field: its name, its value, and where in the
    message it comes from. "assumed" marks what the message does not say itself. A line with ! is a
    problem in the message. The last line names the fields that are unknown.
    """
    if full and as_json:
        raise contradiction("--full", "--json")
    if files.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input (-) can be one message only")
    faults: list[MessageError | OSError] = []
    for file in files:
        try:
            message = load_any(file, model)
        except (MessageError, OSError) as fault:
            faults.append(fault)
            continue
        _show(file, message, full=full, as_json=as_json)
    if faults:
        # The exit code is that of a message that is not valid, if there is one.
        *others, last = sorted(faults, key=lambda fault: isinstance(fault, MessageError))
        for each in others:
            _log.error(
                "%s", f"{each.filename}: {each.strerror}" if isinstance(each, OSError) else each
            )
        raise last


def _show(file: str, message: MessageModel, *, full: bool, as_json: bool) -> None:
    name = "standard input" if file == STANDARD_INPUT else file
    alerts = message.alerts
    if not alerts:
        kind = message.hop_format.upper()
        told = escape_line(
            f"{name}: no alert: this {kind} message tells of no event that hop knows"
        )
        if as_json:
            _log.warning("%s", told)
        else:
            show(told)
    for number, each in enumerate(alerts, 1):
        if as_json:
            put(json_of(each))
            continue
        place = name if len(alerts) == 1 else f"{name}, alert {number} of {len(alerts)}"
        if full:
            lines = page_of(each, place, colours=has_colours())
        else:
            lines = lines_of_alert(each, place, Terminal.here())
        # Made harmless already: what is left are our own colours.
        put("\n".join(lines).encode("utf-8", "backslashreplace"))
