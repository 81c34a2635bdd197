"""Every rule of every tool, by the examples of the tool."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from typed import CHEN, book_of

from workbook import chapters, content
from workbook.chapters.shared.context import Finding
from workbook.errors import ContentError
from workbook.store import Store, open_store

from .examples import EXAMPLES, AnyDesk, desk_of, firing, found, near, sound, updated

each = pytest.mark.parametrize("tool", chapters.names())


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store in which nobody filled in anything."""
    with open_store(tmp_path_factory.mktemp("bare") / "workbook.db") as opened:
        opened.put_trainees([CHEN])
        yield opened


@functools.cache
def fired(store: Store, tool: str) -> Mapping[str, tuple[AnyDesk, Sequence[Finding]]]:
    """Rule → the desk on which it fires, and all that is found there."""
    desks = {rule: desk_of(store, tool, firing(tool, rule)) for rule in EXAMPLES[tool]["rules"]}
    return {rule: (desk, found(tool, desk)) for rule, desk in desks.items()}


def rules_of(findings: Sequence[Finding]) -> list[str]:
    return [one.rule for one in findings]


def test_every_tool_has_examples() -> None:
    assert EXAMPLES.keys() == set(chapters.names())


@each
def test_every_rule_has_an_example(tool: str, bare: Store) -> None:
    assert set(EXAMPLES[tool]["rules"]) == set(book_of(bare).pack(tool).rules)


@each
def test_every_rule_fires_once_and_is_silent_once(tool: str, bare: Store) -> None:
    assert found(tool, desk_of(bare, tool, sound(tool))) == []
    for rule, (_, findings) in fired(bare, tool).items():
        assert rules_of(findings).count(rule) == 1, rule
        assert rule not in rules_of(found(tool, desk_of(bare, tool, near(tool, rule)))), rule


@each
def test_what_is_found_can_be_said_in_every_language(tool: str, bare: Store) -> None:
    for language in content.LANGUAGES:
        book = book_of(bare, language=language)
        rules, voice = book.pack(tool).rules, book.voice(tool)
        for rule, (_, findings) in fired(bare, tool).items():
            (one,) = (one for one in findings if one.rule == rule)
            for words in (rules[rule].says, rules[rule].attempt):
                assert "{" not in voice.say(words, one.figures), (rule, language)


@each
def test_a_rule_that_the_template_lacks_stays_silent(tool: str, bare: Store) -> None:
    desks = [desk for desk, _ in fired(bare, tool).values()]
    pack = desks[0].pack.model_copy(update={"rules": {}})  # one for all: studies are kept by it
    for desk in desks:
        assert found(tool, replace(desk, pack=pack)) == []


@each
def test_a_rule_that_lacks_its_threshold_is_an_error_of_the_template(
    tool: str, bare: Store
) -> None:
    for rule, (desk, _) in fired(bare, tool).items():
        if desk.pack.rules[rule].threshold is not None:
            pack = updated(desk.pack, {"rules": {rule: {"threshold": None}}})
            said = rf"^{tool}/{tool}\.yaml:1:1: rules\.{rule}: .*threshold"
            with pytest.raises(ContentError, match=said):
                found(tool, replace(desk, pack=pack))
