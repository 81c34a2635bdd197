"""One trainee's workbook: what notebooks, batch, command line and spreadsheets all talk to.

Forms write to the store through :meth:`Book.save`; everything else reads from the store through
:meth:`Book.desk`. A page that was filled in keeps the template it was made with until the trainee
accepts the new one.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import pandas as pd

from workbook import chapters, content, fields
from workbook.bank import Bank, labels
from workbook.chapters import Chapter
from workbook.content import Choosable
from workbook.desk import Desk, Finding
from workbook.store import Entry, Store, Trainee
from workbook.template import Template, bank_of, kept, pack_of, setting_of
from workbook.wording import Voice, Wording, voice
from workbook.workdays import Calendar, Month, working_days

CHINA = ZoneInfo("Asia/Shanghai")
EARLIER_MONTHS = 12
WEIGHTS = ("must", "should", "could")
KINDS = ("customers", "holdings", "balances", "contacts", "transactions")

Names = ParamSpec("Names")
Read = TypeVar("Read")


def _once(
    read: Callable[Concatenate[Book, Names], Read],
) -> Callable[Concatenate[Book, Names], Read]:
    """A reading that a book which stands still does only once."""

    @functools.wraps(read)
    def reading(book: Book, /, *names: Names.args, **others: Names.kwargs) -> Read:
        if book.seen is None:
            return read(book, *names, **others)
        key = (read.__name__, *names)
        if key not in book.seen:
            book.seen[key] = read(book, *names, **others)
        found: Read = book.seen[key]
        return found

    return reading


@dataclass(frozen=True)
class Customers(Mapping[str, pd.DataFrame]):
    """Tables by kind, each read when it is first asked for: a whole book of customers is large."""

    read: Callable[[str], pd.DataFrame | None]

    def __getitem__(self, kind: str) -> pd.DataFrame:
        frame = self.read(kind) if kind in KINDS else None
        if frame is None:
            raise KeyError(kind)
        return frame

    def __iter__(self) -> Iterator[str]:
        return (kind for kind in KINDS if self.read(kind) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class Book:
    """A trainee's workbook for one month, seen on one day, in one language.

    seen: what a book that stands still has read so far; None for one that reads the store anew.
    """

    store: Store
    trainee: Trainee
    month: Month
    today: dt.date
    language: str
    calendar: Calendar
    seen: dict[tuple[object, ...], Any] | None = field(default=None, compare=False, repr=False)

    @property
    def wording(self) -> Wording:
        return content.load("wording", self.language, Wording)

    # -- reading ----------------------------------------------------------------------------------

    def still(self) -> Book:
        """The book as it stands now: each page of it is read once, whatever is saved meanwhile."""
        return replace(self, seen={})

    @_once
    def entry(self, chapter: str) -> Entry | None:
        """What was saved last for this month, or None."""
        return self.store.latest(self.trainee.id, chapter, str(self.month))

    def history(self, chapter: str) -> list[Entry]:
        """Every save for this month, the oldest first."""
        return self.store.history(self.trainee.id, chapter, str(self.month))

    def template(self, chapter: str) -> Template:
        """The template that this month's page of ``chapter`` is made from."""
        entry = self.entry(chapter)
        return self._template_of(chapter, entry.template if entry else "")

    @_once
    def _template_of(self, chapter: str, digest: str) -> Template:
        now = Template.now(chapter)
        return now if digest in ("", now.digest) else kept(chapter, self.store.template(digest))

    def bank(self, chapter: str) -> Bank:
        """Units and indicators as the page's template has them."""
        return bank_of(self.template(chapter), self.language)

    def pack(self, chapter: str) -> Any:
        """The chapter's content in the reader's language."""
        return pack_of(self.template(chapter), self.language)

    def setting(self, chapter: str) -> fields.Setting:
        """How what is typed into the chapter's form is read."""
        return setting_of(chapter, self.template(chapter), self.language, self.month)

    @_once
    def voice(self, chapter: str) -> Voice:
        """How the chapter's numbers and keys become text."""
        pack = self.pack(chapter)
        names = {
            name: labels(getattr(pack, name))
            for name in type(pack).model_fields
            if _is_list_of_labels(getattr(pack, name))
        }
        return voice(self.wording, self.bank(chapter), names)

    @_once
    def desk(self, chapter: str) -> Desk[Any, Any]:
        """All that the chapter's functions may look at."""
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
            earlier=tuple(
                (Month.parse(entry.key), self._read(chapter, entry).record)
                for entry in self._earlier(chapter)
            ),
            linked={name: self.desk(name) for name in _module(chapter).LINKED},
            customers=self.customers(),
        )

    def _read(self, chapter: str, entry: Entry | None) -> fields.Parsed[Any]:
        """What was typed, read with the template that it was typed under."""
        if entry is None:
            return _parsed(chapter, self.template(chapter), self.language, self.month, "{}")
        template = self._template_of(chapter, entry.template)
        month, body = Month.parse(entry.key), json.dumps(entry.body)
        return _parsed(chapter, template, self.language, month, body)

    def _as_planned(self, chapter: str) -> Entry | None:
        """The plan as first made: the last save before the month's first working day.

        Whoever begins later has made it by the end of the first day on which something was saved.
        """
        begins = next(iter(working_days(self.month, self.calendar)), self.month.first)
        history = self.history(chapter)
        saved = [(entry.saved_at.astimezone(CHINA).date(), entry) for entry in history]
        if not saved:
            return None
        last = max(begins - dt.timedelta(days=1), saved[0][0])
        return [entry for day, entry in saved if day <= last][-1]

    def _earlier(self, chapter: str) -> list[Entry]:
        """The newest entries of the earlier months, the latest month first."""
        entries = self.store.latest_of_chapter(self.trainee.id, chapter)
        past = [entry for entry in entries if entry.key < str(self.month)]
        return past[: -EARLIER_MONTHS - 1 : -1]

    @_once
    def customers(self) -> Mapping[str, pd.DataFrame]:
        """The imported tables by kind; a kind that was not imported is absent."""
        read = functools.partial(self.store.imported, self.trainee.id)
        return Customers(functools.lru_cache(read))

    @_once
    def frame(self, chapter: str, table: str) -> pd.DataFrame:
        """A table of the chapter, its numbers raw."""
        return _module(chapter).tables[table](self.desk(chapter))

    @_once
    def findings(self, chapter: str) -> list[Finding]:
        """The chapter's findings, the heaviest first."""
        desk = self.desk(chapter)
        found = _module(chapter).findings(desk)
        return sorted(found, key=lambda one: WEIGHTS.index(desk.pack.rules[one.rule].weight))

    def completeness(self, chapter: str) -> float:
        """The share of the chapter that is filled in, 0…1."""
        return _module(chapter).completeness(self.desk(chapter))

    # -- writing ----------------------------------------------------------------------------------

    def save(self, chapter: str, body: dict[str, Any], based_on: int, author: str = "") -> Entry:
        """Keep what was typed as a new version; raises Conflict when somebody else was first."""
        return self._keep(chapter, body, based_on, self.template(chapter), author)

    def accept_template(self, chapter: str, author: str = "") -> Entry | None:
        """Go over to the template that ships now; the answers stay as they are."""
        entry = self.entry(chapter)
        if entry is None:
            return None
        now = Template.now(chapter)
        return self._keep(chapter, entry.body, entry.version, now, author)

    def _keep(
        self, chapter: str, body: dict[str, Any], based_on: int, template: Template, author: str
    ) -> Entry:
        self.store.keep_template(template.digest, template.text)
        return self.store.save(
            self.trainee.id,
            chapter,
            str(self.month),
            body,
            based_on=based_on,
            template=template.digest,
            author=author or self.trainee.id,
        )

    def rows_offered(self, chapter: str) -> int:
        """How many open rows of last month could be taken over."""
        return sum(map(len, _module(chapter).rolled_over(self.desk(chapter)).values()))

    def roll_over(self, chapter: str, author: str = "") -> Entry | None:
        """Take last month's open rows over into this month; None when there are none.

        What was typed last month is copied as it was typed, and last month's page stays as it is.
        """
        offered = _module(chapter).rolled_over(self.desk(chapter))
        if not offered:
            return None
        setting, entry = self.setting(chapter), self.entry(chapter)
        body = dict(entry.body) if entry else {}
        for name, rows in offered.items():
            typed = [fields.typed(row, setting) for row in rows]
            body[name] = [*body.get(name, []), *typed]
        return self.save(chapter, body, entry.version if entry else 0, author)


@functools.lru_cache(maxsize=64)
def _parsed(
    chapter: str, template: Template, language: str, month: Month, body: str
) -> fields.Parsed[Any]:
    """A saved body as a record: the same text under the same template is read once."""
    setting = setting_of(chapter, template, language, month)
    return fields.parse(_module(chapter).RECORD, json.loads(body), setting)


def _module(chapter: str) -> Chapter:
    return chapters.chapter(chapter)


def _is_list_of_labels(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(one, Choosable) or hasattr(one, "label") for one in value.values()
    )
