"""Every part of every tool stands on its page, once."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from workbook import chapters, content
from workbook.chapters.shared.page_parts import Item, Kind

PARTS: tuple[Kind, ...] = ("section", "table", "figure", "sheet", "exercise", "form")


def there(tool: str) -> Counter[tuple[Kind, str]]:
    """What a tool has to show: kind and name."""
    one = chapters.chapter(tool)
    pack: Any = content.load(tool, "zh-Hans", one.pack)
    named: dict[Kind, list[str]] = {
        "section": [*pack.sections],
        "table": [*one.tables],
        "figure": [*one.figures],
        "sheet": [*one.handouts],
        "exercise": [*pack.exercises],
        "form": [*one.record.model_fields],
    }
    return Counter((kind, name) for kind, names in named.items() for name in names)


def shown(page: str, tool: str) -> Counter[tuple[Kind, str]]:
    """What of a tool its page shows; the list of the day stands for its sheet."""
    laid_out = chapters.parts(page, "zh-Hans")
    items = [item for one in laid_out.steps.values() for item in one.items]
    items += [item for one in laid_out.book.values() for item in one.items]
    if laid_out.picture:
        items.append(Item({"figure": laid_out.picture}))
    if tool == chapters.day_list():
        items.append(Item({"sheet": (tool, next(iter(chapters.chapter(tool).handouts)))}))
    own = [one for one in items if one.tool == tool and one.kind in PARTS]
    return Counter((one.kind, name) for one in own for name in one.names)


@pytest.mark.parametrize(
    ("page", "tool"), [(page, tool) for page, tools in chapters.pages().items() for tool in tools]
)
def test_all_that_a_tool_has_stands_on_its_page_once(page: str, tool: str) -> None:
    assert shown(page, tool) == there(tool)


@pytest.mark.parametrize("page", chapters.pages())
@pytest.mark.parametrize("language", content.LANGUAGES)
def test_each_step_and_question_has_a_title(page: str, language: str) -> None:
    laid_out = chapters.parts(page, language)
    assert all(step.label for step in laid_out.steps.values())
    for question in laid_out.book.values():
        assert question.label or question.show[0].kind in ("section", "table", "figure", "sheet")


def test_the_quick_way_through_pacing_takes_ten_minutes() -> None:
    steps = chapters.parts("pacing", "zh-Hans").steps.values()
    assert sum(step.minutes for step in steps if step.fast) <= 10
