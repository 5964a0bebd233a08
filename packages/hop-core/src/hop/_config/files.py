"""Read configuration files, private ones with a check; write them whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

from hop._config.secrets import Secret, hide
from hop._messages import open_file
from hop.errors import ConfigError, ConfigFileNotFound, ConfigKeyError

# Group, others, setuid, setgid, sticky: with any of these the file is not private.
_NOT_PRIVATE = 0o7077


def read_toml(path: Path, *, private: bool = False) -> dict[str, Any]:
    """The tables of a TOML file.

    Args:
        path: the file.
        private: refuse a file that users other than its owner can read.

    Raises:
        hop.errors.ConfigFileNotFound: no such file.
        hop.errors.ConfigKeyError: it is not TOML in UTF-8.
        hop.errors.ConfigError: it cannot be read, or is not private.
    """
    try:
        with open_file(path) as file:
            if private:
                _check_private(path, file.fileno())
            tables, problem = _parse(file.read())
    except FileNotFoundError:
        raise ConfigFileNotFound(
            f"there is no configuration file {path}; create one with `hop configure setup`, or "
            "connect without a credential (--no-auth, auth=False)"
        ) from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    if problem:
        raise ConfigKeyError(f"{path} {problem}; edit the file")
    return tables


def _parse(data: bytes) -> tuple[dict[str, Any], str]:
    # The problem is returned, not raised: Python's errors hold the text of the file, with secrets.
    try:
        return tomllib.loads(data.decode("utf-8-sig")), ""
    except UnicodeDecodeError as error:
        return {}, f"is not UTF-8 at byte {error.start}"
    except RecursionError:
        return {}, "is not TOML: it is nested too deeply"
    except ValueError as error:  # TOMLDecodeError, and numbers that Python does not convert
        return {}, f"is not TOML: {error}"


def _check_private(path: Path, descriptor: int) -> None:
    if os.name != "posix":
        return
    mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
    if mode & _NOT_PRIVATE:
        raise ConfigError(
            f"{path} holds credentials and others can read it (mode {mode:04o}); "
            f"run: chmod 600 {path}"
        )


def write_private(path: Path, text: str) -> None:
    """Write a file readable by its owner only (0600). It replaces the old one when it is complete.

    Raises:
        hop.errors.ConfigError: it cannot be written; the old one is untouched.
    """
    # Problems are returned, not raised, where a variable holds the bytes: they hold secrets.
    text = hide(text)
    if problem := _write(Path(os.path.realpath(path)), text):  # a linked file stays a link
        raise ConfigError(f"{path} cannot be written: {problem}; nothing was changed")


def _write(path: Path, text: Secret) -> str:
    import tempfile  # heavy

    data = text.encode(errors="surrogatepass")
    if data.decode(errors="replace") != text:
        return "UTF-8 cannot hold the text, which has a lone surrogate"
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        temporary = None
    except OSError as error:
        return str(error.strerror)
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
    return ""


def delete(path: Path) -> None:
    """Delete a file; of a link, the file that it leads to.

    Raises:
        hop.errors.ConfigError: it cannot be deleted.
    """
    try:
        Path(os.path.realpath(path)).unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(f"{path} cannot be deleted: {error.strerror}") from None
