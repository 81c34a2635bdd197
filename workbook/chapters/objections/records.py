"""What is filled in about customers' objections, and the template of the page."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from workbook.domain.fields import Choice, LongText, Text
from workbook.domain.templates import Choosable, Frozen, Script, ToolPack

Root = Literal["steered", "no_funds", "not_alone"]
Reason = Literal["information", "condition", "no_need"]


class Own(Frozen):
    """An objection that the manager heard: the customer's words, and how they were met."""

    said: Text = ""
    product: Annotated[str, Choice("products")] = ""
    reason: Annotated[str, Choice("reasons")] = ""
    root: Annotated[str, Choice("roots")] = ""
    question: LongText = ""
    answer: LongText = ""


class Objections(Frozen):
    """The page of a month. heard: the words to look for, as a customer said them."""

    heard: Text = ""
    own: tuple[Own, ...] = ()


class Cause(Choosable):
    """A root cause. sign: how it shows; act: what to do about it; stop: when to leave it."""

    sign: str
    act: str
    stop: str


class Worked(Choosable):
    """A worked objection; the label is what the customer says, aliases are other words for it.

    Of two reasons or roots the first is answered first. mark: a sign that anyone could check.
    stop: where that of the first root does not do.
    """

    product: str
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1, max_length=2)]
    roots: Annotated[tuple[Root, ...], Field(min_length=1, max_length=2)]
    question: str
    answer: str
    cost: str
    avoid: str
    mark: str
    stop: str = ""


class Pack(ToolPack):
    """The template of the page. near: how alike words are to be found, 0…1; most: shown."""

    near: Annotated[float, Field(gt=0, le=1)]
    most: Annotated[int, Field(ge=1)]
    reasons: dict[Reason, Choosable]
    roots: dict[Root, Cause]
    products: dict[str, Script]
    approvals: dict[Literal["approved", "rehearsal"], Choosable]
    worked: dict[str, Worked]
