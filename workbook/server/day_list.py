"""The routes for the one list of the day: read, keep a result, take one back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.server import validation
from workbook.server.context import ServerContext
from workbook.server.handler import Answering, Wishes


def day_of(house: ServerContext, trainee: str, wishes: Wishes) -> object:
    """A DayList of the contract."""
    from workbook.pages import day_list

    return day_list.told(house.book(trainee, wishes.month, wishes.language))


def keep(house: ServerContext, trainee: str, wishes: Wishes, typed: dict[str, Any]) -> object:
    """Keep a result of today, and give the list as it is then; BadInput for what is no day."""
    from workbook.book import ticks
    from workbook.chapters.shared.day_list import Result

    book = house.book(trainee, wishes.month, wishes.language)
    words = {name: typed[name] for name in ("customer", "kind", "outcome", "said")}
    ticks.tick(book, Result(day=book.today, next_day=_day(typed["next_day"]), **words))
    return day_of(house, trainee, wishes)


def _day(text: str) -> dt.date | None:
    from workbook.book.opening import read_today

    return read_today(text) if text else None


def take_back(house: ServerContext, trainee: str, number: int, wishes: Wishes) -> object:
    """Take back a result of the month, by its number; NotFound where there is none."""
    from workbook.book import ticks

    ticks.take_back(house.book(trainee, wishes.month, wishes.language), number - 1)
    return day_of(house, trainee, wishes)


class DayListHandler(Answering):
    """GET and POST trainees/{trainee}/today."""

    @web.authenticated
    @authorized
    async def get(self, trainee: str) -> None:
        """The list."""
        asked, wishes = validation.trainee(trainee), self.wishes
        await self.answer(lambda: day_of(self.house, asked, wishes))

    @web.authenticated
    @authorized
    async def post(self, trainee: str) -> None:
        """Keep a result."""
        asked, wishes, typed = validation.trainee(trainee), self.wishes, self.body("ResultTyped")
        await self.answer(lambda: keep(self.house, asked, wishes, typed))


class ResultHandler(Answering):
    """DELETE trainees/{trainee}/today/{number}."""

    @web.authenticated
    @authorized
    async def delete(self, trainee: str, number: str) -> None:
        """Take a result back."""
        asked, result = validation.trainee(trainee), validation.number(number)
        wishes = self.wishes
        await self.answer(lambda: take_back(self.house, asked, result, wishes))
