"""What the notebooks of the browser test run: a small form that saves to a JSON file, and a page
of the workbook on a store of its own."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from workbook import open_workbook
from workbook.content import load
from workbook.content.messages import Wording
from workbook.domain.fields import (
    Choice,
    Count,
    Day,
    LongText,
    Measure,
    Setting,
    Share,
    Text,
    Yes,
    parse,
)
from workbook.domain.templates import FieldWords, Frozen
from workbook.pages.forms import FormWidget, Saved, SaveResult, form


class Prospect(Frozen):
    customer: Text
    indicator: Annotated[str, Choice("indicators")]
    amount: Annotated[Measure, Field(gt=0)] | None = None
    product: Text = ""
    chance: Share | None = None
    next_contact: Day | None = None
    status: Annotated[str, Choice("statuses")] = "open"
    calls: Annotated[Count, Field(ge=0, le=99)] = 0
    sure: Yes = False
    talked: Text = ""
    last_contact: Day | None = None
    remark: LongText = ""


class Plan(Frozen):
    scheme: Annotated[str, Choice("schemes")] = "front"
    daily_contacts: Annotated[Count, Field(ge=1, le=60)] | None = None
    try_by: Day | None = None
    prospects: tuple[Prospect, ...] = ()
    answer: LongText = ""


CHOICES = {
    "zh-Hans": {
        "schemes": {"front": "前紧后松", "even": "平均分配"},
        "indicators": {"aum": "AUM 净增", "funds": "基金销售", "cards": "信用卡"},
        "statuses": {"open": "进行中", "won": "已成交", "lost": "没有成交"},
    },
    "en": {
        "schemes": {"front": "Front-loaded", "even": "Evenly spread"},
        "indicators": {"aum": "Net new AUM", "funds": "Fund sales", "cards": "Credit cards"},
        "statuses": {"open": "Open", "won": "Closed", "lost": "Lost"},
    },
}
WORDS: dict[str, dict[str, Any]] = {
    "zh-Hans": {
        "scheme": {"label": "节奏", "help": "前两周多做，后两周留有余地。"},
        "daily_contacts": {
            "label": "每天联系几位",
            "example": "12",
            "help": "不含临时来访的客户。",
        },
        "try_by": {"label": "最晚哪天试一次", "example": "2026-12-05"},
        "prospects": {
            "label": "本月潜客",
            "help": "一行一位客户，只写客户编号。金额单位：万元；信用卡按件。",
            "columns": {
                "customer": {"label": "客户编号", "example": "K0012"},
                "indicator": {"label": "指标"},
                "amount": {"label": "预计金额", "example": "50"},
                "product": {"label": "产品", "example": "债券基金"},
                "chance": {"label": "把握", "example": "30%", "help": "一次联系就成交的可能"},
                "next_contact": {"label": "下次联系", "example": "12/5"},
                "status": {"label": "状态"},
                "calls": {"label": "已联系"},
                "sure": {"label": "已约好"},
                "talked": {"label": "上次谈到", "example": "想看看到期的理财"},
                "last_contact": {"label": "上次联系", "example": "11/28"},
                "remark": {"label": "备注"},
            },
        },
        "answer": {"label": "这个月最难的一步，打算怎么走", "example": "先约三位到期客户……"},
    },
    "en": {
        "scheme": {"label": "Rhythm", "help": "More in the first two weeks, room in the last two."},
        "daily_contacts": {"label": "Contacts a day", "example": "12"},
        "try_by": {"label": "Tried by", "example": "2026-12-05"},
        "prospects": {
            "label": "Prospects of the month",
            "help": "A customer a row, by number. Amounts in 10,000 yuan; cards in pieces.",
            "columns": {
                "customer": {"label": "Customer", "example": "K0012"},
                "indicator": {"label": "Indicator"},
                "amount": {"label": "Amount", "example": "50"},
                "product": {"label": "Product", "example": "bond fund"},
                "chance": {"label": "Chance", "example": "30%", "help": "to close at one contact"},
                "next_contact": {"label": "Next contact", "example": "12/5"},
                "status": {"label": "Status"},
                "calls": {"label": "Contacts"},
                "sure": {"label": "Booked"},
                "talked": {"label": "Talked about", "example": "a maturing deposit"},
                "last_contact": {"label": "Last contact", "example": "11/28"},
                "remark": {"label": "Remark"},
            },
        },
        "answer": {"label": "The hardest step this month, and how to take it"},
    },
}


def page(file: str, language: str = "zh-Hans", author: str = "chen-jie") -> FormWidget:
    """The form on ``file``, a JSON list of versions."""
    path = Path(file)
    _says_who_it_is(file)
    units = {"": "万元", "cards": "张"} if language != "en" else {"": "wan yuan", "cards": "card"}
    setting = Setting(10_000, 2026, CHOICES[language], frozenset({"cards"}), units=units)

    def versions() -> list[Saved]:
        return [Saved(**one) for one in json.loads(path.read_text())] if path.exists() else []

    def history() -> list[Saved]:
        """A version a minute, as their times say."""
        return [replace(one, moment=60 * one.version) for one in versions()]

    def save(body: dict[str, Any], based_on: int) -> SaveResult:
        before = versions()
        if len(before) != based_on:
            return SaveResult(based_on, "", conflict=before[-1])
        new = Saved(based_on + 1, f"14:{based_on + 1:02d}", author, body)
        path.write_text(json.dumps([vars(one) for one in (*before, new)], ensure_ascii=False))
        return SaveResult(new.version, new.saved_at, parse(Plan, body, setting).problems)

    last = (versions() or [Saved(0, "", author, {})])[-1]
    return form(
        Plan,
        _words(language),
        load("wording", language, Wording),
        setting,
        last.body,
        save,
        history=history,
        version=last.version,
        saved_at=last.saved_at,
        others=[_words(other) for other in WORDS if other != language],
        draft_key=f"chen-jie/plan/{path.stem}",
    )


def _words(language: str) -> dict[str, FieldWords]:
    return {name: FieldWords(**words) for name, words in WORDS[language].items()}


def chapter(file: str, language: str = "zh-Hans", author: str = "chen-jie") -> FormWidget:
    """Some fields of the pacing page of December in the store at ``file``."""
    _says_who_it_is(file)
    book = open_workbook(
        author, "2026-12", today="2026-12-09", language=language, store=file, mode="form"
    )
    fields = ("reaction", "daily_contacts", "try_customer", "targets", "answer")
    shown: FormWidget = book.chapter("pacing").form(*fields)
    return shown


def reserve(file: str, language: str = "zh-Hans", author: str = "chen-jie") -> FormWidget:
    """The prospects of December in the store at ``file``."""
    _says_who_it_is(file)
    book = open_workbook(
        author, "2026-12", today="2026-12-09", language=language, store=file, mode="form"
    )
    shown: FormWidget = book.chapter("prospects").form("prospects")
    return shown


def _says_who_it_is(file: str) -> None:
    """Leave the kernel's process number beside ``file``."""
    Path(f"{file}.kernel").write_text(str(os.getpid()))


def bring(file: str, language: str = "zh-Hans", author: str = "chen-jie") -> Any:
    """The upload of the first page, on the store at ``file``."""
    _says_who_it_is(file)
    book = open_workbook(
        author, "2026-12", today="2026-12-09", language=language, store=file, mode="form"
    )
    return book.start().bring_in()
