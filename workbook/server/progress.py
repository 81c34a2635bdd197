"""The routes for a trainee's progress in every chapter, and the one next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.server import validation
from workbook.server.context import ServerContext
from workbook.server.handler import Answering, Wishes

if TYPE_CHECKING:
    from workbook.book.trainee_workbook import Book
    from workbook.pages.progress import Standing

KEPT = 200  # cached answers
PERSON = {"id", "name", "cohort", "branch", "coach", "language"}


def standing_of(house: ServerContext, trainee: str, wishes: Wishes) -> dict[str, Any]:
    """A Standing of the contract; recomputed only when something of theirs was saved."""
    book = house.book(trainee, wishes.month, wishes.language)
    stamp = book.store.stamps(book.trainee.cohort).get(trainee, "")
    key, mark = (trainee, str(book.month), book.language), (stamp, book.today, book.trainee)
    return house.remembered("standings", key, mark, lambda: stood(book, stamp), KEPT)


def stood(book: Book, stamp: str) -> dict[str, Any]:
    """The same, computed."""
    from workbook.pages import copies, day_list
    from workbook.pages.progress import standings

    now, files = book.still(), copies.files()
    found = standings(now)
    chapters = [_chapter(now, one, files) for one in found]
    first = files[copies.START]
    return {
        "person": book.trainee.model_dump(include=PERSON),
        "month": str(book.month),
        "language": book.language,
        "stamp": stamp,
        "saved_at": _last_save(now, found),
        "start": {"page": copies.START, "file": first.name, "label": book.wording.start["title"]},
        "today": day_list.brief(now),
        "chapters": chapters,
        "next": _next(found),
    }


def _chapter(book: Book, one: Standing, files: Any) -> dict[str, Any]:
    from workbook.book import remarks
    from workbook.pages import copies

    page = copies.page_of(one.chapter)
    return {
        "chapter": one.chapter,
        "label": one.label,
        "page": page,
        "file": files[page].name,
        "period": str(book.period(one.chapter)),
        "completeness": one.completeness,
        "counts": dict(one.counts),
        "saved_at": one.saved_at,
        "next_step": one.next_step,
        "field": next(iter(book.pack(one.chapter).fields)),
        "remarks": remarks.waiting(book, one.chapter),
    }


def _last_save(book: Book, found: list[Standing]) -> str:
    saved = [(entry.saved_at, one.saved_at) for one in found if (entry := book.entry(one.chapter))]
    return max(saved)[1] if saved else ""


def _next(found: list[Standing]) -> dict[str, str]:
    """A chapter that was begun and has a must; else the first one that is not begun, else one that
    could be better.

    Who has written nothing yet begins where the quick way is longest.
    """
    from workbook.pages import copies

    fresh = not any(one.saved_at for one in found)
    one = min(found, key=lambda each: (_urgency(each), -_quick_steps(each) if fresh else 0))
    return {
        "page": copies.page_of(one.chapter),
        "chapter": one.chapter,
        "text": one.next_step,
        "field": one.field,
    }


def _quick_steps(one: Standing) -> int:
    """How many steps of its page are on the quick way, for those with a few minutes."""
    from workbook import chapters
    from workbook.pages import copies

    steps = chapters.parts(copies.page_of(one.chapter), "zh-Hans").steps.values()
    return sum(step.fast for step in steps)


def _urgency(one: Standing) -> int:
    """0 for the most urgent; ties are broken by the order of the course."""
    begun = one.saved_at or one.completeness is None
    if not begun:
        return 1
    if one.counts["must"]:
        return 0
    if one.counts["should"]:
        return 2
    return 3 if one.counts["could"] or not one.is_complete else 4


class StandingHandler(Answering):
    """GET trainees/{trainee}/standing."""

    @web.authenticated
    @authorized
    async def get(self, trainee: str) -> None:
        """Every chapter of theirs."""
        asked, wishes = validation.trainee(trainee), self.wishes
        await self.answer(lambda: standing_of(self.house, asked, wishes))
