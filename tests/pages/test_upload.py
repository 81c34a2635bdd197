"""A live notebook's way to bring in a file of customers: in parts, matched, what was left out."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import comm
import openpyxl
import pytest
from typed import CHEN, Browser, book_of

from workbook.book.trainee_workbook import Book
from workbook.customers.pack import TABLES
from workbook.pages.upload import messages, upload
from workbook.store import Store

ROOT = Path(__file__).parents[2]

PART = 1 << 20


class Wire(Browser):
    """The other end, which keeps the bytes that it is sent as well."""

    def __init__(self, **opening: Any) -> None:
        self.bytes: list[bytes] = []
        super().__init__(**opening)

    def publish_msg(self, msg_type: str, data: Any = None, *more: Any, **named: Any) -> None:
        super().publish_msg(msg_type, data)
        given = named.get("buffers") or (more[1] if len(more) > 1 else None)
        self.bytes += [bytes(one) for one in given or []]


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comm, "create_comm", Wire)


class Button:
    """The upload as a browser uses it, and how often the page was made anew."""

    def __init__(self, book: Book) -> None:
        self.drawn, self.files = 0, 0
        self.widget: Any = upload(book, self.draw)

    def draw(self) -> None:
        self.drawn += 1

    def says(self, *buffers: bytes, **content: Any) -> list[dict[str, Any]]:
        """A message to the kernel; what it answers."""
        before = len(self.widget.comm.heard())
        data = {"method": "custom", "content": {"id": f"f{self.files}", **content}}
        views = [memoryview(one) for one in buffers]
        self.widget.comm.handle_msg({"content": {"data": data}, "buffers": views})
        answers: list[dict[str, Any]] = self.widget.comm.heard()[before:]
        return answers

    def choose(self, kind: str, name: str, content: bytes) -> list[dict[str, Any]]:
        """Send a file in parts; what the kernel says when the last one is there."""
        self.files += 1
        self.says(type="begin", name=name, size=len(content), kind=kind)
        answers: list[dict[str, Any]] = []
        for at in range(0, max(len(content), 1), PART):
            answers = self.says(content[at : at + PART], type="part", at=at)
        return answers


def told(answers: list[dict[str, Any]]) -> dict[str, Any]:
    return next(one for one in answers if one["type"] == "told")


def customers(book: Book) -> list[str]:
    table = book.customers().get("customers")
    return [] if table is None else list(table["id"])


GOOD = "客户号,总资产\n0012,5\n"


def test_a_file_comes_in_and_the_page_is_made_anew(book: Book) -> None:
    button = Button(book)
    answer = told(button.choose("customers", "my.csv", GOOD.encode("gb18030")))
    assert (answer["good"], answer["rejected"]) == (True, "")
    assert "1" in answer["text"]
    assert customers(book) == ["0012"]
    assert button.drawn == 1


def test_every_kind_can_be_chosen(book: Book) -> None:
    kinds = Button(book).widget.kinds
    assert [kind for kind, _ in kinds] == list(TABLES)
    assert all(label for _, label in kinds)


@pytest.mark.slow
def test_a_file_of_many_parts_arrives_whole(book: Book) -> None:
    rows = "".join(f"C{number:07},{number}\n" for number in range(150_000))
    content = f"客户号,总资产\n{rows}".encode()
    assert len(content) > 2 * PART
    button = Button(book)
    sizes = []
    button.says(type="begin", name="my.csv", size=len(content), kind="customers")
    late = button.says(content[PART : 2 * PART], type="part", at=PART)  # before the first
    assert late == [{"type": "got", "id": "f0", "size": 0}]
    for at in range(0, len(content), PART):
        part = content[at : at + PART]
        answers = [*button.says(part, type="part", at=at), *button.says(part, type="part", at=at)]
        sizes.append(answers[0]["size"])
        assert answers[-1]["size"] == sizes[-1]  # a part that comes twice is there once
    assert sizes[-1] == len(content)
    assert len(customers(book)) == 150_000
    assert button.drawn == 1
    again = button.says(type="begin", name="my.csv", size=len(content), kind="customers")
    assert again == [{"type": "got", "id": "f0", "size": len(content)}]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_file_that_is_too_large_is_refused_before_it_is_sent(store: Store, language: str) -> None:
    button = Button(book_of(store, language=language))
    answers = button.says(type="begin", name="my.csv", size=300 * 2**20, kind="customers")
    assert [one["type"] for one in answers] == ["told"]
    assert "200 MB" in answers[0]["text"]


BAD = "客户号,总资产,姓名\n0012,5,王芳\n0013,=1+1,110101199003070011\n0014,xyz,李雷\n"


def test_what_was_left_out_can_be_taken_away_mended_and_brought_again(book: Book) -> None:
    button = Button(book)
    answer = told(button.choose("customers", "my.csv", BAD.encode()))
    assert (answer["good"], answer["rejected"]) == (False, "my.rejected.csv")
    button.says(type="rejected")
    assert button.widget.comm.heard()[-1] == {"type": "file", "id": "f1", "name": "my.rejected.csv"}
    text = button.widget.comm.bytes[-1].decode("utf-8-sig")
    assert "0014" in text
    assert not {"110101199003070011", "李雷"} & set(text.replace("\n", ",").split(","))
    assert ",=1+1" not in text  # no cell is a formula
    mended = text.replace("xyz", "7").replace("'=1+1", "2").encode("utf-8-sig")
    assert told(button.choose("customers", answer["rejected"], mended))["good"]
    assert sorted(customers(book)) == ["0012", "0013", "0014"]


def many(count: int) -> bytes:
    rows = "".join(f"C{number:04},{number + 1}000\n" for number in range(count))
    return f"客户号,总资产\n{rows}".encode()


def test_a_file_that_would_lose_much_is_asked_about_and_taken_back(book: Book) -> None:
    button = Button(book)
    button.choose("customers", "all.csv", many(100))
    answer = told(button.choose("customers", "few.csv", many(3)))
    assert (answer["asks"], answer["good"], answer["back"]) == (True, False, False)
    assert button.widget.words["import_sure"] in answer["text"]
    assert (len(customers(book)), button.drawn) == (100, 1)
    answer = told(button.says(type="read", how={"sure": True}))
    assert (answer["asks"], answer["good"], answer["back"]) == (False, True, True)
    assert "--" not in answer["text"]
    assert "workbook imports" not in answer["text"]
    assert (len(customers(book)), button.drawn) == (3, 2)
    assert told(button.says(type="back"))["good"]
    assert (len(customers(book)), button.drawn) == (100, 3)
    assert button.says(type="back") == []  # once


def test_an_implausible_book_is_asked_about_and_its_unit_chosen_on_the_page(book: Book) -> None:
    button = Button(book)
    answer = told(button.choose("customers", "my.csv", "客户号,资产\n1,12\n2,35\n".encode()))
    assert (answer["asks"], answer["good"]) == (True, False)
    assert "--" not in answer["text"]
    assert button.widget.words["import_unit"] in answer["text"]
    assert not book.customers()
    assert told(button.says(type="read", how={"unit": "万元"}))["good"]
    assert book.customers()["customers"]["assets"].tolist() == [12_000_000, 35_000_000]


def test_a_list_of_rejected_rows_is_there_only_where_rows_were_rejected(book: Book) -> None:
    button = Button(book)
    button.choose("customers", "my.csv", GOOD.encode())
    button.says(type="rejected")
    assert button.widget.comm.bytes == []


FOREIGN = "CIF,CUR_BAL,地址\n0012,5000,滨河路\n0013,6000,城东路\n"


def test_foreign_headings_are_matched_on_the_page(book: Book) -> None:
    button = Button(book)
    answers = button.choose("customers", "my.csv", FOREIGN.encode())
    assert not told(answers)["good"]
    (dialog,) = [one for one in answers if one["type"] == "looked"]
    assert dialog["headings"] == ["CIF", "CUR_BAL", "地址"]
    assert dialog["rows"] == [["0012", "5000", "滨河路"], ["0013", "6000", "城东路"]]
    offered = {one["key"]: one["label"] for one in dialog["offered"]}
    assert offered["assets"] == "资产"
    assert "name" not in offered  # what may not be kept is not offered
    how = {"columns": {"CIF": "id", "CUR_BAL": "assets"}}
    assert told(button.says(type="read", how=how))["good"]
    assert customers(book) == ["0012", "0013"]


def test_a_sheet_and_an_encoding_are_chosen_on_the_page(book: Book) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["客户号", "总资产"])
    workbook.active.append(["0012", 5])
    other = workbook.create_sheet("十二月")
    other.append(["客户号", "总资产"])
    other.append(["0099", 5])
    buffer = io.BytesIO()
    workbook.save(buffer)
    button = Button(book)
    button.choose("customers", "my.xlsx", buffer.getvalue())
    (dialog,) = button.says(type="look", how={})
    assert dialog["sheets"] == ["Sheet", "十二月"]
    (dialog,) = button.says(type="look", how={"sheet": "十二月"})
    assert dialog["rows"] == [["0099", "5"]]
    told(button.says(type="read", how={"sheet": "十二月"}))
    assert customers(book) == ["0099"]

    latin = "客户号,总资产,备注\n0012,5,é\n".encode("utf-16")
    button.choose("customers", "my.csv", latin)
    (dialog,) = button.says(type="look", how={"encoding": "utf-16"})
    assert dialog["headings"] == ["客户号", "总资产", "备注"]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("option", ["--columns", "--sheet", "--encoding", "--unit"])
def test_nobody_is_asked_for_options_of_a_command_line(
    store: Store, language: str, option: str
) -> None:
    words = Button(book_of(store, language=language)).widget.words
    said = messages.on_page(f"请用 {option} 指定；or use {option}.", words)
    assert "--" not in said
    assert words["import_columns"] in said


def test_a_doubtful_unit_is_asked_and_chosen_on_the_page(book: Book) -> None:
    button = Button(book)
    rows = "".join(f"C{number:04},{number + 5}\n" for number in range(30))
    answer = told(button.choose("customers", "my.csv", f"客户号,总资产\n{rows}".encode()))
    assert (answer["asks"], answer["good"]) == (True, False)
    assert "--" not in answer["text"]
    assert button.widget.words["import_doubt"] in answer["text"]
    assert customers(book) == []
    assert told(button.says(type="read", how={"unit": "万元"}))["good"]
    assert book.customers()["customers"]["assets"].iloc[0] == 5_0000_00


def test_a_column_that_nobody_needs_is_left_out(book: Book) -> None:
    button = Button(book)
    content = "客户号,总资产,年龄\n0012,5000,40\n".encode()
    button.choose("customers", "my.csv", content)
    assert "age" in book.customers()["customers"]
    assert told(button.says(type="read", how={"columns": {"年龄": "ignore"}, "sure": True}))["good"]
    assert "age" not in book.customers()["customers"]


def test_the_reason_of_a_refusal_names_no_option(book: Book) -> None:
    button = Button(book)
    for content in (b"a,b\nx,y\n", FOREIGN.encode(), b"\xff\xfe\xff"):
        assert "--" not in told(button.choose("customers", "my.csv", content))["text"]


def test_private_numbers_are_masked_where_the_file_is_shown(book: Book) -> None:
    button = Button(book)
    content = b"CIF,X\n6222020200112233446,a\n"
    (dialog,) = [
        one for one in button.choose("customers", "my.csv", content) if one["type"] == "looked"
    ]
    assert "6222020200112233446" not in str(dialog)
    assert "6222020200112233446" not in str(button.widget.get_state())


@pytest.mark.parametrize(
    ("name", "content"),
    [("<b>x.csv", b""), ("photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00"), ("a.xlsx", b"PK\x03\x04rest")],
)
def test_a_file_that_is_none_is_said_in_words(book: Book, name: str, content: bytes) -> None:
    answer = told(Button(book).choose("holdings", name, content))
    assert answer["text"].strip()
    assert "Traceback" not in answer["text"]
    assert book.store.imports(CHEN.id) == []


def test_a_store_that_cannot_be_written_is_said(book: Book, store: Store) -> None:
    button = Button(book)
    with store.engine.connect() as busy:
        busy.exec_driver_sql("select 1")  # the engine begins every transaction IMMEDIATE
        answer = told(button.choose("customers", "my.csv", GOOD.encode()))
    assert not answer["good"]
    assert "Traceback" not in answer["text"]
    assert store.imports(CHEN.id) == []
    assert told(button.says(type="read", how={}))["good"]  # the file is still here
    assert customers(book) == ["0012"]


def test_a_message_about_another_file_says_that_it_is_gone(book: Book) -> None:
    button = Button(book)
    assert button.says(type="look", how={}) == [{"type": "gone", "id": "f0"}]
    assert button.says(b"x", type="part", at=0) == [{"type": "gone", "id": "f0"}]
    assert button.says(type="nonsense") == [{"type": "gone", "id": "f0"}]


def test_every_word_that_the_upload_says_is_written(book: Book) -> None:
    scripts = (ROOT / "labextension" / "src" / "upload").glob("*.ts")
    text = "".join(script.read_text(encoding="utf-8") for script in scripts)
    said = set(re.findall(r"\bimport_\w+", text))
    assert len(said) > 15
    assert said <= set(Button(book).widget.words)


def test_the_plugin_draws_it_and_no_code_comes_with_it(book: Book) -> None:
    """Code that came with each widget had two seconds to arrive; then the button was deaf."""
    state = Button(book).widget.get_state()
    assert (state["_model_name"], state["_view_name"]) == ("UploadModel", "UploadView")
    assert {state["_model_module"], state["_view_module"]} == {"coaching-workbook"}
    assert not {"_esm", "_css"} & set(state)
