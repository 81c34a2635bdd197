"""The list of the day: the lines that fit into the minutes, and the line of numbers above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workbook.chapters.agenda.records import Contact
from workbook.chapters.agenda.rules.facts import facts
from workbook.chapters.agenda.rules.reasons import (
    NO_TIME,
    OTHER,
    TRY,
    AgendaDesk,
    Reason,
    chosen,
    who,
)
from workbook.chapters.agenda.rules.results import today_rows
from workbook.chapters.shared.contact_flags import known_as, left_parts
from workbook.chapters.shared.context import once_a_desk
from workbook.chapters.shared.day_list import DayLine, Listing, Numbers, Tried
from workbook.chapters.shared.urgency import place, within
from workbook.content.messages import Said
from workbook.domain.templates import approval_of

Own = tuple[Reason, ...]  # of one customer, the strongest first


@once_a_desk
def listing(desk: AgendaDesk) -> Listing:
    """One line a customer, the strongest reason first, as many as the minutes hold.

    What was done today stays, and its minutes are spent.
    """
    held, results = chosen(desk), today_rows(desk)
    done = tuple(_done(desk, row, one) for row, one in results.values())
    asked = [own for customer, own in held.reasons.items() if own and customer not in results]
    lines, more = _within(desk, sorted(asked, key=place), done)
    left = {**held.left, **({NO_TIME: len(more)} if more else {})}
    return Listing(
        lines=tuple(_line(desk, own, at) for at, own in enumerate(lines, 1)),
        done=done,
        more=tuple(own[0].due.customer for own in more),
        left=left,
        left_said=_left(desk, left),
        tries=tuple(_tries(desk)),
        numbers=numbers(desk),
    )


def _within(
    desk: AgendaDesk, asked: Sequence[Own], done: Sequence[DayLine]
) -> tuple[list[Own], list[Own]]:
    """Those who fit into the day's minutes and places, in their order, and the others."""
    own = desk.record.minutes
    minutes = (desk.pack.minutes_a_day if own is None else own) - sum(one.minutes for one in done)
    return within(asked, lambda one: one[0].kind.minutes, minutes, desk.pack.most - len(done))


def _left(desk: AgendaDesk, left: Mapping[str, int]) -> Said | None:
    figures = {"count": sum(left.values()), "parts": left_parts(left)}
    return Said(desk.pack.words.left, figures) if left else None


# -- a line ---------------------------------------------------------------------------------------


def _line(desk: AgendaDesk, own: Own, number: int) -> DayLine:
    first, *others = own
    due, kind, people = first.due, first.kind, who(desk)
    care = known_as(due.customer) in people.care
    act, sentence = _words(desk, first, care)
    own_script = bool(sentence) and sentence == due.sentence
    return DayLine(
        number=number,
        customer=due.customer,
        kind=first.key,
        label=kind.label,
        facts=_facts(desk, due.customer),
        why=_why(first),
        act=act,
        sentence=sentence,
        approval=due.approval if own_script else approval_of(kind, desk.today),
        minutes=kind.minutes,
        heed=people.heed(due.customer),
        others=tuple(_other(one) for one in others),
        question=due.question or kind.question,
        avoid=due.avoid or kind.avoid,
        stop=due.stop or kind.stop,
        tool=first.tool,
        loc=due.loc,
    )


def _words(desk: AgendaDesk, one: Reason, care: bool) -> tuple[str, str]:
    """The act and the first sentence. With those who need care the kind's own, never a script of
    another tool; where nobody knows whether they want marketing, that is all that is asked."""
    words, kind = desk.pack.words, one.kind
    if one.asks_first:
        return words.ask_consent, words.consent_sentence
    if care:
        return kind.careful, kind.sentence
    return kind.act, one.due.sentence or kind.sentence


def _why(one: Reason) -> Said:
    return Said(one.kind.evidence, one.due.figures)


def _other(one: Reason) -> Said:
    return Said("{label} · {why}", {"label": one.kind.label, "why": _why(one)})


def _facts(desk: AgendaDesk, customer: str) -> Said:
    known, words = facts(desk).get(known_as(customer)), desk.pack.words
    return Said(words.facts, known) if known else Said(words.unknown)


def _done(desk: AgendaDesk, row: int, one: Contact) -> DayLine:
    """A line with its result. It proposes nothing any more: the customer may be flagged by now."""
    key = one.kind if one.kind in desk.pack.kinds else OTHER
    kind = desk.pack.kinds[key]
    return DayLine(
        number=0,
        customer=one.customer,
        kind=key,
        label=kind.label,
        facts=_facts(desk, one.customer),
        why=Said("{outcome:outcomes} · {said} · {next_day:day}", dict(one)),
        minutes=kind.minutes,
        result=one,
        row=row,
    )


# -- asked first ----------------------------------------------------------------------------------


def _tries(desk: AgendaDesk) -> Iterator[Tried]:
    """The tries whose day is over, the latest first; none with who must not be contacted."""
    found = [(tool, one) for tool in desk.due for one in desk.due[tool] if one.kind == TRY]
    for tool, one in sorted(found, key=lambda pair: str(pair[1].day), reverse=True):
        over = one.day is not None and one.day < desk.today
        if over and not who(desk).why(one.customer):
            said = Said(desk.pack.words.tried, one.figures)
            yield Tried(one.customer, one.day, tool, one.loc, said)


# -- the numbers of the day -----------------------------------------------------------------------


def numbers(desk: AgendaDesk) -> Said:
    """The numbers of the day; at the end of a month those of the next one, and that it is
    so."""
    words = desk.pack.words
    now, later = next(iter(desk.numbers.values()), (None, None))
    if now is None:
        return Said(words.no_target)
    if not now.over:
        return _numbers(desk, now)
    left = tuple(Said(words.short, vars(one)) for one in now.paces if one.left)
    next_day = desk.month.next.first
    after = _numbers(desk, later) if later else Said(words.next_open, {"next": next_day.month})
    figures = {
        "month": desk.month.first.month,
        "next": next_day.month,
        "left": left,
        "after": after,
    }
    return Said(words.month_over if left else "{after}", figures)


def _numbers(desk: AgendaDesk, told: Numbers) -> Said:
    """The counts of the day: left, and done."""
    words = desk.pack.words
    ticked = [one for _, one in today_rows(desk).values() if one.outcome != "not_now"]
    more = max(len(ticked) - told.called, 0) if told.day == desk.today else 0
    paces = tuple(Said(words.amount, vars(one)) for one in told.paces if one.left)
    figures = {
        "deals": told.deals,
        "meetings": told.meetings,
        "calls": max(told.calls - more, 0),
        "paces": paces or None,
    }
    left, done = Said(words.numbers, figures), tuple(_done_with(told))
    finished = Said(words.finished, {"indicators": done})
    return Said(words.both, {"numbers": left, "finished": finished}) if done else left


def _done_with(told: Numbers) -> Iterator[Said]:
    for one in told.paces:
        if not one.left:
            yield Said("{indicator:indicators}", {"indicator": one.indicator})
