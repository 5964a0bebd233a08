"""``hop validate``: every fault of a file, without a broker."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hop.cli import inputs
from hop.cli.formats import Format
from hop.cli.guesses import guess

if TYPE_CHECKING:
    from hop._messages.faults import Fault
    from hop.message import MessageModel

    Check = Callable[[bytes], list[Fault]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of a file has found.

    Attributes:
        name: the file.
        format: what it was taken for; None where that is not known.
        faults: what is wrong with it.
    """

    name: str
    format: str | None
    faults: list[Fault]

    def lines(self) -> list[str]:
        """A line for each fault, or one that says that there is none."""
        if not self.faults:
            return [f"{self.name}: valid {self.format}"]
        return [
            f"{self.name}:{fault.line}: {fault}" if fault.line else f"{self.name}: {fault}"
            for fault in self.faults
        ]

    def tree(self) -> dict[str, object]:
        """The same as a JSON tree."""
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
    help="The format of the files. Default: the one that each looks like.",
)
@click.option(
    "--schema",
    "schema_file",
    metavar="SCHEMA",
    type=click.Path(dir_okay=False, readable=False),
    help="Check against this XSD or JSON Schema; what it refers to is looked for beside it.",
)
@click.option("-j", "--json", "as_json", is_flag=True, help="Print for each file a line of JSON.")
def validate(
    *,
    files: tuple[str, ...],
    model: type[MessageModel] | None,
    schema_file: str | None,
    as_json: bool,
) -> None:
    """Check that each FILE (- is standard input) is a message that can be published.

    Each fault is a line with file, number of the line, place, what was expected, and what stands
    there. The exit code is 65 if there are any.
    """
    if model is not None and schema_file is not None:
        raise click.UsageError("--format and --schema contradict each other: give one of them")
    if files.count(inputs.STANDARD_INPUT) > 1:
        raise click.UsageError("standard input (-) can be one message only")
    check, kind = None, model.hop_format.upper() if model else None
    if schema_file is not None:
        from hop.models.checks import load_check

        check, kind = load_check(Path(schema_file)), Path(schema_file).name
    elif model is not None:
        check = model.find_faults
    from hop._messages.json import to_line
    from hop.cli.output import show
    from hop.errors import MessageError

    talks = _log.isEnabledFor(logging.WARNING)
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
        elif report.faults or talks:
            show("\n".join(report.lines()))
    if faulty:
        if unread is not None:
            _log.error("%s: %s", unread.filename, unread.strerror)
        raise MessageError(
            f"{faulty} of {len(files)} files not valid, {count} fault{'' if count == 1 else 's'}"
        )
    if unread is not None:
        raise unread


def _check(file: str, check: Check | None, kind: str | None) -> Report:
    if file == inputs.STANDARD_INPUT:
        name, data = "standard input", inputs.standard_input().read()
    else:
        name = file
        try:
            data = Path(file).read_bytes()
        except OSError as fault:
            raise type(fault)(fault.errno or errno.EIO, fault.strerror or "", file) from fault
    if check is not None:
        return Report(name, kind, check(data))
    model = guess(data, Path(file).suffix)
    if model is None:
        from hop._messages.faults import Fault

        return Report(name, None, [Fault("", "a known format", "none that it looks like; give -f")])
    return Report(name, model.hop_format.upper(), model.find_faults(data))
