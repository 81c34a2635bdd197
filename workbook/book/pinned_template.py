"""The template pinned to a page: the one that ships now, or an older one that the page keeps.

A page that was filled in keeps the template it was made with until the trainee accepts the new
one: units, shares and thresholds do not change under a plan that is under way. Source: methodology
F4.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from workbook import chapters, content
from workbook.content import Bundle
from workbook.content.messages import Wording
from workbook.customers.analysis import missing_columns
from workbook.domain import fields
from workbook.domain.bank import Bank, labels
from workbook.domain.calendar import Month
from workbook.domain.fields import Setting, plain
from workbook.domain.templates import Choosable, FigureWords
from workbook.errors import ContentError

# The named parts of a page, and the order of its list of the day.
WORDS = ("fields", "tables", "figures", "sheets", "sections", "exercises", "urgency")


@dataclass(frozen=True, eq=False)
class Template:
    """A chapter's template and the bank's, stored under one digest.

    outdated: an older template than the one that ships now.
    unreadable: made with a template that this version can no longer read; this is the one that
    ships, in its place.
    """

    chapter: Bundle
    bank: Bundle
    outdated: bool = False
    unreadable: bool = False

    @staticmethod
    @functools.cache
    def now(chapter: str) -> Template:
        """The template that ships with this version."""
        return Template(content.shipped(chapter), content.shipped("bank"))

    @functools.cached_property
    def text(self) -> str:
        """The text that the store keeps."""
        return json.dumps({"chapter": self.chapter.text, "bank": self.bank.text}, sort_keys=True)

    @functools.cached_property
    def digest(self) -> str:
        """The key under which the store keeps it."""
        return content.digest_of(self.text)


@functools.lru_cache(maxsize=32)
def kept(chapter: str, text: str | None) -> Template:
    """The template that the store kept as ``text``, if this version can still read it."""
    now = Template.now(chapter)
    try:
        return _readable(chapter, json.loads(text or ""))
    except (ContentError, ValueError, LookupError, TypeError, AttributeError):
        # Another version wrote this text: its shape may be anything.
        return replace(now, outdated=True, unreadable=True)


def _readable(chapter: str, parts: dict[str, str]) -> Template:
    """A template, once every language of it could be read."""
    found = Template(
        content.bundle_from(chapter, parts["chapter"]),
        content.bundle_from("bank", parts["bank"]),
        outdated=True,
    )
    for language in content.LANGUAGES:
        content.read(found.chapter, language, chapters.chapter(chapter).pack)
        content.read(found.bank, language, Bank)
    return found


def bank_of(template: Template, language: str) -> Bank:
    """Units and indicators of the template."""
    return content.read(template.bank, language, Bank)


@functools.lru_cache(maxsize=32)
def pack_of(template: Template, language: str) -> Any:
    """The chapter's content; words that an older template lacks come from the shipped one."""
    chapter = template.chapter.chapter
    model = chapters.chapter(chapter).pack
    pack: Any = content.read(template.chapter, language, model)
    if not template.outdated:
        return pack
    newer: Any = content.read(Template.now(chapter).chapter, language, model)
    shown = [name for name in WORDS if name in type(pack).model_fields]
    words = {name: getattr(newer, name) | getattr(pack, name) for name in shown}
    words["figures"] = {
        name: _with_labels(figure, newer.figures.get(name, figure))
        for name, figure in words["figures"].items()
    }
    return pack.model_copy(update=words)


def _with_labels(older: FigureWords, newer: FigureWords) -> FigureWords:
    return older.model_copy(update={"labels": newer.labels | older.labels})


@functools.lru_cache(maxsize=64)
def setting_of(chapter: str, template: Template, language: str, month: Month) -> Setting:
    """How typed text is parsed: keys, and labels in any language."""
    make = chapters.chapter(chapter).setting
    settings: dict[str, Setting] = {
        one: make(pack_of(template, one), bank_of(template, one), month)
        for one in content.LANGUAGES
    }
    also = _names(settings.values())
    for one in content.LANGUAGES:
        for name, keys in _aliases(pack_of(template, one), bank_of(template, one)).items():
            also[name] = keys | also.get(name, {})
    return replace(settings[language], also=also)


def names_of(pack: Any, language: str) -> dict[str, dict[str, str]]:
    """List → key → label: the lists of the template, and what all pages say of contacts."""
    wording = content.load("wording", language, Wording)
    names = {
        name: labels(getattr(pack, name))
        for name in type(pack).model_fields
        if _is_list_of_labels(getattr(pack, name))
    }
    contact = {"blocks": wording.blocks, "watch": wording.watch}
    for name, said in (missing_columns.words(language) | contact).items():
        names[name] = said | names.get(name, {})
    return names


def _is_list_of_labels(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(one, Choosable) or hasattr(one, "label") for one in value.values()
    )


@functools.lru_cache(maxsize=64)
def read_body(
    chapter: str, template: Template, language: str, month: Month, body: str
) -> fields.Parsed[Any]:
    """Parse a saved body; cached, because the same text under the same template parses alike."""
    setting = setting_of(chapter, template, language, month)
    return fields.parse(chapters.chapter(chapter).record, json.loads(body), setting)


def _aliases(pack: Any, bank: Bank) -> dict[str, dict[str, str]]:
    """List → another common name for one of its entries → key."""
    lists = {name: getattr(pack, name) for name in type(pack).model_fields}
    return {
        name: {plain(said).lower(): str(key) for key, one in known.items() for said in one.aliases}
        for name, known in {**lists, "indicators": bank.indicators}.items()
        if isinstance(known, dict) and all(isinstance(one, Choosable) for one in known.values())
    }


def _names(settings: Iterable[Setting]) -> dict[str, dict[str, str]]:
    """List → label in any language → key; the first language wins where two share a label."""
    found: dict[str, dict[str, str]] = {}
    for setting in settings:
        for name, known in setting.choices.items():
            said = {plain(label).lower(): key for key, label in known.items()}
            found[name] = said | found.get(name, {})
    return found
