"""The fictitious cohort that comes with the package, as a store ready to open."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tempfile
from pathlib import Path

from workbook import resources
from workbook.book import importing
from workbook.book.importing import ReadOptions
from workbook.customers.pack import TABLES
from workbook.domain import cache_files
from workbook.store import Store, open_store

NAME = "samples"
COHORT = "2026-winter"
FIRST = "chen-jie"
MONTH = "2026-12"
TODAY = "2026-12-09"
ROSTER, ENTRIES, REMARKS = "roster.csv", "entries.jsonl", "remarks.jsonl"


def address(store: str, *, read_only: bool = True) -> str | Path:
    """The store's address: "samples" means the fictitious cohort, to read or to try out."""
    if store != NAME:
        return store
    return prepared() if read_only else to_try()


def prepared() -> Path:
    """A store with the samples in it, made once for each version of the samples."""
    return cache_files.made(cache_files.folder() / f"samples-{_digest()[:16]}.db", _filled)


def _filled(place: Path) -> None:
    with open_store(place) as store:
        fill(store)


def to_try() -> Path:
    """A writable copy of the samples; the prepared ones stay as they are."""
    sound = prepared()

    def copy(place: Path) -> None:
        shutil.copyfile(sound, place)
        place.chmod(0o600)  # whatever is typed into it belongs to the person

    return cache_files.made(sound.with_stem(f"{sound.stem}-tried"), copy)


def fill(store: Store, folder: Path | None = None) -> int:
    """Import the sample cohort into ``store``; returns the number of trainees.

    The files are read from a copy, so that rejected rows are not written beside the originals.
    """
    day = dt.date.fromisoformat(TODAY)
    with tempfile.TemporaryDirectory() as copied:
        root = Path(copied)
        for path in _files(folder or resources.samples()):
            (root / path.parent.name).mkdir(exist_ok=True)
            shutil.copyfile(path, root / path.parent.name / path.name)
        top = root / (folder or resources.samples()).name
        report = importing.import_roster(store, top / ROSTER, ReadOptions())
        for trainee in store.trainees(COHORT):
            for path in sorted((root / trainee.id).glob("*.*")):
                how = ReadOptions(trainee.language, today=day)
                importing.import_customers(store, trainee.id, path.stem, path, how, sure=True)
        importing.import_entries(store, top / ENTRIES)
        importing.import_remarks(store, top / REMARKS)
    return report.kept


def _files(folder: Path) -> list[Path]:
    """The roster, the entries, the remarks, and the tables of each trainee."""
    tables = [path for path in folder.glob("*/*.*") if path.stem in TABLES]
    return sorted([*(folder / name for name in (ROSTER, ENTRIES, REMARKS)), *tables])


def _digest() -> str:
    """Changes with the samples, the templates or the code that reads either."""
    digest = hashlib.sha256()
    code = [path for path in resources.PACKAGE.rglob("*.py") if "package_data" not in path.parts]
    for root, paths in (
        (resources.samples(), _files(resources.samples())),
        (resources.templates(), sorted(resources.templates().rglob("*.yaml"))),
        (resources.PACKAGE, sorted(code)),
    ):
        for path in paths:
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
