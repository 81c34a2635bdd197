"""Pages that go back as files: made at the coach's, laid out at the trainee's, named by us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from workbook import chapters
from workbook.batch.single_page import export_page
from workbook.book.opening import open_book
from workbook.errors import BadInput, none_of
from workbook.exchange import overview
from workbook.exchange.collecting import Taken
from workbook.export.file_names import plain
from workbook.store import Store, Trainee, temporary_files
from workbook.store.connections import file_of
from workbook.store.safe_writing import written_over

FORMATS = ("pdf", "xlsx", "html")


def made(
    store: Store, trainee: Trainee, month: str, formats: Iterable[str]
) -> dict[tuple[str, str], bytes]:
    """(page, format) → the file of each page that has something in it. NotFound for a format."""
    found: dict[tuple[str, str], bytes] = {}
    for shape in formats:
        if shape not in FORMATS:
            raise none_of("format", shape, FORMATS)
        for page in _filled(store, trainee, month):
            found[page, shape] = _bytes(store, trainee, month, page, shape)
    return found


def _filled(store: Store, trainee: Trainee, month: str) -> list[str]:
    return [
        page for page, there in overview.filled_pages(store, trainee.id, month).items() if there
    ]


def _bytes(store: Store, trainee: Trainee, month: str, page: str, shape: str) -> bytes:
    book = open_book(store, trainee.id, month)
    with temporary_files.folder() as folder:
        target = folder / f"page.{shape}"
        return export_page(book, page, shape, target).read_bytes()


def laid_out(one: Taken, out: Path) -> Iterator[Path]:
    """Write the pages that came with a return; of a page that we do not have, nothing."""
    for (page, shape), data in one.files.items():
        if page in chapters.pages() and one.trainee:
            path = out / f"{plain(one.trainee.name)} {page}.{shape}"
            try:
                written_over(path, data)
            except OSError as error:
                raise BadInput("exchange.cannot_write", path=path, why=error.strerror) from None
            yield path


def beside_store(store: Store, name: str) -> Path:
    """A path for what is about a file, where nobody else looks: beside the store."""
    place = file_of(store.engine.url)
    return (place.parent if place else Path()) / plain(Path(name).stem)
