"""The template ``coaching``: the bank of reusable remarks, and when a trainee counts as stuck.

Source: methodology F5; the remarks and the number of days are ours.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from workbook import chapters, content
from workbook.domain.templates import Frozen
from workbook.errors import nearest


def _known_chapter(chapter: str) -> str:
    if chapter and chapter not in chapters.names():
        raise ValueError(_unknown("chapter", chapter, chapters.names()))
    return chapter


def _known_field(field: str, info: ValidationInfo) -> str:
    chapter = info.data.get("chapter")
    known = tuple(chapters.chapter(chapter).record.model_fields) if chapter else ()
    # An unknown chapter was reported already; its fields cannot be checked.
    if field and chapter is not None and field not in known:
        raise ValueError(_unknown("field", field, known))
    return field


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> str:
    offer = ", ".join(nearest(name, known)) or "none without a chapter"
    return f"there is no {kind} “{name}”; near it: {offer}"


class Banked(Frozen):
    """A reusable remark. chapter: "" fits every chapter; field: of its form, "" for the chapter."""

    chapter: Annotated[str, AfterValidator(_known_chapter)] = ""
    field: Annotated[str, AfterValidator(_known_field)] = ""
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    source: str


class Coaching(Frozen):
    """The template ``coaching`` in one language.

    stuck_after: working days without a save after which a trainee counts as stuck.
    """

    label: str
    stuck_after: Annotated[int, Field(ge=1)]
    source: str
    remarks: dict[str, Banked]


def bank(language: str) -> Coaching:
    """The bank of remarks in ``language``; NotFound for an unknown language."""
    return content.load("coaching", language, Coaching)
