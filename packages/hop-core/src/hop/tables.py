"""Tables of TOML files, changed without touching anything else in the file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hop import files
from hop.errors import ConfigError, ConfigFileNotFound

Table = Mapping[str, Any]


def read(path: Path) -> dict[str, Any]:
    """The tables of a file; none where there is no file.

    Raises:
        hop.errors.ConfigError: it cannot be read, or is not TOML.
    """
    try:
        return files.read_toml(path)
    except ConfigFileNotFound:
        return {}


def replace(path: Path, name: str, value: Table | Sequence[Table]) -> None:
    """Set a table, or a list of tables; the rest of the file stays, remarks included.

    The file is readable by its owner only, then.

    Raises:
        hop.errors.ConfigError: the file cannot be read, changed without loss, or written; it stays
            as it was.
    """
    _change(path, name, value)


def remove(path: Path, name: str) -> None:
    """Take a table out of a file, and the file away if nothing is left in it.

    Raises:
        hop.errors.ConfigError: the file cannot be read, changed without loss, or written; it stays
            as it was.
    """
    if name in read(path):
        _change(path, name, None)


def _change(path: Path, name: str, value: Table | Sequence[Table] | None) -> None:
    after = read(path)  # a file that is not TOML is not written over
    after.pop(name, None)
    if value is not None:
        after[name] = dict(value) if isinstance(value, Mapping) else [dict(each) for each in value]
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    # Of some forms, as of dotted keys, tomlkit can only make another one elsewhere in the file.
    tried = (_changed(text, name, value, anew=anew) for anew in (False, True))
    changed = next((each for each in tried if tomllib.loads(each) == after), None)
    if changed is None:
        raise ConfigError(
            f"{path} cannot be changed without loss; change its table [{name}] in an editor"
        )
    if value is None and not changed.strip():
        files.delete(path)
    else:
        files.write_private(path, changed)


def _changed(text: str, name: str, value: Table | Sequence[Table] | None, *, anew: bool) -> str:
    """The text of a TOML file with another value, in the place of the old one or at the end."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        if anew or value is None:
            document.pop(name, None)
        if value is not None:
            document[name] = _item(value)
        return tomlkit.dumps(document)
    except TOMLKitError:  # a form that this library cannot edit
        return ""


def _item(value: Table | Sequence[Table]) -> Any:
    import tomlkit

    if isinstance(value, Mapping):
        table = tomlkit.table()
        table.update(value)
        return table
    tables = tomlkit.aot()
    for each in value:
        tables.append(_item(each))
    return tables
