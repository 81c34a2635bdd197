"""The places of pages, ledger and index: a folder, or a URL that other machines see too.

Both put a file whole or not at all, and only for the run that holds the place: a worker that
finishes after its run is over cannot put its page any more. A shelf travels with each job.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from workbook.errors import BadInput
from workbook.store.safe_writing import fresh, mode

LOCK = ".lock"
# Identifies a file's content without reading it; the first one that the system has counts.
TAGS = ("ETag", "etag", "md5Hash", "content_md5", "checksum")
TIMES = ("mtime", "modify", "last_modified", "LastModified")
# These put a file atomically; anywhere else a file is written beside and moved.
OBJECT_STORES = {"s3", "s3a", "gs", "gcs", "abfs", "az", "oss", "r2", "memory"}
# Each file system library raises errors of its own.
FOREIGN = (Exception,)


class OutOfReach(Exception):
    """The place cannot be seen from here, or belongs to another run by now."""


@dataclass(frozen=True)
class Folder:
    """A folder on disk. scratch: the run's own folder for files that are being written."""

    root: Path
    scratch: Path | None = None

    def put(self, name: str, data: bytes) -> str:
        """Put a file; its stamp. Raises OutOfReach when the run's scratch folder is not there."""
        new = (self.scratch or self.root) / f"{secrets.token_hex(8)}.new"
        path = self.root / name
        try:
            with fresh(new, mode()) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            path.parent.mkdir(parents=True, exist_ok=True)
            new.replace(path)
        except FileNotFoundError:
            raise OutOfReach(str(self.root)) from None
        return _stamp_of(path.stat())

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        return (self.root / name).read_bytes()

    def read_all(self, names: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those files that can be read."""
        found = {}
        for name in names:
            with suppress(OSError):
                found[name] = self.read(name)
        return found

    def listing(self) -> dict[str, str]:
        """Name → stamp of every file, without hidden ones."""
        return dict(_listed(self.root, ""))

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        (self.root / name).unlink(missing_ok=True)

    def place(self, name: str) -> Path:
        """Where a file is, for a person who wants to open it."""
        return self.root / name

    def folders(self) -> tuple[Path, ...]:
        """The folders of this machine that no page may name."""
        return (self.root,)


@dataclass(frozen=True)
class Remote:
    """A place that fsspec knows. lock: the URL of the object that names the run that holds it.

    token: of this shelf's run, "" when nobody needs to hold the place.
    """

    url: str
    lock: str = ""
    token: str = ""

    def put(self, name: str, data: bytes) -> str:
        """Put a file; its stamp. Raises OutOfReach when another run holds the place."""
        with _told_by_the_system(self.url) as (system, root):
            self._check_token()
            path = f"{root}/{name}"
            if OBJECT_STORES.isdisjoint(_protocols(system)):
                _put_beside(system, path, data)
            else:
                system.pipe_file(path, data)
            system.invalidate_cache()
            return _stamp_from(system.info(path))

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        with _told_by_the_system(self.url) as (system, root):
            return bytes(system.cat_file(f"{root}/{name}"))

    def read_all(self, names: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those files that can be read, many at a time where the system can."""
        with _told_by_the_system(self.url) as (system, root):
            paths = {f"{root}/{name}": name for name in names}
            found = system.cat(list(paths), on_error="omit") if paths else {}
            return {paths[_same(path, paths)]: bytes(data) for path, data in found.items()}

    def listing(self) -> dict[str, str]:
        """Name → stamp of every file, without hidden ones."""
        with _told_by_the_system(self.url) as (system, root):
            system.invalidate_cache()
            start = len(root.rstrip("/")) + 1
            found: Mapping[str, Mapping[str, Any]] = system.find(root, detail=True)
            names = {path[start:]: about for path, about in found.items()}
            return {
                name: _stamp_from(about)
                for name, about in names.items()
                if not any(part.startswith(".") for part in name.split("/"))
            }

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        # Systems report a missing file in many ways.
        with suppress(OSError), _told_by_the_system(self.url) as (system, root):
            self._check_token()
            system.rm_file(f"{root}/{name}")

    def place(self, name: str) -> str:
        """Where a file is, for a person who wants to open it."""
        return f"{without_password(self.url)}/{name}"

    def folders(self) -> tuple[Path, ...]:
        """The folders of this machine that no page may name: none."""
        return ()

    def _check_token(self) -> None:
        if self.token and holder(self.lock).get("token") != self.token:
            raise OutOfReach(without_password(self.url))


Storage = Folder | Remote


def shelf_of(out: str | Path) -> Storage:
    """The shelf of a folder or URL. Raises BadInput for a URL that leads nowhere."""
    said = str(out)
    if "://" not in said:
        return Folder(Path(said).absolute())
    url = urlsplit(said)
    if url.scheme in ("file", "local"):
        return Folder(Path(url2pathname(url.path)).absolute())
    shelf = Remote(said.rstrip("/"))
    _check_url(shelf.url)
    return shelf


def beside(shelf: Storage) -> Storage:
    """The ledger's place: ``<out>.ledger`` beside the pages."""
    if isinstance(shelf, Folder):
        return Folder(shelf.root.with_name(f"{shelf.root.name}.ledger"))
    return Remote(f"{shelf.url}.ledger")


def digest(shelf: Storage, name: str) -> str:
    """SHA-256 of a file; "" when there is none."""
    try:
        return hashlib.sha256(shelf.read(name)).hexdigest()
    except OSError:
        return ""


def holder(lock: str) -> dict[str, Any]:
    """The content of the lock object; empty when there is none."""
    place, _, name = lock.rpartition("/")
    try:
        found = json.loads(Remote(place).read(name))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def without_password(url: str) -> str:
    """The URL without user and password."""
    return re.sub(r"//[^/@]*@", "//", url)


# -- a folder -------------------------------------------------------------------------------------


def _listed(folder: Path | str, before: str) -> Iterator[tuple[str, str]]:
    with suppress(FileNotFoundError), os.scandir(folder) as found:
        for one in found:
            if one.name.startswith("."):
                continue
            if one.is_dir():
                yield from _listed(one.path, f"{before}{one.name}/")
            else:
                yield before + one.name, _stamp_of(one.stat())


def _stamp_of(found: os.stat_result) -> str:
    """Changes with a file's bytes, but needs no reading of them."""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


# -- a URL ----------------------------------------------------------------------------------------


@contextmanager
def _told_by_the_system(url: str) -> Iterator[tuple[Any, str]]:
    """The file system and the path on it; its errors become OSErrors."""
    try:
        # fsspec is untyped, and absent where nobody writes to a URL.
        find: Callable[[str], tuple[Any, str]] = import_module("fsspec.core").url_to_fs
        system, root = find(url)
        yield system, root.rstrip("/")
    except (OSError, OutOfReach):
        raise
    except FOREIGN as error:
        raise OSError(errno.EIO, type(error).__name__) from error


def _protocols(system: Any) -> set[str]:
    said = system.protocol
    return {said} if isinstance(said, str) else set(said)


def _put_beside(system: Any, path: str, data: bytes) -> None:
    parent, _, last = path.rpartition("/")
    new = f"{parent}/.{last}.{secrets.token_hex(8)}"
    system.makedirs(parent, exist_ok=True)
    system.pipe_file(new, data)
    system.mv(new, path)


def _same(path: str, paths: Mapping[str, str]) -> str:
    """The path as we asked for it; some systems answer with an extra slash at the front."""
    return path if path in paths else path.lstrip("/")


def _stamp_from(about: Mapping[str, Any]) -> str:
    """A tag or a time, with the size; "" where the system has neither, and bytes are read."""
    tag = next((str(about[name]).strip('"') for name in TAGS if about.get(name)), "")
    time = next((str(about[name]) for name in TIMES if about.get(name)), "")
    return f"{about.get('size')} {tag or time}" if tag or time else ""


def _check_url(url: str) -> None:
    name = without_password(url)
    if not urlsplit(url).path.strip("/") and urlsplit(url).scheme != "memory":
        raise BadInput("batch.bucket_only", place=name)
    try:
        import_module("fsspec.core").url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise BadInput("batch.not_installed", name=name, missing=_missing(error)) from None


def _missing(error: Exception) -> str:
    return getattr(error, "name", None) or type(error).__name__
