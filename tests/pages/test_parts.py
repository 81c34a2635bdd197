"""What a page shows, held against everything that people type into it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from markup import Page
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from typed import CHEN, PACING, book_of, copied, prospect, reserve, saved

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.errors import NotFound
from workbook.pages import parts, start
from workbook.pages.findings import cards as cards_of
from workbook.pages.findings import place
from workbook.pages.notebook import Shown
from workbook.pages.parts import Exhibit
from workbook.pages.progress import standing
from workbook.pages.read_only_forms import twin
from workbook.store import Store, Trainee

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>here</a>",
    "[here](javascript:alert(1))",
    "![x](http://example.org/x.png)",
    "<http://example.org>",
    "&lt;b&gt; &amp;",
    "$x^2$ and \\(y\\)",
    '=HYPERLINK("http://example.org","x")',
    "{n:count} {typed} {0} {trainee.__class__} %s",
    "👩🏽‍💼 中文 𠮷 ‮gnp",
    "</style></td></table></section>",
    "**bold** `code` # title\n- line\n\n| a | b |",
    "' onmouseover='alert(1)",
]


def everything(book: Book) -> Iterator[tuple[str, Exhibit]]:
    """All that the two pages show but the figures, forms to read included."""
    for chapter in chapters.names():
        for name in chapters.chapter(chapter).tables:
            yield f"{chapter}.{name}", parts.table(book, chapter, name)
        yield f"{chapter} head", parts.head(book, chapter)
        yield f"{chapter} findings", parts.findings(book, chapter)
        yield f"{chapter} form", twin(book, chapter, ())
    yield "reactions", parts.choices(book, "pacing", "reaction")


def figures(book: Book) -> Iterator[bytes]:
    for chapter in chapters.names():
        for name in chapters.chapter(chapter).figures:
            yield parts.figure(book, chapter, name).drawing


def with_text(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both pages with ``text`` wherever something may be typed freely."""
    pacing, prospects = copied(PACING), reserve(3)
    pacing |= {"answer": text, "try_customer": text, "tried": text}
    pacing["helps"] = [{"what": text, "who": text, "by": "12-11"}]
    pacing["actuals"][0] |= {"note": text}
    pacing["replans"] = [{"day": "12-04", "reason": text}]
    prospects["prospects"][0] |= {"customer": text, "product": text, "talked": text}
    return pacing, prospects


def unreadable_text(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both pages with ``text`` where a number, a day or a choice belongs."""
    pacing, prospects = copied(PACING), reserve(3)
    pacing |= {"reaction": text, "try_by": text, "daily_contacts": text}
    pacing["targets"].append({"indicator": text, "target": text})
    pacing["actuals"].append({"day": text, "indicator": "policies", "done": text})
    prospects["prospects"].append(prospect(7) | {"amount": text, "chance": text, "gender": text})
    return pacing, prospects


# -- typed text is text ---------------------------------------------------------------------------


def same_but_for_text(shown: dict[str, Exhibit], harmless: dict[str, Exhibit]) -> None:
    for name, exhibit in shown.items():
        page, plain = Page(exhibit.html), Page(harmless[name].html)
        assert page.built_of() == plain.built_of(), name
        assert sorted(page.leads_to()) == sorted(plain.leads_to()), name


@pytest.mark.parametrize(
    "text", [" ".join(HOSTILE), *(pytest.param(one, marks=pytest.mark.slow) for one in HOSTILE[:4])]
)
def test_typed_text_is_text(book: Book, text: str) -> None:
    harmless = dict(everything(saved(book, *with_text("harmless")).still()))
    shown = dict(everything(saved(book, *with_text(text)).still()))
    same_but_for_text(shown, harmless)
    for name in ("pacing.helps", "prospects.prospects", "pacing form"):
        assert "".join(text.split()) in "".join(Page(shown[name].html).text.split()), name


@pytest.mark.parametrize(
    "text", [" ".join(HOSTILE), *(pytest.param(one, marks=pytest.mark.slow) for one in HOSTILE)]
)
def test_what_cannot_be_read_is_text_as_well(book: Book, text: str) -> None:
    harmless = said_of(saved(book, *unreadable_text("harmless")))
    shown = said_of(saved(book, *unreadable_text(text)))
    same_but_for_text(shown, harmless)
    assert "".join(text.split())[:30] in "".join(Page(shown["pacing form"].html).text.split())


def said_of(book: Book) -> dict[str, Exhibit]:
    """Where a page repeats what it cannot read."""
    still = book.still()
    found = {f"{one} findings": parts.findings(still, one) for one in chapters.names()}
    return found | {f"{one} form": twin(still, one, ()) for one in chapters.names()}


def test_a_roster_is_text_too(store: Store) -> None:
    name = "<b onclick=x>陈</b> $x$ [a](javascript:b)"
    store.put_trainees([Trainee(id=CHEN.id, name=name, cohort=name, branch=name)])
    head = Page(parts.head(book_of(store), "pacing").html)
    assert name in head.text
    assert not [tag for tag, _ in head.elements if tag in ("b", "a")]


def test_ten_thousand_characters_are_refused_in_words_and_shown_in_full(book: Book) -> None:
    pacing, prospects = with_text("长" * 10_000)
    book = saved(book, pacing, prospects).still()
    said = parts.findings(book, "pacing").text
    assert "10000" in said
    assert "2000" in said
    assert len(parts.findings(book, "pacing").html) < 100_000
    assert dict(everything(book))


def test_figures_are_drawn_from_any_text(book: Book) -> None:
    pacing, prospects = with_text("$x^2$ <b> \\frac{1}{2} 👩")
    drawn = list(figures(saved(book, pacing, prospects).still()))
    assert all(one.startswith("<svg ") for one in drawn)


# -- numbers and days that cannot be --------------------------------------------------------------


@pytest.mark.parametrize("typed", ["0", "-5", "1e15", "9" * 41, "1e999", "NaN", "∞", "", "12.5.1"])
def test_a_target_that_is_none_is_a_problem_at_its_cell(book: Book, typed: str) -> None:
    pacing = copied(PACING)
    pacing["targets"][1]["target"] = typed
    book = saved(book, pacing, {}).still()
    (problem,) = book.desk("pacing").problems
    assert problem.loc == ("targets", 1, "target")
    card = cards_of(book, "pacing")[0]
    fields = book.pack("pacing").fields["targets"]
    assert fields.label in card.where
    assert fields.columns["target"].label in card.where
    assert card.says
    assert card.says != problem.kind
    assert "{" not in card.says
    assert [row.indicator for row in book.desk("pacing").record.targets] == ["investment_sales"]
    assert dict(everything(book))["pacing.targets"].text


@pytest.mark.slow
def test_a_target_of_a_thousand_million_million_is_planned_to_the_fen(book: Book) -> None:
    pacing = copied(PACING)
    pacing["targets"] = [{"indicator": "investment_sales", "target": "1000000000"}]  # in 万元
    book = saved(book, pacing, reserve(4)).still()
    assert book.desk("pacing").record.targets[0].target == 10**15
    assert sum(book.frame("pacing", "weeks")["plan"]) == 10**15
    assert dict(everything(book))
    assert all(figures(book))


@pytest.mark.parametrize("typed", ["130%", "-5", "-0.1", "101", "half", "1/2"])
def test_a_chance_outside_0_to_1_is_a_problem_at_its_cell(book: Book, typed: str) -> None:
    page = {"prospects": [prospect(0) | {"chance": typed}, prospect(1)]}
    book = saved(book, PACING, page).still()
    (problem,) = book.desk("prospects").problems
    assert problem.loc == ("prospects", 0, "chance")
    assert typed in parts.findings(book, "prospects").text
    rows = book.desk("prospects").record.prospects
    assert [row.customer for row in rows] == ["C0000", "C0001"]
    assert rows[0].chance is None


@pytest.mark.parametrize(
    "typed", ["12-44", "2-30", "2026-13-01", "0000-01-01", "99999-1-1", "tomorrow", "1", "12/5/"]
)
def test_a_day_outside_the_calendar_is_a_problem_at_its_cell(book: Book, typed: str) -> None:
    pacing = copied(PACING)
    pacing["actuals"][1]["day"] = typed
    book = saved(book, pacing, {}).still()
    assert [one.loc for one in book.desk("pacing").problems] == [("actuals", 1, "day")]
    assert typed in parts.findings(book, "pacing").text


@pytest.mark.slow
@pytest.mark.parametrize(
    "day", ["1900-01-01", "2004-02-29", "2027-06-01", "9999-12-31", "0001-01-01"]
)
def test_days_far_away_break_nothing(book: Book, day: str) -> None:
    pacing = copied(PACING)
    pacing["actuals"].append({"day": day, "indicator": "policies", "done": "3"})
    pacing["replans"] = [{"day": day, "reason": "late"}]
    pacing["activity"].append({"day": day, "calls": "3"})
    pacing["helps"][0]["by"] = day
    pacing["try_by"] = day
    rows = [prospect(0) | {"next_contact": day, "last_contact": day, "opened": day}]
    book = saved(book, pacing, {"prospects": rows}).still()
    shown = dict(everything(book))
    assert shown["pacing.boss"].text
    assert all(figures(book))


@pytest.mark.slow
@pytest.mark.parametrize(
    "today", ["2004-01-01", "2026-11-01", "2026-12-31", "2027-03-01", "2099-12-31"]
)
def test_any_today_makes_a_page(store: Store, today: str) -> None:
    book = saved(book_of(store, today=today), PACING, reserve(4)).still()
    assert dict(everything(book))["pacing.targets"].text


# -- nothing, and a great deal --------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_an_empty_book_is_a_whole_page(store: Store, language: str) -> None:
    book = book_of(store, language=language).still()
    shown = dict(everything(book))
    assert book.wording.page["no_rows"] in shown["pacing.targets"].text
    assert all(figures(book))
    assert {one.rule for one in book.findings("pacing")} >= {"no_target"}


@pytest.mark.slow
def test_five_thousand_prospects_make_a_page(book: Book) -> None:
    book = saved(book, PACING, reserve(5000)).still()
    shown = dict(everything(book))
    assert shown["prospects.prospects"].html.count("<tr>") == 5001
    assert all(figures(book))


@pytest.mark.parametrize(
    "body",
    [
        {"targets": "text", "actuals": 3, "reaction": ["a"], "unknown": {"a": 1}},
        {"targets": [1, "a", None, [], {"x": "y"}], "helps": {"what": "a"}},
        {"targets": [{"indicator": {"a": 1}, "target": ["3"]}], "answer": {"a": "b"}},
        {"scheme": True, "daily_contacts": 3.5, "try_by": 20261205},
    ],
)
def test_a_body_of_another_shape_is_told_not_thrown(book: Book, body: dict[str, Any]) -> None:
    book = saved(book, body, {"prospects": body.get("targets", [])}).still()
    shown = dict(everything(book))
    assert book.desk("pacing").problems
    assert shown["pacing findings"].text


# -- words and names ------------------------------------------------------------------------------


def test_a_finding_names_field_figure_source_and_what_to_try(filled: Book) -> None:
    cards = cards_of(filled.still(), "pacing")
    assert cards
    for card in cards:
        assert card.where or card.rule
        assert card.says
        assert card.attempt
        assert card.source
        assert "{" not in card.says + card.attempt


def test_a_place_counts_rows_as_people_do(filled: Book) -> None:
    fields, voice = filled.pack("pacing").fields, filled.voice("pacing")
    said = place(("actuals", 3, "done"), fields, voice)
    actuals = fields["actuals"]
    assert said.split(" · ")[::2] == [actuals.label, actuals.columns["done"].label]
    assert "4" in said.split(" · ")[1]


def test_the_chosen_reaction_is_marked(filled: Book) -> None:
    page = Page(parts.choices(filled, "pacing", "reaction").html)
    chosen = [names for tag, names in page.elements if tag == "article" and names.get("class")]
    assert len(chosen) == 1
    first, *_ = parts.choices(filled, "pacing", "reaction").text.splitlines()
    assert first.startswith("-")


@pytest.mark.parametrize(
    "ask",
    [
        functools.partial(parts.table, name="weks"),
        functools.partial(parts.figure, name="pacce"),
        functools.partial(parts.section, name="openning"),
        functools.partial(parts.exercise, name="sixty"),
        functools.partial(parts.choices, name="reactions"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    book: Book, ask: Callable[..., Exhibit]
) -> None:
    with pytest.raises(NotFound, match=r"weeks|pace|opening|sixty_per_cent|reaction"):
        ask(book, "pacing")


def test_an_unknown_chapter_is_answered_with_the_nearest(book: Book) -> None:
    with pytest.raises(NotFound, match="pacing"):
        parts.table(book, "pacin", "weeks")


# -- what a figure is drawn from ------------------------------------------------------------------

EDITS: dict[str, dict[str, Any]] = {
    "words": {"reaction": "give_up", "helps": [], "answer": "another", "try_by": "12-30"},
    "scheme": {"scheme": "week-one"},
    "even": {"scheme": "even"},
    "targets": {"targets": [{"indicator": "policies", "target": "9"}]},
    "own_shares": {"own_shares": [{"week": "w1", "share": "40%"}, {"week": "w2", "share": "60%"}]},
    "daily_contacts": {"daily_contacts": "1"},
    "actuals": {"actuals": PACING["actuals"][:1]},
    "replans": {"replans": [{"day": "12-04", "indicator": "policies", "target": "20"}]},
    "replan": {"replans": [{"day": "12-04"}]},
    "activity": {"activity": [{"day": "12-03", "calls": "80", "meetings": "40", "deals": "1"}]},
}
CUSTOMERS: dict[str, dict[str, str]] = {
    "amount": {"amount": "500"},
    "chance": {"chance": "90%"},
    "status": {"status": "lost"},
    "willingness": {"willingness": "3"},
    "flag": {"flag": "complaint_open"},
    "work": {"talked": "children", "attempts": "2", "next_contact": "12-31", "experienced": "yes"},
}


def pictures(book: Book) -> dict[tuple[str, str], tuple[object, list[str]]]:
    """Each figure: what it says that it is drawn from, and what is drawn."""
    still = book.still()
    return {
        (chapter, name): (parts.drawn_from(still, chapter, name), strokes(make(desk)))
        for chapter, desk in ((one, still.desk(one)) for one in ("pacing", "prospects"))
        for name, make in chapters.chapter(chapter).figures.items()
    }


def strokes(figure: Figure) -> list[str]:
    """Every text, line and shape of a figure, before it is made into a picture."""
    found = [f"{one.get_text()} {one.get_position()}" for one in figure.findobj(Text)]
    found += [f"{one.get_label()} {one.get_xydata().tolist()}" for one in figure.findobj(Line2D)]
    found += [
        f"{one.get_facecolor()} {one.get_path().vertices.tolist()}" for one in figure.findobj(Patch)
    ]
    return found + [
        f"{path.vertices.tolist()}"
        for one in figure.findobj(PolyCollection)
        for path in one.get_paths()
    ]


@pytest.mark.slow
def test_a_picture_changes_with_nothing_but_what_it_is_drawn_from(book: Book) -> None:
    before = pictures(saved(book, PACING, reserve(6)))
    edits = [(name, PACING | edit, reserve(6)) for name, edit in EDITS.items()]
    for name, edit in CUSTOMERS.items():
        prospects = reserve(6)
        prospects["prospects"][1] |= edit
        edits.append((name, PACING, prospects))
    changed = dict.fromkeys(before, 0)
    for name, pacing, prospects in edits:
        for figure, (basis, drawn) in pictures(saved(book, pacing, prospects)).items():
            old_basis, old_drawn = before[figure]
            assert basis is not None, figure
            assert basis != old_basis or drawn == old_drawn, (figure, name)
            changed[figure] += drawn != old_drawn
    assert all(changed.values()), changed


def test_every_figure_says_what_it_is_drawn_from() -> None:
    known = {(one, name) for one in chapters.names() for name in chapters.chapter(one).figures}
    drawn = {(one, name) for one in chapters.names() for name in chapters.chapter(one).drawn_from}
    assert drawn == known
    for chapter, name in drawn:
        names = chapters.chapter(chapter).drawn_from[name]
        assert names
        module = chapters.chapter(chapter)
        linked = [chapters.chapter(one).record.model_fields for one in module.reads]
        fields = {*module.record.model_fields, *(name for one in linked for name in one)}
        assert set(names) <= fields


def test_a_program_reads_off_the_findings_where_the_trainee_stands(filled: Book) -> None:
    for name in chapters.names():
        (stands,) = parts.findings(filled, name).standings
        one = standing(filled, name)
        said = {"chapter": name, "completeness": one.completeness, "counts": one.counts}
        assert stands == said


def test_the_first_page_says_it_of_every_chapter(filled: Book) -> None:
    said = {one["chapter"]: one for one in start.progress(filled).standings}
    each = {name: parts.findings(filled, name).standings[0] for name in chapters.names()}
    assert said == each


def test_an_unknown_name_is_answered_with_all_that_there_are(book: Book) -> None:
    tables = chapters.chapter("pacing").tables
    with pytest.raises(NotFound) as refused:
        parts.table(book, "pacing", "wekks")
    assert all(name in str(refused.value) for name in tables)


def test_a_table_has_its_rows_as_a_frame_and_prose_has_none(filled: Book) -> None:
    frame = Shown(parts.table(filled, "pacing", "weeks")).frame
    assert list(frame.columns) == list(filled.frame("pacing", "weeks").columns)
    assert len(frame) == len(filled.frame("pacing", "weeks")) > 0
    frame.iloc[0, 0] = "mine"  # a copy: what others see stays as it is
    assert "mine" not in filled.frame("pacing", "weeks").iloc[0].tolist()
    with pytest.raises(NotFound, match="table"):
        assert Shown(parts.head(filled, "pacing")).frame is None
