"""A cohort on one page: what each manager may practise this week, and what all have in common.

Nobody is ranked: people stand in the order of their ids, and sums are shown from a number of
people on from which nobody can be worked out. Source: methodology G and H.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from workbook import samples
from workbook.bank import Bank
from workbook.book import WEIGHTS, Book
from workbook.content import LANGUAGES, Column, TableWords, load
from workbook.errors import WorkbookError, not_found
from workbook.exhibits import shown_table
from workbook.opening import open_book, read_today
from workbook.pages import Shown
from workbook.standing import Standing, standings
from workbook.start import titled
from workbook.store import Trainee, open_store
from workbook.wording import Voice, Wording, voice
from workbook.workdays import Month

FEWEST = 3  # people behind a sum, so that nobody's figure can be worked out from it


@dataclass(frozen=True)
class Member:
    """One trainee with where they stand; ``failed`` says why it could not be worked out."""

    trainee: Trainee
    book: Book | None
    standings: tuple[Standing, ...]
    failed: str = ""


def open_cohort(
    cohort: str, month: str, *, today: str = "", language: str = "zh-Hans", store: str = "samples"
) -> Cohort:
    """The page of a cohort for a month. Parameters as in :func:`workbook.open_workbook`."""
    if language not in LANGUAGES:
        raise not_found("language", language, LANGUAGES)
    opened = open_store(samples.address(store), read_only=True)
    if cohort not in opened.cohorts():
        raise not_found("cohort", cohort, opened.cohorts())
    day = read_today(today)
    at = str(Month.parse(month) if month else Month.of(day))
    members = tuple(
        _member(one, functools.partial(open_book, opened, one.id, at, str(day), language))
        for one in opened.trainees(cohort)
    )
    return Cohort(cohort, at, str(day), language, members)


def _member(trainee: Trainee, opened: Callable[[], Book]) -> Member:
    """A trainee whose data are broken has a line that says so, and the others have theirs."""
    try:
        book = opened().still()
        return Member(trainee, book, tuple(standings(book)))
    except WorkbookError as error:
        return Member(trainee, None, (), str(error))


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
        return voice(self.wording, load("bank", self.language, Bank), {})

    def head(self) -> Shown:
        """The title, the cohort, the month, and that nobody is ranked."""
        page = self.wording.page
        facts = {page["cohort"]: self.name, page["month"]: self.month, page["today"]: self.today}
        says = f"{self.words['says']} {self.words['no_ranking']}"
        return Shown(titled(self.words["title"], says, facts))

    def needs(self) -> Shown:
        """One line a trainee: one behaviour to practise, with its evidence."""
        columns = ["trainee", "branch", "completeness", "behaviour", "evidence"]
        rows = [_need(one, self.words) for one in self.members]
        return self._table("needs_title", "", pd.DataFrame(rows, columns=columns))

    def groups(self) -> Shown:
        """Findings that several people share, the most shared first."""
        people: dict[str, set[str]] = {}
        for one in self.members:
            for card in (card for standing in one.standings for card in standing.cards):
                people.setdefault(card.rule, set()).add(one.trainee.id)
        shared = [(rule, sorted(ids)) for rule, ids in people.items() if len(ids) > 1]
        rows = [
            {"group": rule, "count": len(ids), "people": tuple(ids)}
            for rule, ids in sorted(shared, key=lambda pair: (-len(pair[1]), pair[0]))
        ]
        frame = pd.DataFrame(rows, columns=["group", "count", "people"])
        return self._table("groups_title", "groups_says", frame)

    def totals(self) -> Shown:
        """Each indicator over the cohort: sums where enough people stand behind them."""
        frames = [
            one.book.frame("pacing", "boss").assign(who=index)
            for index, one in enumerate(self.members)
            if one.book is not None
        ]
        return self._table("aggregates_title", self._behind_sums(frames), _summed(frames))

    def _behind_sums(self, frames: list[pd.DataFrame]) -> str:
        filled = sum(not frame.empty for frame in frames)
        figures = {"n": filled, "total": len(self.members)}
        fewest = self.voice.say(self.words["too_few"], {"n": FEWEST})
        return f"{self.voice.say(self.words['aggregates_says'], figures)} {fewest}"

    def helps(self) -> Shown:
        """What the managers ask for; every line deserves an answer."""
        rows = [
            {
                "trainee": one.trainee.id,
                "help_what": line.what,
                "help_who": line.who,
                "help_by": line.by,
            }
            for one in self.members
            if one.book is not None
            for line in one.book.desk("pacing").record.helps
        ]
        frame = pd.DataFrame(rows, columns=["trainee", "help_what", "help_who", "help_by"])
        return self._table("help_title", self.words["help_says"], frame)

    def _table(self, title: str, note: str, frame: pd.DataFrame) -> Shown:
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
        empty = self.wording.page["no_rows"]
        return Shown(shown_table(frame, words, self.voice, empty))


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
}


def _need(one: Member, words: dict[str, str]) -> dict[str, object]:
    """A member's line: the heaviest finding is what to practise."""
    line: dict[str, object] = {
        "trainee": f"{one.trainee.name} ({one.trainee.id})",
        "branch": one.trainee.branch,
    }
    if one.failed:
        return line | {"behaviour": words["failed"].replace("{reason}", one.failed)}
    done = round(sum(each.completeness for each in one.standings) / len(one.standings), 2)
    cards = [card for standing in one.standings for card in standing.cards]
    begun = any(standing.saved_at for standing in one.standings)
    unread = sum(card.unread for card in cards)
    heaviest = min(cards, key=lambda card: WEIGHTS.index(card.weight), default=None)
    if not begun:
        return line | {"completeness": done, "behaviour": words["not_started"]}
    if heaviest is None:
        return line | {"completeness": done, "behaviour": words["no_need"]}
    practise = words["unreadable"].replace("{n}", str(unread)) if unread else heaviest.attempt
    return line | {
        "completeness": done,
        "behaviour": practise,
        "evidence": ": ".join(filter(None, (heaviest.where, heaviest.says))),
    }


def _summed(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """indicator, filled (people), targets, done, gap (fen or pieces), coverage (median ratio)."""
    columns = ["indicator", "filled", "targets", "done", "gap", "coverage"]
    filled = [frame for frame in frames if not frame.empty]
    if not filled:
        return pd.DataFrame(columns=columns)
    groups = pd.concat(filled).groupby("indicator", sort=False)
    summed = groups.agg(
        filled=("who", "nunique"),
        targets=("target", "sum"),
        done=("done", "sum"),
        gap=("gap", "sum"),
        coverage=("coverage", "median"),
    ).reset_index()
    return summed[summed["filled"] >= FEWEST][columns]
