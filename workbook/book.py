"""One trainee's workbook: what notebooks, batch, command line and spreadsheets all talk to.

Forms write to the store through :meth:`Book.save`; everything else reads from the store through
:meth:`Book.desk`. A page that was filled in keeps the template it was made with until the trainee
accepts the new one.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from workbook import chapters, content, fields
from workbook.bank import Bank, labels
from workbook.chapters import Chapter
from workbook.content import Bundle, Choosable
from workbook.desk import Desk, Finding
from workbook.errors import ContentError
from workbook.store import Entry, Store, Trainee
from workbook.wording import Voice, Wording, voice
from workbook.workdays import Calendar, Month, working_days

CHINA = ZoneInfo("Asia/Shanghai")
EARLIER_MONTHS = 12
WEIGHTS = ("must", "should", "could")
KINDS = ("customers", "holdings", "balances", "contacts", "transactions")


@dataclass(frozen=True)
class Template:
    """What a page is made from: its chapter's template and the bank's, kept under one digest.

    outdated: the page keeps an older template than the one that ships now.
    unreadable: it was made with a template that this version can no longer read.
    """

    chapter: Bundle
    bank: Bundle
    outdated: bool = False
    unreadable: bool = False

    @staticmethod
    @functools.lru_cache(maxsize=32)
    def now(chapter: str) -> Template:
        """The template that ships with this version."""
        return Template(content.shipped(chapter), content.shipped("bank"))

    @functools.cached_property
    def text(self) -> str:
        """What the store keeps."""
        return json.dumps({"chapter": self.chapter.text, "bank": self.bank.text}, sort_keys=True)

    @functools.cached_property
    def digest(self) -> str:
        """The name under which the store keeps it."""
        return content.digest_of(self.text)


@dataclass(frozen=True)
class Book:
    """A trainee's workbook for one month, seen on one day, in one language."""

    store: Store
    trainee: Trainee
    month: Month
    today: dt.date
    language: str
    calendar: Calendar

    @property
    def wording(self) -> Wording:
        return content.load("wording", self.language, Wording)

    # -- reading ----------------------------------------------------------------------------------

    def entry(self, chapter: str) -> Entry | None:
        """What was saved last for this month, or None."""
        return self.store.latest(self.trainee.id, chapter, str(self.month))

    def history(self, chapter: str) -> list[Entry]:
        """Every save for this month, the oldest first."""
        return self.store.history(self.trainee.id, chapter, str(self.month))

    def template(self, chapter: str) -> Template:
        """The template that this month's page of ``chapter`` is made from."""
        now = Template.now(chapter)
        entry = self.entry(chapter)
        if entry is None or entry.template == now.digest:
            return now
        kept = self.store.template(entry.template)
        return replace(now, outdated=True, unreadable=True) if kept is None else _kept(kept, now)

    def bank(self, chapter: str) -> Bank:
        """Units and indicators as the page's template has them."""
        return content.read(self.template(chapter).bank, self.language, Bank)

    def pack(self, chapter: str) -> Any:
        """The chapter's content in the reader's language."""
        return content.read(self.template(chapter).chapter, self.language, _module(chapter).PACK)

    def setting(self, chapter: str) -> fields.Setting:
        """How what is typed into the chapter's form is read."""
        return _module(chapter).setting(self.pack(chapter), self.bank(chapter), self.month)

    def voice(self, chapter: str) -> Voice:
        """How the chapter's numbers and keys become text."""
        pack = self.pack(chapter)
        names = {
            name: labels(getattr(pack, name))
            for name in type(pack).model_fields
            if _is_list_of_labels(getattr(pack, name))
        }
        return voice(self.wording, self.bank(chapter), names)

    def desk(self, chapter: str) -> Desk[Any, Any]:
        """All that the chapter's functions may look at."""
        module, pack, bank = _module(chapter), self.pack(chapter), self.bank(chapter)
        entry = self.entry(chapter)
        read = functools.partial(_record, module, pack, bank)
        parsed = read(self.month, entry.body if entry else {})
        before = self._as_planned(chapter)
        return Desk(
            record=parsed.record,
            pack=pack,
            bank=bank,
            month=self.month,
            today=self.today,
            calendar=self.calendar,
            problems=parsed.problems,
            planned=read(self.month, before.body).record if before else None,
            earlier=tuple(
                (month, read(month, body).record) for month, body in self._earlier(chapter)
            ),
            linked={name: self.desk(name) for name in module.LINKED},
            customers=self.customers(),
        )

    def _as_planned(self, chapter: str) -> Entry | None:
        """The last save before the first working day of the month."""
        begins = working_days(self.month, self.calendar)[0]
        saved = [
            entry
            for entry in self.history(chapter)
            if entry.saved_at.astimezone(CHINA).date() < begins
        ]
        return saved[-1] if saved else None

    def _earlier(self, chapter: str) -> list[tuple[Month, Mapping[str, Any]]]:
        """Month and body of the earlier months, the latest first."""
        entries = self.store.latest_of_chapter(self.trainee.id, chapter)
        past = [entry for entry in entries if entry.key < str(self.month)]
        return [(Month.parse(entry.key), entry.body) for entry in past[: -EARLIER_MONTHS - 1 : -1]]

    def customers(self) -> dict[str, pd.DataFrame]:
        """The imported tables by kind; a kind that was not imported is absent."""
        found = {kind: self.store.imported(self.trainee.id, kind) for kind in KINDS}
        return {kind: frame for kind, frame in found.items() if frame is not None}

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


def _record(
    module: Chapter, pack: Any, bank: Bank, month: Month, body: Mapping[str, Any]
) -> fields.Parsed[Any]:
    return fields.parse(module.RECORD, body, module.setting(pack, bank, month))


def _module(chapter: str) -> Chapter:
    return chapters.chapter(chapter)


def _kept(text: str, now: Template) -> Template:
    """The template that an entry was made with, if this version can still read it."""
    parts = json.loads(text)
    kept = Template(
        content.bundle_from(now.chapter.chapter, parts["chapter"]),
        content.bundle_from("bank", parts["bank"]),
        outdated=True,
    )
    try:
        for language in ("zh-Hans", "en"):
            content.read(kept.chapter, language, _module(now.chapter.chapter).PACK)
            content.read(kept.bank, language, Bank)
    except ContentError:
        return replace(now, outdated=True, unreadable=True)
    return kept


def _is_list_of_labels(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(one, Choosable) or hasattr(one, "label") for one in value.values()
    )
