from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.journey.pack import STAGES
from workbook.chapters.journey.views import diagram
from workbook.chapters.journey.views.mermaid import text_of

from .desks import desk, low, pack, point
from .test_privacy import CARD

# The grammar of mermaid's journey diagrams: a task is a name, a score, and maybe who.
TITLE = re.compile(r"    title [^#\n;]+")
SECTION = re.compile(r"    section [^#:\n;]+")
TASK = re.compile(r"      \d+\. [^#:\n;]*: [1-5](: [^#:\n;,]+)?")


def test_stages_are_sections_and_touchpoints_tasks() -> None:
    page = desk(
        touchpoints=[
            point(stage="at_risk", touchpoint="call", feeling=2, owner="Wang"),
            low(stage="prospect"), point(stage="prospect", feeling=None, owner=""),
        ]
    )  # fmt: skip
    assert diagram(page) == (
        "journey\n"
        f"    title {pack().label} 2026-11\n"
        f"    section {pack().stages['prospect'].label}\n"
        "      1. queue: 1: Lin\n"
        "      2. lobby？: 3\n"
        f"    section {pack().stages['at_risk'].label}\n"
        "      3. call: 5: Wang\n"
    )


@pytest.mark.parametrize(("feeling", "score"), [(-2, 1), (-1, 2), (0, 3), (1, 4), (2, 5)])
def test_a_score_is_the_feeling_from_one_to_five(feeling: int, score: int) -> None:
    assert f": {score}: Lin" in diagram(desk(touchpoints=[point(feeling=feeling)]))


def test_while_there_is_no_map_the_templates_one_is_an_example() -> None:
    lines = diagram(desk()).splitlines()
    example = pack().figures["map"].labels["example"]
    assert lines[1] == f"    title {pack().label} 2026-11 {example}"
    assert len(lines) == 2 + len(STAGES) + len(pack().typical)
    assert example not in diagram(desk(touchpoints=[point()]))


HOSTILE = [
    "section evil", "title x", "journey", "accTitle: x", "accDescr {", "a: 5: b", "x;y#z",
    "%%{init: {'theme': 'dark'}}%%", "line\nsection b\n  c: 5: d", "<script>alert(1)</script>",
    "#35;#quot;", "```\n# h", "$$x^2$$", "\u202ea\u2028b", "", "a,b,,", "a\\nb", "\ttab",
]  # fmt: skip


def assert_sound(text: str) -> None:
    first, title, *rest = text.removesuffix("\n").split("\n")
    assert first == "journey"
    assert TITLE.fullmatch(title)
    assert all(SECTION.fullmatch(line) or TASK.fullmatch(line) for line in rest)
    assert not re.search(r"[<>{}`%&$]", text)


@pytest.mark.parametrize("typed", HOSTILE)
def test_no_typed_text_breaks_the_diagram(typed: str) -> None:
    text = diagram(desk(touchpoints=[low(touchpoint=typed, owner=typed), point()]))
    assert_sound(text)
    assert len(text.splitlines()) == 5
    assert text.splitlines()[4] == "      2. lobby: 3: Lin"


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_typed_the_diagram_stays_sound(name: str, owner: str) -> None:
    tasks = [low(touchpoint=text_of(name), owner=text_of(owner))]
    assert_sound(diagram(desk(touchpoints=tasks)))
    assert text_of(text_of(name)) == text_of(name)


def test_typed_signs_stay_readable() -> None:
    assert (
        text_of("50%: a;b #1 {x} <y> “z” it's\n(ok)") == "50％： a；b ＃1 ｛x｝ ＜y＞ “z” it's (ok)"
    )
    assert text_of("\u200d王\u202e芳") == "王芳"


def test_several_owners_are_one_text_and_card_numbers_are_masked() -> None:
    text = diagram(desk(touchpoints=[point(owner="Lin, Wang", touchpoint=f"card {CARD}, a")]))
    assert ": 3: Lin， Wang\n" in text
    assert CARD not in text
    assert ", a" in text
