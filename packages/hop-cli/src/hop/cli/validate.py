"""``hop validate``: list every error in files, without a broker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hop._console import show
from hop._messages import Fault, fault_of, to_line, unpacked
from hop.cli.options import contradiction, json_option
from hop.cli.types import Format
from hop.errors import DecodeError, MessageError
from hop.publish import STANDARD_INPUT, UNKNOWN_FORMAT, detect_format, fault_lines, read_whole

if TYPE_CHECKING:
    from hop.message import MessageModel

Check = Callable[[bytes], list[Fault]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """The result of checking a file.

    Attributes:
        name: the file.
        format: its format; None if unknown.
        faults: the errors in it.
    """

    name: str
    format: str | None
    faults: list[Fault]

    def lines(self) -> list[str]:
        """Return a line for each error, or one line that says that there is none."""
        if not self.faults:
            return [f"{self.name}: valid {self.format}"]
        return fault_lines(self.name, self.faults)

    def tree(self) -> dict[str, object]:
        """Return the report as a JSON tree."""
        return {
            "file": self.name,
            "format": self.format,
            "valid": not self.faults,
            "faults": [
                {"line": each.line, "path": each.path, "expected": each.expected, "got": each.got}
                for each in self.faults
            ],
        }


@click.command(short_help="Check files, without a broker.")
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
@click.option(
    "--schema",
    "schema_file",
    metavar="SCHEMA",
    type=click.Path(dir_okay=False, readable=False),
    help="Check with this XSD or JSON Schema. Other files that it refers to must be beside it.",
)
@json_option("the result of each file")
def validate(
    *,
    files: tuple[str, ...],
    model: type[MessageModel] | None,
    schema_file: str | None,
    as_json: bool,
) -> None:
    """Check that each FILE (-: standard input) is a valid message, which can be published.

    A FILE that is compressed by gzip is unpacked. Each error is one line: file, line number, path,
    what was expected, and what was found. The exit code is 65 if a file is not valid.
    """
    if model is not None and schema_file is not None:
        raise contradiction("--format", "--schema")
    if files.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input (-) can be one message only")
    check, kind = None, model.hop_format.upper() if model else None
    if schema_file is not None:
        from hop.models.checks import load_check  # jsonschema and lxml are heavy

        check, kind = load_check(Path(schema_file)), Path(schema_file).name
    elif model is not None:
        check = model.find_faults
    is_quiet = not _log.isEnabledFor(logging.WARNING)
    faulty = count = 0
    unread: OSError | None = None
    for file in files:
        try:
            report = _check(file, check, kind)
        except OSError as fault:
            if unread is not None:
                _log.error("%s: %s", unread.filename, unread.strerror)
            unread = fault
            continue
        faulty += bool(report.faults)
        count += len(report.faults)
        if as_json:
            show(to_line(report.tree()))
        elif report.faults or not is_quiet:
            show("\n".join(report.lines()))
    if faulty:
        if unread is not None:
            _log.error("%s: %s", unread.filename, unread.strerror)
        raise MessageError(
            f"{faulty} of {len(files)} files not valid, {count} error{'' if count == 1 else 's'}"
        )
    if unread is not None:
        raise unread


def _check(file: str, check: Check | None, kind: str | None) -> Report:
    name, data = read_whole(file)
    try:
        data = unpacked(data)
    except DecodeError as damage:
        return Report(name, kind, [fault_of(damage)])
    if check is not None:
        return Report(name, kind, check(data))
    model = detect_format(data, file)
    if model is None:
        unknown = Fault("", "a known format", UNKNOWN_FORMAT)
        return Report(name, None, [unknown])
    return Report(name, model.hop_format.upper(), model.find_faults(data))
