"""The store's records: trainees, entries, notes of imports, remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

# Control characters, and those that change a line's direction or are invisible.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
Role = Literal["coach", "trainee"]


class Trainee(BaseModel):
    """One line of the roster. The id is unique in a store; the cohort is one of its attributes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1)
    cohort: str = Field(min_length=1)
    branch: str = ""
    coach: str = ""
    language: Literal["zh-Hans", "zh-Hant", "en"] = "zh-Hans"
    role: str = "relationship manager"

    @field_validator("name", "branch", "coach", mode="before")
    @classmethod
    def _on_one_line(cls, given: object) -> object:
        """No line break and no direction mark: a name is part of a line."""
        return " ".join(UNSEEN.sub(" ", given).split()) if isinstance(given, str) else given


@dataclass(frozen=True)
class Entry:
    """One save of one form. ``version`` counts from 1; ``body`` is the JSON that was typed.

    ``template`` is the hash of the template the form was made from; ``saved_at`` is in UTC.
    """

    trainee: str
    chapter: str
    key: str
    version: int
    body: dict[str, Any]
    template: str
    author: str
    saved_at: datetime


@dataclass(frozen=True)
class ImportNote:
    """The origin of an imported table: ``source`` is a file name without its folder.

    ``sha256`` is that of the file; ``rows`` are those of the whole table; ``saved_at`` is in UTC.
    how: how it was made (a word of the importing side, "" where unknown); parts: which rows came
    from which file, as JSON of (SHA-256, count of rows) in the order of the rows; manner: how the
    file was read, as JSON.
    """

    kind: str
    version: int
    sha256: str
    rows: int
    source: str
    saved_at: datetime
    how: str = ""
    parts: str = ""
    manner: str = ""


@dataclass(frozen=True)
class Remark:
    """A coach's remark on a page, or an answer to one. ``number`` counts from 1 for each trainee.

    ``key`` is the page's month or week; ``field`` is one of the form, or "" for the whole chapter;
    ``about`` is the number of the remark that is answered, or 0; ``banked`` is the key of the bank
    remark that it started from, or ""; ``written_at`` is in UTC.
    """

    trainee: str
    number: int
    chapter: str
    key: str
    field: str
    about: int
    role: Role
    author: str
    text: str
    banked: str
    written_at: datetime
