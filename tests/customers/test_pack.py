"""The template: complete in every language, and its columns known to its rules."""

from __future__ import annotations

import string
from typing import get_args

import pytest

from workbook import content
from workbook.customers.message_keys import Error, Note, Problem
from workbook.customers.pack import KINDS, Pack, known_values, load, value_key


def test_the_template_is_sound() -> None:
    assert content.problems(content.bundle("portfolio"), Pack) == []


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_there_are_words_for_everything_that_is_said(language: str) -> None:
    words = load(language)
    assert set(words.problems) == set(get_args(Problem))
    assert set(words.notes) == set(get_args(Note))
    assert set(words.errors) == set(get_args(Error))
    assert tuple(words.kinds) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_rules_name_columns_that_exist(kind: str) -> None:
    words = load("en")
    table = words.table(kind)
    assert {*table.required, *table.one_of, *table.unique} <= set(table.columns)
    for column in table.columns.values():
        assert (column.reads == "choice") == bool(column.choices)
        assert not column.choices or column.choices in words.lists
    for analysis in words.analyses.values():
        assert set(analysis.needs) <= set(KINDS)
        assert set(analysis.needs.get(kind, ())) <= set(table.columns)


@pytest.mark.parametrize(
    "name", ["gender", "direction", "risk_customer", "risk_product", "language"]
)
def test_no_word_means_two_things(name: str) -> None:
    meant: dict[str, set[str]] = {}
    for language in content.LANGUAGES:
        for key, item in load(language).lists[name].items():
            for written in (key, item.label, *item.aliases):
                meant.setdefault(value_key(written), set()).add(key)
    assert {word for word, keys in meant.items() if len(keys) > 1} == set()
    assert known_values(name).keys() == meant.keys()


def test_remedies_name_no_figure_that_is_not_there() -> None:
    for words in load("en").problems.values():
        names = {name for _, name, _, _ in string.Formatter().parse(words.remedy) if name}
        said = {name for _, name, _, _ in string.Formatter().parse(words.problem) if name}
        assert names <= said | {"known"}
