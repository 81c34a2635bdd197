from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook import content, rendering
from workbook.chapters.action_plan.pack import Pack
from workbook.chapters.action_plan.rules import PlanDesk
from workbook.chapters.action_plan.views import figures, sheets, tables
from workbook.chapters.shared.context import Block, Finding, Grid, Handout
from workbook.content.messages import Said
from workbook.domain.calendar import Week

from ..prospects.test_privacy import CARD
from .desks import W53, day, desk, english, line, nine, pack, plan, sound, ticks
from .linked import DUE, LOSS, OVERDUE, maturing, reserve

LEFT = Finding("journey", "queue_left", (), {"left": 4, "minutes": 60})
LATE = Finding("prospects", "overdue", (), {"customer": "K1", "days": 2})
FULL = sound(
    lines=nine()[1:], linked=reserve(OVERDUE, LOSS) | maturing("B1"), found=[LEFT, LATE],
    earlier=[("2026-W45", plan(lines=nine(outcome="half", reason="avoided")))],
)  # fmt: skip
NO_DAYS = desk("02-20", week=Week(2026, 8))
HOSTILE = ["<script>alert(1)</script>", "=1+1", "{what}", "$x^2$", "\u202eabc", "长" * 2_000]


def rows(desk: PlanDesk, name: str) -> list[dict[str, object]]:
    records = tables[name](desk).to_dict("records")
    return [{str(column): cell for column, cell in row.items()} for row in records]


@pytest.mark.parametrize("name", sorted(tables))
@pytest.mark.parametrize("page", [FULL, desk(), NO_DAYS], ids=["full", "empty", "holiday"])
def test_each_table_has_the_columns_of_the_template(name: str, page: PlanDesk) -> None:
    table = tables[name](page)
    assert isinstance(table, pd.DataFrame)
    assert list(table.columns) == list(pack().tables[name].columns)


def test_every_table_figure_and_sheet_of_the_template_is_there() -> None:
    assert set(tables) == set(pack().tables)
    assert set(figures) == set(pack().figures)
    assert set(sheets) == set(pack().sheets)


@pytest.mark.parametrize("name", sorted(set(tables) - {"balance", "ticks", "week", "history"}))
def test_tables_are_empty_where_nothing_is_filled_in(name: str) -> None:
    assert rows(desk(), name) == []


@pytest.mark.parametrize("language", content.LANGUAGES)
@pytest.mark.parametrize("name", sorted(tables))
def test_every_cell_can_be_said(name: str, language: content.Language) -> None:
    words = content.load("action_plan", language, Pack).tables[name]
    _, said = rendering.table_cells(tables[name](FULL), words, english())
    assert said
    assert not any("{" in cell for row in said for cell in row)


# -- the lines ------------------------------------------------------------------------------------


def test_the_plan_is_numbered_in_its_order() -> None:
    page = desk(
        lines=[
            line(what="last", kind="one"), line(what="first", customers="12", outcome="done"),
            line(what="ask", kind="three", granted="asked"), line(what="second", by=None),
        ]
    )  # fmt: skip
    first, second, third, fourth = rows(page, "plan")
    assert first == {
        "number": 1, "kind": "five", "what": "first", "customers": 12, "owner": "Lin",
        "by": day("11-13"), "mark": "3 visits in the diary", "measure": "Friday 17:00",
        "link": "pacing", "outcome": "done",
    }  # fmt: skip
    assert (second["what"], second["by"], second["customers"]) == ("second", None, None)
    assert (third["number"], third["what"], fourth["what"]) == (3, "ask", "last")
    assert rows(page, "threes") == [{
        "number": 3, "what": "ask", "resource": "two hours", "grantor": "branch head",
        "by": day("11-13"), "fallback": "by telephone",
        "granted": Said("{granted:grants}", {"granted": "asked"}),
    }]  # fmt: skip


def test_the_balance_counts_what_each_kind_has() -> None:
    page = desk(
        lines=[
            line(), line(what="b", link="", outcome="done"), line(what="c", by=None, mark=""),
            line(kind="one", outcome="half"),
        ]
    )  # fmt: skip
    names = ("kind", "wanted", "lines", "linked", "dated", "marked", "done")
    assert [tuple(row[name] for name in names) for row in rows(page, "balance")] == [
        ("five", 5, 3, 2, 2, 2, 1), ("three", 3, 0, 0, 0, 0, 0), ("one", 1, 1, 1, 1, 1, 0),
    ]  # fmt: skip


def test_suggestions_are_said_when_they_are_shown() -> None:
    first, second = rows(desk(found=[LEFT, LATE]), "suggestions")
    assert first == {
        "number": 1, "kind": "five", "what": Said("mend overdue"),
        "mark": Said("from {customer} on, a date each"), "measure": Said("Friday"),
        "link": "prospects", "by": day("11-11"), "source": "ours",
    } | {name: first[name] for name in ("what", "mark", "measure")}  # fmt: skip
    said = {name: english().text(first[name]) for name in ("what", "mark", "measure")}
    assert said == {"what": "mend overdue", "mark": "from K1 on, a date each", "measure": "Friday"}
    assert (second["number"], second["kind"], second["link"]) == (2, "three", "")


def test_a_kind_that_is_full_has_no_suggestions() -> None:
    found = [LEFT, LATE]
    (one,) = rows(desk(found=found, lines=nine()[:5]), "suggestions")
    assert (one["number"], one["kind"]) == (1, "three")
    (last,) = rows(desk(found=found, lines=nine()[1:]), "suggestions")
    assert (last["number"], last["kind"]) == (1, "five")
    assert rows(desk(found=found, lines=nine()), "suggestions") == []


# -- the week -------------------------------------------------------------------------------------


def test_the_monday_list_as_it_was_typed() -> None:
    contacts = [
        {"customer": "C2"},
        {"customer": "C1", "because": "loss", "act": "say how it stands", "day": "2026-11-12",
         "called": "yes", "moved": "yes"},
    ]  # fmt: skip
    first, second = rows(desk(contacts=contacts), "monday")
    assert (first["rank"], first["customer"], first["day"], first["called"]) == (
        1, "C2", None, False,
    )  # fmt: skip
    assert second == {
        "rank": 2, "customer": "C1", "because": "loss", "act": "say how it stands",
        "day": day("11-12"), "called": True, "moved": True,
    }  # fmt: skip


def test_the_offered_list_says_why_and_what_to_do() -> None:
    page = desk(linked=reserve({"customer": "A1", **DUE}, {"customer": "A2", **OVERDUE}))
    first, second = rows(page, "offered")
    because = pack().becauses["overdue"]
    assert {name: first[name] for name in ("rank", "customer", "because", "act", "mark")} == {
        "rank": 1, "customer": "A2", "because": "overdue", "act": because.act,
        "mark": because.mark,
    }  # fmt: skip
    assert "A2" in english().text(first["evidence"])
    assert (second["rank"], second["because"]) == (2, "due")
    typed = desk(linked=page.linked, contacts=[{"customer": "A2"}])
    assert [row["customer"] for row in rows(typed, "offered")] == ["A1"]


def test_the_offered_list_is_no_longer_than_the_template_says() -> None:
    page = desk(linked=maturing(*[f"B{at}" for at in range(14)], minutes=600))
    assert len(rows(page, "offered")) == 12


@pytest.mark.parametrize(("typed", "offered"), [(10, 2), (11, 1), (12, 0), (13, 0)])
def test_the_offered_list_has_the_places_that_are_left(typed: int, offered: int) -> None:
    linked = maturing(*[f"B{at}" for at in range(14)], minutes=600)
    contacts = [{"customer": f"C{at}"} for at in range(typed)]
    found = rows(desk(linked=linked, contacts=contacts), "offered")
    assert [row["rank"] for row in found] == list(range(1, offered + 1))


def test_each_working_day_has_two_ticks() -> None:
    page = desk(ticks=[*ticks(10), {"day": "2026-11-09", "worked": "yes"}, *ticks(14)])
    assert rows(page, "ticks") == [
        {"day": day("11-09"), "worked": True, "written": False},
        {"day": day("11-10"), "worked": True, "written": True},
        *[{"day": day(f"11-{at}"), "worked": False, "written": False} for at in (11, 12, 13)],
    ]
    assert rows(NO_DAYS, "ticks") == []
    assert [row["day"] for row in rows(desk(week=W53), "ticks")] == list(W53.days[:5])


def test_the_week_in_one_row() -> None:
    called = {"customer": "C1", "called": "yes"}
    contacts = [{**called, "moved": "yes"}, called, {"customer": "C3"}, {"customer": "C4"}]
    page = desk(contacts=contacts, ticks=[*ticks(9, 10, 12), {"day": "2026-11-11"}])
    assert rows(page, "week") == [
        {"called": 2, "moved": 1, "contacts": 4, "share": 0.25, "ticked": 2, "days": 3}
    ]
    assert rows(NO_DAYS, "week") == [
        {"called": 0, "moved": 0, "contacts": 0, "share": None, "ticked": 0, "days": 0}
    ]


# -- the review -----------------------------------------------------------------------------------


def test_the_review_is_of_last_week() -> None:
    before = plan(lines=[
        line(what="b", kind="one", outcome="done"),
        line(what="a", outcome="half", reason="avoided", learned="call first"),
    ])  # fmt: skip
    older = plan(lines=[line(what="c")])
    page = desk(earlier=[("2026-W45", before), ("2026-W44", older)], lines=nine())
    first, second = rows(page, "review")
    assert first == {
        "kind": "five", "what": "a", "by": day("11-13"), "outcome": "half", "reason": "avoided",
        "attempt": pack().reasons["avoided"].attempt, "learned": "call first",
    }  # fmt: skip
    assert (second["what"], second["reason"], second["attempt"]) == ("b", "", None)


def test_friday_looks_at_what_has_an_outcome_or_is_due() -> None:
    page = desk(
        lines=[
            line(what="settled", by="2026-11-13", outcome="not", reason="unclear", kind="one"),
            line(what="today", by="2026-11-11"), line(what="tomorrow", by="2026-11-12"),
            line(what="passed", by="2026-11-09"), line(what="undated", by=None),
        ]
    )  # fmt: skip
    found = rows(page, "now")
    assert [row["what"] for row in found] == ["today", "passed", "settled"]
    assert found[2]["attempt"] == pack().reasons["unclear"].attempt


def test_what_is_carried_over_and_for_how_long() -> None:
    before = plan(lines=[
        line(what="a", outcome="half"), line(what="b", since="2026-W43", by="2026-11-06"),
        line(what="c", outcome="done"),
    ])  # fmt: skip
    a, b = (
        {"kind": "five", "what": "a", "by": day("11-13"), "outcome": "half", "since": "2026-W45",
         "weeks": 1},
        {"kind": "five", "what": "b", "by": day("11-06"), "outcome": "", "since": "2026-W43",
         "weeks": 3},
    )  # fmt: skip
    earlier = [("2026-W45", before)]
    assert rows(desk(earlier=earlier, lines=[line(what="c")]), "carry") == [a, b]
    assert rows(desk(earlier=earlier, lines=[line(what="b")]), "carry") == [a]
    taken = [line(what=" a", by="2026-11-12"), line(what="b", outcome="done")]
    assert rows(desk(earlier=earlier, lines=taken), "carry") == []


def test_the_history_week_by_week() -> None:
    before = plan(lines=nine(outcome="half"))
    page = desk(
        earlier=[("2026-W44", before)],
        lines=[line(outcome="done"), line(outcome="not"), line(kind="one")],
    )
    names = list(pack().tables["history"].columns)
    assert [tuple(row[name] for name in names) for row in rows(page, "history")] == [
        ("2026-W46", 2, 0, 1, 1, 0, 1, 1), ("2026-W44", 5, 3, 1, 0, 1, 0, 8),
    ]  # fmt: skip


def test_why_lines_were_not_done() -> None:
    before = plan(lines=[line(outcome="not", reason="unclear")] * 2)
    page = desk(earlier=[("2026-W45", before)], lines=[line(outcome="half", reason="other")])
    reasons = pack().reasons
    assert rows(page, "reasons") == [
        {"reason": "unclear", "lines": 2, "attempt": reasons["unclear"].attempt},
        {"reason": "other", "lines": 1, "attempt": reasons["other"].attempt},
    ]


# -- the figure -----------------------------------------------------------------------------------

LABELS = pack().figures["weeks"].labels


def bars(figure: Figure) -> dict[str, list[tuple[float, float, float]]]:
    """Label → middle, foot and height of its bars, from left to right."""
    found = {}
    for part in figure.axes[0].containers:
        drawn = [one for one in part if isinstance(one, Rectangle)]
        found[str(part.get_label())] = [
            (one.get_x() + one.get_width() / 2, one.get_y(), one.get_height()) for one in drawn
        ]
    return found


def weeks(count: int, **here: Any) -> PlanDesk:
    earlier = [
        (f"2026-W{45 - at}", plan(lines=[line(outcome="done"), line(outcome="half"), line()]))
        for at in range(count)
    ]
    return desk(earlier=earlier, **here)


def test_a_figure_without_lines_says_so() -> None:
    for page in (desk(), desk(earlier=[("2026-W45", plan())])):
        figure = figures["weeks"](page)
        assert [text.get_text() for text in figure.axes[0].texts] == [LABELS["empty"]]


def test_the_weeks_are_stacked_from_the_oldest() -> None:
    figure = figures["weeks"](weeks(1, lines=[line(outcome="not"), line(outcome="done")]))
    assert bars(figure) == {
        LABELS["done"]: [(0, 0, 1), (1, 0, 1)],
        LABELS["half"]: [(0, 1, 1), (1, 1, 0)],
        LABELS["not"]: [(0, 2, 0), (1, 1, 1)],
        LABELS["open"]: [(0, 2, 1), (1, 2, 0)],
    }
    axes = figure.axes[0]
    assert [one.get_text() for one in axes.get_xticklabels()] == ["2026-W45", "2026-W46"]
    assert axes.get_ylabel() == LABELS["lines"]
    assert axes.get_ylim()[0] == 0
    assert axes.get_ylim()[1] > 3
    legend = axes.get_legend()
    assert legend is not None
    assert [one.get_text() for one in legend.get_texts()] == [
        LABELS[name] for name in ("done", "half", "not", "open")
    ]


def test_each_part_says_how_many() -> None:
    figure = figures["weeks"](desk(lines=[line(outcome="done"), line(outcome="done"), line()]))
    said = {text.get_text(): text.get_position() for text in figure.axes[0].texts}
    assert said == {"2": (0, 1), "1": (0, 2.5)}
    parts = figure.axes[0].patches
    colours = [to_hex(one.get_facecolor()) for one in parts]
    assert colours[0] == rendering.COLOURS["plan"].lower()
    assert len(set(colours)) == 4


@pytest.mark.parametrize("count", [0, 4, 11])
def test_a_year_of_weeks_fits(count: int) -> None:
    figure = figures["weeks"](weeks(count, lines=nine()))
    left, right = figure.axes[0].get_xlim()
    assert (left, right) == (-0.5, max(count + 1, 6) - 0.5)
    assert rendering.svg(figure).startswith("<svg ")
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [one.get_window_extent(renderer) for one in figure.axes[0].get_xticklabels()]
    assert not any(one.overlaps(other) for one, other in itertools.pairwise(boxes))


# -- the one page ---------------------------------------------------------------------------------

WORDS = pack().sheet


def the_page(page: PlanDesk) -> Handout:
    (one,) = sheets["plan"](page)
    return one


def block(page: PlanDesk, label: str) -> list[str]:
    """The lines of a block in words."""
    (one,) = (p for p in the_page(page).parts if isinstance(p, Block) and p.label == label)
    return [english().text(one) for one in one.lines]


def test_the_page_has_the_plan_the_list_the_ticks_and_the_questions() -> None:
    page = the_page(FULL)
    grids = [one for one in page.parts if isinstance(one, Grid)]
    assert grids == [
        Grid("plan", columns=(
            "number", "kind", "what", "customers", "owner", "by", "mark", "measure",
        )),
        Grid("threes"),
    ]  # fmt: skip
    labels = [one.label for one in page.parts if isinstance(one, Block)]
    assert labels == [WORDS.monday, WORDS.ticks, WORDS.friday]
    assert block(FULL, WORDS.friday) == list(WORDS.questions)
    assert sum(one.width for one in page.parts) % 12 == 0


@pytest.mark.parametrize("grid", ["plan", "threes"])
def test_the_page_shows_columns_that_there_are(grid: str) -> None:
    (one,) = (p for p in the_page(FULL).parts if isinstance(p, Grid) and p.table == grid)
    assert set(one.columns) <= set(pack().tables[grid].columns)


def test_the_facts_are_the_week_and_the_one_that_lands() -> None:
    (name, when), (goal, what) = the_page(FULL).facts
    assert (name, english().text(when)) == (WORDS.week, "9 Nov – 15 Nov")
    assert (goal, what) == (WORDS.goal, "line 8")
    assert len(the_page(desk()).facts) == 1


def test_a_contact_stands_on_the_page_with_what_is_filled_in() -> None:
    contacts = [{"customer": "C1", "because": "loss", "act": "say how it stands",
                 "day": "2026-11-12"}, {"customer": "C2", "day": "2026-11-13"},
                {"customer": "C3"}]  # fmt: skip
    loss = pack().becauses["loss"].label
    assert block(desk(contacts=contacts), WORDS.monday) == [
        f"C1 · {loss} · say how it stands · 12 Nov", "C2 · 13 Nov", "C3",
    ]  # fmt: skip
    assert block(desk(), WORDS.monday) == [WORDS.empty]


def test_the_days_stand_there_with_their_boxes() -> None:
    page = desk(ticks=[*ticks(9), {"day": "2026-11-10", "written": "yes"}])
    first, second = WORDS.tick.split("□")[1:]
    assert block(page, WORDS.ticks)[:3] == [
        f"9 Nov ■{first}■{second}", f"10 Nov □{first}■{second}", f"11 Nov □{first}□{second}",
    ]  # fmt: skip
    assert len(block(page, WORDS.ticks)) == 5
    assert block(NO_DAYS, WORDS.ticks) == []


def test_boxes_of_another_template() -> None:
    for tick, said in (("done?", "9 Nov done?"), ("□ list", "9 Nov ■ list")):
        words = WORDS.model_copy(update={"tick": tick})
        template = pack().model_copy(update={"sheet": words})
        assert block(desk(template=template, ticks=ticks(9)), WORDS.ticks)[0] == said


def test_what_was_learned_stands_below() -> None:
    fields = pack().fields
    page = desk(learned="call first", next_line="Monday 10:00")
    assert block(page, fields["learned"].label) == ["call first"]
    assert block(page, fields["next_line"].label) == ["Monday 10:00"]
    assert len(the_page(page).parts) == len(the_page(desk()).parts) + 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_on_the_page(text: str) -> None:
    page = desk(contacts=[{"customer": text, "act": text}], learned=text,
                lines=[line(kind="one", what=text)])  # fmt: skip
    assert block(page, WORDS.monday) == [f"{text} · {text}"]
    assert block(page, pack().fields["learned"].label) == [text]
    assert english().text(the_page(page).facts[1][1]) == text
    assert rows(page, "plan")[0]["what"] == text
    assert rendering.svg(figures["weeks"](page)).startswith("<svg ")


def test_a_private_number_is_not_printed() -> None:
    page = desk(contacts=[{"customer": CARD}], learned=f"of {CARD}")
    said = [*block(page, WORDS.monday), *block(page, pack().fields["learned"].label)]
    assert not any(CARD in one for one in said)
