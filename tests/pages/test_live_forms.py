"""The live forms of a page: what a save does to the store, to the other forms and to the page."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import comm
import pytest
from typed import (
    CHEN,
    PACING,
    Browser,
    Clock,
    book_of,
    copied,
    older_template,
    prospect,
    reserve,
    saved_under,
    saves,
)

from workbook.book import remarks
from workbook.book.importing import ReadOptions, import_customers
from workbook.book.pinned_template import Template
from workbook.book.trainee_workbook import Book
from workbook.errors import NotFound
from workbook.pages.live_forms import Forms
from workbook.pages.read_only_forms import twin
from workbook.store import Store, open_store


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comm, "create_comm", Browser)


class Drawn:
    """A page that counts how often it was made anew."""

    def __init__(self, book: Book) -> None:
        self.times = 0
        self.forms = Forms(book, self.again)

    def again(self) -> None:
        self.times += 1


def pressed(box: Any) -> str:
    """Press the button of a box; what it says then."""
    button, said = box.children
    button.click()
    text: str = said.value
    return text


def led_to(form: Any) -> list[list[Any]]:
    """The rows to which a form was told to go."""
    said = (data.get("content", {}) for data in form.comm.sent)
    return [one["lead_to"] for one in said if "lead_to" in one]


# -- saving ---------------------------------------------------------------------------------------


def test_a_save_stores_what_was_typed_and_draws_the_page_once(filled: Book) -> None:
    page = Drawn(filled)
    form = page.forms.form("pacing", ("actuals",))
    body = copied(PACING)
    body["actuals"].append({"day": "12-44", "indicator": "policies", "done": "=1+1"})
    answer = saves(form, body)
    assert (answer["type"], answer["version"]) == ("saved", 2)
    assert answer["saved_at"] == "12-08 09:00"
    assert [(tuple(one["loc"]), one["kind"]) for one in answer["problems"]] == [
        (("actuals", 3, "day"), "no_such_day"),
        (("actuals", 3, "done"), "not_a_number"),
        (("actuals", 1, "done"), "echo"),
    ]
    entry = filled.entry("pacing")
    assert entry is not None
    assert (entry.body, entry.author) == (body, "chen-jie")
    assert page.times == 1


def test_the_same_again_is_no_version_and_draws_nothing(filled: Book) -> None:
    page = Drawn(filled)
    form = page.forms.form("pacing", ())
    answer = saves(form, PACING)
    assert (answer["type"], answer["version"]) == ("saved", 1)
    assert len(filled.history("pacing")) == 1
    assert page.times == 0


def test_the_other_forms_of_the_chapter_come_up_to_a_save(filled: Book) -> None:
    page = Drawn(filled)
    names = [("reaction",), ("targets",), ("actuals",)]
    one, *others = [page.forms.form("pacing", only) for only in names]
    beside = page.forms.form("prospects", ())
    body = copied(PACING) | {"reaction": "give_up", "try_by": "12-77"}
    saves(one, body)
    for other in others:
        assert (other.value, other.version, other.saved_at) == (body, 2, one.saved_at)
        assert [one["loc"] for one in other.problems if one["kind"] != "echo"] == [["try_by"]]
    assert beside.version == 1
    assert page.times == 1
    saves(others[0], body | {"reaction": "work_harder"})
    assert (one.version, one.value["reaction"], page.times) == (3, "work_harder", 2)


def test_a_form_sends_only_its_fields_but_keeps_the_whole_page(filled: Book) -> None:
    form = Drawn(filled).forms.form("pacing", ("helps",))
    assert [one["name"] for one in form.fields] == ["helps"]
    assert form.value == PACING
    assert form.draft_key.endswith("/chen-jie/pacing/2026-12/helps")


def test_a_draft_belongs_to_one_store(tmp_path: Path) -> None:
    keys = []
    for name in ("one", "other"):
        with open_store(tmp_path / f"{name}.db") as store:
            store.put_trainees([CHEN])
            keys += [Drawn(book_of(store)).forms.form("pacing", ()).draft_key for _ in range(2)]
    assert keys[0] == keys[1] != keys[2] == keys[3]
    assert not any(str(tmp_path) in key for key in keys)


def test_an_unknown_field_is_answered_with_the_nearest(filled: Book) -> None:
    with pytest.raises(NotFound, match="actuals"):
        Drawn(filled).forms.form("pacing", ("actual",))


def test_history_gives_every_version_back(filled: Book, clock: Clock) -> None:
    form = Drawn(filled).forms.form("pacing", ())
    clock.set("2026-12-09T16:30:00+00:00")
    saves(form, PACING | {"answer": "second"})
    form.comm.says(type="history", id="h")
    listed = form.comm.heard()[-1]["versions"]
    assert [(one["version"], one["saved_at"]) for one in listed] == [
        (2, "12-10 00:30"),
        (1, "12-08 09:00"),
    ]
    form.comm.says(type="recall", id="r", version=1)
    assert form.comm.heard()[-1]["body"] == PACING


# -- two at once ----------------------------------------------------------------------------------


def test_who_saves_second_sees_both_versions_and_may_save_again(filled: Book, store: Store) -> None:
    here, there = Drawn(filled), Drawn(book_of(store))
    mine, theirs = (page.forms.form("pacing", ()) for page in (here, there))
    saves(theirs, PACING | {"answer": "theirs"})
    answer = saves(mine, PACING | {"answer": "mine"}, based_on=1)
    assert answer["type"] == "conflict"
    assert answer["theirs"]["version"] == 2
    assert answer["theirs"]["body"]["answer"] == "theirs"
    assert (mine.version, mine.value["answer"]) == (2, "theirs")
    assert here.times == 1
    saves(mine, PACING | {"answer": "both"})
    bodies = [one.body.get("answer") for one in filled.history("pacing")]
    assert bodies == [PACING["answer"], "theirs", "both"]


def test_any_interleaving_of_two_windows_loses_nothing(filled: Book, store: Store) -> None:
    windows = [Drawn(one).forms.form("pacing", ()) for one in (filled, book_of(store))]
    accepted = []
    for number, window in enumerate(itertools.islice(itertools.cycle([0, 0, 1, 1, 1, 0]), 12)):
        body = PACING | {"answer": f"said {number}"}
        if saves(windows[window], body)["type"] == "saved":
            accepted.append(body["answer"])
    stored = [one.body["answer"] for one in filled.history("pacing")]
    assert stored == [PACING["answer"], *accepted]
    assert len(accepted) >= 6


def test_a_store_that_cannot_be_written_is_told_in_the_form(filled: Book, store: Store) -> None:
    form = Drawn(filled).forms.form("pacing", ())
    with store.engine.connect() as busy:
        busy.exec_driver_sql("select 1")  # the engine begins every transaction IMMEDIATE
        answer = saves(form, PACING | {"answer": "x"})
    assert answer["type"] == "refused"
    assert "Traceback" not in answer["text"]
    assert form.version == 1
    assert saves(form, PACING | {"answer": "x"})["type"] == "saved"


# -- rolling over ---------------------------------------------------------------------------------


def test_the_button_takes_last_months_open_rows_over(store: Store) -> None:
    book_of(store, month="2026-11").save("prospects", reserve(3, "N"), 0)
    page = Drawn(book_of(store, language="en"))
    form, box = page.forms.form("prospects", ()), page.forms.roll_over("prospects")
    assert "3" in pressed(box)
    assert [row["customer"] for row in form.value["prospects"]] == ["N0000", "N0001", "N0002"]
    assert (form.version, page.times) == (1, 1)
    assert led_to(form) == [["prospects", 0]]
    words = page.forms.book.wording.form
    assert pressed(box) == words["nothing_to_roll_over"]
    assert (form.version, page.times) == (1, 1)
    assert led_to(form) == [["prospects", 0]]


def test_suggested_rows_are_shown_below_those_that_were_there(store: Store) -> None:
    book = book_of(store)
    book.save("pacing", PACING, 0)
    typed = {"kind": "five", "what": "my own"}
    book.save("action_plan", {"lines": [typed]}, 0)
    forms = Drawn(book).forms
    first, second = forms.form("action_plan", ("learned",)), forms.form("action_plan", ("lines",))
    box = forms.suggest("action_plan")
    heard: list[tuple[str, bool]] = []
    box.children[1].observe(
        lambda _: heard.append((box.children[1].value, box.children[0].disabled)), "value"
    )
    pressed(box)
    assert heard[0] == (book.wording.form["saving"], True)
    assert not box.children[0].disabled
    assert second.value["lines"][0] == typed
    assert len(second.value["lines"]) > 1
    assert (led_to(first), led_to(second)) == ([], [["lines", 1]])


def test_a_store_that_cannot_be_written_is_told_beside_the_button(store: Store) -> None:
    book_of(store, month="2026-11").save("prospects", reserve(3), 0)
    page = Drawn(book_of(store))
    box = page.forms.roll_over("prospects")
    with store.engine.connect() as busy:
        busy.exec_driver_sql("select 1")
        said = pressed(box)
    assert said
    assert "Traceback" not in said
    assert page.times == 0
    assert "3" in pressed(box)


# -- remarks --------------------------------------------------------------------------------------


def texts(form: Any) -> list[str]:
    return [one["text"] for one in form.remarks]


def test_a_remark_is_in_the_form_that_has_its_field(filled: Book) -> None:
    for field, text in (("", "whole"), ("targets", "too many"), ("answer", "say when")):
        remarks.write(filled, "pacing", text, field=field)
    forms = Drawn(filled).forms
    first = forms.form("pacing", ("reaction",))
    targets = forms.form("pacing", ("scheme", "targets"))
    assert texts(first) == ["whole"]
    assert texts(targets) == ["too many"]
    assert texts(forms.form("pacing", ())) == ["say when", "too many", "whole"]
    assert texts(forms.form("prospects", ())) == []
    (one,) = targets.remarks
    assert (one["author"], one["at"], one["period"], one["open"]) == (
        "lin-yue",
        "12-08 09:00",
        "",
        True,
    )


def test_an_answer_is_stored_and_seen_by_the_coach(filled: Book) -> None:
    written = remarks.write(filled, "pacing", "Why twelve?", field="targets")
    page = Drawn(filled)
    form, twice = (page.forms.form("pacing", ("targets",)) for _ in range(2))
    form.comm.says(type="answer", id="1", number=written.number, text="=1+1 <b>x</b>")
    assert form.comm.heard()[-1]["type"] == "answered"
    (thread,) = remarks.threads(filled, "pacing")
    assert [(one.role, one.text) for one in thread.answers] == [("trainee", "=1+1 <b>x</b>")]
    assert not thread.open
    assert twice.remarks == form.remarks
    assert form.remarks[0]["answers"][0]["author"] == "陈洁"
    assert page.times == 0


def test_a_new_remark_reaches_all_forms_of_its_chapter_at_one_question(filled: Book) -> None:
    forms = Drawn(filled).forms
    one, other = (forms.form("pacing", (name,)) for name in ("targets", "answer"))
    remarks.write(filled, "pacing", "Say when", field="answer")
    one.comm.says(type="remarks", id="1")
    assert (texts(one), texts(other)) == ([], ["Say when"])


@pytest.mark.parametrize(("number", "text"), [(7, "there is no such remark"), (1, "  ")])
def test_an_answer_to_nothing_or_of_nothing_is_refused(
    filled: Book, number: int, text: str
) -> None:
    remarks.write(filled, "pacing", "Why?", field="targets")
    form = Drawn(filled).forms.form("pacing", ("targets",))
    form.comm.says(type="answer", id="1", number=number, text=text)
    assert form.comm.heard()[-1]["type"] == "refused"
    assert form.remarks[0]["answers"] == []


def test_what_waited_last_month_is_asked_for_this_month(store: Store) -> None:
    last = book_of(store, month="2026-11")
    remarks.write(last, "pacing", "Try two calls before ten", field="targets")
    (one,) = Drawn(book_of(store)).forms.form("pacing", ("targets",)).remarks
    assert one["period"] == "2026-11"


def test_a_number_that_no_page_repeats_is_masked_in_a_remark(filled: Book) -> None:
    remarks.write(filled, "pacing", "Card 4111 1111 1111 1111", field="answer")
    (said,) = texts(Drawn(filled).forms.form("pacing", ()))
    assert "1111 1111" not in said
    assert "1111 1111" not in twin(filled, "pacing", ()).html


def test_the_twin_says_what_was_remarked(filled: Book) -> None:
    before = twin(filled, "pacing", ("answer",))
    written = remarks.write(filled, "pacing", "Say <when>", field="answer")
    remarks.answer(filled, written.number, "On Friday")
    shown = twin(filled, "pacing", ("answer",))
    assert "Say &lt;when&gt;" in shown.html
    assert shown.text.splitlines()[-2:] == [
        "教练的话 · 找错练习（229 的六成），我的回答 · lin-yue: Say <when>",
        "教练的话 · 找错练习（229 的六成），我的回答 · 陈洁: On Friday",
    ]
    assert twin(filled, "pacing", ("answer",), remarked=False).html == before.html
    assert twin(filled, "pacing", ("helps",)).html.count("wb-remarks") == 0


# -- going over to a new template -----------------------------------------------------------------


def test_the_button_goes_over_to_the_new_template(book: Book) -> None:
    label = ("pacing/zh.yaml", "reaction:\n    label: ", "reaction:\n    label: 早先的")
    saved_under(older_template("pacing", label), book, "pacing", PACING)
    page = Drawn(book)
    form, box = page.forms.form("pacing", ("reaction",)), page.forms.new_template("pacing")
    assert form.fields[0]["label"].startswith("早先的")
    assert Template.now("pacing").digest[:7] in pressed(box)
    assert not book.template("pacing").outdated
    assert not form.fields[0]["label"].startswith("早先的")
    assert (form.value, form.version, page.times) == (PACING, 2, 1)


def test_a_page_with_the_template_of_today_has_no_such_button(filled: Book) -> None:
    assert Drawn(filled).forms.new_template("pacing") is None


# -- the twin -------------------------------------------------------------------------------------


def test_the_twin_shows_what_the_form_holds(filled: Book) -> None:
    shown = twin(filled, "pacing", ("targets", "answer"))
    assert "229" in shown.html
    assert PACING["answer"] in shown.html
    assert PACING["answer"] in shown.text
    assert "A joint visit" not in shown.html
    empty = twin(book_of(filled.store, "huang-li"), "pacing", ())
    assert "<table>" in empty.html


def test_the_twin_marks_what_cannot_be_read(book: Book) -> None:
    book.save("prospects", {"prospects": [prospect(0) | {"chance": "130%"}]}, 0)
    shown = twin(book, "prospects", ())
    assert "<mark" in shown.html
    assert "130%" in shown.text


def test_customers_of_the_book_are_offered_with_what_a_row_takes_over(
    filled: Book, tmp_path: Path
) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(
        "客户号,年龄,性别,资产（万元）,存款（万元）,产品数,开户日期,最近联系日期\n"
        "K41,62,女,100,35.5,2,2019-05-06,2026-12-01\n"
        "K7,35,,,,,,\n",
        encoding="utf-8",
    )
    how = ReadOptions(today=filled.today)
    import_customers(filled.store, filled.trainee.id, "customers", file, how, sure=True)
    form = Forms(filled, lambda: None).form("prospects", ())
    fields = {one["name"]: one for one in form.fields[0]["columns"]}
    assert fields["customer"]["offers"] == "customers"
    assert "offers" not in fields["product"]
    form.comm.says(type="customers", id="1", text="k4")
    answer = form.comm.heard()[-1]
    (one,) = answer["customers"]
    assert (answer["id"], answer["type"], one["number"]) == ("1", "customers", "K41")
    assert one["facts"] == "62 岁 · 100.00 万元 · 8 天没联系"
    assert one["row"] == {
        "customer": "K41", "gender": "female", "age": "62", "opened": "2019-05-06",
        "products_held": "2", "deposits": "35.5", "last_contact": "2026-12-01",
    }  # fmt: skip
    assert {*one["row"]} <= {*fields}


def test_without_a_book_nobody_is_offered(filled: Book) -> None:
    form = Forms(filled, lambda: None).form("pacing", ("try_customer",))
    form.comm.says(type="customers", id="1", text="")
    assert form.comm.heard()[-1]["customers"] == []
