"""Change tables of TOML files, and leave the rest of the file as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from hop._config import files
from hop._config.secrets import Secret, hide
from hop._messages import read_file
from hop.errors import ConfigError, ConfigFileNotFound

Table = Mapping[str, Any]
Value = Table | Sequence[Table] | None


def read(path: Path) -> dict[str, Any]:
    """The tables of a file; none if there is no file.

    Raises:
        hop.errors.ConfigError: it cannot be read, or is not TOML.
    """
    try:
        return files.read_toml(path)
    except ConfigFileNotFound:
        return {}


def replace(path: Path, name: str, value: Table | Sequence[Table]) -> None:
    """Set a table, or a list of tables; the rest of the file stays, comments included.

    Afterwards only its owner can read the file.

    Raises:
        hop.errors.ConfigError: the file cannot be read, changed without loss, or written; it stays
            as it was.
    """
    _change(path, name, value)


def remove(path: Path, name: str) -> None:
    """Remove a table from a file, and the file if it is empty then.

    Raises:
        hop.errors.ConfigError: the file cannot be read, changed without loss, or written; it stays
            as it was.
    """
    if name in read(path):
        _change(path, name, None)


def _change(path: Path, name: str, value: Value) -> None:
    # A function that has the secrets of the file in a variable returns, and does not raise.
    text = _changed_text(path, name, value)
    if text is None:
        raise ConfigError(
            f"{path} cannot be changed without loss; change its table [{name}] in an editor"
        )
    if value is None and not text.strip():
        files.delete(path)
    else:
        files.write_private(path, text)


def _changed_text(path: Path, name: str, value: Value) -> Secret | None:
    after = read(path)  # raises if the file is not TOML: it is not written over
    after.pop(name, None)
    if value is not None:
        after[name] = dict(value) if isinstance(value, Mapping) else [dict(each) for each in value]
    text = read_file(path).decode("utf-8-sig") if path.exists() else ""
    # tomlkit cannot change every form in place (dotted keys, say); then the table is written anew.
    for change in (_change_items, _change_in_place, _change_at_the_end):
        changed = _edited(text, partial(change, name=name, value=value))
        if changed is not None and _holds(changed, after):
            return hide(changed)
    return None


def _holds(text: str, expected: Table) -> bool:
    try:
        return tomllib.loads(text) == expected
    except ValueError:
        return False


def _edited(text: str, change: Callable[[Any], None]) -> str | None:
    import tomlkit  # tomlkit is heavy
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        change(document)
        return tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, AttributeError, NotImplementedError):
        return None  # tomlkit cannot edit this form in this way


def _change_items(document: Any, name: str, value: Value) -> None:
    """Replace a list of tables, and change as few of them as possible."""
    if value is None or isinstance(value, Mapping):
        raise TypeError("not a list")
    tables = document[name]
    new = [dict(each) for each in value]
    if len(new) >= len(tables):
        for number, each in enumerate(new[: len(tables)]):
            if tables[number] != each:
                tables[number] = _item(each)
        for each in new[len(tables) :]:
            tables.append(_item(each))
    for number in reversed(range(len(tables))):
        if tables[number] not in new:
            del tables[number]


def _change_in_place(document: Any, name: str, value: Value) -> None:
    if value is None:
        del document[name]
    else:
        document[name] = _item(value)


def _change_at_the_end(document: Any, name: str, value: Value) -> None:
    document.pop(name, None)
    if value is not None:
        document[name] = _item(value)


def _item(value: Any) -> Any:
    import tomlkit  # tomlkit is heavy

    if isinstance(value, Mapping):
        table = tomlkit.table()
        table.update(value)
        return table
    if not value:
        return tomlkit.array()  # [[name]] stands for at least one table
    tables = tomlkit.aot()
    for each in value:
        tables.append(_item(each))
    return tables
