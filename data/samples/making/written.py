"""What is written by hand: one YAML file a trainee, and what customers are like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent.parent / "written"
AS_OF = dt.date(2026, 12, 8)  # the day on which the customers' files were exported
MONTH = "2026-12"
FLAGS = ("do_not_contact", "complaint_open", "vulnerable", "suspected_fraud")
WAN = 1_000_000  # fen

Row = dict[str, Any]
Transfers = Sequence[tuple[dt.date, int]]  # days and fen


@dataclass(frozen=True)
class Wanted:
    """What the written pages say of a customer, and the customer's file must agree with."""

    segment: str
    age: int
    gender: str
    relationship: int | None = None
    willingness: int | None = None
    amount: int = 0  # fen
    flag: str = ""
    losing: bool = False
    talks: Mapping[dt.date, str] | None = None


def figures(name: str) -> dict[str, Any]:
    """A file whose numbers are numbers."""
    return _load(name, YAML(typ="safe", pure=True))


def typed(name: str) -> dict[str, Any]:
    """A file in which everything is text, as people type it; {} where there is none."""
    return _load(name, YAML(typ="base", pure=True))


def _load(name: str, reader: YAML) -> dict[str, Any]:
    path = FOLDER / f"{name}.yaml"
    if not path.exists():
        return {}
    found: dict[str, Any] = reader.load(path.read_text(encoding="utf-8"))
    return found


def day(text: str) -> dt.date:
    """12-05 (in 2026) or 2027-01-06 → the day."""
    return dt.date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def december_rows(pages: Mapping[str, Any]) -> list[Row]:
    """The prospects of the month that are written row by row."""
    rows: list[Row] = pages.get("prospects", {}).get(MONTH, {}).get("rows", [])
    return rows


def wanted(pages: Mapping[str, Any]) -> dict[str, Wanted]:
    """Customer → what the file must say; of several rows of a customer the first counts."""
    found: dict[str, Wanted] = {}
    for row in reversed(december_rows(pages)):
        found[row["id"]] = _wanted(row)
    return found


def _wanted(row: Row) -> Wanted:
    segment, age, gender = row["who"].split()
    money = row["for"] in ("investment_sales", "insurance_premium")
    relationship, willingness = map(int, row["cell"]) if row["cell"] else (None, None)
    return Wanted(
        segment=segment,
        age=int(age),
        gender=gender,
        relationship=relationship,
        willingness=willingness,
        amount=int(float(row["amount"].rstrip("万") or 0) * WAN) if money else 0,
        flag=row.get("set", {}).get("flag", ""),
        losing=bool(row.get("loss")),
        talks={day(when): words for when, words in row["talks"].items()},
    )


def left(pages: Mapping[str, Any]) -> dict[str, Transfers]:
    """Customer → the transfers by which their money went to another bank."""
    told = pages.get("left", {}).items()
    return {who: [(day(when), int(yuan) * 100) for when, yuan in rows] for who, rows in told}
