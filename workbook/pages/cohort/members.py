"""The members of the cohort and their progress; broken data cost one line, not the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean

from workbook.book.trainee_workbook import WEIGHTS, Book
from workbook.content import in_language
from workbook.errors import WorkbookError
from workbook.pages.progress import Standing, standings
from workbook.store import Trainee


@dataclass(frozen=True)
class Member:
    """One trainee's progress; ``failed`` says why it could not be computed.

    called: the name, with a number added where two of the cohort share it.
    """

    trainee: Trainee
    book: Book | None
    standings: tuple[Standing, ...]
    failed: str = ""
    called: str = ""

    @property
    def name(self) -> str:
        """The member's name, unique in the cohort."""
        return self.called or self.trainee.name

    @property
    def begun(self) -> tuple[Standing, ...]:
        """The chapters with a save."""
        return tuple(one for one in self.standings if one.saved_at)


def member(
    trainee: Trainee, opened: Callable[[], Book], called: str = "", language: str = "zh-Hans"
) -> Member:
    """A trainee with broken data has a line that says so, in ``language``; the others are not
    affected."""
    try:
        book = opened().still()
        return Member(trainee, book, tuple(standings(book)), called=called)
    except WorkbookError as error:
        return Member(trainee, None, (), in_language(error, language), called)


def need(one: Member, words: dict[str, str]) -> dict[str, object]:
    """A member's line: the heaviest finding of the chapters that were begun, to be practised."""
    line: dict[str, object] = {
        "trainee": f"{one.trainee.name} ({one.trainee.id})",
        "branch": one.trainee.branch,
    }
    if one.failed:
        return line | {"behaviour": words["failed"].replace("{reason}", one.failed)}
    shares = [each.completeness for each in one.standings if each.completeness is not None]
    done = round(fmean(shares), 2)
    cards = [card for standing in one.begun for card in standing.cards]
    unread = sum(card.unread for card in cards)
    heaviest = min(cards, key=lambda card: WEIGHTS.index(card.weight), default=None)
    if not one.begun:
        return line | {"completeness": done, "behaviour": words["not_started"]}
    if heaviest is None:
        return line | {"completeness": done, "behaviour": words["no_need"]}
    practise = words["unreadable"].replace("{n}", str(unread)) if unread else heaviest.attempt
    return line | {
        "completeness": done,
        "behaviour": practise,
        "evidence": ": ".join(filter(None, (heaviest.where, heaviest.says))),
    }
