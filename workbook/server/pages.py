"""A chapter's page in report mode, as a preview or as a file to save."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.errors import BadInput
from workbook.server import validation
from workbook.server.context import ServerContext
from workbook.server.handler import Answering, Wishes

if TYPE_CHECKING:
    from workbook.book.trainee_workbook import Book

KEPT = 40  # cached pages, of which the largest has about a megabyte
PAGES = "pages"
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "mmd": "text/plain; charset=utf-8",
}
MAKERS = "workbook.batch.page_run"  # imports that take a fresh process long
# A page runs nothing and fetches nothing, wherever it is shown.
SANDBOX = (
    "sandbox; default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)


@dataclass(frozen=True)
class File:
    """A file to send: its name, its bytes and its media type."""

    name: str
    content: bytes
    kind: str


def page_file(house: ServerContext, trainee: str, chapter: str, shape: str, wishes: Wishes) -> File:
    """The page of ``chapter``, a tool or a page, as a file; remade only when something of theirs
    was saved.

    Raises NotFound for another chapter or trainee, BadInput where a chapter has no such page.
    """
    book = house.book(trainee, wishes.month, wishes.language)
    make = partial(_made, house, book, chapter, shape)
    return house.remembered(PAGES, _key(book, chapter, shape), _mark(book), make, KEPT)


def known_page(house: ServerContext, trainee: str, chapter: str, wishes: Wishes) -> dict[str, str]:
    """A KnownPage of the contract, at once: the last one made, or else the typed text."""
    book = house.book(trainee, wishes.month, wishes.language)
    kept = house.answers.last(PAGES, _key(book, chapter, "html"))
    if kept is None:
        return {"state": "typed", "html": typed_page(book, chapter)}
    mark, file = kept
    return {"state": "made" if mark == _mark(book) else "before", "html": file.content.decode()}


def _key(book: Book, chapter: str, shape: str) -> tuple[str, ...]:
    return (book.trainee.id, chapter, shape, str(book.month), book.language)


def _mark(book: Book) -> tuple[object, ...]:
    """Changes whenever the page would."""
    stamp = book.store.stamps(book.trainee.cohort).get(book.trainee.id, "")
    return (stamp, book.today, book.trainee)


def typed_page(book: Book, chapter: str) -> str:
    """A page's filled-in fields, to read: no figures, no tables, no kernel."""
    from workbook import chapters, rendering
    from workbook.export.html import POLICY, css
    from workbook.pages import copies, read_only_forms

    shown, now = copies.page_of(chapter), book.still()
    forms = "".join(
        f"<h2>{rendering.escape(now.pack(one).label)}</h2>{read_only_forms.twin(now, one, ()).html}"
        for one in chapters.pages().get(shown, (chapter,))
    )
    return (
        f'<!doctype html><html lang="{now.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"{rendering.style_sheet()}<style>{css('page.css')}</style></head>"
        f'<body class="wb-page"><main>{forms}</main></body></html>'
    )


def _made(house: ServerContext, asked: Book, chapter: str, shape: str) -> File:
    """Make the page from a store that is only read."""
    from workbook.batch import single_page
    from workbook.export.file_names import page_name
    from workbook.store import open_store, temporary_files

    with (
        open_store(house.address, read_only=True) as reading,
        temporary_files.folder() as folder,
    ):
        book = replace(asked, store=reading)
        name = f"{page_name(book, chapter)}.{shape}"
        out = folder / "page"
        single_page.export_page(book, chapter, shape, out, executor=house.exporter())
        return File(name, out.read_bytes(), TYPES[shape])


class PageHandler(Answering):
    """GET trainees/{trainee}/pages/{chapter}."""

    left = False

    def on_connection_close(self) -> None:
        """The client has turned to something else."""
        self.left = True
        super().on_connection_close()

    @property
    def content_security_policy(self) -> str:
        """A page is sandboxed; errors have no more rights."""
        return SANDBOX

    @web.authenticated
    @authorized
    async def get(self, trainee: str, chapter: str) -> None:
        """The page, to be shown or saved."""
        make = partial(
            page_file,
            self.house,
            validation.trainee(trainee),
            validation.chapter(chapter),
            _one_of("shape", self.get_query_argument("shape", "html"), tuple(TYPES)),
            self.wishes,
        )
        is_kept = _one_of("download", self.get_query_argument("download", ""), ("", "1"))
        file = await self.house.work(lambda: None if self.left else make(), self.house.one_by_one)
        if file is None:  # nobody waits for it any more: the next request gets the turn
            return
        if is_kept:
            self.set_attachment_header(file.name)
        self.set_header("Cache-Control", "no-store")
        await self.send(file.content, file.kind)


class KnownPageHandler(Answering):
    """GET trainees/{trainee}/pages/{chapter}/known."""

    @web.authenticated
    @authorized
    async def get(self, trainee: str, chapter: str) -> None:
        """The last page made, or the typed text, until the page is ready."""
        asked, page, wishes = validation.trainee(trainee), validation.chapter(chapter), self.wishes
        await self.answer(lambda: known_page(self.house, asked, page, wishes))


def make_ready(house: ServerContext) -> None:
    """Have the page-making process do its imports before the first request."""
    with house.hiring:
        if house.kept.setdefault("pages are coming", False):
            return
        house.kept["pages are coming"] = True
    house.one_by_one.submit(lambda: house.exporter().submit(import_module, MAKERS).result())


def _one_of(name: str, typed: str, known: tuple[str, ...]) -> str:
    if typed in known:
        return typed
    there = ", ".join(filter(None, known))
    raise BadInput("server.one_of", name=name, known=there)
