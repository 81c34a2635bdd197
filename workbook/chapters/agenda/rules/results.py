"""The record of a tick, and the contacts that it adds. Source: ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from workbook.chapters.agenda.records import Agenda, Contact, Pack
from workbook.chapters.agenda.rules.reasons import AgendaDesk
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.day_list import TRIED, Met, Pages, Result
from workbook.errors import BadInput, not_found


def said(desk: AgendaDesk, result: Result) -> Result:
    """A result as it is kept: how a try went begins with the words of its button.

    NotFound for a kind or an outcome that the template lacks, BadInput without a customer.
    """
    if result.outcome not in desk.pack.outcomes:
        raise not_found("outcome", result.outcome, desk.pack.outcomes)
    if result.kind not in desk.pack.kinds:
        raise not_found("reason", result.kind, desk.pack.kinds)
    if not result.customer.strip():
        raise BadInput("chapters.no_customer")
    if result.kind != TRIED:
        return result
    button = desk.pack.outcomes[result.outcome].tried
    return replace(result, said=" · ".join(filter(None, (button, result.said))))


def kept(desk: AgendaDesk, result: Result, made: str) -> Agenda:
    """The page with one more result; ``made``: the pages that it changed."""
    row = Contact(
        customer=result.customer,
        day=result.day,
        kind=result.kind,
        outcome=result.outcome,
        said=result.said,
        next_day=result.next_day,
        wrote=made,
    )
    return desk.record.model_copy(update={"results": (*desk.record.results, row)})


def wrote(desk: AgendaDesk, row: int) -> str:
    """The pages that the result in ``row`` changed; NotFound for a row that is not there."""
    results = desk.record.results
    if not 0 <= row < len(results):
        raise not_found("result", str(row), map(str, range(len(results))))
    return results[row].wrote


def met(pages: Pages, pack: Pack) -> Iterator[Met]:
    """The contacts of these pages, unanswered ones too; a result that was put off is none."""
    for _, record in pages:
        for one in record.results:
            if one.day and one.kind != TRIED and one.outcome in pack.outcomes:
                how = pack.outcomes[one.outcome].how
                if how:
                    yield Met(one.customer, one.day, how)


def today_rows(desk: AgendaDesk) -> Mapping[str, tuple[int, Contact]]:
    """Customer → the newest result of today, and its row."""
    return {
        known_as(one.customer): (row, one)
        for row, one in enumerate(desk.record.results)
        if one.day == desk.today and one.kind != TRIED
    }
