"""A cohort on one page: what each manager may practise this week, and what all share.

Nobody is ranked: people are listed in the order of their ids, and sums are shown only over enough
people that nobody can be identified. Source: methodology G and H.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pandas as pd

from workbook import chapters
from workbook.book import samples
from workbook.book.opening import open_book, read_today
from workbook.chapters.shared.tool import FEWEST
from workbook.content import LANGUAGES, load
from workbook.content.messages import Voice, Wording, voice
from workbook.domain.bank import Bank, labels
from workbook.domain.calendar import Month
from workbook.domain.templates import Column, TableWords
from workbook.errors import not_found
from workbook.pages.cohort import pictures, sums
from workbook.pages.cohort.members import Member, member, need
from workbook.pages.cohort.remarks import remarked
from workbook.pages.notebook import Shown
from workbook.pages.parameters import settled
from workbook.pages.parts import Exhibit, drawn, shown_table
from workbook.pages.start import titled
from workbook.store import open_store


def open_cohort(
    cohort: str, month: str, *, today: str = "", language: str = "zh-Hans", store: str = ""
) -> Cohort:
    """The page of a cohort for a month. Parameters as in :func:`workbook.open_workbook`."""
    if language not in LANGUAGES:
        raise not_found("language", language, LANGUAGES)
    given = settled(store, month, today)
    opened = open_store(samples.address(given.store), read_only=True)
    if cohort not in opened.cohorts():
        raise not_found("cohort", cohort, opened.cohorts())
    day = read_today(given.today)
    at = str(Month.parse(given.month) if given.month else Month.of(day))
    people = opened.trainees(cohort)
    names = opened.names(people)
    members = tuple(
        member(
            one,
            functools.partial(open_book, opened, one.id, at, str(day), language),
            names[one.id],
            language,
        )
        for one in people
    )
    return Cohort(cohort, at, str(day), language, members)


@dataclass(frozen=True)
class Cohort:
    """The coach's page; each method is one cell of the notebook."""

    name: str
    month: str
    today: str
    language: str
    members: tuple[Member, ...]

    @property
    def wording(self) -> Wording:
        return load("wording", self.language, Wording)

    @property
    def words(self) -> dict[str, str]:
        return self.wording.cohort

    @functools.cached_property
    def voice(self) -> Voice:
        lists = {
            name: labels(
                getattr(load(chapter, self.language, chapters.chapter(chapter).pack), name)
            )
            for chapter in chapters.names()
            for name in chapters.chapter(chapter).cohort_lists
        }
        return voice(self.wording, load("bank", self.language, Bank), lists)

    def head(self) -> Shown:
        """The title, the cohort, the month, and that nobody is ranked."""
        page = self.wording.page
        facts = {page["cohort"]: self.name, page["month"]: self.month, page["today"]: self.today}
        says = f"{self.words['says']} {self.words['no_ranking']}"
        return Shown(titled(self.words["title"], says, facts))

    def needs(self) -> Shown:
        """One line a trainee: one behaviour to practise, with its evidence."""
        columns = ["trainee", "branch", "completeness", "behaviour", "evidence"]
        rows = [need(one, self.words) for one in self.members]
        return self._table("needs_title", "", pd.DataFrame(rows, columns=columns))

    def pictures(self) -> Shown:
        """The cohort in four pictures: pace, pages, 531, the month before."""
        words = self.words
        made = [
            drawn(draw(self.members, words), words[f"{name}_picture"], words[f"{name}_note"])
            for name, draw in pictures.PICTURES.items()
        ]
        html = "".join(one.kept for one in made)
        return Shown(Exhibit(html, "\n\n".join(one.text for one in made)))

    def groups(self) -> Shown:
        """Findings that several people share, the most shared first."""
        frame = sums.shared_findings(self.members)
        return self._table("groups_title", "groups_says", frame)

    def chapters(self) -> Shown:
        """Chapter by chapter: who has begun, how far, and the most common finding."""
        return self._table("chapters_title", "chapters_says", sums.by_chapter(self.members))

    def totals(self) -> Shown:
        """Each indicator over the cohort: sums over enough people."""
        rows = sums.rows_of(self.members, "totals")
        note = self._behind_sums(0 if rows.empty else rows["who"].nunique())
        return self._table("aggregates_title", note, sums.summed(self.members, "totals"))

    def stages(self) -> Shown:
        """The stages of all customers of the cohort."""
        return self._table("stages_title", "stages_says", sums.summed(self.members, "stages"))

    def signals(self) -> Shown:
        """The warning signals over the cohort."""
        return self._table("signals_title", "signals_says", sums.summed(self.members, "signals"))

    def plans(self) -> Shown:
        """The 531 lines of this week and the last."""
        return self._table("plans_title", "plans_says", sums.summed(self.members, "plans"))

    def reasons(self) -> Shown:
        """Why lines of the 531 plans were not done."""
        return self._table("reasons_title", "reasons_says", sums.summed(self.members, "reasons"))

    def _behind_sums(self, filled: int) -> str:
        figures = {"n": filled, "total": len(self.members)}
        fewest = self.voice.say(self.words["too_few"], {"n": FEWEST})
        return f"{self.voice.say(self.words['aggregates_says'], figures)} {fewest}"

    def helps(self) -> Shown:
        """The managers' requests; every line deserves an answer."""
        rows = [
            {"trainee": one.name, **line}
            for one in self.members
            if one.book is not None
            for line in sums.helps(one.book)
        ]
        frame = pd.DataFrame(rows, columns=["trainee", "help_what", "help_who", "help_by"])
        return self._table("help_title", self.words["help_says"], frame)

    def remarks(self) -> Shown:
        """Advice → tried → effect: the remarks, those that wait for the trainee first, then the
        tries of pages without a remark."""
        whole = self.wording.page["whole_page"]
        frame = remarked(self.members, self.words, whole, self.voice)
        empty = self.words["remarks_none"]
        return self._table("remarks_title", "remarks_says", frame, empty)

    def _table(self, title: str, note: str, frame: pd.DataFrame, empty: str = "") -> Shown:
        columns = {
            name: Column.model_validate(
                {"unit": UNITS.get(name, "text"), "label": self.words.get(name, name)}
            )
            for name in frame.columns
            if name in self.words
        }
        words = TableWords(
            title=self.words[title], note=self.words.get(note, note), columns=columns, source="ours"
        )
        nothing = empty or self.wording.page["no_rows"]
        return Shown(shown_table(frame, words, self.voice, nothing))


UNITS = {
    "completeness": "share",
    "people": "list",
    "count": "count",
    "filled": "count",
    "targets": "measure",
    "done": "measure",
    "gap": "measure",
    "coverage": "ratio",
    "help_by": "day",
    "begun": "count",
    "middle": "share",
    "must_people": "count",
    "should_people": "count",
    "managers": "count",
    "customers": "count",
    "assets": "money",
    "signalled": "count",
    "blocked": "count",
    "lines": "count",
    "plan_week": "week",
    **dict.fromkeys((f"lines_{one}" for one in ("done", "half", "not", "open")), "count"),
}
