"""The coach's page: one behaviour a manager, nobody ranked, sums that give nobody away."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from markup import Page
from matplotlib.figure import Figure
from matplotlib.text import Text
from typed import COHORT, MONTH, PACING, TODAY, book_of, copied, prospect, reserve, saved

from workbook import open_cohort
from workbook.book import remarks
from workbook.chapters.shared.tool import FEWEST
from workbook.errors import BadInput, NotFound, StoreError
from workbook.pages.cohort import Cohort
from workbook.pages.cohort.pictures import PICTURES
from workbook.rendering.drawings import drawn_out
from workbook.store import Store, Trainee

PEOPLE = ("an-na", "bo-wen", "chen-jie", "ding-yi", "er-mei")


@pytest.fixture
def people(store: Store) -> Store:
    """Five of one cohort, of whom three have the target of a sum, and one of another."""
    store.put_trainees(
        [
            *(Trainee(id=one, name=one.title(), cohort=COHORT) for one in PEOPLE),
            Trainee(id="zhu-zhu", name="Zhu", cohort="another"),
        ]
    )
    for at, one in enumerate(PEOPLE[:3]):
        pacing = copied(PACING)
        pacing["targets"] = [{"indicator": "investment_sales", "target": str(100 + at)}]
        if at < FEWEST - 1:
            pacing["targets"].append({"indicator": "accounts", "target": "7"})
        saved(book_of(store, one), pacing, reserve(2, one))
    return store


def cohort_of(path: Path, **changes: str) -> Cohort:
    given: dict[str, Any] = {"cohort": COHORT, "month": MONTH, "today": TODAY, "store": str(path)}
    return open_cohort(**(given | changes))


def column(text: str, at: int = 0) -> list[str]:
    return [line.split("  ")[at].strip() for line in text.splitlines()[2:]]


def test_one_line_a_person_in_the_order_of_ids(people: Store, path: Path) -> None:
    shown = cohort_of(path, language="en").needs().exhibit
    lines = column(shown.text)
    everybody = sorted([*PEOPLE, "huang-li"])
    assert [one.split("(")[-1].rstrip(")") for one in lines] == everybody
    assert "zhu-zhu" not in shown.html


def test_the_behaviour_is_the_heaviest_finding_with_its_evidence(people: Store, path: Path) -> None:
    body = copied(PACING) | {"try_by": "12-99"}
    saved(book_of(people, "an-na"), body, {})
    one = cohort_of(path, language="en")
    first = next(each for each in one.members[0].begun if each.chapter == "pacing").cards[0]
    assert first.unread
    assert one.words["unreadable"].replace("{n}", "1") in one.needs().exhibit.text
    assert "12-99" in one.needs().exhibit.text


def test_who_has_not_begun_is_asked_why_not_scolded(people: Store, path: Path) -> None:
    one = cohort_of(path, language="en")
    line = next(text for text in one.needs().exhibit.text.splitlines() if "ding-yi" in text)
    assert one.words["not_started"] in line


def test_sums_stand_only_where_enough_people_are_behind_them(people: Store, path: Path) -> None:
    one = cohort_of(path, language="en")
    shown = one.totals().exhibit
    assert "Investment sales" in shown.text
    assert "303.00" in shown.text
    assert "Accounts" not in shown.text
    assert "14" not in shown.text.split()
    assert str(FEWEST) in Page(shown.html).text


def test_groups_are_those_that_several_share(people: Store, path: Path) -> None:
    one = cohort_of(path, language="en")
    shared = one.groups().exhibit.text.splitlines()[2:]
    assert shared
    assert all("An-Na, " in line for line in shared[:1])


def test_a_finding_of_one_person_makes_no_group(store: Store, path: Path) -> None:
    saved(book_of(store), PACING, reserve(2))
    one = cohort_of(path)
    counted = {}
    for member in one.members:
        for rule in {card.rule for standing in member.begun for card in standing.cards}:
            counted[rule] = counted.get(rule, 0) + 1
    shown = one.groups().exhibit.text
    for rule, count in counted.items():
        assert (rule in shown) is (count > 1), rule


def test_every_request_has_a_line(people: Store, path: Path) -> None:
    shown = cohort_of(path).helps().exhibit
    assert shown.text.count("A joint visit") == 3
    assert "12月11日" in shown.text


def test_requests_are_text(people: Store, path: Path) -> None:
    hostile = '<img src=x onerror=alert(1)> $x$ =HYPERLINK("a") [a](javascript:b)'
    body = copied(PACING) | {"helps": [{"what": hostile, "who": hostile}]}
    saved(book_of(people, "an-na"), body, {"prospects": [prospect(0) | {"customer": hostile}]})
    one = cohort_of(path)
    for shown in (one.head(), one.needs(), one.groups(), one.totals(), one.helps()):
        tags = {tag for tag, _ in Page(shown.exhibit.html).elements}
        assert not tags & {"img", "a", "script"}
    assert hostile in Page(one.helps().exhibit.html).text


def test_remarks_stand_with_their_answers_and_the_open_ones_first(
    people: Store, path: Path
) -> None:
    for who in ("ding-yi", "an-na"):
        remarks.write(book_of(people, who), "pacing", f"看到 {who} 的", field="targets")
    remarks.write(book_of(people, "an-na"), "journey", "整章的一句")
    remarks.answer(book_of(people, "an-na"), 1, "试了一次")
    one = cohort_of(path, language="en")
    lines = one.remarks().exhibit.text.splitlines()[2:]
    assert [one.split("  ")[0] for one in lines] == [
        "An-Na (an-na)", "Ding-Yi (ding-yi)", "An-Na (an-na)",
    ]  # fmt: skip
    assert "Customer journey" in lines[0]
    assert one.wording.page["whole_page"] in lines[0]
    assert all(one.words["remark_open"] in line for line in lines[:2])
    assert "This month's targets" in lines[1]
    for said in ("看到 an-na 的", "an-na: 试了一次", one.words["remark_closed"]):
        assert said in lines[2]


def test_a_cohort_without_remarks_is_told_how_to_begin(people: Store, path: Path) -> None:
    one = cohort_of(path)
    assert one.words["remarks_none"] in one.remarks().exhibit.text


def test_advice_stands_beside_what_was_tried_and_what_came_of_it(people: Store, path: Path) -> None:
    remarks.write(book_of(people, "an-na"), "pacing", "先开第一单", field="replans")
    remarks.write(book_of(people, "an-na"), "pacing", "先补目标", field="helps")
    mine = copied(PACING) | {"try_customer": "C0318", "try_by": "12-10", "tried": "用了，有用"}
    saved(book_of(people, "an-na"), mine, reserve())
    waits = copied(PACING) | {"try_customer": "C0029", "try_by": "12-12"}
    saved(book_of(people, "bo-wen"), waits, reserve())
    one = cohort_of(path)
    text = one.remarks().exhibit.text
    assert "C0318，12月10日：用了，有用" in text
    assert "C0029，12月12日 前，结果还没写" in text  # tried without a remark
    assert one.words["effect_gone"] in text


def test_remarks_are_text(people: Store, path: Path) -> None:
    hostile = '<img src=x onerror=alert(1)> $x$ =HYPERLINK("a") [a](javascript:b)'
    remarks.write(book_of(people, "an-na"), "pacing", hostile, author=hostile)
    remarks.answer(book_of(people, "an-na"), 1, hostile, author=hostile)
    shown = Page(cohort_of(path).remarks().exhibit.html)
    assert not {tag for tag, _ in shown.elements} & {"img", "a", "script"}
    assert shown.text.count(hostile) == 4


def test_one_persons_broken_data_are_that_persons_line(people: Store, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("update entries set body = '{' where trainee = 'bo-wen'")
    one = cohort_of(path, language="en")
    lines = {text.split("(")[1].split(")")[0]: text for text in needs_of(one)}
    failed = one.words["failed"].split("{")[0]
    assert [who for who, line in lines.items() if failed in line] == ["bo-wen"]
    assert "A joint visit" in one.helps().exhibit.text
    assert one.totals().exhibit.text


def needs_of(one: Cohort) -> list[str]:
    return one.needs().exhibit.text.splitlines()[2:]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_page_speaks_one_language(people: Store, path: Path, language: str) -> None:
    one = cohort_of(path, language=language)
    assert one.words["no_ranking"] in Page(one.head().exhibit.html).text
    for shown in (
        one.head(), one.needs(), one.groups(), one.totals(), one.helps(), one.remarks()
    ):  # fmt: skip
        assert "{" not in shown.exhibit.text
        assert shown.exhibit.html


def test_an_empty_cohort_is_a_whole_page(store: Store, path: Path) -> None:
    one = cohort_of(path, language="en")
    assert one.wording.page["no_rows"] in one.totals().exhibit.text
    assert one.wording.page["no_rows"] in one.helps().exhibit.text
    assert len(needs_of(one)) == 2


@pytest.mark.parametrize(
    ("changes", "nearest"),
    [({"cohort": "2026-wintr"}, "2026-winter"), ({"language": "english"}, "en")],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    store: Store, path: Path, changes: dict[str, str], nearest: str
) -> None:
    with pytest.raises(NotFound, match=nearest):
        cohort_of(path, **changes)


def test_the_month_is_that_of_the_day_where_none_is_given(store: Store, path: Path) -> None:
    assert cohort_of(path, month="").month == MONTH


@pytest.mark.parametrize("changes", [{"month": "2026-13"}, {"today": "soon"}])
def test_a_month_or_a_day_that_is_none_is_said(
    store: Store, path: Path, changes: dict[str, str]
) -> None:
    with pytest.raises(BadInput):
        cohort_of(path, **changes)


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        cohort_of(tmp_path / "nowhere.db")


def test_a_number_stands_beside_a_name_that_two_have(people: Store, path: Path) -> None:
    people.put_trainees(
        [Trainee(id=one, name="张伟", cohort=COHORT) for one in PEOPLE[:2]],
        {PEOPLE[0]: "001234"},
    )
    one = cohort_of(path, language="zh-Hans")
    assert [member.name for member in one.members] == [
        "张伟 (001234)", "张伟 (bo-wen)", "Chen-Jie", "Ding-Yi", "Er-Mei", "Huang Li",
    ]  # fmt: skip
    shared = one.groups().exhibit.text
    assert "张伟 (001234)、张伟 (bo-wen)" in shared
    assert "张伟 (001234)" in one.helps().exhibit.text
    assert "an-na" not in shared + one.helps().exhibit.text


# -- pictures -------------------------------------------------------------------------------------


def texts(figure: Figure) -> str:
    """Everything that a picture says."""
    found = [one.get_text() for one in figure.findobj(Text)]
    return "\n".join(filter(None, found))


def pictures_of(path: Path, **changes: str) -> dict[str, str]:
    cohort = cohort_of(path, language="en", **changes)
    return {name: texts(draw(cohort.members, cohort.words)) for name, draw in PICTURES.items()}


def test_a_person_is_drawn_where_there_is_something_to_draw(people: Store, path: Path) -> None:
    said = pictures_of(path)
    for one in PEOPLE:
        has_target = one in PEOPLE[:3]
        assert (one.title() in said["pace"]) is has_target
        assert (one.title() in said["change"]) is has_target
        assert one.title() in said["pages"]
    assert "Zhu" not in "".join(said.values())


def test_pictures_stand_in_the_order_of_the_ids(people: Store, path: Path) -> None:
    said = pictures_of(path)["pages"]
    places = [said.index(one.title()) for one in sorted(PEOPLE)]
    assert places == sorted(places)


def test_names_that_look_like_formulas_are_drawn_as_typed(store: Store, path: Path) -> None:
    store.put_trainees([Trainee(id="odd", name=r"$\frac{1}$ <b>", cohort="odd ones")])
    saved(book_of(store, "odd"), copied(PACING), {})
    shown = cohort_of(path, cohort="odd ones").pictures().exhibit
    drawings = drawn_out(shown.html)
    assert r"$\frac{1}$ &lt;b&gt;" in drawings
    assert "<b>$" not in drawings


def test_a_cohort_with_nothing_to_draw_says_so(store: Store, path: Path) -> None:
    store.put_trainees([Trainee(id="new", name="New", cohort="new ones")])
    said = pictures_of(path, cohort="new ones")
    nothing = cohort_of(path, language="en").words["picture_empty"]
    assert [name for name, text in said.items() if nothing in text] == ["pace", "plans", "change"]
    assert "New" in said["pages"]


def test_a_week_is_drawn_from_three_managers_on(people: Store, path: Path) -> None:
    nothing = cohort_of(path, language="en").words["picture_empty"]
    for at, one in enumerate(PEOPLE[:FEWEST], 1):
        book_of(people, one).save("action_plan", {"lines": [{"kind": "five", "what": "Call"}]}, 0)
        drawn = pictures_of(path)["plans"]
        assert (nothing in drawn) is (at < FEWEST)
    assert "12-07 – 12-13" in drawn
