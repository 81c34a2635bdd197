"""What the trainees filled in: pages as written, as they stood at each save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from making.people import Customer
from making.written import WAN, Row, day

COLUMNS = {
    "targets": ("indicator", "target"),
    "own_shares": ("week", "share"),
    "actuals": ("day", "indicator", "done", "note"),
    "replans": ("day", "reason", "indicator", "target"),
    "activity": ("day", "calls", "meetings", "deals"),
    "helps": ("what", "who", "by"),
}
DAYS = ("day", "by", "try_by")
COUNTED = ("investment_pieces", "policies", "accounts")
ORDER = (
    "customer", "indicator", "amount", "product", "relationship", "willingness", "chance",
    "next_contact", "status", "talked", "attempts", "last_contact", "experienced", "gender",
    "age", "opened", "funds", "products_held", "deposits", "performance", "contact_months",
    "purchase_months", "mood", "asks_first", "flag",
)  # fmt: skip
YES = {"zh": "是", "hant": "是", "en": "yes"}
CONTACT_EVERY = {1: (5, 6, 8), 2: (2, 3, 2), 3: (1, 1, 1)}
BUY_EVERY = {1: (18, 99, 24), 2: (8, 10, 12), 3: (4, 5, 6)}


@dataclass(frozen=True)
class Manner:
    """How somebody fills in: the shape of days, the language, for whom the six points."""

    days: str
    points: str
    language: str
    quote: str
    customers: Mapping[str, Customer]


def worksheet(
    page: Mapping[str, Any], since: Mapping[str, str], saved: dt.date, manner: Manner
) -> Row:
    """The pacing page as it stood on ``saved``: later rows and fields are not there yet."""
    body: Row = {}
    for name, value in page.items():
        if name in since and day(since[name]) > saved:
            continue
        if name in COLUMNS:
            rows = (dict(zip(COLUMNS[name], row, strict=True)) for row in value)
            body[name] = [
                _without_blanks(row, manner)
                for row in rows
                if "day" not in row or day(row["day"]) <= saved
            ]
        else:
            body[name] = typed_day(value, manner.days) if name in DAYS else value
    return {name: value for name, value in body.items() if value not in ("", [])}


def _without_blanks(row: Row, manner: Manner) -> Row:
    return {
        name: typed_day(value, manner.days) if name in DAYS else value
        for name, value in row.items()
        if value != ""
    }


def typed_day(text: str, shape: str) -> str:
    """A day as somebody types it; with its year where that is not the year of the page."""
    if not text:
        return ""
    when = day(text)
    if len(text) > 5:
        return text
    mixed = when.isoformat() if when.day % 2 else text
    cn = f"{when.month}月{when.day}日"
    shapes = {"short": text, "iso": when.isoformat(), "slash": f"{when.month}/{when.day}", "cn": cn}
    return shapes.get(shape, mixed)


# -- prospects ------------------------------------------------------------------------------------


def reserve(rows: Sequence[Row], saved: dt.date, manner: Manner) -> Row:
    """The prospects as they stood on ``saved``."""
    funds = {row["id"]: _funds(row["id"], rows, manner) for row in rows}
    return {
        "prospects": [
            _prospect(row, saved, manner, funds[row["id"]] if _has_points(at, manner) else "")
            for at, row in enumerate(rows)
        ]
    }


def _has_points(at: int, manner: Manner) -> bool:
    return manner.points == "all" or (manner.points == "some" and at % 2 == 0)


def _prospect(row: Row, saved: dt.date, manner: Manner, funds: str) -> Row:
    """One row; ``funds`` are empty where nothing but the talks was filled in."""
    customer = manner.customers[row["id"]]
    cell: Row = {
        "customer": row["id"],
        "indicator": row["for"],
        "amount": row["amount"],
        "product": row["product"],
        "relationship": row["cell"][:1],
        "willingness": row["cell"][1:],
        **_contact(row, saved, manner),
    }
    if funds:
        cell |= {"funds": funds, **_points(row, customer, manner)}
    if row.get("loss"):
        cell |= {"performance": "loss", "mood": "worried"}
    cell |= row.get("set", {})
    return {name: cell[name] for name in ORDER if cell.get(name, "") != ""}


def _contact(row: Row, saved: dt.date, manner: Manner) -> Row:
    """Status, talks and the next contact, as they were on that day."""
    status, _, settled = row.get("settled", "").partition(" ")
    over = bool(settled) and day(settled) <= saved
    made = {when: words for when, words in row["talks"].items() if day(when) <= saved}
    reached = [when for when, words in made.items() if words]
    ahead = [when for when in row["talks"] if day(when) > saved]
    planned = "" if over else min([*ahead, *([settled] if settled else [])], default="", key=day)
    following = planned or ("" if over else row.get("next", ""))
    return {
        "status": status if over else "open",
        "talked": quoted(reached[-1], made[reached[-1]], manner) if reached else "",
        "attempts": str(len(made)) if made else "",
        "last_contact": typed_day(reached[-1], manner.days) if reached else "",
        "next_contact": typed_day(following, manner.days),
    }


def quoted(when: str, words: str, manner: Manner) -> str:
    """What a customer said, and when."""
    said = day(when)
    return manner.quote.format(month=said.month, day=said.day, name=f"{said:%b}", words=words)


def _points(row: Row, customer: Customer, manner: Manner) -> Row:
    """What the book says of the customer, and the six points as the level asks for them."""
    level = int(row["cell"][:1] or 1)
    third = sum(map(int, filter(str.isdigit, row["id"]))) % 3
    held = len(customer.lots)
    return {
        "gender": {"f": "female", "m": "male"}[customer.gender],
        "age": str(customer.age),
        "opened": customer.opened.isoformat(),
        "products_held": str(held),
        "deposits": in_wan(customer.deposits),
        "performance": "well" if held else "",
        "contact_months": str(CONTACT_EVERY[level][third]),
        "purchase_months": str(BUY_EVERY[level][third]),
        "mood": "warm" if level == 3 else "calm",
        "asks_first": YES[manner.language] if level == 3 else "",
    }


def _funds(customer: str, rows: Sequence[Row], manner: Manner) -> str:
    """What a customer can move: a part of the deposits, and no less than what is talked about."""
    amounts = [
        round(float(row["amount"].rstrip("万") or 0))
        for row in rows
        if row["id"] == customer and row["for"] not in COUNTED
    ]
    return str(max(round(manner.customers[customer].deposits * 0.6 / WAN), *amounts, 1))


def in_wan(fen: int) -> str:
    """Fen → 万元 as people type it: 18.4, 0.35."""
    return f"{fen / WAN:.2f}".rstrip("0").rstrip(".")


# -- entries --------------------------------------------------------------------------------------


def entry(trainee: str, chapter: str, key: str, body: Row, saved: str) -> Row:
    """One line of the entries file."""
    moment = f"{saved}:00+08:00"
    return {
        "trainee": trainee, "chapter": chapter, "key": key, "body": body,
        "author": trainee, "saved_at": moment,
    }  # fmt: skip


def versions(trainee: str, pages: Mapping[str, Any], manner: Manner) -> Iterator[Row]:
    """Every save of every month that is written out, in order; what did not change is left out."""
    for chapter in ("pacing", "prospects"):
        for key, month in pages.get(chapter, {}).items():
            last: Row | None = None
            for saved, body in _bodies(chapter, month, manner):
                if body != last:
                    yield entry(trainee, chapter, key, body, saved)
                last = body


def _bodies(chapter: str, month: Row, manner: Manner) -> Iterator[tuple[str, Row]]:
    for version in month.get("versions", ()):
        yield version["saved"], unfolded(version["body"])
    for saved in month.get("saved", ()):
        when = dt.date.fromisoformat(saved[:10])
        if chapter == "pacing":
            yield saved, worksheet(month["page"], month.get("from", {}), when, manner)
        else:
            yield saved, reserve(month["rows"], when, manner)


def unfolded(value: Any) -> Any:
    """“×3 ab” → “ababab”, wherever it stands."""
    if isinstance(value, dict):
        return {name: unfolded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [unfolded(one) for one in value]
    if isinstance(value, str) and value.startswith("×"):
        times, _, words = value[1:].partition(" ")
        return words * int(times)
    return value
