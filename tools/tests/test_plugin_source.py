"""What is read of folders and archives, and what is not."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from made_packages import write

from hop_codegen.errors import CodegenError
from hop_codegen.readers import source


def archive(folder: Path, names: list[str]) -> Path:
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as tar:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 2
            tar.addfile(entry, io.BytesIO(b"{}"))
        link = tarfile.TarInfo("package/link.schema.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return path


def test_only_schemas_and_licences_are_read_of_an_archive(tmp_path: Path) -> None:
    names = [
        *("package/a.schema.json", "package/deep/b.avsc", "package/LICENSE.md", "package/index.js"),
        *("package/../../evil.json", "package//etc/evil.json", "package/.git/evil.json"),
        "package/node_modules/other/evil.json",
    ]
    found = source.read_tar(archive(tmp_path, names), "npm:x")
    assert list(found) == ["LICENSE.md", "a.schema.json", "deep/b.avsc"]


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"none")
    with pytest.raises(CodegenError, match="npm:x: not a package"):
        source.read_tar(tmp_path / "x", "npm:x")
    with pytest.raises(CodegenError, match="pypi:x: not a wheel"):
        source.read_zip(tmp_path / "x", "pypi:x")


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for number in range(2):
            wheel.writestr(f"x/{number}.schema.json", b" " * (source.MAX_BYTES - 10))
    with pytest.raises(CodegenError, match="more than 64 MiB of schemas"):
        source.read_zip(path, "pypi:x")


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"secret.json": {}, "source/a.schema.json": {}})
    (tmp_path / "source/b.schema.json").symlink_to(tmp_path / "secret.json")
    with pytest.raises(CodegenError, match=r"b\.schema\.json: a link that leads out"):
        source.open_source(str(tmp_path / "source"))
