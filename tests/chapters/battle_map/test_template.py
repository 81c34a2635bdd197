"""What the rules count on in the template that ships, whatever its words are."""

from __future__ import annotations

import functools
from collections import Counter

import pytest

from workbook import content
from workbook.chapters.battle_map.pack import Pack
from workbook.chapters.battle_map.rules import changed, segments, statistics
from workbook.chapters.battle_map.rules.segments import ANALYSES
from workbook.chapters.battle_map.views.canvas import figures_of
from workbook.chapters.shared.forbidden_words import promised
from workbook.content.messages import Voice, Wording
from workbook.customers.analysis import customer_segments, missing_columns
from workbook.domain.bank import labels

from .desks import BLOCKS, SEGMENTS, bank, book, desk, own_map

LANGUAGES = pytest.mark.parametrize("language", content.LANGUAGES)


@functools.cache
def shipped(language: str) -> Pack:
    return content.load("battle_map", language, Pack)


@LANGUAGES
def test_all_maps_have_all_blocks(language: str) -> None:
    template = shipped(language)
    assert tuple(template.segments) == SEGMENTS == customer_segments.SEGMENTS
    assert tuple(template.blocks) == BLOCKS
    assert all(tuple(one.blocks) == BLOCKS for one in template.segments.values())


@LANGUAGES
def test_a_word_marks_one_segment_only(language: str) -> None:
    told = [
        word
        for key, one in shipped(language).segments.items()
        for word in {word.casefold() for word in (key, one.label, *one.marked)}
    ]
    assert not [word for word, times in Counter(told).items() if times > 1]


@LANGUAGES
def test_the_figures_of_every_segment_can_be_said(language: str) -> None:
    template, voice = shipped(language), Voice(content.load("wording", language, Wording), bank())
    customers = book(*[{"segment": segment} for segment in SEGMENTS])
    at = desk(customers=customers, template=template)
    for segment in SEGMENTS:
        assert statistics(at)[segment]["customers"] == 1
        said = figures_of(at, segment)
        assert said is not None
        assert "{" not in voice.text(said)


@LANGUAGES
def test_every_reason_of_a_member_has_words(language: str) -> None:
    known = set(shipped(language).becauses)
    customers = book(
        {"segment": None, "age": 70}, {"segment": None, "gender": "female"},
        {"segment": None, "payroll": True}, {},
    )  # fmt: skip
    placed = segments(desk(customers=customers)).placed
    assert set(placed["because"]) == {"age", "gender", "payroll", "marked"}
    assert set(placed["because"]) | {"salary", "receipts", "trade", "farming", "credit"} <= known


@LANGUAGES
def test_no_template_breaks_the_rules_for_what_is_typed(language: str) -> None:
    template = shipped(language)
    words = tuple(labels(template.promises).values())
    for segment, one in template.segments.items():
        given: dict[str, object] = {
            "segment": segment,
            **{name: one.blocks[name] for name in BLOCKS},
        }
        own = own_map(**given)
        assert changed(own, one) == ()
        spoken = [one.blocks[name] for name in ("services", "hook", "lead", "bundle", "scripts")]
        assert [promised(text, words, template.denials) for text in spoken] == [()] * 5


@LANGUAGES
def test_a_phrase_that_must_not_be_said_is_found_as_it_stands(language: str) -> None:
    words = tuple(labels(shipped(language).promises).values())
    assert len(words) >= 10
    for word in words:
        assert word in promised(f"We say: {word}.", words, shipped(language).denials)


@LANGUAGES
def test_every_analysis_that_may_lack_a_column_has_a_name(language: str) -> None:
    assert set(ANALYSES) <= set(missing_columns.words(language)["analyses"])
