"""The coach's remarks and the trainees' answers, for the coach's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from workbook.book.remarks import Thread, threads
from workbook.pages.cohort.members import Member
from workbook.pages.cohort.sums import open_books

COLUMNS = ["trainee", "chapter", "remark_field", "remark", "remark_answer", "remark_state"]


def remarked(members: Sequence[Member], words: Mapping[str, str], whole_page: str) -> pd.DataFrame:
    """A line for each remark, those that wait for the trainee first, then in the order of ids."""
    found = [
        (members[number], thread)
        for number, book in open_books(members)
        for thread in threads(book)
    ]
    rows = [_line(who, one, words, whole_page) for who, one in sorted(found, key=_open_first)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _open_first(found: tuple[Member, Thread]) -> bool:
    return not found[1].open


def _line(
    who: Member, thread: Thread, words: Mapping[str, str], whole_page: str
) -> dict[str, object]:
    answers = [f"{one.at} {one.author}: {one.text}" for one in thread.answers]
    return {
        "trainee": f"{who.trainee.name} ({who.trainee.id})",
        "chapter": f"{thread.label} {thread.period}",
        "remark_field": thread.field_label or whole_page,
        "remark": f"{thread.at} {thread.author}: {thread.text}",
        "remark_answer": "\n".join(answers),
        "remark_state": words["remark_open" if thread.open else "remark_closed"],
    }
