"""The routes for the coach's remarks: read, write, answer, and the bank of remarks."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.server import validation
from workbook.server.context import ServerContext
from workbook.server.handler import Answering, Wishes


def threads_of(house: ServerContext, trainee: str, wishes: Wishes) -> object:
    """The remarks on a trainee's pages of a month, newest first."""
    from workbook.book import remarks

    return remarks.threads(house.book(trainee, wishes.month, wishes.language).still())


def write(house: ServerContext, trainee: str, wishes: Wishes, typed: dict[str, Any]) -> object:
    """Write a remark; NotFound for an unknown chapter, field or bank remark."""
    from workbook.book import remark_bank, remarks
    from workbook.errors import not_found

    book = house.book(trainee, wishes.month, wishes.language)
    known = remark_bank.bank(book.language).remarks
    if typed["banked"] and typed["banked"] not in known:
        raise not_found("bank_remark", typed["banked"], known)
    pinned = {name: typed[name] for name in ("field", "banked", "author")}
    return remarks.write(book, typed["chapter"], typed["text"], **pinned)


def answer(
    house: ServerContext, trainee: str, number: int, wishes: Wishes, typed: dict[str, Any]
) -> object:
    """Answer a remark; NotFound where there is no such remark."""
    from workbook.book import remarks

    book = house.book(trainee, wishes.month, wishes.language)
    said = {name: typed[name] for name in ("role", "author")}
    return remarks.answer(book, number, typed["text"], **said)


def bank(house: ServerContext, wishes: Wishes) -> dict[str, Any]:
    """A RemarkBank of the contract: the fields of each chapter, and what may be said of them."""
    from workbook import chapters, content
    from workbook.book import remark_bank

    language = wishes.language or house.settings.language or content.LANGUAGES[0]
    return {
        "chapters": [_fields(name, language) for name in chapters.names()],
        "remarks": [
            {
                "key": key,
                "chapter": one.chapter,
                "field": one.field,
                "text": one.text,
                "source": one.source,
            }
            for key, one in remark_bank.bank(language).remarks.items()
        ],
    }


def _fields(chapter: str, language: str) -> dict[str, Any]:
    from workbook.book.pinned_template import Template, pack_of

    pack = pack_of(Template.now(chapter), language)
    fields = [{"field": name, "label": words.label} for name, words in pack.fields.items()]
    return {"chapter": chapter, "label": pack.label, "fields": fields}


class RemarksHandler(Answering):
    """GET and POST trainees/{trainee}/remarks."""

    @web.authenticated
    @authorized
    async def get(self, trainee: str) -> None:
        """The remarks of a month."""
        asked, wishes = validation.trainee(trainee), self.wishes
        await self.answer(lambda: threads_of(self.house, asked, wishes))

    @web.authenticated
    @authorized
    async def post(self, trainee: str) -> None:
        """Write one."""
        asked, wishes, typed = validation.trainee(trainee), self.wishes, self.body("RemarkTyped")
        await self.answer(lambda: write(self.house, asked, wishes, typed))


class AnswersHandler(Answering):
    """POST trainees/{trainee}/remarks/{number}/answers."""

    @web.authenticated
    @authorized
    async def post(self, trainee: str, number: str) -> None:
        """Answer one."""
        asked, remark = validation.trainee(trainee), validation.number(number)
        wishes, typed = self.wishes, self.body("AnswerTyped")
        await self.answer(lambda: answer(self.house, asked, remark, wishes, typed))


class BankHandler(Answering):
    """GET bank."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """The bank of remarks."""
        wishes = self.wishes
        await self.answer(lambda: bank(self.house, wishes))
