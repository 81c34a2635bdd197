"""A chapter's page in report mode, as a preview or as a file to keep."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.errors import BadInput
from workbook.server import asking
from workbook.server.answering import Answering, Wishes
from workbook.server.house import House

if TYPE_CHECKING:
    from workbook.book import Book

KEPT = 20  # pages, of which the largest has about a megabyte
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "mmd": "text/plain; charset=utf-8",
}
# A page runs nothing and fetches nothing, wherever it is shown.
SANDBOX = (
    "sandbox; default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)


@dataclass(frozen=True)
class File:
    """A file to send: its name, its bytes and what they are."""

    name: str
    content: bytes
    kind: str


def page_file(house: House, trainee: str, chapter: str, shape: str, wishes: Wishes) -> File:
    """The page of ``chapter`` as a file; made anew only when something of theirs was saved.

    Raises NotFound for another chapter or trainee, BadInput where a chapter has no such page.
    """
    book = house.book(trainee, wishes.month, wishes.language)
    stamp = book.store.stamps(book.trainee.cohort).get(trainee, "")
    key = (trainee, chapter, shape, str(book.month), book.language)
    mark = (stamp, book.today, book.trainee)
    return house.remembered("pages", key, mark, partial(_made, house, book, chapter, shape), KEPT)


def _made(house: House, asked: Book, chapter: str, shape: str) -> File:
    """The page from a store that is only read."""
    from workbook import exporting
    from workbook.store import open_store

    with (
        open_store(house.address, read_only=True) as reading,
        tempfile.TemporaryDirectory() as folder,
    ):
        book = replace(asked, store=reading)
        name = f"{exporting.file_name(book, chapter)}.{shape}"
        out = Path(folder) / "page"
        exporting.export_page(book, chapter, shape, out, executor=house.exporter())
        return File(name, out.read_bytes(), TYPES[shape])


class PageHandler(Answering):
    """GET trainees/{trainee}/pages/{chapter}."""

    @property
    def content_security_policy(self) -> str:
        """A page is shown in a box of its own; errors have no more rights."""
        return SANDBOX

    @web.authenticated
    @authorized
    async def get(self, trainee: str, chapter: str) -> None:
        """The page, to be shown or kept."""
        make = partial(
            page_file,
            self.house,
            asking.trainee(trainee),
            asking.chapter(chapter),
            _one_of("shape", self.get_query_argument("shape", "html"), tuple(TYPES)),
            self.wishes,
        )
        is_kept = _one_of("download", self.get_query_argument("download", ""), ("", "1"))
        file = await self.house.work(make, self.house.one_by_one)
        if is_kept:
            self.set_attachment_header(file.name)
        self.set_header("Cache-Control", "no-store")
        await self.send(file.content, file.kind)


def _one_of(name: str, typed: str, known: tuple[str, ...]) -> str:
    if typed in known:
        return typed
    there = ", ".join(filter(None, known))
    raise BadInput(
        f"“{name}”只能是：{there}。请刷新页面后再试。 / “{name}” can be: {there}. Reload the page "
        "and try again."
    )
