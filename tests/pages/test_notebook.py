"""What a notebook says: the same in a live form and in a report, before and after each save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import comm
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from markup import Page as Markup
from typed import (
    MONTH,
    PACING,
    TODAY,
    Browser,
    book_of,
    copied,
    older_template,
    prospect,
    reserve,
    saved,
    saved_under,
    saves,
)

from workbook import chapters, open_workbook, rendering
from workbook.book import remarks
from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput, NotFound, StoreError
from workbook.pages.forms import FormWidget
from workbook.pages.notebook import Shown, Workbook
from workbook.store import Store

Cells = dict[str, Any]


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comm, "create_comm", Browser)


def all_cells(workbook: Workbook) -> Cells:
    """All that can stand in a cell of a notebook and changes with a save."""
    cells: Cells = {}
    for chapter in chapters.names():
        page, module = workbook.chapter(chapter), chapters.chapter(chapter)
        cells[f"{chapter} head"] = page.head()
        cells[f"{chapter} findings"] = page.findings()
        cells |= {f"{chapter}.{name}": page.table(name) for name in module.tables}
        cells |= {f"{chapter}.{name} drawn": page.figure(name) for name in module.figures}
    start = workbook.start()
    return cells | {
        "reaction": workbook.chapter("pacing").choices("reaction"),
        "start": start.head(),
        "imported": start.imported(),
        "progress": start.progress(),
    }


def report_of(book: Book) -> dict[str, str]:
    """What a report of the book as it stands now shows."""
    cells = all_cells(Workbook(book_of(book.store, book.trainee.id).still(), live=False))
    return {name: one.exhibit.whole for name, one in cells.items()}


def values(cells: Cells) -> dict[str, str]:
    return {name: widget.value for name, widget in cells.items()}


# -- a report and a live notebook -----------------------------------------------------------------


def one_more_actual(forms: dict[str, FormWidget]) -> None:
    body = copied(forms["pacing"].value)
    body["actuals"].append({"day": "12-08", "indicator": "policies", "done": "3"})
    saves(forms["pacing"], body)


def another_target(forms: dict[str, FormWidget]) -> None:
    body = copied(forms["pacing"].value)
    body["targets"] = [{"indicator": "policies", "target": "0"}, body["targets"][0]]
    body["reaction"] = "give_up"
    saves(forms["pacing"], body)


def another_prospect(forms: dict[str, FormWidget]) -> None:
    body = copied(forms["prospects"].value)
    body["prospects"][2] |= {"chance": "95%", "willingness": "1", "talked": "<i>$x$</i>"}
    saves(forms["prospects"], body)


@pytest.mark.slow
def test_a_live_page_shows_what_a_report_shows_before_and_after_each_save(filled: Book) -> None:
    workbook = Workbook(filled, live=True)
    cells = all_cells(workbook)
    forms = {chapter: workbook.chapter(chapter).form() for chapter in chapters.names()}
    before = report_of(filled)
    assert values(cells) == before
    for save in (one_more_actual, another_prospect, another_target):
        save(forms)
        after = report_of(filled)
        assert values(cells) == after, save.__name__
        assert after != before
        before = after


@pytest.mark.parametrize(
    ("change", "drawn"),
    [
        (one_more_actual, {"pacing.pace drawn", "pacing.pressure drawn"}),
        (another_prospect, {"pacing.fan drawn", "prospects.grid drawn"}),
    ],
)
def test_only_what_changed_is_sent_to_the_browser(
    filled: Book, change: Callable[[dict[str, FormWidget]], None], drawn: set[str]
) -> None:
    workbook = Workbook(filled, live=True)
    cells = all_cells(workbook)
    forms = {chapter: workbook.chapter(chapter).form() for chapter in chapters.names()}
    told = {name: len(widget.comm.sent) for name, widget in cells.items()}
    change(forms)
    sent = {name for name, widget in cells.items() if len(widget.comm.sent) > told[name]}
    assert {name for name in sent if name.endswith("drawn")} == drawn
    assert "pacing findings" in sent
    assert "pacing.cycle" not in sent


def test_words_and_tables_come_before_figures(filled: Book) -> None:
    workbook, order = Workbook(filled, live=True), []
    page = workbook.chapter("pacing")
    shown = {"pace": page.figure("pace"), "targets": page.table("targets")}
    shown["findings"] = page.findings()
    for name, widget in shown.items():
        widget.observe(lambda _, name=name: order.append(name), "value")
    one_more_actual({"pacing": page.form()})
    assert order == ["targets", "findings", "pace"]


def wrong_in(answer: dict[str, Any]) -> list[list[str | int]]:
    """The cells that could not be read; those that are echoed were."""
    return [one["loc"] for one in answer["problems"] if one["kind"] != "echo"]


@pytest.mark.slow
def test_a_live_page_takes_hostile_text_as_text(book: Book) -> None:
    workbook = Workbook(saved(book, PACING, reserve(2)), live=True)
    cells = all_cells(workbook)
    harmless = {name: Markup(widget.value).built_of() for name, widget in cells.items()}
    form = workbook.chapter("pacing").form("helps")
    for text in ("<script>alert(1)</script>", "$x^2$ [a](javascript:b)", '"><img src=x onerror=y>'):
        body = copied(PACING)
        body["helps"][0] |= {"what": text, "by": text}
        answer = saves(form, body)
        assert wrong_in(answer) == [["helps", 0, "by"]]
        body["helps"][0] |= {"by": "12-11"}
        assert wrong_in(saves(form, body)) == []
        for name, widget in cells.items():
            assert Markup(widget.value).built_of() == harmless[name], name
        assert "".join(text.split()) in "".join(Markup(cells["pacing.helps"].value).text.split())


def test_what_cannot_be_shown_any_more_is_said_and_comes_back(filled: Book, store: Store) -> None:
    workbook = Workbook(filled, live=True)
    table = workbook.chapter("pacing").table("targets")
    before = table.value
    with store.engine.begin() as connection:
        connection.exec_driver_sql("alter table entries rename to gone")
    workbook.redraw()
    assert "wb-notice" in table.value
    assert "Traceback" not in table.value
    with store.engine.begin() as connection:
        connection.exec_driver_sql("alter table gone rename to entries")
    workbook.redraw()
    assert table.value == before


def test_a_page_on_an_older_template_offers_the_new_one(book: Book) -> None:
    edit = ("bank/bank.yaml", "yuan: 10000", "yuan: 1000")
    saved_under(older_template("pacing", edit), book, "pacing", PACING)
    workbook = Workbook(book, live=True)
    page = workbook.chapter("pacing")
    head, table = page.head(), page.table("targets")
    shown, box = head.children
    before = table.value
    assert '<p class="wb-notice">' in shown.value
    box.children[0].click()
    assert table.value != before
    assert '<p class="wb-notice">' not in shown.value
    assert Workbook(book, live=True).chapter("pacing").head().value == shown.value


# -- opening --------------------------------------------------------------------------------------


def open_(path: Path, **changes: str) -> Workbook:
    given = {"trainee": "chen-jie", "month": MONTH, "today": TODAY, "store": str(path)}
    return open_workbook(**(given | changes))


def test_a_report_shows_the_moment_at_which_it_was_opened(filled: Book, path: Path) -> None:
    report, live = open_(path), open_(path, mode="form")
    tables = [one.chapter("pacing").table("targets") for one in (report, live)]
    one_more_actual({"pacing": live.chapter("pacing").form()})
    assert report.chapter("pacing").table("targets").exhibit.html == tables[0].exhibit.html
    assert open_(path).chapter("pacing").table("targets").exhibit.html == tables[1].value


def test_a_report_writes_nothing(filled: Book, path: Path) -> None:
    with pytest.raises(StoreError):
        open_(path).book.save("pacing", {}, 1)


@pytest.mark.slow
def test_a_live_notebook_leaves_the_samples_as_they_are() -> None:
    live = open_workbook("chen-jie", MONTH, today=TODAY, mode="form")
    report = open_workbook("chen-jie", MONTH, today=TODAY)
    assert live.book.store.place != report.book.store.place
    assert live.book.entry("pacing") is not None


@pytest.mark.parametrize(
    ("changes", "nearest"),
    [
        ({"trainee": "chen-ji"}, "chen-jie"),
        ({"trainee": ""}, "chen-jie"),
        ({"language": "zh"}, "zh-Hans"),
        ({"mode": "forms"}, "form"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    filled: Book, path: Path, changes: dict[str, str], nearest: str
) -> None:
    with pytest.raises(NotFound, match=nearest):
        open_(path, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"month": "2026-13"},
        {"month": "12"},
        {"month": "1999-12"},
        {"month": "2100-01"},
        {"today": "yesterday"},
        {"today": "2026-02-30"},
        {"today": "1003-01-01", "month": ""},
        {"today": "9999-12-31"},
        {"store": "nosuch://x"},
    ],
)
def test_a_month_a_day_or_a_store_that_is_none_is_bad_input(
    filled: Book, path: Path, changes: dict[str, str]
) -> None:
    with pytest.raises(BadInput, match=" / "):
        open_(path, **changes)


def test_numbers_that_papermill_makes_of_parameters_are_read(filled: Book, path: Path) -> None:
    number: Any = 20261209
    assert str(open_(path, today=number).book.today) == TODAY
    twelve: Any = 12
    with pytest.raises(NotFound, match="chen-jie"):
        open_(path, trainee=twelve)
    with pytest.raises(BadInput):
        open_(path, month=twelve)


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere\.db"):
        open_(tmp_path / "nowhere.db")


def test_an_unknown_chapter_is_answered_with_the_nearest(filled: Book) -> None:
    with pytest.raises(NotFound, match="prospects"):
        Workbook(filled, live=False).chapter("prospect")


# -- as a notebook displays it --------------------------------------------------------------------


@pytest.fixture(scope="module")
def shell() -> Iterator[Any]:
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def displayed(shell: Any, shown: Shown) -> list[dict[str, Any]]:
    with capture_output() as captured:
        shown._ipython_display_()
    return [one.data for one in captured.outputs]


def test_a_table_is_html_and_text(filled: Book, shell: Any) -> None:
    (data,) = displayed(shell, Workbook(filled, live=False).chapter("pacing").table("targets"))
    assert set(data) == {"text/html", "text/plain"}
    assert "229.00" in data["text/plain"]


def test_a_figure_is_a_picture_with_its_caption(filled: Book, shell: Any) -> None:
    (data,) = displayed(shell, Workbook(filled, live=False).chapter("pacing").figure("pressure"))
    assert data["text/html"].startswith('<figure class="wb wb-figure"><img class="wb-drawing" ')
    assert "<figcaption" in data["text/html"]
    assert "<svg " in rendering.drawn_out(data["text/html"])


def test_a_report_has_no_buttons(filled: Book) -> None:
    workbook = Workbook(filled, live=False)
    assert workbook.start().bring_in() is None
    assert workbook.chapter("prospects").roll_over() is None
    twin = workbook.chapter("prospects").form("prospects").exhibit
    assert prospect(0)["customer"] in twin.html
    assert "<input" not in twin.html


def test_a_remark_is_on_the_page_and_on_the_next_until_it_is_answered(store: Store) -> None:
    books = [book_of(store, today=day) for day in ("2026-12-09", "2026-12-16")]
    books[0].save("action_plan", {"lines": [{"kind": "five", "what": "Call"}]}, 0)
    written = remarks.write(books[0], "action_plan", "One line is enough", field="lines")
    now, then = (Workbook(book, live=False).chapter("action_plan") for book in books)
    assert "One line is enough" in now.form("lines").exhibit.html
    assert "One line is enough" not in now.form("contacts").exhibit.html
    assert f"{written.at} · 2026-W50" in then.form("lines").exhibit.html
    assert "One line is enough" not in then.last_form("lines").exhibit.html
    assert Workbook(books[1], live=True).chapter("action_plan").last_form("lines").remarks == []


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize(
    ("language", "said"), [("zh-Hans", "11月30日 – 12月6日"), ("en", "30 Nov – 6 Dec")]
)
def test_the_first_week_has_no_form_for_the_week_before(
    store: Store, live: bool, language: str, said: str
) -> None:
    book = book_of(store, language=language)
    book.before("action_plan").save("action_plan", {"lines": [{"what": " "}], "learned": "x"}, 0)
    shown = Workbook(book, live=live).chapter("action_plan").last_form("lines")
    assert said in shown.exhibit.text
    assert "<input" not in shown.exhibit.html
    assert "<table" not in shown.exhibit.html


def test_the_form_of_last_week_says_for_which_days_it_was(store: Store) -> None:
    book = book_of(store)
    book.before("action_plan").save("action_plan", {"lines": [{"what": "Call"}]}, 0)
    days = "11月30日 – 12月6日"
    live = Workbook(book, live=True).chapter("action_plan")
    assert live.last_form("lines").fields[0]["label"].endswith(days)
    assert days not in live.form("lines").fields[0]["label"]
    report = Workbook(book, live=False).chapter("action_plan")
    assert days in report.last_form("lines").exhibit.html
    assert days not in report.form("lines").exhibit.html
    assert ": 12月7日 – 12月13日" in report.head().exhibit.text


def test_the_findings_carry_where_the_trainee_stands(filled: Book, shell: Any) -> None:
    shown = Workbook(filled, live=False).chapter("pacing").findings()
    with capture_output() as captured:
        shown._ipython_display_()
    (output,) = captured.outputs
    assert output.metadata == {"workbook": {"standings": list(shown.exhibit.standings)}}
