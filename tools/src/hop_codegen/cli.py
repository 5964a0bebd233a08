"""The command ``hop-codegen``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hop_codegen._version import __version__
from hop_codegen.config import Config, find_root, read_config
from hop_codegen.errors import CodegenError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    The exit code is 0, or 1 where something is wrong or out of date; ``compare`` has more.
    """
    options = _parser().parse_args(arguments)
    try:
        if "alone" in options:
            # A command that needs no repository.
            return int(options.alone(options))
        root = options.root.resolve() if options.root else find_root(Path.cwd())
        code: int = options.run(read_config(root))
    except CodegenError as fault:
        print(f"hop-codegen: {fault}", file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"hop-codegen: {fault.filename}: {fault.strerror}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hop-codegen", description="Validated Python dataclasses of alert messages."
    )
    parser.add_argument("--version", action="version", version=f"hop-codegen {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="the repository (default: the one around the current folder)",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, text in (
        ("derive", _derive, "write the JSON Schemas that are derived from XSDs"),
        ("generate", _generate, "write the derived schemas and the models, remove orphans"),
        ("check", _check, "list what is wrong, stale, missing or orphaned; write nothing"),
    ):
        command = commands.add_parser(name, parents=[common], help=text, description=text)
        command.set_defaults(run=run)
    _add_compare(commands)
    _add_plugin(commands)
    return parser


def _add_compare(commands: Any) -> None:
    text = "list and judge every change between two versions of JSON Schemas or XSDs"
    command = commands.add_parser(
        "compare",
        help=text,
        description=f"{text[0].upper()}{text[1:]}, and name the step that the version of the model "
        "package has to take.",
        epilog="The exit code is 0 where nothing changed, 10 for a patch, 11 for a minor and 12 "
        "for a major step; 1 and 2 are errors.",
    )
    command.add_argument(
        "old",
        metavar="OLD",
        help="the old version: a file or folder, npm:@scope/name@version, or pypi:name==version",
    )
    command.add_argument("new", metavar="NEW", help="the new version, the same way")
    command.add_argument("--json", action="store_true", help="print JSON: step, changes")
    command.set_defaults(alone=_compare)


def _compare(options: argparse.Namespace) -> int:
    from hop_codegen.compare.versions import EXIT_CODES, compare_sources, show

    comparison = compare_sources(options.old, options.new)
    print(show(comparison, as_json=options.json))
    return EXIT_CODES[comparison.step]


def _add_plugin(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "make an installable package of models from schemas"
    command = commands.add_parser("plugin", help=text, description=text)
    command.add_argument(
        "source",
        metavar="SOURCE",
        help="a file or folder of schemas, npm:@scope/name@version, or pypi:name==version",
    )
    command.add_argument("--name", required=True, help="the name of the package")
    command.add_argument(
        "--output", required=True, type=Path, metavar="DIR", help="its folder, new or regenerated"
    )
    command.add_argument(
        "--allow-remote-refs",
        action="store_true",
        help="fetch schemas that a $ref names on the web, and put them into the package",
    )
    command.add_argument(
        "--alerts",
        type=Path,
        metavar="TABLE.toml",
        help="a table that says where messages have what alerts have, or a folder of tables; then "
        "messages have the attribute alerts",
    )
    command.set_defaults(alone=_plugin)


def _plugin(options: argparse.Namespace) -> int:
    from hop_codegen.package import make_plugin

    make_plugin(
        options.source,
        options.name,
        options.output,
        allow_remote=options.allow_remote_refs,
        alerts=options.alerts,
    )
    return 0


def _derive(config: Config) -> int:
    from hop_codegen.repository import render

    for path, content in render(config).schemas.items():
        _write(config, path, content)
    return 0


def _generate(config: Config) -> int:
    from hop_codegen.repository import render

    rendered = render(config)
    for path, content in rendered.files.items():
        _write(config, path, content)
    for path in rendered.orphans():
        path.unlink()
        print(f"removed {path.relative_to(config.root).as_posix()}")
    return 0


def _check(config: Config) -> int:
    from hop_codegen.check import find_differences
    from hop_codegen.check_alerts import find_table_faults
    from hop_codegen.check_schemas import find_faults

    faults = find_faults(config) + find_table_faults(config)
    for line in faults:
        print(line)
    if faults:
        print("hop-codegen: the schemas or their examples are wrong", file=sys.stderr)
        return 1
    differences = find_differences(config)
    for line in differences:
        print(line)
    if differences:
        print(f"hop-codegen: bring them up to date with: {config.command}", file=sys.stderr)
    return 1 if differences else 0


def _write(config: Config, path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the file and then in its place, so that a full disk leaves no half of it.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    print(f"wrote {path.relative_to(config.root).as_posix()}")


if __name__ == "__main__":
    sys.exit(main())
