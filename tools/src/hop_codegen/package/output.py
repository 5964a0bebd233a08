"""The folder of a made package: generated files are replaced, the files of the user stay."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hop_codegen.errors import CodegenError
from hop_codegen.readers.source import MANIFEST

_IGNORED = {"__pycache__", ".git", ".DS_Store"}


@dataclass(frozen=True)
class Previous:
    """What was generated into a folder before.

    Attributes:
        models: the names of models by the paths of their schemas.
        files: digests of generated files by their paths.
    """

    models: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    exists: bool = False


def read_previous(output: Path, name: str) -> Previous:
    """What was generated into ``output`` before.

    Raises:
        CodegenError: it holds another package, or files that hop-codegen knows nothing of.
    """
    if not output.exists():
        return Previous()
    if not output.is_dir():
        raise CodegenError(str(output), "", "a file, not a folder; name another --output")
    try:
        facts = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        models, files = dict(facts["models"]), dict(facts["files"])
    except FileNotFoundError:
        unknown = sorted(path.name for path in output.iterdir() if path.name not in _IGNORED)
        if unknown:
            raise CodegenError(
                str(output),
                "",
                f"it holds files that are not generated (such as {unknown[0]}); "
                "name an empty or a new folder as --output",
            ) from None
        return Previous()
    except (ValueError, KeyError, TypeError):
        raise CodegenError(
            str(output / MANIFEST), "", "damaged; restore it, or generate into a new folder"
        ) from None
    if facts.get("name") != name:
        raise CodegenError(str(output), "", f"it holds the package {facts.get('name')}, not {name}")
    return Previous(models, files, True)


def manifest(name: str, models: dict[str, str], files: dict[str, bytes]) -> bytes:
    """The manifest of a package."""
    facts: dict[str, Any] = {
        "about": "Written by hop-codegen, which needs it to regenerate this package; keep it.",
        "name": name,
        "models": dict(sorted(models.items())),
        "files": {path: _digest(files[path]) for path in sorted(files)},
    }
    return (json.dumps(facts, indent=2, ensure_ascii=False) + "\n").encode()


def write(
    output: Path, previous: Previous, files: dict[str, bytes], starters: dict[str, bytes]
) -> tuple[list[str], list[str]]:
    """Bring a folder up to date; return the paths that were written, and those removed.

    Args:
        output: the folder.
        previous: what was generated into it before.
        files: what is generated.
        starters: what is written once, and belongs to the user from then on.

    Raises:
        CodegenError: a file of the user's would be lost; nothing is written then.
    """
    wanted = {
        **{path: raw for path, raw in starters.items() if not (output / path).exists()},
        **files,
    }
    changed = {path: raw for path, raw in sorted(wanted.items()) if not _holds(output / path, raw)}
    for path in changed:
        if path != MANIFEST and (output / path).exists():
            _refuse_if_edited(output, path, previous)
    gone = [path for path in previous.files if path not in files and (output / path).is_file()]
    for path in gone:
        _refuse_if_edited(output, path, previous)
    _replace(output, changed)
    for path in gone:
        (output / path).unlink()
        for folder in (output / path).parents:
            if folder == output or any(folder.iterdir()):
                break
            folder.rmdir()
    return list(changed), sorted(gone)


def _refuse_if_edited(output: Path, path: str, previous: Previous) -> None:
    if path not in previous.files:
        raise CodegenError(
            str(output / path), "", "written by hand where a file is to be generated; move it"
        )
    if _digest((output / path).read_bytes()) != previous.files[path]:
        raise CodegenError(
            str(output / path),
            "",
            "generated, but edited by hand since; move your changes to a file of their own, "
            "delete this one, and generate again",
        )


def _holds(file: Path, raw: bytes) -> bool:
    return file.is_file() and file.read_bytes() == raw


def _replace(output: Path, files: dict[str, bytes]) -> None:
    """Write all files beside their places, and only then put them there."""
    if not files:
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.") as folder:
        staged = Path(folder) / "staged"
        for path, raw in files.items():
            file = staged / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(raw)
        if not output.exists():
            staged.chmod(0o755)
            staged.rename(output)
            return
        for path in sorted(files, key=lambda path: (path == MANIFEST, path)):
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            (staged / path).replace(output / path)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
