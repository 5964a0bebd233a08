"""Where archives are kept: a folder, or a place on S3.

A store makes a file as a whole or not at all, and never in the place of another.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pyarrow import fs

from hop._messages import sync_folder
from hop.archive._layout import HIDDEN
from hop.errors import ArchiveError, ConfigError

if TYPE_CHECKING:
    import pyarrow as pa

_TMP = ".tmp"
# A file of this age that is not complete belongs to an archiver that has died.
_ABANDONED_S = 3600.0
_S3 = "s3://"


class Store(Protocol):
    """Where the files of an archive are. Paths are relative, with ``/``.

    Attributes:
        name: the folder or URL, for errors.
        files: the same place for pyarrow.
    """

    name: str
    files: fs.FileSystem

    def create(self, path: str, data: pa.Buffer) -> bool:
        """Make a file, as a whole or not at all.

        Returns:
            Whether it is made; False: there is one of that name, which stays.

        Raises:
            hop.errors.ArchiveError: it cannot be written.
        """

    def delete(self, path: str) -> None:
        """Remove a file, if it is there.

        Raises:
            hop.errors.ArchiveError: it cannot be removed.
        """

    def sweep(self) -> None:
        """Remove what archivers that died have left half-written."""


def open_store(place: str | os.PathLike[str]) -> Store:
    """The store at a path, or at ``s3://bucket/prefix``.

    Raises:
        hop.errors.ArchiveError: it is no such place.
        hop.errors.ConfigError: the library for S3 is not installed.
    """
    text = os.fspath(place)
    if text.startswith(_S3):
        return S3Store(text)
    if "://" in text:
        raise ArchiveError(
            f"an archive is a folder, or s3://bucket/prefix, not {text}; give one of these"
        )
    return LocalStore(Path(text))


class LocalStore:
    """A folder.

    Args:
        folder: it need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder
        self.files: fs.FileSystem = fs.SubTreeFileSystem(
            str(folder.absolute()), fs.LocalFileSystem()
        )

    def create(self, path: str, data: pa.Buffer) -> bool:
        """Write another file, and give it the name if that is free: a link replaces nothing."""
        target = self._folder / path
        made = target.with_name(f"{HIDDEN}{target.name}.{uuid.uuid4().hex}{_TMP}")
        try:
            _make_folder(target.parent)
            try:
                _write(made, data)
                os.link(made, target)
            except FileExistsError:
                return False
            finally:
                with contextlib.suppress(OSError):
                    made.unlink()
            sync_folder(target.parent)
        except OSError as fault:
            raise _unwritable(target, fault) from None
        return True

    def delete(self, path: str) -> None:
        """Remove a file, if it is there."""
        target = self._folder / path
        try:
            target.unlink(missing_ok=True)
            sync_folder(target.parent)
        except OSError as fault:
            raise _unwritable(target, fault) from None

    def sweep(self) -> None:
        """Remove files that are not complete, and old."""
        limit = time.time() - _ABANDONED_S
        for each in self._folder.rglob(f"{HIDDEN}*{_TMP}"):
            with contextlib.suppress(OSError):  # another archiver removes it
                if each.stat().st_mtime < limit:
                    each.unlink()


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, with their names on the disk."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        sync_folder(each.parent)


def _write(path: Path, data: pa.Buffer) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _unwritable(path: Path, fault: OSError) -> ArchiveError:
    cure = "check the folder"
    if fault.errno == errno.ENOSPC:
        cure = "free some space there"
    elif fault.errno in (errno.EPERM, errno.EOPNOTSUPP):
        cure = "give a folder on a disk that has hard links, such as ext4, XFS or NFS"
    return ArchiveError(
        f"the archive cannot write {path}: {fault.strerror or fault}; {cure}; what was archived "
        "before is kept, and the messages of this moment are read again at the next start"
    )


class S3Store:
    """A place on S3. Credentials and region come from the usual variables, ``AWS_…``.

    Args:
        url: ``s3://bucket/prefix``. ``AWS_ENDPOINT_URL`` names a server other than Amazon's.
    """

    def __init__(self, url: str) -> None:
        try:
            import obstore
            from obstore.store import S3Store as Client
        except ImportError:
            raise ConfigError(
                "archives on S3 need the package obstore, which is not installed; run: pip install "
                "'hop-archive[s3]'"
            ) from None
        self.name = f"{_S3}{url.removeprefix(_S3).strip('/')}"
        self._obstore: Any = obstore
        bucket, _, prefix = self.name.removeprefix(_S3).partition("/")
        if not bucket:
            raise ArchiveError(f"{url} names no bucket; give s3://bucket/prefix")
        endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
        plain = endpoint.startswith("http://")
        self._client: Any = Client(
            bucket,
            prefix=prefix or None,
            client_options={"allow_http": plain},
            # A server that fails now and then is asked again, for some minutes.
            retry_config=_retries(),
        )
        options: dict[str, Any] = {}
        if endpoint:
            scheme, _, host = endpoint.partition("://")
            options = {"endpoint_override": host, "scheme": scheme}
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        if region:
            options["region"] = region
        remote = fs.S3FileSystem(
            retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=10), **options
        )
        base = f"{bucket}/{prefix}" if prefix else bucket
        self.files: fs.FileSystem = fs.SubTreeFileSystem(base, remote)

    def create(self, path: str, data: pa.Buffer) -> bool:
        """Put an object with the condition that there is none: S3 judges that as one step."""
        from obstore.exceptions import AlreadyExistsError

        try:
            # In one request: an object in several parts has no such condition.
            self._obstore.put(
                self._client, path, data.to_pybytes(), mode="create", use_multipart=False
            )
        except AlreadyExistsError:
            return False
        except Exception as fault:  # obstore's own, and what its runtime raises
            raise self._unwritable(path, fault) from None
        return True

    def delete(self, path: str) -> None:
        """Remove an object, if it is there."""
        try:
            self._obstore.delete(self._client, path)
        except FileNotFoundError:
            return
        except Exception as fault:
            raise self._unwritable(path, fault) from None

    def sweep(self) -> None:
        """Nothing: an object is there as a whole or not at all."""

    def _unwritable(self, path: str, fault: Exception) -> ArchiveError:
        reason = " ".join(str(fault).split())
        return ArchiveError(
            f"the archive cannot write {self.name}/{path}: {reason:.300}; check the bucket, and "
            "AWS_ENDPOINT_URL, AWS_REGION and the credentials; what was archived before is kept, "
            "and the messages of this moment are read again at the next start"
        )


def _retries() -> Any:
    from datetime import timedelta

    return {
        "max_retries": 10,
        "backoff": {
            "init_backoff": timedelta(milliseconds=100),
            "max_backoff": timedelta(seconds=10),
            "base": 2,
        },
        "retry_timeout": timedelta(minutes=3),
    }


def walk(store: Store, folder: str) -> Iterator[str]:
    """The paths of all files in a folder of a store, and below.

    Raises:
        hop.errors.ArchiveError: it cannot be listed.
    """
    selector = fs.FileSelector(folder, recursive=True, allow_not_found=True)
    try:
        infos = store.files.get_file_info(selector)
    except OSError as fault:
        raise unreadable(f"{store.name}/{folder}".rstrip("/"), fault) from None
    return (each.path for each in infos if each.type == fs.FileType.File)


def unreadable(name: str, fault: Exception) -> ArchiveError:
    """The error of something that cannot be read."""
    reason = getattr(fault, "strerror", None) or " ".join(str(fault).split())
    return ArchiveError(f"{name} cannot be read: {reason:.300}; check the path, or the network")
