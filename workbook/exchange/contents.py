"""The lines of the files, checked: a file went through somebody's hands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeVar

import pydantic
from pydantic import Field

from workbook.domain.templates import Frozen
from workbook.errors import BadInput
from workbook.exchange.keys import Address, is_address

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Short = Annotated[str, Field(max_length=200)]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+00:00$")]
Text = Annotated[str, Field(max_length=4 * 2**20)]
Cells = tuple[str | int | bool | None, ...]
BLOCK = 5000  # rows of a table in one line
MOST_PEOPLE = 2000


class Public(Frozen):
    """The address of a store, as it is written down."""

    to: Short
    signer: Digest

    @pydantic.model_validator(mode="after")
    def _is_one(self) -> Public:
        if not is_address(self.to, self.signer):
            raise ValueError(self.to)
        return self

    @property
    def address(self) -> Address:
        return Address(self.to, self.signer)


class Person(Frozen):
    """Somebody of the class. number: the bank's, where it differs from the id."""

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=200)]
    number: Short = ""
    language: Literal["zh-Hans", "zh-Hant", "en"] = "zh-Hans"


class ClassLine(Frozen):
    """The one line of a class file. bank: the text of ``bank.yaml``; templates: the digests of
    those that the coach's store knows."""

    what: Literal["class"]
    cohort: Annotated[str, Field(min_length=1, max_length=200)]
    coach: Short
    months: Annotated[tuple[Month, ...], Field(min_length=1, max_length=120)]
    address: Public
    people: Annotated[tuple[Person, ...], Field(min_length=1, max_length=MOST_PEOPLE)]
    bank: Annotated[str, Field(max_length=2**20)]
    templates: tuple[Digest, ...]
    program: Short
    made_at: Moment


class HandInLine(Frozen):
    """The first line of a hand-in. number: the how-manieth of this store."""

    what: Literal["hand-in"]
    trainee: Id
    number: Annotated[int, Field(ge=1, le=100_000)]
    month: Month
    address: Public
    whole: bool
    templates: tuple[Digest, ...]
    program: Short
    made_at: Moment


class ReturnLine(Frozen):
    """The first line of a return."""

    what: Literal["return"]
    trainee: Id
    coach: Short
    templates: tuple[Digest, ...]
    program: Short
    made_at: Moment


class TemplateLine(Frozen):
    """The text of a template that the other store may lack."""

    what: Literal["template"]
    text: Text


class VersionLine(Frozen):
    """One save of a page; body: its canonical JSON."""

    what: Literal["version"]
    chapter: Short
    key: Annotated[str, Field(max_length=40)]
    body: Text
    template: Digest
    author: Short
    saved_at: Moment
    parents: Annotated[tuple[Digest, ...], Field(max_length=2)]


class RemarkLine(Frozen):
    """A remark or an answer. about: the identity of the remark that is answered, or ""."""

    what: Literal["remark"]
    chapter: Short
    key: Annotated[str, Field(max_length=40)]
    field: Short
    about: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    role: Literal["coach", "trainee"]
    author: Short
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    banked: Short
    written_at: Moment


class ColumnOf(Frozen):
    """A column of a block: its kind and its cells."""

    name: Short
    kind: Literal["text", "count", "yes", "day"]
    cells: Annotated[Cells, Field(max_length=BLOCK)]


class TableLine(Frozen):
    """A block of rows of an imported table; the first of its kind says where it came from."""

    what: Literal["table"]
    kind: Short
    sha256: Short
    source: Short
    saved_at: Moment
    columns: Annotated[tuple[ColumnOf, ...], Field(max_length=200)]


class PageLine(Frozen):
    """A page as a file, in base64: the workbook names it, not who sent it."""

    what: Literal["page"]
    page: Short
    format: Literal["pdf", "xlsx", "html"]
    content: Annotated[str, Field(max_length=16 * 2**20)]


Lines = Mapping[str, Any]
Model = TypeVar("Model", bound=Frozen)


def first(lines: Iterable[Lines], model: type[Model]) -> Model:
    """The first line; BadInput where it is missing or something else."""
    for line in lines:
        return _checked(line, model)
    raise BadInput("exchange.damaged_line", number=1)


def those(lines: Iterable[Lines], what: str, model: type[Model]) -> list[Model]:
    """All lines of a kind, in order."""
    return [
        _checked(line, model, number)
        for number, line in enumerate(lines, 1)
        if line.get("what") == what
    ]


def _checked(line: Lines, model: type[Model], number: int = 1) -> Model:
    try:
        return model.model_validate(line)
    except pydantic.ValidationError:
        # Without its cause, which quotes what stands there.
        raise BadInput("exchange.damaged_line", number=number) from None
