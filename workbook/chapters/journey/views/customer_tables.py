"""The tables of the manager's customers: stages, signals, the queue of the day, profiles."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from workbook.chapters.journey.pack import STAGES, Critical, Signal
from workbook.chapters.journey.rules import (
    JourneyDesk,
    Queued,
    Row,
    blocked,
    customers,
    kept_off,
    lacks,
    profiled,
    queue,
    rows_of,
    signal_says,
    study,
    who,
)
from workbook.chapters.journey.rules.checks_contact import lack_of
from workbook.chapters.journey.rules.contact_flags import COMPLAINT, OPEN_COMPLAINT
from workbook.chapters.journey.views.counts import counted
from workbook.chapters.journey.views.frames import in_words, script_row
from workbook.chapters.shared.contact_flags import People
from workbook.chapters.shared.frames import frame
from workbook.content.messages import Said

STAGES_TABLE = (
    "stage", "customers", "assets", "share", "signalled", "blocked", "queued", "leaving",
)  # fmt: skip
CUSTOMERS = (
    "customer", "stage", "reason", "evidence", "signals", "tier", "assets", "distance", "until",
)  # fmt: skip
SIGNALS = ("customer", "signal", "strong", "since", "evidence", "first", "heed")
GUIDE = (
    "signal", "customers", "first", "question", "avoid", "stop", "channel", "licence", "approval",
    "expires",
)  # fmt: skip
QUEUE = (
    "customer", "critical", "stage", "evidence", "act", "question", "proof", "stop", "heed",
    "minutes", "approval",
)  # fmt: skip
WAITING = ("rank", "customer", "critical", "stage", "evidence", "minutes")
KINDS = (
    "critical", "customers", "minutes", "act", "proof", "avoid", "stop", "channel", "licence",
    "approval", "expires",
)  # fmt: skip
PROFILES = ("profile", "customers", "share", "evidence", "why", "act", "avoid")
LACKS = ("analysis", "lack")

URGENT = ("at_risk", "win_back", "new_value", "prospect", "stable")  # the order of attention
WATCHED = URGENT[:3]


# -- stages ---------------------------------------------------------------------------------------


def stages_table(desk: JourneyDesk) -> pd.DataFrame:
    """Each stage with its customers, their assets, and what to do about them.

    Where a file is missing that would show it, a stage says so instead of counting nobody.
    """
    rows = stage_rows(desk)
    counts = ({**row, "customers": counted(desk, row["stage"], row["customers"])} for row in rows)
    return frame(STAGES_TABLE, counts)


def stage_rows(desk: JourneyDesk) -> list[Row]:
    """The same as plain numbers."""
    rows, queued = rows_of(study(desk).stages), Counter(_queued_stages(desk))
    barred = frozenset(blocked(desk))
    by_stage = {name: [row for row in rows if row["stage"] == name] for name in STAGES}
    return [
        {
            "stage": name,
            "customers": len(placed),
            "assets": sum(row["assets"] or 0 for row in placed),
            "share": len(placed) / len(rows) if rows else None,
            "signalled": sum(bool(row["signals"]) for row in placed),
            "blocked": sum(row["customer"] in barred for row in placed),
            "queued": queued[name],
            "leaving": sum(_leaves(desk, row["until"]) for row in placed),
        }
        for name, placed in by_stage.items()
    ]


def _queued_stages(desk: JourneyDesk) -> list[str]:
    return [one.stage for one in queue(desk) if one.fits]


def _leaves(desk: JourneyDesk, until: dt.date | None) -> bool:
    """Whether time alone ends the stage soon."""
    return until is not None and 0 <= (until - desk.today).days <= desk.pack.leaving_days


def customers_table(desk: JourneyDesk) -> pd.DataFrame:
    """Every customer's stage with its evidence; those at risk first."""
    return frame(CUSTOMERS, [_placed(desk, row) for row in _urgent_first(desk)])


def watch_table(desk: JourneyDesk) -> pd.DataFrame:
    """The customers to look at now: at risk, to be won back, new; who may be contacted."""
    barred = frozenset(blocked(desk))
    rows = [row for row in _watched(desk) if row["customer"] not in barred]
    return frame(CUSTOMERS, [_placed(desk, row) for row in rows])


def _watched(desk: JourneyDesk) -> list[Row]:
    return [row for row in _urgent_first(desk) if row["stage"] in WATCHED]


def _watch_left(desk: JourneyDesk) -> Mapping[str, int]:
    return who(desk).left(row["customer"] for row in _watched(desk))


def _urgent_first(desk: JourneyDesk) -> list[Row]:
    return sorted(
        rows_of(study(desk).stages),
        key=lambda row: (URGENT.index(row["stage"]), -(row["assets"] or 0), row["customer"]),
    )


def _placed(desk: JourneyDesk, row: Row) -> Row:
    reason = desk.pack.reasons[row["reason"]]
    says = reason.says if row["balanced"] else reason.estimated or reason.says
    evidence = Said(says, {**row, "distance": _far(row["distance"])})
    return {**row, "evidence": evidence, "tier": row["tier"] or None}


def _far(distance: int | None) -> int | None:
    """The distance without sign: a sentence names the side."""
    return None if distance is None else abs(distance)


# -- signals --------------------------------------------------------------------------------------


def signals_table(desk: JourneyDesk) -> pd.DataFrame:
    """The warning signals that fired, strong ones first, then newest first."""
    people, rows = who(desk), rows_of(study(desk).signals)
    order = sorted(rows, key=lambda row: (not row["strong"], -_number(row["since"])))
    return frame(SIGNALS, [_signal(desk, row, people) for row in order])


def _number(day: dt.date | None) -> int:
    return day.toordinal() if day else 0


def _signal(desk: JourneyDesk, row: Row, people: People) -> Row:
    """Where nobody may call, or not by this channel, the first step says so."""
    one, customer = _named(desk)[row["signal"]], row["customer"]
    why = people.why(customer)
    evidence, heed = signal_says(one, row), people.heed(customer)
    said = {**row, "evidence": evidence, "first": one.first, "heed": heed}
    if why and not (why == OPEN_COMPLAINT and row["signal"] == COMPLAINT):
        return {**said, "first": in_words(desk.pack, why)}
    return (
        said if people.may(customer, one.channel) else {**said, "first": people.instead(customer)}
    )


def _named(desk: JourneyDesk) -> Mapping[str, Signal]:
    return {str(key): one for key, one in desk.pack.signals.items()}


def guide_table(desk: JourneyDesk) -> pd.DataFrame:
    """The act for each kind of signal, and how many customers show it."""
    counts = Counter(study(desk).signals["signal"])
    rows = (
        {**script_row(desk, one), "signal": key, "customers": counted(desk, key, counts[key])}
        for key, one in _named(desk).items()
    )
    return frame(GUIDE, rows)


# -- the queue of the day -------------------------------------------------------------------------


def queue_table(desk: JourneyDesk) -> pd.DataFrame:
    """The customers of the day, as many as the minutes allow, most urgent first."""
    return frame(QUEUE, (_queued(desk, one) for one in queue(desk) if one.fits))


def waiting_table(desk: JourneyDesk) -> pd.DataFrame:
    """The next ones, for whom the minutes do not suffice today."""
    return frame(WAITING, (_queued(desk, one) for one in queue(desk) if not one.fits))


def _queued(desk: JourneyDesk, one: Queued) -> Row:
    """The heaviest reason determines the act; all are named."""
    first = one.reasons[0]
    return {
        **script_row(desk, first.script), "customer": one.customer, "rank": one.rank,
        "critical": tuple(_reason_label(desk, reason.name) for reason in one.reasons),
        "evidence": first.says, "act": first.act,
        "stage": one.stage or None, "minutes": one.minutes,
        **_heeded(desk, one.customer, first.script),
    }  # fmt: skip


def _reason_label(desk: JourneyDesk, name: str) -> str | Said:
    """A critical kind by its key; a signal by its label, for it is on another list."""
    return Said("{signal:signals}", {"signal": name}) if name in _named(desk) else name


def _heeded(desk: JourneyDesk, customer: str, script: Signal | Critical) -> Row:
    """The cautions, without an act or question by a channel that the customer does not allow."""
    people = who(desk)
    heed: Row = {"heed": people.heed(customer)}
    if people.may(customer, script.channel):
        return heed
    return {**heed, "act": people.instead(customer), "question": None}


def _criticals(desk: JourneyDesk) -> Mapping[str, Critical]:
    return {str(key): one for key, one in desk.pack.criticals.items()}


def kinds_table(desk: JourneyDesk) -> pd.DataFrame:
    """The seven critical kinds, and how many customers of each may be contacted today."""
    counts = Counter(one.name for queued in queue(desk) for one in queued.reasons)
    rows = (
        {**script_row(desk, one), "critical": key, "customers": counted(desk, key, counts[key])}
        for key, one in _criticals(desk).items()
    )
    return frame(KINDS, rows)


# -- profiles and what is lacking -----------------------------------------------------------------


def profiles_table(desk: JourneyDesk) -> pd.DataFrame:
    """The easily lost profiles, counted among the manager's own customers."""
    counted, everyone = profiled(desk), customers(desk)
    rows = []
    for key, one in desk.pack.profiles.items():
        count = counted[key] if everyone else None
        share = None if count is None else count / everyone
        rows.append({**dict(one), "profile": key, "customers": count, "share": share})
    return frame(PROFILES, rows)


def lacks_table(desk: JourneyDesk) -> pd.DataFrame:
    """The columns that each analysis needs and the imported files lack."""
    rows: Sequence[Row] = lacks(desk)
    told = ({**row, "lack": lack_of(row["kind"], row["column"])} for row in rows)
    return frame(LACKS, told)


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "stages": stages_table,
    "customers": customers_table,
    "watch": watch_table,
    "signals": signals_table,
    "guide": guide_table,
    "queue": queue_table,
    "waiting": waiting_table,
    "kinds": kinds_table,
    "profiles": profiles_table,
    "lacks": lacks_table,
}
left_out: Mapping[str, Callable[[Any], Mapping[str, int]]] = {
    "watch": _watch_left,
    "queue": kept_off,
    "kinds": kept_off,
}
