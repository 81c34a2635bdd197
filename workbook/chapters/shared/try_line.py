"""The line that ends every chapter: on whom to try it, by when, how it went.

Source: S0, methodology F3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbook.chapters.shared.contact_flags import People, known_as
from workbook.chapters.shared.context import Desk, Finding
from workbook.chapters.shared.day_list import Due, Result
from workbook.domain.templates import threshold


def no_try(desk: Desk[Any, Any], chapter: str) -> Iterator[Finding]:
    """No customer, or no day, to try the chapter on."""
    if not desk.record.try_customer:
        yield Finding(chapter, "no_try", ("try_customer",))
    elif desk.record.try_by is None:
        yield Finding(chapter, "no_try", ("try_by",))


def try_open(desk: Desk[Any, Any], chapter: str) -> Iterator[Finding]:
    """The day of the try is over, and how it went is not written: that is asked first of all."""
    by, record = desk.record.try_by, desk.record
    if by is not None and by < desk.today and record.try_customer and not record.tried:
        figures = {"customer": record.try_customer, "day": by}
        yield Finding(chapter, "try_open", ("tried",), figures)


def try_late(desk: Desk[Any, Any], chapter: str, figure: str = "by") -> Iterator[Finding]:
    """The try is planned too far ahead. figure: the name of the day in the chapter's words."""
    by, record = desk.record.try_by, desk.record
    if by is None or record.tried:
        return
    if (by - desk.today).days > threshold(desk.pack.rules, "try_late", chapter):
        yield Finding(chapter, "try_late", ("try_by",), {figure: by})


def blocked_try(desk: Desk[Any, Any], people: People, chapter: str) -> Iterator[Finding]:
    """The customer to try the chapter on must not be contacted."""
    record = desk.record
    why = people.why(record.try_customer)
    if why and not record.tried:
        figures = {"customer": record.try_customer, "why": why}
        yield Finding(chapter, "blocked_try", ("try_customer",), figures)


def due_try(desk: Desk[Any, Any]) -> Iterator[Due]:
    """The customer to try the chapter on, from the day of the try until its result is written."""
    record = desk.record
    if record.try_customer and record.try_by and record.try_by <= desk.today and not record.tried:
        figures = {
            "customer": record.try_customer,
            "day": record.try_by,
            "chapter": desk.pack.label,
        }
        yield Due(record.try_customer, "try", record.try_by, figures, loc=("tried",))


def ticked_try(desk: Desk[Any, Any], result: Result) -> Any:
    """The record with how the try went, or with its new day; None where it is about another."""
    record = desk.record
    mine = result.answers_try and known_as(record.try_customer) == known_as(result.customer)
    if not mine or record.tried:
        return None
    if result.outcome == "not_now":
        return record.model_copy(update={"try_by": result.next_day}) if result.next_day else None
    return record.model_copy(update={"tried": result.said})
