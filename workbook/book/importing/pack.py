"""The template ``imports``: how a file joins the existing table, and the words for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from workbook import content
from workbook.customers import pack
from workbook.domain.templates import Frozen

How = Literal["first", "replaces", "joins", "mends", "reread", "restored"]
Said = Literal[
    "first",
    "replaces",
    "joins",
    "joins_replaced",
    "mends",
    "known",
    "reread",
    "same",
    "lost",
    "back",
    "ask",
    "strangers",
    "zeros",
    "tails",
    "no_list",
    "unmatched",
    "ambiguous",
    "nobody",
    "whose",
    "no_match",
    "none",
    "line",
    "now",
    "restored",
    "kept",
    "rejected_in",
    "conflicts_in",
    "given_id",
    "same_name",
    "same_person",
    "bank_name",
    "bank_products",
    "bank_write",
    "bank_ask",
    "join",
]
Share = Annotated[int, Field(ge=0, le=100)]  # in %


class Imports(Frozen):
    """The template in one language.

    periods: kind of table → the column whose months a file brings. gone, fewer: the shares from
    which a replacement must be confirmed.
    """

    label: str
    periods: dict[str, str]
    gone: Share
    fewer: Share
    source: str
    how: dict[How, str]
    said: dict[Said, str]


def load(language: str) -> Imports:
    """The template in one language, checked; NotFound for an unknown one."""
    return content.load("imports", language, Imports)


def kind_in(kind: str, language: str) -> str:
    """The name of a kind of table."""
    return content.load("portfolio", language, pack.Pack).table(kind).label


def columns_in(kind: str, names: Sequence[str], language: str) -> list[str]:
    """The names of columns of a kind of table."""
    columns = content.load("portfolio", language, pack.Pack).table(kind).columns
    return [columns[name].label if name in columns else name for name in names]
