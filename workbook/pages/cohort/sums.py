"""The cohort in sums: shown from a number of people on from which nobody can be worked out.

Nobody is ranked. Source: methodology G and H.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

import pandas as pd

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.chapters.journey.pack import STAGES as ORDER
from workbook.chapters.journey.rules import JourneyDesk, blocked, study
from workbook.pages.cohort.members import Member

FEWEST = 3  # people behind a sum, so that nobody's figure can be worked out from it
MOST_SHARED = 12  # findings that can be practised together
OUTCOMES = ("done", "half", "not", "open")
CHAPTERS = ["chapter", "begun", "middle", "must_people", "should_people", "common"]
STAGES = ["stage", "managers", "customers", "assets", "signalled", "blocked"]
SIGNALS = ["signal", "managers", "customers", "blocked"]
PLANS = ["plan_week", "managers", *(f"lines_{one}" for one in OUTCOMES)]
REASONS = ["reason", "managers", "lines"]


def open_books(members: Sequence[Member]) -> Iterator[tuple[int, Book]]:
    """The members whose data can be read, each with a number that says nothing about them."""
    for number, one in enumerate(members):
        if one.book is not None:
            yield number, one.book


def shared_findings(members: Sequence[Member]) -> pd.DataFrame:
    """[group, count, people]: findings that several people share, the most shared first.

    people: by name, in the order of their ids.
    """
    people: dict[str, dict[str, str]] = {}
    for one in members:
        for card in (card for begun in one.begun for card in begun.cards):
            people.setdefault(card.rule, {})[one.trainee.id] = one.name
    shared = [(rule, list(ids.values())) for rule, ids in people.items() if len(ids) > 1]
    rows = [
        {"group": rule, "count": len(ids), "people": tuple(ids)}
        for rule, ids in sorted(shared, key=lambda pair: (-len(pair[1]), pair[0]))[:MOST_SHARED]
    ]
    return pd.DataFrame(rows, columns=["group", "count", "people"])


def by_chapter(members: Sequence[Member]) -> pd.DataFrame:
    """Chapter by chapter, in the order of the course: where the cohort is weak.

    begun: people who saved something; middle: the median of their completeness; must_people,
    should_people: people with such a finding; common: the finding that most people share.
    """
    return pd.DataFrame([_chapter_row(name, members) for name in chapters.NAMES], columns=CHAPTERS)


def _chapter_row(name: str, members: Sequence[Member]) -> dict[str, object]:
    found = [each for one in members for each in one.standings if each.chapter == name]
    begun = [one for one in found if one.saved_at]
    rules = Counter(rule for one in begun for rule in {card.rule for card in one.cards})
    common = sorted(rules.items(), key=lambda pair: (-pair[1], pair[0]))[:1]
    return {
        "chapter": next((one.label for one in found), name),
        "begun": len(begun),
        "middle": median(one.completeness for one in begun) if begun else None,
        "must_people": sum(one.counts["must"] > 0 for one in begun),
        "should_people": sum(one.counts["should"] > 0 for one in begun),
        "common": "".join(rule for rule, _ in common),
    }


def stages(members: Sequence[Member]) -> pd.DataFrame:
    """The stages of all their customers; no customer is named.

    blocked: how many of them nobody may contact, whatever their stage asks for.
    """
    frames = [
        _blocked(book.desk("journey"), study(book.desk("journey")).stages).assign(who=number)
        for number, book in open_books(members)
    ]
    rows = _together(frames)
    if rows.empty:
        return pd.DataFrame(columns=STAGES)
    rows["signalled"] = rows["signals"].map(len) > 0
    summed = rows.groupby("stage").agg(
        managers=("who", "nunique"),
        customers=("customer", "size"),
        assets=("assets", "sum"),
        signalled=("signalled", "sum"),
        blocked=("blocked", "sum"),
    )
    order = [name for name in ORDER if name in summed.index]
    return _enough(summed.loc[order].reset_index())[STAGES]


def signals(members: Sequence[Member]) -> pd.DataFrame:
    """Warning signals by kind, the most frequent first; no customer is named.

    blocked: how many of the customers nobody may contact, so that the signal asks for nothing.
    """
    frames = [
        _blocked(book.desk("journey"), study(book.desk("journey")).signals).assign(who=number)
        for number, book in open_books(members)
    ]
    rows = _together(frames)
    if rows.empty:
        return pd.DataFrame(columns=SIGNALS)
    summed = rows.groupby("signal").agg(
        managers=("who", "nunique"), customers=("customer", "size"), blocked=("blocked", "sum")
    )
    most_first = summed.reset_index().sort_values(["customers", "signal"], ascending=[False, True])
    return _enough(most_first)[SIGNALS]


def _blocked(desk: JourneyDesk, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(blocked=rows["customer"].isin(blocked(desk)))


def plans(members: Sequence[Member]) -> pd.DataFrame:
    """The 531 lines of this week and the last: done, half, not, still open."""
    frames = [
        book.frame("action_plan", "history").head(2).assign(who=number)
        for number, book in open_books(members)
    ]
    rows = _together([frame for frame in frames if not frame.empty])
    if rows.empty:
        return pd.DataFrame(columns=PLANS)
    rows = rows.rename(columns={"week": "plan_week", **{one: f"lines_{one}" for one in OUTCOMES}})
    sums = {f"lines_{one}": (f"lines_{one}", "sum") for one in OUTCOMES}
    summed = rows.groupby("plan_week").agg(managers=("who", "nunique"), **sums)
    latest_first = summed.sort_index(ascending=False).head(2).reset_index()
    return _enough(latest_first)[PLANS]


def reasons(members: Sequence[Member]) -> pd.DataFrame:
    """Why lines were not done, the most frequent reason first."""
    frames = [
        book.frame("action_plan", "reasons").assign(who=number)
        for number, book in open_books(members)
    ]
    rows = _together([frame for frame in frames if not frame.empty])
    if rows.empty:
        return pd.DataFrame(columns=REASONS)
    summed = rows.groupby("reason").agg(managers=("who", "nunique"), lines=("lines", "sum"))
    return summed.reset_index().sort_values(["lines", "reason"], ascending=[False, True])[REASONS]


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _enough(summed: pd.DataFrame) -> pd.DataFrame:
    return summed[summed["managers"] >= FEWEST]


def indicators(frames: list[pd.DataFrame]) -> pd.DataFrame:
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
