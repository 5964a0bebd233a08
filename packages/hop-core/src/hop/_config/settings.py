"""The path of the configuration file, and the settings in it."""

from __future__ import annotations

import dataclasses
import difflib
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hop._config import files, toml_edit
from hop.errors import ConfigError, ConfigFileNotFound, ConfigKeyError

ANY_PUBLIC = "*"
"""What stands for every public address in ``fetch_from``."""

_FILES = {"general": "config.toml", "auth": "auth.toml"}
_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


def get_config_path(
    type: str = "general",  # noqa: A002 - the name is documented
    *,
    environ: Mapping[str, str] | None = None,
) -> str:
    """The path of the configuration file, which need not exist.

    ``$XDG_CONFIG_PATH/hop/config.toml``, else ``$XDG_CONFIG_HOME/hop/config.toml``, else
    ``~/.config/hop/config.toml``; an empty or relative variable counts as unset (XDG Base Directory
    Specification).

    Args:
        type: ``"general"``, or ``"auth"`` for the file ``auth.toml`` beside it, which holds
            only credentials.
        environ: the environment variables; by default those of the process.

    Raises:
        ValueError: another type.
        hop.errors.ConfigError: no variable is set, and there is no home folder.
    """
    if type not in _FILES:
        raise ValueError(f"type must be 'general' or 'auth', not {type!r}")
    environ = os.environ if environ is None else environ
    candidates = (environ.get("XDG_CONFIG_PATH"), environ.get("XDG_CONFIG_HOME"), "~/.config")
    # Without a home folder this leaves "~" as it is, a relative path; pathlib raises.
    expanded = (Path(os.path.expanduser(folder)) for folder in candidates if folder)  # noqa: PTH111
    folder = next((folder for folder in expanded if folder.is_absolute()), None)
    if folder is None:
        raise ConfigError("there is no home folder; set HOME or XDG_CONFIG_HOME to a full path")
    return str(folder / "hop" / _FILES[type])


@dataclasses.dataclass(frozen=True, slots=True)
class Config:
    """The settings for all streams.

    Attributes:
        fetch_external: fetch large messages that are kept outside Kafka, when reading.
        automatic_offload: keep messages too large for their topic outside Kafka.
        fetch_from: addresses of services from which large messages are fetched, beside the one that
            the broker announces; ``*``: any public address.
        fetch_timeout: how long fetching a large message may take in all, s.
        fetch_max_bytes: the largest message that is fetched.
    """

    fetch_external: bool = True
    automatic_offload: bool = True
    fetch_from: tuple[str, ...] = ()
    fetch_timeout: float = 10.0
    fetch_max_bytes: int = 100_000_000


def load_config(
    config_path: str | os.PathLike[str] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    fetch_external: bool | None = None,
    automatic_offload: bool | None = None,
) -> Config:
    """The settings: the arguments, else the variables, else the file, else the defaults.

    The file has them in its table ``[config]``. The variables are ``HOP_FETCH_EXTERNAL``,
    ``HOP_AUTOMATIC_OFFLOAD`` and so on. ``true``, ``yes``, ``on`` and ``1``, ``false``, ``no``,
    ``off`` and ``0`` are taken in any case; commas separate addresses.

    Args:
        config_path: the file; by default the configuration file.
        environ: the environment variables; by default those of the process.
        fetch_external: overrides variable and file, unless it is None.
        automatic_offload: overrides variable and file, unless it is None.

    Raises:
        hop.errors.ConfigError: the file cannot be used, or (a ConfigKeyError) a setting or variable
            is misspelled, or neither true nor false.
    """
    environ = os.environ if environ is None else environ
    given = {"fetch_external": fetch_external, "automatic_offload": automatic_offload}
    chosen: dict[str, Any] = {
        **_from_file(config_path, environ),
        **_from_variables(environ),
        **{name: value for name, value in given.items() if value is not None},
    }
    return Config(**chosen)


def write_config_value(name: str, value: bool | str) -> None:
    """Store a setting in the configuration file.

    Args:
        name: the setting, a field of :class:`Config`.
        value: true or false, or the value as text, such as ``"on"`` or ``"no"``.

    Raises:
        hop.errors.ConfigKeyError: an unknown setting, or a wrong value.
        hop.errors.ConfigError: the file cannot be read or written; it stays as it was.
    """
    _check_name(name, "")
    found = _parsed(name, value, name) if isinstance(value, str) else _checked(name, value, name)
    path = Path(get_config_path())
    before = toml_edit.read(path).get("config", {})
    if not isinstance(before, Mapping):
        raise ConfigKeyError(f"{path}: config must be a table, [config]; edit the file")
    stored = list(found) if isinstance(found, tuple) else found
    toml_edit.replace(path, "config", {**before, name: stored})


def _from_file(
    config_path: str | os.PathLike[str] | None, environ: Mapping[str, str]
) -> dict[str, Any]:
    if config_path is None:
        try:
            config_path = get_config_path(environ=environ)
        except ConfigError:  # no home folder, as in a container: there are no settings
            return {}
    try:
        tables = files.read_toml(Path(config_path))
    except ConfigFileNotFound:
        return {}
    if outside := tables.keys() & set(_names()):
        raise ConfigKeyError(
            f"{config_path}: {', '.join(sorted(outside))} is outside of [config], and has no "
            "effect there; move it below a line [config]"
        )
    found = tables.get("config", {})
    if not isinstance(found, dict):
        raise ConfigKeyError(f"{config_path}: config must be a table, [config]; edit the file")
    where = f"{config_path}, [config]: "
    for name in found:
        _check_name(name, where)
    return {name: _checked(name, value, f"{where}{name}") for name, value in found.items()}


def _from_variables(environ: Mapping[str, str]) -> dict[str, Any]:
    variables = {name: f"HOP_{name.upper()}" for name in _names()}
    return {
        name: _parsed(name, environ[variable], variable)
        for name, variable in variables.items()
        if environ.get(variable)
    }


def _parsed(name: str, text: str, where: str) -> Any:
    """The value of a setting from its text.

    Raises:
        hop.errors.ConfigKeyError: it has no such value.
    """
    default = getattr(Config(), name)
    if isinstance(default, bool):
        return _boolean(text, where)
    if isinstance(default, tuple):
        return _checked(name, [each.strip() for each in text.split(",") if each.strip()], where)
    try:
        return _checked(name, type(default)(text), where)
    except ValueError:
        raise ConfigKeyError(f"{where} must be a number greater than 0, not {text!r}") from None


def _checked(name: str, value: Any, where: str) -> Any:
    """The value of a setting, of the right type.

    Raises:
        hop.errors.ConfigKeyError: it is another.
    """
    default = getattr(Config(), name)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise ConfigKeyError(f"{where} must be true or false, without quotes")
    elif isinstance(default, tuple):
        if not isinstance(value, list) or not all(map(_is_address, value)):
            raise ConfigKeyError(
                f'{where} must be a list of addresses, ["https://host/path"], or ["{ANY_PUBLIC}"]'
            )
        return tuple(value)
    elif type(value) not in (int, type(default)) or not 0 < value < math.inf:
        raise ConfigKeyError(f"{where} must be a number greater than 0, without quotes")
    return value


def _is_address(value: Any) -> bool:
    return value == ANY_PUBLIC or (
        isinstance(value, str)
        and re.match(r"https?://[^/\s@?#]+(?:/[^\s?#]*)?\Z", value) is not None
    )


def _boolean(text: str, name: str) -> bool:
    try:
        return _BOOLEANS[text.strip().lower()]
    except KeyError:
        raise ConfigKeyError(
            f"{name} must be true or false (or yes or no, on or off, 1 or 0), not {text!r}"
        ) from None


def _names() -> list[str]:
    return [field.name for field in dataclasses.fields(Config)]


def _check_name(name: str, where: str) -> None:
    known = _names()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        raise ConfigKeyError(f"{where}unknown setting {name!r}; {hint}")
