"""``hop validate``: list every error in files, without a broker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hop._console import show
from hop._detection import detect_format, has_schema, nearest_format
from hop._messages import Fault, fault_of, to_line, unpacked
from hop.cli.options import contradiction, json_option
from hop.cli.types import Format
from hop.errors import DecodeError, MessageError
from hop.message import Blob, JSONBlob
from hop.publish import STANDARD_INPUT, fault_lines, read_whole

if TYPE_CHECKING:
    from hop.message import MessageModel

Check = Callable[[bytes], list[Fault]]

_log = logging.getLogger(__name__)

_WITHOUT_SCHEMA = tuple(each.hop_format.upper() for each in (Blob, JSONBlob))


@dataclass(frozen=True, slots=True)
class Report:
    """The result of checking a file.

    Attributes:
        name: the file.
        format: its format; None if unknown.
        faults: the errors in it.
        nearest: the format with a schema that it is nearest to, if it has none itself.
        missing: the errors in it as that format.
    """

    name: str
    format: str | None
    faults: list[Fault]
    nearest: str | None = None
    missing: tuple[Fault, ...] = ()

    def lines(self) -> list[str]:
        """Return a line for each error, or one line that says that there is none."""
        if self.faults:
            lines = fault_lines(self.name, self.faults)
        else:
            lines = [f"{self.name}: valid {self.format}"]
        if self.nearest:
            lines += [
                f"{line} (if it is meant as {self.nearest})"
                for line in fault_lines(self.name, list(self.missing))
            ] or [f"{self.name}: nothing marks it as {self.nearest}; give -f {self.nearest}"]
        return lines

    def tree(self) -> dict[str, object]:
        """Return the report as a JSON tree."""
        tree: dict[str, object] = {
            "file": self.name,
            "format": self.format,
            "valid": not self.faults,
            "faults": [_fault_tree(each) for each in self.faults],
        }
        if self.nearest:
            tree["nearest"] = self.nearest
            tree["nearest_faults"] = [_fault_tree(each) for each in self.missing]
        return tree


def _fault_tree(fault: Fault) -> dict[str, object]:
    return {
        "line": fault.line,
        "path": fault.path,
        "expected": fault.expected,
        "got": fault.got,
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
@click.option(
    "--strict",
    is_flag=True,
    help="Also refuse a file that has no format with a schema: plain JSON, text and bytes.",
)
@json_option("the result of each file")
def validate(
    *,
    files: tuple[str, ...],
    model: type[MessageModel] | None,
    schema_file: str | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Check that each FILE (-: standard input) is a valid message, which can be published.

    A FILE that is compressed by gzip is unpacked. Each error is one line: file, line number, path,
    what was expected, and what was found. The exit code is 65 if a file is not valid.

    Without -f, the format is the one that the file looks like, as for `hop publish`. JSON that is
    nearly a format with a schema is valid JSON. The lines after that say what that format lacks.
    """
    if strict and schema_file is not None:
        raise contradiction("--strict", "--schema")
    if files.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input (-) can be one message only")
    check, kind = _check_of(model, schema_file)
    is_quiet = not _log.isEnabledFor(logging.WARNING)
    faulty = count = 0
    unread: OSError | None = None
    for file in files:
        try:
            report = _check(file, check, kind)
            if strict and not report.faults:
                report = _strictly(report)
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


def _check_of(
    model: type[MessageModel] | None, schema_file: str | None
) -> tuple[Check | None, str | None]:
    """Return the check that the options ask for, and its name; None: that of each file's format."""
    if model is not None and schema_file is not None:
        raise contradiction("--format", "--schema")
    if schema_file is not None:
        from hop.models.checks import load_check  # jsonschema and lxml are heavy

        return load_check(Path(schema_file)), Path(schema_file).name
    return (None, None) if model is None else (model.find_faults, model.hop_format.upper())


def _check(file: str, check: Check | None, kind: str | None) -> Report:
    name, data = read_whole(file)
    try:
        data = unpacked(data)
    except DecodeError as damage:
        return Report(name, kind, [fault_of(damage)])
    if check is not None:
        return Report(name, kind, check(data))
    model = detect_format(data, file)
    kind, faults = model.hop_format.upper(), model.find_faults(data)
    nearest = None if faults or has_schema(model) else nearest_format(data)
    if nearest is None:
        return Report(name, kind, faults)
    return Report(name, kind, faults, nearest.model.hop_format.upper(), nearest.faults)


def _strictly(report: Report) -> Report:
    """Refuse a valid file whose format has no schema."""
    if report.format not in _WITHOUT_SCHEMA:
        return report
    if report.missing:
        return Report(report.name, report.nearest, list(report.missing))
    cure = f"-f {report.nearest}" if report.nearest else "-f, or --schema"
    fault = Fault("", "a format with a schema", f"plain {report.format}; give {cure}")
    return Report(report.name, report.format, [fault])
