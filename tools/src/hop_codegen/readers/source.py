"""Where schemas come from: a folder, a file, an npm or a Python package, read into memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hop_codegen.errors import CodegenError

MANIFEST = "hop-codegen.json"
"""The file of a made package that says what in it is generated, and which names were given."""
MAX_BYTES = 64 * 2**20
"""The most that is read of one source; packages of schemas are far smaller."""
_SECONDS = 180
_SKIPPED = {"node_modules", "__pycache__"}
_ENDINGS = (".json", ".avsc", ".xsd", ".xml")
_NPM = re.compile(r"(?:@[a-z0-9~][\w.~-]*/)?[a-z0-9~][\w.~-]*(?:@[\w.~^+-]+)?")
_PYPI = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:==[\w.!+]+)?")


@dataclass(frozen=True)
class Source:
    """The files of one source of schemas.

    Attributes:
        origin: what it is, in words that name no place of the machine.
        files: JSON, Avro, XSD, XML and licence files by their paths below the source.
        folder: where they are; None for what was fetched.
        version: the version of a package that was fetched.
        about: the package's own description; empty where it gives none.
        licence: the package's licence; empty where it names none.
        main: the file that was given, where it was one and not a folder.
    """

    origin: str
    files: dict[str, bytes]
    folder: Path | None = None
    version: str | None = None
    about: str = ""
    licence: str = ""
    main: tuple[str, ...] = ()


def open_source(text: str) -> Source:
    """Read a source of schemas: a path, ``npm:NAME@VERSION`` or ``pypi:NAME==VERSION``.

    Raises:
        CodegenError: it cannot be read or fetched.
    """
    if text.startswith("npm:"):
        return _from_npm(text.removeprefix("npm:"))
    if text.startswith("pypi:"):
        return _from_pypi(text.removeprefix("pypi:"))
    path = Path(text)
    if path.is_dir():
        return Source("a folder of schemas", _read_folder(path), path)
    if path.is_file():
        # Others beside it are read where it refers to them.
        return Source(
            "a schema", {path.name: _read(path, path.name)}, path.parent, main=(path.name,)
        )
    raise CodegenError(
        text, "", "no such file or folder; npm:NAME@VERSION and pypi:NAME==VERSION work too"
    )


def _from_npm(text: str) -> Source:
    if not _NPM.fullmatch(text):
        raise CodegenError(f"npm:{text}", "", "give it as npm:@scope/name@version")
    with tempfile.TemporaryDirectory() as folder:
        # --ignore-scripts: a package of schemas has nothing to run here.
        _run(
            f"npm:{text}",
            ["npm", "pack", "--loglevel=error", "--ignore-scripts", "--", text],
            folder,
        )
        archives = sorted(Path(folder).glob("*.tgz"))
        if len(archives) != 1:
            raise CodegenError(f"npm:{text}", "", "npm fetched no archive")
        files = read_tar(archives[0], f"npm:{text}")
    facts = _object(files.pop("package.json", b"{}"))
    name, version = _text(facts, "name"), _text(facts, "version")
    return Source(
        f"npm:{name}@{version}", files, None, version, _text(facts, "description"),
        _text(facts, "license"),
    )  # fmt: skip


def _from_pypi(text: str) -> Source:
    if not _PYPI.fullmatch(text):
        raise CodegenError(f"pypi:{text}", "", "give it as pypi:name==version")
    with tempfile.TemporaryDirectory() as folder:
        # Wheels alone: asking a source distribution for its facts would run its code.
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--disable-pip-version-check", "--only-binary", ":all:", "--dest", folder]
        _run(f"pypi:{text}", [*command, "--", text], folder)
        archives = sorted(Path(folder).glob("*.whl"))
        if len(archives) != 1:
            raise CodegenError(f"pypi:{text}", "", "pip fetched no wheel")
        files = read_zip(archives[0], f"pypi:{text}")
    facts: dict[str, str] = {}
    for path in [path for path in files if path.endswith(".dist-info/METADATA")]:
        facts = _headers(files.pop(path).decode("utf-8", "replace"))
    top = {path.split("/")[0] for path in files if not path.split("/")[0].endswith(".dist-info")}
    if len(top) == 1:
        # A wheel holds one folder that only repeats its name.
        files = {path.removeprefix(f"{min(top)}/"): content for path, content in files.items()}
    return Source(
        f"pypi:{facts.get('name', '')}=={facts.get('version', '')}",
        dict(sorted(files.items())),
        None,
        facts.get("version"),
        facts.get("summary", ""),
        facts.get("license-expression", facts.get("license", "")),
    )


def _run(what: str, command: list[str], folder: str) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except FileNotFoundError:
        raise CodegenError(what, "", f"{command[0]} is not installed, and fetches it") from None
    except subprocess.TimeoutExpired:
        raise CodegenError(what, "", f"not fetched within {_SECONDS} s; try again") from None
    if done.returncode:
        raise CodegenError(what, "", f"cannot be fetched: {_reason(done.stderr or done.stdout)}")


def _reason(told: str) -> str:
    """Of all that npm and pip tell, the line that says why."""
    lines = [line.strip() for line in told.splitlines() if "error" in line.lower()]
    plain = [line for line in lines if re.search(r"no matching|not found|no module", line, re.I)]
    return next(iter([*plain, *reversed(lines)]), told.strip() or "no reason given")[:300]


def is_wanted(path: str) -> bool:
    """Whether a file of a source is read: JSON, Avro, XSD, XML, or a licence."""
    name = path.rpartition("/")[2]
    if path.startswith("/") or any(
        part in _SKIPPED or part.startswith(".") for part in path.split("/")
    ):
        return False
    return name.lower().endswith(_ENDINGS) or name.upper().startswith(("LICENSE", "LICENCE"))


def _read_folder(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    # A package that was generated into the folder of its schemas holds copies of them.
    made = [path.parent for path in folder.rglob(MANIFEST)]
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not is_wanted(name) or not path.is_file():
            continue
        if any(path.is_relative_to(package) for package in made):
            continue
        if not path.resolve().is_relative_to(folder.resolve()):
            raise CodegenError(name, "", "a link that leads out of the folder")
        files[name] = _read(path, name)
        total = _counted(total, files[name], folder.name)
    return files


def _read(path: Path, name: str) -> bytes:
    if path.exists() and not path.is_file():  # nobody waits at a named pipe
        raise CodegenError(name, "", "is no file")
    try:
        return path.read_bytes()
    except OSError as fault:
        raise CodegenError(name, "", f"cannot be read: {fault.strerror}") from None


def read_tar(archive: Path, what: str) -> dict[str, bytes]:
    """The wanted files of an npm package.

    Raises:
        CodegenError: it is no package, or too large.
    """
    files: dict[str, bytes] = {}
    total = 0
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                # npm puts everything into one folder.
                name = member.name.partition("/")[2]
                if not member.isfile() or not is_wanted(name):
                    continue
                if member.size > MAX_BYTES:
                    raise CodegenError(what, "", f"{name} is larger than {MAX_BYTES // 2**20} MiB")
                opened = tar.extractfile(member)
                files[name] = opened.read() if opened else b""
                total = _counted(total, files[name], what)
    except (tarfile.TarError, EOFError, OSError) as fault:
        raise CodegenError(what, "", f"not a package: {fault}") from None
    return dict(sorted(files.items()))


def read_zip(archive: Path, what: str) -> dict[str, bytes]:
    """The wanted files of a wheel.

    Raises:
        CodegenError: it is no wheel, or too large.
    """
    files: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(archive) as wheel:
            for member in wheel.infolist():
                name = member.filename
                if not (is_wanted(name) or name.endswith(".dist-info/METADATA")):
                    continue
                if member.file_size > MAX_BYTES:
                    raise CodegenError(what, "", f"{name} is larger than {MAX_BYTES // 2**20} MiB")
                files[name] = wheel.read(member)
                total = _counted(total, files[name], what)
    except (zipfile.BadZipFile, OSError) as fault:
        raise CodegenError(what, "", f"not a wheel: {fault}") from None
    return files


def _counted(total: int, content: bytes, what: str) -> int:
    total += len(content)
    if total > MAX_BYTES:
        raise CodegenError(what, "", f"more than {MAX_BYTES // 2**20} MiB of schemas")
    return total


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _text(facts: dict[str, Any], key: str) -> str:
    value = facts.get(key)
    return value if isinstance(value, str) else ""


def _headers(text: str) -> dict[str, str]:
    lines = text.partition("\n\n")[0].splitlines()
    pairs = (line.partition(": ") for line in lines if not line.startswith(" "))
    return {name.lower(): value.strip() for name, _, value in pairs}
