"""The shipped content: complete in every language, sayable, sourced, and promising nothing."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, get_args

import pytest

from workbook import chapters, content
from workbook.book import template_check
from workbook.content import PLACEHOLDER, tree
from workbook.content.messages import UNITS, Voice, Wording, voice
from workbook.customers.analysis import missing_columns
from workbook.domain import templates
from workbook.domain.bank import Bank, labels
from workbook.domain.calendar import Month
from workbook.domain.templates import Column, Rule

MODELS = template_check.models()
TEMPLATES = sorted(MODELS)
LANGUAGES = content.LANGUAGES
DAY = dt.date(2026, 12, 5)
PLAUSIBLE: Mapping[str, tuple[object, ...]] = {
    "text": ("A017", 3, 2026, "第一周"),
    "day": (DAY, dt.date(2027, 1, 31)),
    "week": ("2026-W50", "2026-W53"),
    "count": (0, 1, 12, 5_000),
    "money": (0, 1, 229_000_000, 10**15),
    "measure": (0, 7, 229_000_000, 137_400_000.5),
    "share": (0.0, 0.075, 1 / 3, 1.0),
    "ratio": (0.04, 1.0, 3.5, float("inf")),
    "odds": (0.0, 0.04, 0.47, 1.0),
    "number": (0.5, 12),
}
SOURCE = re.compile(r"S[0-4]|[A-H]\d?|ours|methodology")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PROMISES = {
    "zh": r"保本保收益|稳赚|包赚|肯定回本|一定回本|肯定涨|零风险|无风险|没有风险|绝对安全|保证收益|"
    r"跟存款一样|和存款一样|名额就今天|闭眼买|只赚不赔|预期收益率",
    "en": r"guaranteed (return|profit)|risk[- ]free|no risk|cannot lose|can't lose|sure profit|"
    r"as safe as a deposit|certain to (rise|recover)|will (surely|definitely) (rise|recover)",
}


@functools.cache
def pack(name: str, language: str) -> Any:
    return content.load(name, language, MODELS[name])


@functools.cache
def speaking(name: str, language: str) -> Voice:
    """The voice of a chapter's page, with the lists that the page has."""
    made, bank = pack(name, language), content.load("bank", language, Bank)
    lists = {
        field: labels(value)
        for field in type(made).model_fields
        if isinstance(value := getattr(made, field), dict)
        and all(hasattr(one, "label") for one in value.values())
    }
    wording = content.load("wording", language, Wording)
    shared = missing_columns.words(language) | {"blocks": wording.blocks, "watch": wording.watch}
    lists |= {one: words | lists.get(one, {}) for one, words in shared.items()}
    return voice(wording, bank, lists)


def texts(node: object, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a dumped template, with where it stands."""
    if isinstance(node, str):
        yield at, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from texts(value, (*at, str(key)))
    elif isinstance(node, list | tuple):
        for index, value in enumerate(node):
            yield from texts(value, (*at, str(index)))


def said(name: str, language: str) -> list[tuple[tuple[str, ...], str]]:
    return [(at, text) for at, text in texts(pack(name, language).model_dump()) if text]


each_template = pytest.mark.parametrize(
    ("name", "language"), list(itertools.product(TEMPLATES, LANGUAGES))
)
each_chapter = pytest.mark.parametrize(
    ("name", "language"), list(itertools.product(chapters.names(), LANGUAGES))
)


# -- complete -------------------------------------------------------------------------------------


def test_there_is_nothing_to_find() -> None:
    assert template_check.problems() == []


@each_template
def test_the_keys_are_those_of_every_language(name: str, language: str) -> None:
    here, there = (dict(said(name, one)) for one in (language, "zh-Hans"))
    lists = {
        at
        for at in (*here, *there)
        if {"aliases", "totals", "averages", "footers", "blanks", "denials"} & set(at)
    }
    assert set(here) - lists == set(there) - lists


@each_template
def test_no_text_is_blank_or_unfinished(name: str, language: str) -> None:
    for at, text in said(name, language):
        assert text == text.strip() or at[-1] == "join", at
        assert not re.search(r"TODO|FIXME|TBD|XXX|Lorem|待补|待定稿|  ", text), at


@pytest.mark.parametrize("name", [*chapters.names(), "bank", "wording"])
def test_words_are_in_the_language_of_their_file(name: str) -> None:
    files = content.bundle(name).files
    chinese, english = (tree.parsed(files[file], file) for file in tree.WORDS)
    for at, text in texts(english):
        assert not CHINESE.search(re.sub(r"\d元|\d万", "", text)), (at, text)
    for at, text in texts(chinese):
        bare = PLACEHOLDER.sub("", text)
        assert CHINESE.search(text) or not re.search("[A-Za-z]{4}", bare), (at, text)


@pytest.mark.parametrize("name", TEMPLATES)
def test_traditional_chinese_differs_from_simplified_and_only_in_its_words(name: str) -> None:
    simple, traditional = dict(said(name, "zh-Hans")), dict(said(name, "zh-Hant"))
    assert list(simple) == list(traditional)
    assert any(simple[at] != traditional[at] for at in simple)
    for at in simple:
        assert PLACEHOLDER.findall(simple[at]) == PLACEHOLDER.findall(traditional[at]), at
        assert not re.search("[们这为时说问对]", traditional[at]), (at, traditional[at])


@pytest.mark.parametrize(
    ("name", "language"), list(itertools.product(sorted(set(TEMPLATES) - {"wording"}), LANGUAGES))
)
def test_every_source_is_one_that_a_reader_can_look_up(name: str, language: str) -> None:
    found = [
        (at, text) for at, text in texts(pack(name, language).model_dump()) if at[-1] == "source"
    ]
    assert found
    for at, text in found:
        assert SOURCE.search(text), at


@each_chapter
def test_everything_that_can_have_a_source_has_one(name: str, language: str) -> None:
    def unsourced(node: object, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        if isinstance(node, templates.Frozen):
            for field, value in node:
                if field == "source" and not value.strip():
                    yield at
                yield from unsourced(value, (*at, field))
        if isinstance(node, dict):
            for key, value in node.items():
                yield from unsourced(value, (*at, str(key)))

    assert list(unsourced(pack(name, language))) == []


# -- the code and the words -----------------------------------------------------------------------


@each_chapter
def test_what_a_chapter_shows_has_words_and_the_other_way_round(name: str, language: str) -> None:
    module, made = chapters.chapter(name), pack(name, language)
    assert set(made.tables) == set(module.tables)
    assert set(made.figures) == set(module.figures)


@each_chapter
def test_every_column_and_label_has_words(name: str, language: str) -> None:
    made = pack(name, language)
    for table in made.tables.values():
        assert table.title.strip()
        assert table.columns
        named = [column.label for column in table.columns.values()]
        assert all(label.strip() for label in named)
        assert len(set(named)) == len(named), table.title
    for figure in made.figures.values():
        assert figure.title.strip()
        assert figure.note.strip()
        assert figure.labels
        assert all(label.strip() for label in figure.labels.values())


@each_chapter
def test_every_field_and_column_of_the_record_has_words(name: str, language: str) -> None:
    module, made = chapters.chapter(name), pack(name, language)
    assert set(made.fields) == set(module.record.model_fields)
    schema = module.record.model_json_schema()
    for field, words in made.fields.items():
        assert words.label.strip()
        assert words.help.strip()
        row = schema["properties"][field].get("items", {}).get("$ref", "").rpartition("/")[2]
        inside = schema["$defs"][row]["properties"] if row else {}
        assert set(words.columns) == set(inside), field
        for column in words.columns.values():
            assert column.label.strip()
            assert column.help.strip()
            assert column.example.strip()


@each_chapter
def test_every_list_that_a_field_chooses_from_exists(name: str, language: str) -> None:
    module, made = chapters.chapter(name), pack(name, language)
    bank = content.load("bank", language, Bank)
    setting = module.setting(made, bank, Month(2026, 12))
    lists = set(re.findall(r"'choices': '(\w+)'", str(module.record.model_json_schema())))
    assert lists == set(setting.choices)
    for name_of_list, choices in setting.choices.items():
        plain = {label.casefold(): key for key, label in choices.items()}
        assert choices, name_of_list
        assert len(plain) == len(choices), name_of_list
        assert all(plain.get(key.casefold(), key) == key for key in choices), name_of_list


# -- sayable --------------------------------------------------------------------------------------


def placeholders(text: str) -> list[tuple[str, str]]:
    """Name and unit of each placeholder."""
    whole = re.findall(r"\{(\w+)(?::(\w+))?\}", text)
    return [(name, unit or "text") for name, unit in whole]


@each_chapter
def test_every_placeholder_has_a_unit_or_a_list(name: str, language: str) -> None:
    known = {*UNITS, "text", "measure", *speaking(name, language).names}
    for key, rule in pack(name, language).rules.items():
        for text in (rule.says, rule.attempt):
            for placeholder, unit in placeholders(text):
                assert unit in known, (key, placeholder, unit)


@pytest.mark.parametrize("unit", get_args(Column.model_fields["unit"].annotation))
def test_every_unit_of_a_column_can_be_said(unit: str) -> None:
    assert unit in (*UNITS, "text", "measure", "list")


@each_chapter
def test_every_rule_can_be_said_for_plausible_figures(name: str, language: str) -> None:
    speaker = speaking(name, language)
    for key, rule in pack(name, language).rules.items():
        for sentence in sentences(rule, speaker):
            assert not re.search(r"[{}]|None|nan\b|—\s*$", sentence), (key, sentence)
            assert "  " not in sentence, (key, sentence)


def sentences(rule: Rule, speaker: Voice) -> Iterator[str]:
    """All that a rule may say: its figures small, usual and large, of money and of pieces."""
    found = dict(placeholders(f"{rule.says} {rule.attempt}"))
    for indicator, size in itertools.product(("investment_sales", "policies"), range(4)):
        figures = {one: plausible(unit, size, speaker) for one, unit in found.items()}
        given = {**figures, "indicator": indicator}
        yield speaker.say(rule.says, given)
        yield speaker.say(rule.attempt, given)


def plausible(unit: str, size: int, speaker: Voice) -> object:
    values = tuple(speaker.names[unit]) if unit in speaker.names else PLAUSIBLE[unit]
    return values[size % len(values)]


@each_chapter
def test_every_rule_has_a_name_of_its_own(name: str, language: str) -> None:
    rules = pack(name, language).rules
    named = [rule.label for rule in rules.values()]
    assert all(label.strip() and not label.endswith(("。", ".")) for label in named)
    assert len(set(named)) == len(named)
    assert all(rule.says != rule.attempt for rule in rules.values())
    assert len({rule.says for rule in rules.values()}) == len(rules)
    assert len({rule.attempt for rule in rules.values()}) == len(rules)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_for_problems_can_be_said(language: str) -> None:
    speaker = speaking("pacing", language)
    figures = {
        "typed": "1234,56", "known": "a / b", "most": "2000", "length": "2001", "gt": "0",
        "ge": "1", "le": "60", "amount": "50 万元", "unit": "万元", "what": "x", "usual": "5",
        "times": "10",
    }  # fmt: skip
    for kind, words in speaker.wording.problems.items():
        assert {one for one, _ in placeholders(words)} <= set(figures), kind
        assert "{" not in speaker.say(words, figures)


# -- promising nothing ----------------------------------------------------------------------------


@each_template
def test_nothing_is_promised_but_in_what_not_to_say(name: str, language: str) -> None:
    promises = re.compile(PROMISES["en" if language == "en" else "zh"], re.IGNORECASE)
    for at, text in said(name, language):
        if at[-1] != "avoid" and at[0] != "promises":  # the words that a rule looks for
            assert not promises.search(text), (at, text)


# -- the nine cells -------------------------------------------------------------------------------

CELLS = [
    f"r{relationship}w{willingness}" for relationship in (1, 2, 3) for willingness in (1, 2, 3)
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_nine_cells_have_nothing_in_common(language: str) -> None:
    cells = pack("prospects", language).cells
    assert sorted(cells) == CELLS
    for field in (
        "label", "evidence", "goal", "first_sentence", "question", "offer", "avoid", "stop",
        "moves", "mark",
    ):  # fmt: skip
        texts = [getattr(one, field) for one in cells.values()]
        assert len(set(texts)) == 9, field
        assert all(text.strip() for text in texts)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_a_first_sentence_can_be_said_in_one_breath(language: str) -> None:
    for key, cell in pack("prospects", language).cells.items():
        assert len(cell.first_sentence) <= 35, (key, len(cell.first_sentence))
        assert (
            len({one.first_sentence[:4] for one in pack("prospects", language).cells.values()}) == 9
        )
        assert "{" not in cell.first_sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_question_at_a_time(language: str) -> None:
    mark = "?" if language == "en" else "？"
    for key, cell in pack("prospects", language).cells.items():
        assert cell.question.count(mark) == 1, (key, cell.question)
        assert cell.first_sentence.count(mark) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_has_a_cost_somebody_it_is_not_for_and_ways_to_stop(language: str) -> None:
    words = {
        "en": (
            ("The cost",),
            ("Not for",),
            ("complain", "grievance", "log it"),
            ("fraud", "verify"),
        ),
        "zh-Hans": (("代价",), ("不适合", "不给"), ("投诉", "登记"), ("骗", "核实")),
        "zh-Hant": (("代價",), ("不適合", "不給"), ("投訴", "登記"), ("騙", "核實")),
    }[language]
    for key, cell in pack("prospects", language).cells.items():
        for needed, text in zip(words, (cell.offer, cell.offer, cell.stop, cell.stop), strict=True):
            assert any(one in text for one in needed), (key, needed, text)
        assert re.search("[“”]", cell.avoid), key


def test_a_default_chance_is_small_and_grows_with_willingness() -> None:
    cells = pack("prospects", "en").cells
    for relationship in (1, 2, 3):
        chances = [cells[f"r{relationship}w{willingness}"].chance for willingness in (1, 2, 3)]
        assert chances == sorted(chances)
        assert chances[0] > 0
        assert chances[-1] <= 0.3
    for cell in cells.values():
        assert 1 <= cell.contacts_a_month <= 8
        assert dt.date.fromisoformat(cell.expires)


# -- numbers --------------------------------------------------------------------------------------


def test_every_scheme_is_laid_over_the_weeks_exactly() -> None:
    for key, scheme in pack("pacing", "en").schemes.items():
        assert sum(Fraction(str(share)) for share in scheme.shares.values()) == 1, key
    for key, week in pack("pacing", "en").weeks.items():
        assert week.least <= week.most, key


def test_numbers_are_the_same_in_every_language() -> None:
    def numbers(node: object) -> list[object]:
        if isinstance(node, dict):
            return [number for value in node.values() for number in numbers(value)]
        return [node] if isinstance(node, int | float) else []

    for name in TEMPLATES:
        dumps = [numbers(pack(name, language).model_dump()) for language in LANGUAGES]
        assert dumps[0] == dumps[1] == dumps[2]
