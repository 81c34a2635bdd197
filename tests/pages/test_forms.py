"""The form without a browser: what it describes, what it says back, and its read-only twin."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Annotated, Any, cast

import comm
import nbclient
import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field
from typed import Browser
from waiting import PATIENCE

from workbook.content import load
from workbook.content.messages import Wording, voice
from workbook.domain.bank import Bank, labels, setting
from workbook.domain.calendar import Month
from workbook.domain.fields import Choice, Count, Day, LongText, Measure, Problem, Share, Text, Yes
from workbook.domain.templates import FieldWords, Frozen
from workbook.errors import NotFound, StoreError
from workbook.pages.forms import (
    FormWidget,
    Saved,
    SaveResult,
    Talk,
    as_text,
    describe,
    form,
    in_words,
    twin,
)


class Target(Frozen):
    indicator: Annotated[str, Choice("indicators")]
    target: Annotated[Measure, Field(gt=0)]
    by: Day | None = None
    share: Share | None = None
    product: Text = ""
    status: Annotated[str, Choice("statuses")] = "open"
    calls: Count = 0
    meetings: Count = 0
    sure: Yes = False
    talked: Text = ""
    remark: LongText = ""


class Plan(Frozen):
    scheme: Annotated[str, Choice("schemes")] = "front"
    contacts: Annotated[Count, Field(ge=1)] | None = None
    targets: tuple[Target, ...] = ()
    answer: LongText = ""


WORDS = {
    "scheme": FieldWords(label="排法", help="先做哪几周"),
    "contacts": FieldWords(label="每天几位", example="12"),
    "targets": FieldWords(
        label="本月目标",
        columns={"indicator": FieldWords(label="指标"), "target": FieldWords(label="目标")},
    ),
    "answer": FieldWords(label="我的回答"),
}
BANK = load("bank", "zh-Hans", Bank)
CHOICES = {
    "indicators": labels(BANK.indicators),
    "schemes": {"front": "前置", "even": "平均"},
    "statuses": {"open": "在谈", "won": "成交"},
}
SETTING = setting(BANK, Month.parse("2026-12"), CHOICES)
WORDING = load("wording", "zh-Hans", Wording)
VOICE = voice(WORDING, BANK, {})
FILES = sorted((Path(__file__).parents[2] / "labextension" / "src" / "form").glob("*.ts"))
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
MESSY = {
    "contacts": "十二",
    "targets": [
        {"indicator": "aum_growth", "target": "0"},
        {"indicator": "开户数", "target": "30", "status": "won"},
    ],
}


# -- what is described ----------------------------------------------------------------------------


def test_fields_come_in_the_records_order_with_kind_and_words() -> None:
    fields = describe(Plan, WORDS, SETTING)["fields"]
    assert [(one["name"], one["kind"]) for one in fields] == [
        ("scheme", "choice"),
        ("contacts", "count"),
        ("targets", "rows"),
        ("answer", "long_text"),
    ]
    assert fields[0] == {
        "name": "scheme",
        "label": "排法",
        "help": "先做哪几周",
        "example": "",
        "kind": "choice",
        "required": False,
        "default": "front",
        "options": [
            {"key": "front", "label": "前置", "also": []},
            {"key": "even", "label": "平均", "also": []},
        ],
    }
    assert json.loads(json.dumps(fields)) == fields


def test_the_first_nine_columns_stand_in_the_grid() -> None:
    columns = describe(Plan, WORDS, SETTING)["fields"][2]["columns"]
    assert [one["name"] for one in columns if one["main"]] == list(Target.model_fields)[:9]
    assert [one["name"] for one in columns if not one["main"]] == ["talked", "remark"]
    assert [one["name"] for one in columns if one["required"]] == ["indicator", "target"]
    assert [one["kind"] for one in columns[:4]] == ["choice", "measure", "day", "share"]
    assert [one["default"] for one in columns[5:9]] == ["open", "0", "0", False]
    assert [one["label"] for one in columns[:3]] == ["指标", "目标", "by"]


def test_a_number_says_what_it_counts_and_a_column_under_what_headings_people_have_it() -> None:
    english = {
        "targets": FieldWords(
            label="Targets", columns={"target": FieldWords(label="Target", aliases=("goal",))}
        )
    }
    columns = describe(Plan, WORDS, SETTING, ["targets"], [english])["fields"][0]["columns"]
    target, by = columns[1], columns[2]
    assert (target["yuan"], target["units"][""], target["units"]["policies"]) == (
        10000,
        "万元",
        "单",
    )
    assert target["headings"] == ["target", "目标", "Target", "goal"]
    assert by["headings"] == ["by"]
    assert "units" not in by
    assert "units" not in columns[6]  # a count is of no unit


def test_a_choice_is_described_with_its_other_names() -> None:
    setting = replace(SETTING, also={"schemes": {"front-loaded": "front", "前置": "front"}})
    (scheme,) = describe(Plan, WORDS, setting, ["scheme"])["fields"]
    assert scheme["options"][0]["also"] == ["front-loaded", "前置"]


def test_only_some_fields_are_described_when_asked() -> None:
    assert [one["name"] for one in describe(Plan, WORDS, SETTING, ["answer"])["fields"]] == [
        "answer"
    ]
    with pytest.raises(NotFound, match=r"“target”.*targets"):
        describe(Plan, WORDS, SETTING, ["target"])


# -- the conversation with the browser ------------------------------------------------------------


@pytest.fixture
def shelf() -> list[Saved]:
    """What is stored, version by version."""
    return []


@pytest.fixture
def plan(shelf: list[Saved], monkeypatch: pytest.MonkeyPatch) -> Callable[..., FormWidget]:
    monkeypatch.setattr(comm, "create_comm", Browser)

    def save(body: dict[str, Any], based_on: int) -> SaveResult:
        if len(shelf) != based_on:
            return SaveResult(based_on, "", conflict=shelf[-1])
        shelf.append(Saved(based_on + 1, f"14:{based_on + 1:02d}", "chen-jie", body))
        problems = (Problem(("contacts",), "not_whole", {"typed": "1.5"}),)
        return SaveResult(based_on + 1, shelf[-1].saved_at, problems)

    def make(body: dict[str, Any], **more: Any) -> FormWidget:
        given_ = {"save": save, "history": lambda: shelf, **more}
        return form(Plan, WORDS, WORDING, SETTING, body, given_.pop("save"), **given_)

    return make


def test_a_form_opens_with_what_was_typed_and_what_is_wrong_with_it(plan: Any) -> None:
    widget = plan(MESSY, version=3, saved_at="14:03", draft_key="chen-jie/plan")
    assert (widget.value, widget.version, widget.saved_at) == (MESSY, 3, "14:03")
    assert widget.keeps_history
    assert widget.draft_key == "chen-jie/plan"
    assert [(one["loc"], one["kind"]) for one in widget.problems] == [
        (["contacts"], "not_a_number"),
        (["targets", 0, "target"], "greater_than"),
    ]
    assert "填的是“十二”" in widget.problems[0]["text"]
    assert "要大于 0" in widget.problems[1]["text"]


def test_a_save_is_stored_answered_and_then_drawn(plan: Any, shelf: list[Saved]) -> None:
    widget = plan({})
    heard_by_then: list[int] = []
    widget.observe(lambda _: heard_by_then.append(len(widget.comm.heard())), "version")
    widget.comm.says(type="save", id="a-1", body={"contacts": "1.5"}, based_on=0)
    said = in_words([Problem(("contacts",), "not_whole", {"typed": "1.5"})], WORDING)
    assert shelf == [Saved(1, "14:01", "chen-jie", {"contacts": "1.5"})]
    assert widget.comm.heard() == [
        {"id": "a-1", "type": "saved", "version": 1, "saved_at": "14:01", "problems": said}
    ]
    assert heard_by_then == [1]
    assert (widget.value, widget.version, widget.problems) == ({"contacts": "1.5"}, 1, said)


def test_whoever_comes_second_is_shown_what_came_first(plan: Any, shelf: list[Saved]) -> None:
    widget = plan({})
    shelf.append(Saved(1, "14:01", "li-min", {"contacts": "八"}))
    widget.comm.says(type="save", id="a-1", body={"contacts": "12"}, based_on=0)
    (answer,) = widget.comm.heard()
    assert (answer["type"], answer["theirs"]["author"]) == ("conflict", "li-min")
    assert answer["theirs"]["body"] == {"contacts": "八"}
    assert len(shelf) == 1
    assert (widget.value, widget.version) == ({"contacts": "八"}, 1)
    assert [one["kind"] for one in widget.problems] == ["not_a_number"]


def test_a_store_that_cannot_be_written_says_so_and_nothing_changes(plan: Any) -> None:
    def refuse(_body: dict[str, Any], _based_on: int) -> SaveResult:
        raise StoreError("硬盘满了。")

    widget = plan({"answer": "旧"}, save=refuse, version=2)
    widget.comm.says(type="save", id="a-1", body={"answer": "新"}, based_on=2)
    assert widget.comm.heard() == [{"id": "a-1", "type": "refused", "text": "硬盘满了。"}]
    assert (widget.value, widget.version) == ({"answer": "旧"}, 2)


def test_versions_are_listed_newest_first_and_recalled(plan: Any, shelf: list[Saved]) -> None:
    widget = plan({})
    for number in range(3):
        widget.comm.says(type="save", id="s", body={"contacts": str(number)}, based_on=number)
    widget.comm.says(type="history", id="h")
    listed = widget.comm.heard()[-1]["versions"]
    assert [(one["version"], one["saved_at"], one["body"]) for one in listed] == [
        (3, "14:03", None),
        (2, "14:02", None),
        (1, "14:01", None),
    ]
    for version, body in ((2, {"contacts": "1"}), (0, {})):
        widget.comm.says(type="recall", id="r", version=version)
        assert widget.comm.heard()[-1] == {
            "id": "r",
            "type": "recalled",
            "version": version,
            "body": body,
        }


def hour(count: int, author: str = "chen-jie", at: float = 0) -> list[Saved]:
    """So many saves, half a minute apart, from a moment (in minutes) on."""
    first = 1_796_700_000 + at * 60
    return [
        Saved(
            number + 1,
            f"12-08 14:{number // 2:02d}",
            author,
            {"contacts": str(number), "targets": [{"target": str(row)} for row in range(number)]},
            first + number * 30,
        )
        for number in range(count)
    ]


def numbered(*parts: list[Saved]) -> list[Saved]:
    versions = [one for part in parts for one in part]
    return [replace(one, version=number + 1) for number, one in enumerate(versions)]


def listed(plan: Any, history: list[Saved], **more: Any) -> list[dict[str, Any]]:
    widget = plan({}, history=lambda: history, **more)
    widget.comm.says(type="history", id="h")
    found: list[dict[str, Any]] = widget.comm.heard()[-1]["sittings"]
    return found


def test_an_hour_of_saves_is_one_sitting_that_says_what_changed(plan: Any) -> None:
    (sitting,) = listed(plan, hour(120))
    assert sitting["versions"] == list(range(120, 0, -1))
    assert (sitting["begun"], sitting["ended"]) == ("12-08 14:00", "14:59")
    assert sitting["changes"] == ["每天几位：— → 119", "本月目标：加 119 行"]


def test_a_pause_or_another_author_begins_a_sitting(plan: Any) -> None:
    history = numbered(hour(3), hour(2, at=32), hour(2, at=63), hour(1, "lin", at=64))
    assert [one["versions"] for one in listed(plan, history)] == [[8], [7, 6], [5, 4], [3, 2, 1]]
    nobody_knows = [replace(one, moment=0) for one in history]
    assert len(listed(plan, nobody_knows)) == 8


def test_a_sitting_says_rows_values_and_nothing_of_other_forms(plan: Any) -> None:
    first = {
        "scheme": "front",
        "answer": "x" * 60,
        "targets": [{"target": "1"}, {"target": "2"}, {"target": ""}],
    }
    second = {"scheme": "even", "targets": [{"target": "2"}, {"target": "9"}, {"target": "7"}]}
    history = numbered([replace(hour(1)[0], body=first)], [replace(hour(1, at=90)[0], body=second)])
    latest, earliest = listed(plan, history)
    assert latest["changes"] == [
        "排法：前置 → 平均",
        "本月目标：加 1 行、改 1 行",
        f"我的回答：{'x' * 24}… → —",
    ]
    assert earliest["changes"][1] == "本月目标：加 2 行"
    assert [one["changes"] for one in listed(plan, history, only=["contacts"])] == [[], []]


@pytest.mark.parametrize("content", [{}, {"type": "save", "id": "a"}, {"type": "recall", "id": 1}])
def test_a_message_that_makes_no_sense_changes_nothing(
    plan: Any, shelf: list[Saved], content: dict[str, Any]
) -> None:
    widget = plan({})
    widget.comm.says(**content)
    assert (widget.comm.heard(), shelf, widget.value) == ([], [], {})


def test_a_version_saved_elsewhere_is_taken_over(plan: Any) -> None:
    widget = plan({}, history=None)
    widget.take({"contacts": "x"}, 4, "14:04")
    assert (widget.value, widget.version, widget.saved_at) == ({"contacts": "x"}, 4, "14:04")
    assert [one["loc"] for one in widget.problems] == [["contacts"]]
    assert not widget.keeps_history


def test_a_problem_without_words_of_its_own_still_says_something() -> None:
    problem = Problem(("answer",), "never_heard_of", {"typed": "{ge} {typed}"})
    (said,) = in_words([problem], WORDING)
    assert said["text"] == WORDING.problems["other"].replace("{typed}", "{ge} {typed}")


def test_a_notebook_with_a_form_runs_without_a_browser() -> None:
    code = (
        "from workbook.content import load\n"
        "from workbook.domain.templates import FieldWords, Frozen\n"
        "from workbook.domain.fields import Setting, Text\n"
        "from workbook.pages.forms import SaveResult, form\n"
        "from workbook.content.messages import Wording\n"
        "class Note(Frozen):\n    said: Text = ''\n"
        "form(Note, {'said': FieldWords(label='x')}, load('wording', 'en', Wording), Setting(),\n"
        "     {'said': 'hello'}, lambda body, based_on: SaveResult(1, '14:01'))"
    )
    cell = {"cell_type": "code", "id": "form", "metadata": {}, "outputs": [], "source": code}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    written = json.dumps({**whole, "cells": [{**cell, "execution_count": None}]})
    notebook = cast(Any, nbformat).reads(written, as_version=4)
    nbclient.NotebookClient(notebook, timeout=PATIENCE, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in output.data


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_word_that_the_form_says_is_written(language: str) -> None:
    says = r"(?:say\(\s*[\w.]+,\s*|this\.title\(|make\(\s*'[^']',\s*)'(\w+)'"
    said = set(re.findall(says, SCRIPTS)) | set(re.findall(r"\bwords\.(\w+)", SCRIPTS))
    assert len(said) > 50
    assert {"remarks", "reply", "move_up", "draft_found", "none"} <= said
    wording = load("wording", language, Wording)
    widget = form(Plan, WORDS, wording, SETTING, {}, lambda *_: SaveResult(1, ""))
    assert said <= {name for name, text in widget.words.items() if text}


# -- remarks --------------------------------------------------------------------------------------


def remark(number: int, field: str, text: str, **more: Any) -> dict[str, Any]:
    said = {"author": "林老师", "at": "12-08 09:00", "text": text, "period": ""}
    return {"number": number, "field": field, "answers": [], "open": True, **said, **more}


class Coach:
    """Remarks as they are kept elsewhere; what is answered goes under the remark."""

    def __init__(self, *remarks: dict[str, Any]) -> None:
        self.remarks = list(remarks)
        self.refusal = ""

    def answer(self, number: int, text: str) -> None:
        if self.refusal:
            raise StoreError(self.refusal)
        said = {"role": "trainee", "author": "陈洁", "text": text, "at": "12-08 09:05"}
        self.remarks = [
            one | {"answers": [*one["answers"], said], "open": False}
            if one["number"] == number
            else one
            for one in self.remarks
        ]

    @property
    def talk(self) -> Talk:
        return Talk(lambda: self.remarks, self.answer)


def test_a_form_opens_with_the_remarks_on_it(plan: Any) -> None:
    coach = Coach(remark(1, "contacts", "为什么是 12 位？"))
    widget = plan({}, talk=coach.talk)
    assert (widget.remarks, widget.keeps_remarks) == (coach.remarks, True)
    without = plan({})
    assert (without.remarks, without.keeps_remarks) == ([], False)


def test_an_answer_is_kept_and_every_view_gets_the_new_list(plan: Any) -> None:
    coach = Coach(remark(2, "answer", "再具体些"), remark(1, "contacts", "为什么？"))
    widget = plan({}, talk=coach.talk)
    widget.comm.says(type="answer", id="r-1", number=1, text="<b>约满了</b>")
    (answer,) = widget.comm.heard()
    assert (answer["id"], answer["type"]) == ("r-1", "answered")
    assert [one["text"] for one in answer["remarks"][1]["answers"]] == ["<b>约满了</b>"]
    synced = [data["state"] for data in widget.comm.sent if data.get("method") == "update"]
    assert {"remarks": coach.remarks} in synced
    assert widget.remarks == coach.remarks
    assert [one["open"] for one in widget.remarks] == [True, False]


def test_an_answer_that_is_sent_again_is_kept_once(plan: Any) -> None:
    coach = Coach(remark(1, "contacts", "为什么？"))
    widget = plan({}, talk=coach.talk)
    for id_ in ("r-1", "r-1", "r-2"):
        widget.comm.says(type="answer", id=id_, number=1, text="约满了")
    assert [one["type"] for one in widget.comm.heard()] == ["answered"] * 3
    assert len(widget.remarks[0]["answers"]) == 2


def test_an_answer_that_cannot_be_kept_is_refused_and_may_come_again(plan: Any) -> None:
    coach = Coach(remark(1, "contacts", "为什么？"))
    widget = plan({}, talk=coach.talk)
    coach.refusal = "硬盘满了。"
    widget.comm.says(type="answer", id="r-1", number=1, text="约满了")
    assert widget.comm.heard() == [{"id": "r-1", "type": "refused", "text": "硬盘满了。"}]
    assert widget.remarks[0]["open"]
    coach.refusal = ""
    widget.comm.says(type="answer", id="r-1", number=1, text="约满了")
    assert widget.comm.heard()[-1]["type"] == "answered"
    assert len(widget.remarks[0]["answers"]) == 1


def test_a_new_remark_comes_when_the_browser_asks(plan: Any) -> None:
    coach = Coach()
    widget = plan({}, talk=coach.talk)
    told = len(widget.comm.sent)
    widget.comm.says(type="remarks", id="n-1")
    # Where there is nothing new, nothing but the answer goes to the browser.
    assert [data["content"] for data in widget.comm.sent[told:]] == [
        {"id": "n-1", "type": "remarks", "remarks": []}
    ]
    coach.remarks.append(remark(1, "", "整章：先排人，再排量"))
    widget.comm.says(type="remarks", id="n-2")
    assert widget.remarks == coach.remarks


# -- the twin -------------------------------------------------------------------------------------


class Read(HTMLParser):
    """The text of a page and the tags on it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", list[str]()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def test_the_twin_says_values_as_people_write_them() -> None:
    body = {
        "scheme": "even",
        "targets": [
            {"indicator": "aum_growth", "target": "229"},
            {},
            {"indicator": "开户数", "target": "30"},
        ],
    }
    text = Read(twin(Plan, WORDS, VOICE, SETTING, body)).text
    assert "排法平均每天几位—" in text
    assert "AUM 净增229.00 万元在谈00否" in text
    assert f"开户数{VOICE.text(30, 'count')}在谈" in text


def test_the_twin_marks_what_could_not_be_read_and_keeps_the_other_rows() -> None:
    html = twin(Plan, WORDS, VOICE, SETTING, MESSY)
    assert '">十二</mark>' in html
    assert '">0</mark>' in html
    assert "要大于 0" in html
    assert "成交" in html
    assert html.count("<mark") == 2


def test_an_empty_page_has_an_empty_twin() -> None:
    parsed = Read(twin(Plan, WORDS, VOICE, SETTING, {}, only=["targets", "answer"]))
    assert parsed.text.count("—") == 2
    assert parsed.tags.count("td") == 1


@given(st.text())
def test_typed_text_stays_text(typed: str) -> None:
    typed = typed.replace("\r", "")
    parsed = Read(as_text(typed))
    assert parsed.text == typed
    assert set(parsed.tags) <= {"span"}


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "$x^2$", "\\(x\\)", '"><img src=x>']
)
def test_nothing_typed_becomes_markup_or_a_formula(typed: str) -> None:
    body = {"answer": typed, "contacts": typed, "targets": [{"indicator": typed, "remark": typed}]}
    html = twin(Plan, WORDS, VOICE, SETTING, body)
    assert "<script" not in html
    assert "<img" not in html
    outside = html.replace("<span>$</span>", "").replace("<span>\\</span>", "")
    assert "$" not in Read(outside).text
    assert "\\" not in Read(outside).text
    assert Read(html).text.count(typed) >= 2


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</dd></dl><style>*{display:none}</style>",
    "$x^2$ \\(y\\)",
    "**bold** [a](javascript:alert(1)) http://outside.test/",
    '" onmouseover="alert(1)',
]


def answered(text: str) -> dict[str, Any]:
    return {"role": "trainee", "author": text, "at": "12-08 10:00", "text": text}


@pytest.mark.parametrize("typed", HOSTILE)
def test_remarks_and_answers_stay_text_in_the_twin(typed: str) -> None:
    def shown(text: str) -> Read:
        remarks = [
            remark(number, field, text, author=text, period=text, answers=[answered(text)])
            for number, field in enumerate(("", "contacts", "targets"))
        ]
        return Read(twin(Plan, WORDS, VOICE, SETTING, {}, remarks=remarks))

    read, harmless = shown(typed), shown("harmless")
    assert [tag for tag in read.tags if tag != "span"] == [
        tag for tag in harmless.tags if tag != "span"
    ]
    assert read.text.count(typed) == 3 * 5


def test_remarks_stand_below_their_field_the_newest_first() -> None:
    remarks = [
        remark(4, "targets", "四"),
        remark(3, "contacts", "三", answers=[answered("三答")], open=False),
        remark(2, "gone", "二"),
        remark(1, "contacts", "一", period="2026-11"),
    ]
    text = Read(twin(Plan, WORDS, VOICE, SETTING, MESSY, remarks=remarks)).text
    heading = WORDING.page["remarks"]
    assert text.startswith(f"{heading}林老师 · 12-08 09:00二排法")
    beside = text[text.index("每天几位") : text.index("本月目标")]
    assert beside == (
        f"每天几位十二{heading}林老师 · 12-08 09:00三三答 · 12-08 10:00三答"
        "林老师 · 12-08 09:00 · 2026-11一"
    )
    assert text.index("成交") < text.index("四") < text.index("我的回答")


def test_a_page_without_remarks_is_as_it_was() -> None:
    plain = twin(Plan, WORDS, VOICE, SETTING, MESSY)
    assert twin(Plan, WORDS, VOICE, SETTING, MESSY, remarks=[]) == plain
    assert "wb-remarks" not in plain
    assert WORDING.page["remarks"] not in plain
