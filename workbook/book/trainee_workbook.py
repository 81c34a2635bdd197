"""One trainee's workbook: the interface of notebooks, batch, command line and spreadsheets.

Forms write to the store through :meth:`Book.save`; everything else reads from the store through
:meth:`Book.desk`. A page that was filled in keeps the template it was made with until the trainee
accepts the new one.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import pandas as pd

from workbook import chapters, content
from workbook.book.customer_tables import tables_of
from workbook.book.periods import period_at, period_of
from workbook.book.pinned_template import (
    Template,
    bank_of,
    kept,
    names_of,
    pack_of,
    read_body,
    setting_of,
)
from workbook.chapters.shared.context import Desk, Finding, Mark
from workbook.chapters.shared.day_list import Due, Numbers
from workbook.content.messages import Voice, Wording, voice
from workbook.customers import bank_file
from workbook.domain import fields
from workbook.domain.bank import Bank
from workbook.domain.caching import Lazily, Memo, once
from workbook.domain.calendar import Calendar, Month, Week
from workbook.errors import not_found
from workbook.store import Entry, Store, Trainee

CHINA = ZoneInfo("Asia/Shanghai")
EARLIER = 12  # months, or weeks
WEIGHTS = ("must", "should", "could")
Names = ParamSpec("Names")
Read = TypeVar("Read")


def read_once(
    read: Callable[Concatenate[Any, Names], Read],
) -> Callable[Concatenate[Any, Names], Read]:
    """A reading that a frozen workbook does only once."""
    return once(read, lambda book: book.answers)


@dataclass(frozen=True)
class Book:
    """A trainee's workbook for one month, as of one day, in one language.

    answers: what a frozen workbook has read; None for one that reads the store each time.
    shelf: keeps the customers' tables until an import changes them; it may serve many workbooks.
    """

    store: Store
    trainee: Trainee
    month: Month
    today: dt.date
    language: str
    calendar: Calendar
    answers: Memo | None = field(default=None, compare=False, repr=False)
    shelf: Memo = field(default_factory=Memo, compare=False, repr=False)

    @property
    def wording(self) -> Wording:
        return content.load("wording", self.language, Wording)

    # -- reading ----------------------------------------------------------------------------------

    def still(self) -> Book:
        """A frozen copy: each page is read from the store once, and later saves are not seen."""
        return replace(self, answers=Memo())

    def period(self, chapter: str) -> Month | Week:
        """The period of ``chapter``'s page: the month, or the week of today within it."""
        return period_at(chapter, self.month, self.today)

    @read_once
    def entry(self, chapter: str) -> Entry | None:
        """The newest entry for this month (or week), or None."""
        return self.store.latest(self.trainee.id, chapter, str(self.period(chapter)))

    def history(self, chapter: str) -> list[Entry]:
        """All versions for this month (or week), oldest first."""
        return self.store.history(self.trainee.id, chapter, str(self.period(chapter)))

    def template(self, chapter: str) -> Template:
        """The template pinned to this page of ``chapter``."""
        entry = self.entry(chapter)
        return self._template_of(chapter, entry.template if entry else "")

    @read_once
    def _template_of(self, chapter: str, digest: str) -> Template:
        now = Template.now(chapter)
        return now if digest in ("", now.digest) else kept(chapter, self.store.template(digest))

    def bank(self, chapter: str) -> Bank:
        """Units and indicators from the page's template."""
        return bank_of(self.template(chapter), self.language)

    def pack(self, chapter: str) -> Any:
        """The chapter's content in the reader's language."""
        return pack_of(self.template(chapter), self.language)

    def setting(self, chapter: str) -> fields.Setting:
        """How text typed into the chapter's form is parsed."""
        return setting_of(chapter, self.template(chapter), self.language, self.month)

    @read_once
    def voice(self, chapter: str) -> Voice:
        """Formats the chapter's numbers and keys as text."""
        names = names_of(self.pack(chapter), self.language)
        return voice(self.wording, self.bank(chapter), names, self.month.year)

    @read_once
    def desk(self, chapter: str) -> Desk[Any, Any]:
        """The inputs of the chapter's rules, tables and figures."""
        parsed, before = self._read(chapter, self.entry(chapter)), self._as_planned(chapter)
        return Desk(
            record=parsed.record,
            pack=self.pack(chapter),
            bank=self.bank(chapter),
            month=self.month,
            today=self.today,
            calendar=self.calendar,
            problems=parsed.problems,
            rows=parsed.rows,
            planned=self._read(chapter, before).record if before else None,
            earlier=self._pages_before(chapter),
            linked={name: self.desk(name) for name in chapters.chapter(chapter).reads},
            found=Lazily(chapters.chapter(chapter).reads, self._found),
            marked=Lazily(_offering("flagged"), functools.lru_cache(self._marked)),
            due=Lazily(_offering("due"), functools.lru_cache(self._due)),
            numbers=Lazily(_offering("numbers"), functools.lru_cache(self._numbers)),
            customers=self.customers(),
            given=self.period(chapter),
            marks=bank_file.marks_for(*self.store.bank()),
        )

    def _found(self, chapter: str) -> tuple[Finding, ...]:
        return tuple(self.findings(chapter))

    def _marked(self, chapter: str) -> tuple[Mark, ...]:
        """Which customers the chapter's pages flag as not to be contacted."""
        flagged = chapters.chapter(chapter).flagged
        if flagged is None:
            return ()
        return tuple(flagged(self._pages(chapter), self.pack(chapter), self.today))

    def _due(self, chapter: str) -> tuple[Due, ...]:
        """Whom the chapter wants to have contacted today, each with its row as it was typed."""
        asks, desk = chapters.chapter(chapter).due, self.desk(chapter)
        return tuple(replace(one, loc=desk.typed(one.loc)) for one in asks(desk)) if asks else ()

    def _numbers(self, chapter: str) -> tuple[Numbers | None, ...]:
        """The numbers of a day, by this month's page and by the next one's."""
        told = chapters.chapter(chapter).numbers
        later = replace(self, month=self.month.next, answers=Memo())
        return (told(self.desk(chapter)), told(later.desk(chapter))) if told else ()

    def _pages(self, chapter: str) -> list[tuple[Month | Week, Any]]:
        """This page and the earlier ones, latest first."""
        now = self._read(chapter, self.entry(chapter)).record
        return [(self.period(chapter), now), *self._pages_before(chapter)]

    @read_once
    def _pages_before(self, chapter: str) -> tuple[tuple[Month | Week, Any], ...]:
        return tuple(
            (period_of(chapter, entry.key), self._read(chapter, entry).record)
            for entry in self._earlier(chapter)
        )

    def _read(self, chapter: str, entry: Entry | None) -> fields.Parsed[Any]:
        """Parse an entry with the template that it was typed under."""
        if entry is None:
            return self.parsed(chapter, {})
        template = self._template_of(chapter, entry.template)
        month = Month.of(period_of(chapter, entry.key).first)
        return read_body(chapter, template, self.language, month, json.dumps(entry.body))

    def parsed(self, chapter: str, body: Mapping[str, Any]) -> fields.Parsed[Any]:
        """The page's typed text, parsed with its template; once for the same text."""
        month = Month.of(self.period(chapter).first)
        return read_body(chapter, self.template(chapter), self.language, month, json.dumps(body))

    def before(self, chapter: str) -> Book:
        """The same workbook as of the end of the month (or week) before."""
        last = self.period(chapter).previous.last
        return replace(self, month=Month.of(last), today=last, answers=None)

    def record(self, chapter: str, version: int) -> Any:
        """One saved version of the page, parsed; NotFound when there is no such version."""
        key = str(self.period(chapter))
        entry = self.store.version(self.trainee.id, chapter, key, version)
        if entry is None:
            known = [str(one.version) for one in self.history(chapter)]
            raise not_found("version", str(version), known)
        return self._read(chapter, entry).record

    def _as_planned(self, chapter: str) -> Entry | None:
        """The plan as first made: the last save before the first working day of the month (week).

        Where nothing was saved by then, the last save of the first day with one.
        """
        period = self.period(chapter)
        begins = next(filter(self.calendar.is_working, period.days), period.first)
        history = self.history(chapter)
        saved = [(entry.saved_at.astimezone(CHINA).date(), entry) for entry in history]
        if not saved:
            return None
        last = max(begins - dt.timedelta(days=1), saved[0][0])
        return [entry for day, entry in saved if day <= last][-1]

    def _earlier(self, chapter: str) -> list[Entry]:
        """The newest entry of each earlier month (week), latest first."""
        entries = self.store.latest_of_chapter(self.trainee.id, chapter)
        past = [entry for entry in entries if entry.key < str(self.period(chapter))]
        return past[: -EARLIER - 1 : -1]

    @read_once
    def customers(self) -> Lazily[pd.DataFrame]:
        """The imported tables by kind, with the contacts of the list of the day; a kind that was
        not imported is absent. See ``tables_of``."""
        return tables_of(self, self._pages)

    @read_once
    def frame(self, chapter: str, table: str) -> pd.DataFrame:
        """A table of the chapter with raw numbers."""
        return chapters.chapter(chapter).tables[table](self.desk(chapter))

    @read_once
    def findings(self, chapter: str) -> list[Finding]:
        """The chapter's findings, heaviest first."""
        desk = self.desk(chapter)
        found = chapters.chapter(chapter).findings(desk)
        return sorted(found, key=lambda one: WEIGHTS.index(desk.pack.rules[one.rule].weight))

    def completeness(self, chapter: str) -> float | None:
        """The share of the chapter that is filled in, 0…1; None where the page makes itself."""
        share = chapters.chapter(chapter).completeness
        return share(self.desk(chapter)) if share else None

    # -- writing ----------------------------------------------------------------------------------

    def save(self, chapter: str, body: dict[str, Any], based_on: int, author: str = "") -> Entry:
        """Store what was typed as a new version. Raises Conflict when somebody else saved first."""
        return self._keep(chapter, body, based_on, self.template(chapter), author)

    def accept_template(self, chapter: str, author: str = "") -> Entry | None:
        """Switch to the template that ships now; the answers stay as they are."""
        entry = self.entry(chapter)
        if entry is None:
            return None
        now = Template.now(chapter)
        return self._keep(chapter, entry.body, entry.version, now, author)

    def _keep(
        self, chapter: str, body: dict[str, Any], based_on: int, template: Template, author: str
    ) -> Entry:
        return self.store.save(
            self.trainee.id,
            chapter,
            str(self.period(chapter)),
            body,
            based_on=based_on,
            template=template.digest,
            template_text=template.text,
            author=author or self.trainee.id,
        )

    def rows_offered(self, chapter: str) -> int:
        """How many open rows of last month (or week) can be carried over."""
        return sum(map(len, chapters.chapter(chapter).rolled_over(self.desk(chapter)).values()))

    def roll_over(self, chapter: str, author: str = "") -> Entry | None:
        """Carry over the open rows of last month (or week); None when there are none.

        The text is copied as typed, and last month's page is not changed.
        """
        return self._with_rows(
            chapter, chapters.chapter(chapter).rolled_over(self.desk(chapter)), author
        )

    def suggested(self, chapter: str) -> Mapping[str, tuple[Any, ...]]:
        """Suggested first rows, by field."""
        return chapters.chapter(chapter).suggested(self.desk(chapter), self.voice(chapter))

    def take_suggested(self, chapter: str, author: str = "") -> Entry | None:
        """Add the suggested rows to the page; None when there are none."""
        return self._with_rows(chapter, self.suggested(chapter), author)

    def _with_rows(
        self, chapter: str, offered: Mapping[str, tuple[Any, ...]], author: str
    ) -> Entry | None:
        if not any(offered.values()):
            return None
        setting, entry = self.setting(chapter), self.entry(chapter)
        body = dict(entry.body) if entry else {}
        for name, rows in offered.items():
            typed = [fields.typed(row, setting) for row in rows]
            body[name] = [*body.get(name, []), *typed]
        return self.save(chapter, body, entry.version if entry else 0, author)


@functools.cache
def _offering(hook: str) -> tuple[str, ...]:
    """The chapters that offer a hook of the contract."""
    return tuple(name for name in chapters.names() if getattr(chapters.chapter(name), hook))
