"""Files as core systems, customer systems and Excel export them: each is read rightly, or asked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.customers.samples import CARD, TODAY, as_csv, as_xlsx, customers, flaws, read, words
from workbook.customers.files.column_mapping import Meant, read_mapping
from workbook.customers.files.file_reader import read_bytes
from workbook.customers.files.request import ReadOptions
from workbook.customers.pack import load
from workbook.errors import BadInput, NotFound

SAID = load("en").notes


def workbook(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, *changes: tuple[str, bytes, bytes]) -> bytes:
    """The archive with bytes replaced in the parts whose name ends so."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for end, before, after in changes:
                part = part.replace(before, after) if name.endswith(end) else part
            new.writestr(name, part)
    return buffer.getvalue()


# -- units ----------------------------------------------------------------------------------------

BOOK = [["客户号", "资产", "存款"], ["1", "120.5", "80"], ["2", "35", "20"]]


@pytest.mark.parametrize(
    "above",
    [
        ["单位：万元"],
        ["某支行客户资产表（单位:人民币万元）"],
        ["金额单位: 万元", "2026-11-30"],
        ["某支行客户资产表", "", "单位：", "万元"],
        ["客户资产表（万元）"],
        ["币种：人民币 单位：万元"],
        ["Unit: RMB wan"],
    ],
)
def test_a_line_above_the_heading_states_the_unit(above: list[str]) -> None:
    reading = read(as_csv([above, *BOOK]))
    assert reading.rows["assets"].tolist() == [120_500_000, 35_000_000]
    assert reading.rows["deposits"].tolist() == [80_000_000, 20_000_000]
    assert any("万元" in note for note in reading.notes)
    assert reading.questions == ()


def test_a_line_below_the_table_states_the_unit() -> None:
    rows = [*BOOK, ["合计", "155.5", "100"], ["注：本表金额单位为千元", "", ""]]
    assert read(as_csv(rows)).rows["assets"].tolist() == [12_050_000, 3_500_000]


@pytest.mark.parametrize(
    "above", [["50万元以上客户清单"], ["单位：千山支行"], ["2026年11月（第3版）"], ["单位：元"]]
)
def test_what_states_no_unit(above: list[str]) -> None:
    assert read(as_csv([above, *BOOK])).rows["assets"].tolist() == [12_050, 3_500]


def test_the_heading_of_a_column_counts_before_the_title() -> None:
    rows = [["单位：万元"], ["客户号", "资产", "贷款（元）"], ["1", "2", "3"]]
    reading = read(as_csv(rows))
    assert (reading.rows["assets"].sum(), reading.rows["loans"].sum()) == (2_000_000, 300)


@pytest.mark.parametrize(
    ("heading", "yuan"),
    [
        ("金融资产(亿)", 10**8),
        ("存款（百万）", 10**6),
        ("資產（萬元）", 10**4),
        ("AUM(千元)", 10**3),
        ("AUM余额(人民币万元)", 10**4),
        ("AUM_万元", 10**4),
        ("AUM折人民币", 1),
        ("资产[万]", 10**4),
        ("资产\n（万元）", 10**4),
        ("AUM（万元）月日均", 10**4),
        ("Assets (RMB'000)", 10**3),
        ("Total assets (million)", 10**6),
    ],
)
def test_units_in_headings(heading: str, yuan: int) -> None:
    rows = customers(["客户号", heading], ["1", "12"]).rows
    assert rows.iloc[0, 1] == 12 * yuan * 100


def test_a_heading_over_several_columns_states_their_unit() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in (
            ["客户信息", None, "资产情况（万元）", None, "贷款（元）"],
            ["客户号", "年龄", "资产", "存款", "贷款"],
            ["1", 40, 120.5, 80, 7],
        ):
            book.active.append(row)
        book.active.merge_cells("A1:B1")
        book.active.merge_cells("C1:D1")

    row = read(workbook(fill)).rows.iloc[0]
    assert (row["assets"], row["deposits"], row["loans"]) == (120_500_000, 80_000_000, 700)


def test_a_heading_of_two_rows_with_cells_merged_downwards() -> None:
    rows = [
        ["客户资产表", "", "", "", ""],
        ["客户号", "AUM（万元）", "", "是否代发", "存款"],
        ["", "时点", "月日均", "", ""],
        ["1", "12", "11", "是", "5"],
    ]
    reading = read(as_csv(rows))
    [row] = reading.rows.to_dict("records")
    assert (row["assets"], row["average"], row["payroll"]) == (12_000_000, 11_000_000, True)
    assert row["deposits"] == 500


def test_a_row_of_units_below_the_heading() -> None:
    rows = [["客户号", "资产", "存款"], ["", "万元", "元"], ["1", "12", "5"]]
    [row] = read(as_csv(rows)).rows.to_dict("records")
    assert (row["assets"], row["deposits"]) == (12_000_000, 500)


def test_a_total_below_the_name_of_a_group_is_that_of_the_group() -> None:
    rows = [["客户号", "金融资产", "", ""], ["", "合计", "存款", "理财"], ["1", "9", "5", "4"]]
    [row] = read(as_csv(rows)).rows.to_dict("records")
    assert (row["assets"], row["deposits"], row["investments"]) == (900, 500, 400)


@pytest.mark.parametrize(
    "heading", ["客户AUM余额", "其中：存款", "本行金融资产（万元）", "客户总资产"]
)
def test_words_in_front_of_a_heading_that_change_nothing(heading: str) -> None:
    rows = customers(["客户号", heading], ["1", "5"]).rows
    assert rows.iloc[0, 1] in (500, 5_000_000)


def test_of_two_months_side_by_side_the_present_one_is_read() -> None:
    rows = [["", "上月", "本月"], ["客户号", "AUM", "AUM"], ["1", "5", "6"]]
    assert read(as_csv(rows)).rows["assets"].tolist() == [600]


@pytest.mark.parametrize(
    ("code", "fen"),
    [('0.00"万元"', 12_000_000), ('0!.0,"万"', 1_200), ("#,##0.00", 1_200), ('0"元"', 1_200)],
)
def test_the_format_of_the_cells_states_the_unit(code: str, fen: int) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["客户号", "资产"])
        book.active.append(["1", 12])
        book.active["B2"].number_format = code

    assert read(workbook(fill)).rows["assets"].tolist() == [fen]


def test_another_currency_in_the_format_or_the_title_is_refused() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["客户号", "资产"])
        book.active.append(["1", 12])
        book.active["B2"].number_format = "[$$-409]#,##0.00"

    with pytest.raises(BadInput, match=r"资产.*\$"):
        read(workbook(fill))
    with pytest.raises(BadInput, match="美元"):
        read(as_csv([["币种：美元", "", ""], *BOOK]))


def test_rows_say_their_unit_and_currency() -> None:
    rows = [
        ["客户号", "持有金额", "币种", "单位"],
        ["1", "100", "美元", "万元"],
        ["2", "100", "人民币", "元"],
        ["3", "100", "CNY", "万元"],
        ["4", "3.5万", "156", "万元"],
        ["5", "100", "", ""],
        ["6", "100", "RMB", "斤"],
    ]
    reading = read(as_csv(rows), "holdings")
    assert reading.rows["amount"].tolist() == [10_000, 100_000_000, 3_500_000, 10_000]
    assert [(row, column) for row, column, _ in flaws(reading)] == [(2, "币种"), (7, "持有金额")]


def test_a_code_for_the_yuan_can_be_explained() -> None:
    rows = [["客户号", "金额", "币种"], ["1", "100", "A0"]]
    said = {"币种": Meant(values={"A0": "人民币"})}
    assert len(read(as_csv(rows), "holdings").rows) == 0
    assert len(read(as_csv(rows), "holdings", columns=said).rows) == 1


def test_an_employer_is_no_unit_of_money() -> None:
    reading = customers(["客户号", "资产", "单位"], ["1", "100000", "某某机械厂"])
    assert reading.rows["assets"].tolist() == [10_000_000]
    assert any("单位" in note for note in reading.notes)


def test_several_units_in_the_title_are_refused_with_what_to_add() -> None:
    rows = [["单位：万元"], ["单位：元"], *BOOK]
    with pytest.raises(BadInput, match="--unit"):
        read(as_csv(rows))
    assert read(as_csv(rows), unit="千元").rows["assets"].tolist() == [12_050_000, 3_500_000]


def test_an_implausible_book_asks() -> None:
    [asked] = read(as_csv(BOOK)).questions
    assert "资产" in asked
    assert "--unit 万元" in asked
    assert read(as_csv(BOOK), unit="万元").questions == ()
    assert read(as_csv(BOOK), unit="元").questions == ()
    rich = [["客户号", "资产（万元）"], ["1", "3000000"], ["2", "5000000"]]
    [asked] = read(as_csv(rich)).questions
    assert "--yes" in asked
    plain = [["客户号", "资产"], ["1", "1000"], ["2", "0"], ["3", "5000"]]
    assert read(as_csv(plain)).questions == ()


def test_an_amount_without_a_unit_beside_others_that_have_one_asks() -> None:
    rows = [["客户号", "资产（万元）", "贷款"], ["1", "12", "3"], ["2", "14", "5"]]
    [asked] = read(as_csv(rows)).questions
    assert "贷款" in asked


def test_a_unit_that_is_none() -> None:
    with pytest.raises(BadInput, match="万元"):
        read(as_csv(BOOK), unit="斤")


# -- which column ---------------------------------------------------------------------------------


def test_the_exact_name_wins_over_another() -> None:
    heading = ["客户号", "交易日期", "交易时间", "交易类型", "摘要", "交易金额", "收支方向"]
    row = ["1", "2026-11-01", "10:20:30", "转账", "房租", "100", "支出"]
    reading = read(as_csv([heading, row]), "transactions")
    [found] = reading.rows.to_dict("records")
    assert (found["date"], found["kind"]) == (pd.Timestamp(2026, 11, 1), "转账")
    assert any("交易时间" in note for note in reading.notes)
    assert found["summary"] == "房租"  # a column of its own: it says what a payment is for


def test_of_two_days_that_can_be_meant_the_one_that_is_a_day() -> None:
    rows = [["客户号", "记账日期", "交易时间", "金额"], ["1", "2026-11-01", "10:20", "1"]]
    [found] = read(as_csv(rows), "transactions").rows["date"]
    assert found == pd.Timestamp(2026, 11, 1)


def test_remarks_in_two_columns_are_joined() -> None:
    reading = customers(["客户号", "资产", "备注", "备注"], ["1", "5", "甲", "乙"])
    assert reading.rows["notes"].tolist() == ["甲；乙"]


def test_amounts_that_hardly_differ_are_read_and_others_asked() -> None:
    heading = ["客户号", "产品名称", "持有金额", "市值"]
    near = read(as_csv([heading, ["1", "甲", "100", "101"]]), "holdings")
    assert near.rows["amount"].tolist() == [10_000]
    assert near.questions == ()
    assert any("市值" in note for note in near.notes)
    far = as_csv([heading, ["1", "甲", "100", "999"]])
    [asked] = read(far, "holdings").questions
    assert "持有金额, 市值" in asked
    chosen = read(far, "holdings", columns={"市值": "金额"})
    assert (chosen.rows["amount"].tolist(), chosen.questions) == ([99_900], ())


@pytest.mark.parametrize(
    ("came", "went"),
    [
        ("收入金额", "支出金额"),
        ("收入", "支出"),
        ("贷方发生额", "借方发生额"),
        ("贷方", "借方"),
        ("Credit", "Debit"),
    ],
)
def test_two_columns_of_amounts(came: str, went: str) -> None:
    rows = [
        ["客户号", "交易日期", came, went],
        ["1", "2026-11-01", "100.00", ""],
        ["1", "2026-11-02", "0.00", "80"],
        ["1", "2026-11-03", "", ""],
        ["1", "2026-11-04", "5", "6"],
    ]
    reading = read(as_csv(rows), "transactions")
    assert reading.rows["amount"].tolist() == [10_000, 8_000]
    assert reading.rows["direction"].tolist() == ["in", "out"]
    assert [(row, problem) for row, _, problem in flaws(reading)] == [
        (4, words("blank_required")),
        (5, words("two_amounts")),
    ]


def test_payments_that_are_written_as_negative_amounts() -> None:
    rows = [["客户号", "日期", "收入", "支出"], ["1", "2026-11-01", "", "-80"]]
    reading = read(as_csv(rows), "transactions")
    assert reading.rows["amount"].tolist() == [8_000]
    assert reading.rows["direction"].tolist() == ["out"]


# -- mapping --------------------------------------------------------------------------------------


def test_a_mapping_names_our_columns_in_chinese_leaves_out_and_explains() -> None:
    heading = ["CIF", "规模", "性别代码", "内部评分", "AUM"]
    reading = customers(
        heading,
        ["1", "12", "0", "x", "7"],
        ["2", "13", "1", "y", "8"],
        columns={
            "CIF": "客户号",
            "规模": Meant("资产", unit="万元"),
            "性别代码": Meant("性别", values={"0": "男", "1": "女"}),
            "内部评分": "忽略",
            "AUM": Meant(ignored=True),
        },
    )
    assert reading.rows["assets"].tolist() == [12_000_000, 13_000_000]
    assert reading.rows["gender"].tolist() == ["male", "female"]
    assert not any("内部评分" in note for note in reading.notes)


def test_values_of_a_heading_that_is_known() -> None:
    reading = customers(
        ["客户号", "资产", "性别"], ["1", "5", "0"], columns={"性别": Meant(values={"0": "男"})}
    )
    assert reading.rows["gender"].tolist() == ["male"]


def test_a_mapping_serves_several_files() -> None:
    both = {"CIF": "客户号", "规模": "资产", "品名": "产品"}
    book = customers(["CIF", "规模"], ["1", "5"], columns=both)
    assert book.rows["assets"].tolist() == [500]
    held = read(as_csv([["CIF", "品名", "金额"], ["1", "甲", "5"]]), "holdings", columns=both)
    assert held.rows["product"].tolist() == ["甲"]
    with pytest.raises(NotFound, match="assets"):
        customers(["CIF", "规模"], ["1", "5"], columns={"CIF": "id", "规模": "asssets"})


# -- cells that cost nothing ----------------------------------------------------------------------


def test_an_optional_cell_never_costs_its_row() -> None:
    heading = ["客户号", "资产", "性别", "产品数", "贷款", "关系", "开户日期"]
    reading = customers(heading, ["1", "5", "未知", "25", "待核", "9", "很久以前"])
    assert flaws(reading) == []
    [row] = reading.rows.to_dict("records")
    assert all(pd.isna(row[name]) for name in ("gender", "products", "loans", "relationship"))
    for written in ("未知", "25", "待核", "很久以前"):
        assert any(written in note for note in reading.notes)


def test_an_amount_that_counts_costs_its_row() -> None:
    assert flaws(customers(["客户号", "资产", "存款"], ["1", "约5万", "3"])) == [
        (2, "资产", words("not_a_number"))
    ]
    assert flaws(customers(["客户号", "存款", "理财"], ["1", "5", "约3万"])) == [
        (2, "理财", words("not_a_number"))
    ]
    assert flaws(customers(["客户号", "资产", "存款"], ["1", "5", "约3万"])) == []


def test_a_warning_that_cannot_be_read_counts() -> None:
    reading = customers(["客户号", "资产", "勿扰"], ["1", "5", "电话勿扰"], ["2", "5", "否"])
    assert reading.rows["do_not_contact"].tolist() == [True, False]
    assert any("电话勿扰" in note for note in reading.notes)


def test_only_what_is_kept_is_checked_for_card_numbers() -> None:
    rows = [["客户号", "交易日期", "流水号", "金额"], ["1", "2026-11-01", CARD, "5"]]
    assert len(read(as_csv(rows), "transactions").rows) == 1


# -- totals and feet ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first",
    [
        "合计:",
        "合计：",
        "小　计",
        "小 计",
        "合计（元）",
        "合计(万元)",
        "本页小计",
        "本页合计",
        "总 计",
        "共计",
        "Total:",
        "Grand Total",
        "TOTAL",
        "Sub-total".replace("-", " "),
        "合计3户",
        "合计 3 户",
        "城东支行 汇总",
        "合计金额",
        "全行合计",
        "**合计**",
        "共3户",
        "共 3 户",
        "共计3位客户",
        "平均",
        "平均值：",
        "户均（元）",
        "Average",
    ],
)
def test_totals(first: str) -> None:
    reading = customers(["客户号", "资产"], ["1", "5"], [first, "580000"])
    assert reading.rows["id"].tolist() == ["1"]
    assert flaws(reading) == []
    assert any("row 3" in note for note in reading.notes)


@pytest.mark.parametrize(
    "cells",
    [
        ["制表人：张某", "", ""],
        ["制表人：", "张某", "复核：李某"],
        ["注：数据来自核心系统", "", ""],
        ["共 3 户", "", ""],
        ["共3条记录", "", ""],
        ["第 1 页 / 共 2 页", "", ""],
        ["打印时间：2026-11-30 10:20", "", ""],
        ["数据截止日期：2026-11-30", "", ""],
        ["说明", "资产为时点数", ""],
        ["Note: figures of the day", "", ""],
        ["Page 1 of 2", "", ""],
    ],
)
def test_notes_at_the_foot(cells: list[str]) -> None:
    reading = customers(["客户号", "姓名", "资产"], ["1", "某", "5"], cells)
    assert reading.rows["id"].tolist() == ["1"]
    assert flaws(reading) == []
    short = [[*BOOK[0]], [*BOOK[1]], [text for text in cells if text]]
    assert len(read(as_csv(short)).rows) == 1


def test_a_total_in_another_cell_than_the_id() -> None:
    rows = [["序号", "客户号", "资产"], ["1", "K1", "5"], ["合计", "", "5"], ["", "小计：", "5"]]
    assert read(as_csv(rows)).rows["id"].tolist() == ["K1"]


def test_a_group_that_speaks_of_totals_is_no_total() -> None:
    rows = [["客群", "客户号", "资产"], ["资产总额50万以上", "K1", "5"], ["合计", "2户", "5"]]
    assert read(as_csv(rows)).rows["id"].tolist() == ["K1"]


# -- sheets ---------------------------------------------------------------------------------------


def test_a_cover_and_a_hidden_sheet_are_left_out() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "封面"
        book.active.append(["客户资产报表"])
        for title, amount in (("旧", 1), ("明细", 2)):
            sheet = book.create_sheet(title)
            sheet.append(["客户号", "资产"])
            sheet.append(["1", amount])
        book["旧"].sheet_state = "hidden"

    reading = read(workbook(fill))
    assert (reading.sheet, reading.rows["assets"].tolist()) == ("明细", [200])
    assert SAID["sheet"].format(sheet="明细", others="封面, 旧") in reading.notes
    assert read(workbook(fill), sheet="旧").rows["assets"].tolist() == [100]


def test_a_sheet_a_month_asks_which() -> None:
    months = {"10月": [["客户号", "资产"], ["1", 1]], "11月": [["客户号", "资产"], ["1", 2]]}
    content = as_xlsx([["目录"]], **months)
    with pytest.raises(BadInput, match="10月, 11月"):
        read(content)
    assert read(content, sheet=" 11月 ").rows["assets"].tolist() == [200]


# -- what other programs write --------------------------------------------------------------------

SHEET = [["客户号", "资产"], ["0012", 5]]


def test_ids_that_went_through_other_programs() -> None:
    for written in ("0012", "0012.0", "`0012", "'0012", '="0012"', "0012\t", "\t0012"):
        assert customers(["客户号", "资产"], [written, "5"]).rows["id"].tolist() == ["0012"]


def test_zeros_that_only_the_format_shows() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["客户号", "资产"])
        book.active.append([123, 5])
        book.active["A2"].number_format = "000000"

    reading = read(workbook(fill))
    assert reading.rows["id"].tolist() == ["000123"]
    assert SAID["padded"].format(heading="客户号", digits=6) in reading.notes


def test_big5_is_known_by_its_heading() -> None:
    reading = read("客戶號,資產,備註\nK1,5,正常\n".encode("big5"))
    assert (reading.encoding, reading.rows["notes"].tolist()) == ("big5", ["正常"])


def test_utf_16_without_its_mark() -> None:
    rows = as_csv(
        [["客户号", "资产", "notes", "age"], *[["0012", "5", "ab", "30"]] * 9], separator="\t"
    )
    content = rows.decode().encode("utf-16-le")
    assert read(content).encoding == "utf-16-le"


def test_an_empty_fill() -> None:
    sound = as_xlsx(SHEET)
    broken = repacked(sound, ("styles.xml", b"<fill><patternFill /></fill>", b"<fill/>"))
    assert broken != sound
    assert read(broken).rows["id"].tolist() == ["0012"]


def test_strict_open_xml() -> None:
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    changes = [
        (end, usual + before, strict + after)
        for end in (".xml", ".rels")
        for before, after in (
            (b"spreadsheetml/2006/main", b"spreadsheetml/main"),
            (b"officeDocument/2006/relationships", b"officeDocument/relationships"),
        )
    ]
    assert read(repacked(as_xlsx(SHEET), *changes)).rows["id"].tolist() == ["0012"]


def test_escaped_line_breaks() -> None:
    reading = read(as_xlsx([["客户号", "资产_x000D_\n（万元）"], ["1_x000D_", 5]]))
    assert reading.rows.to_dict("records") == [{"id": "1", "assets": 5_000_000}]


def test_a_hundred_thousand_blank_formatted_rows() -> None:
    blank = b"".join(
        b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>' % (n, n, n)
        for n in range(3, 100_000)
    )
    reading = read(
        repacked(as_xlsx(SHEET), ("sheet1.xml", b"</sheetData>", blank + b"</sheetData>"))
    )
    assert reading.rows["id"].tolist() == ["0012"]
    assert not any("Blank rows" in note for note in reading.notes)  # cut, not read


def test_a_workbook_with_macros() -> None:
    kinds = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert len(read(repacked(as_xlsx(SHEET), ("Types].xml", kinds, macros))).rows) == 1


@pytest.mark.parametrize("part", ["xl/workbook.bin", "content.xml", "word/document.xml"])
def test_another_program_is_said(part: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(part, b"x")
    with pytest.raises(BadInput, match=r"another program|other program"):
        read(buffer.getvalue())


PAGE = """<html><head><meta charset="gb2312"><style>td {color: red}</style></head><body>
<table><tr><td colspan=3>客户资产表</td></tr><tr><td>单位：万元</td></tr>
<tr><th>客户号<th>资产<br>余额<th>姓名</tr>
<tr><td>0012</td><td>1&nbsp;</td><td>某</td></tr>
<tr><td rowspan=2>0013<td>2<td>a &lt; b</tr><tr><td>3<td>某</tr>
</table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_excel_file_that_is_a_web_page(encoding: str) -> None:
    reading = read(PAGE.encode(encoding))
    assert reading.rows["id"].tolist() == ["0012", "0013"]
    assert reading.rows["assets"].tolist() == [1_000_000, 2_000_000]
    assert flaws(reading) == [(6, "客户号", words("blank_required"))]


def test_a_spreadsheet_of_2003_in_xml() -> None:
    text = """<?xml version="1.0"?><Workbook xmlns:ss="urn:x"><Worksheet ss:Name="a"><Table>
    <Row><Cell><Data ss:Type="String">客户号</Data></Cell><Cell><Data>资产</Data></Cell></Row>
    <Row><Cell><Data ss:Type="String">0012</Data></Cell><Cell><Data>5</Data></Cell></Row>
    </Table></Worksheet></Workbook>"""
    assert read(text.encode()).rows.to_dict("records") == [{"id": "0012", "assets": 500}]


# -- privacy --------------------------------------------------------------------------------------


def test_numbers_and_names_inside_remarks_are_found_and_said() -> None:
    reading = customers(
        ["客户号", "姓名", "资产", "备注"],
        ["1", "安静", "5", "安静说下周来，电话 13800138000"],
        ["2", "某", "5", f"卡 {CARD} 要换；座机 010-62345678"],
        ["3", "某", "5", "王女士介绍"],
        ["4", "某", "5", "关注黄金总量与资金总额"],
    )
    told = reading.rows["notes"].tolist()
    assert told[0] == "＊＊说下周来，电话 138*****00"
    assert "12345678" not in told[1]
    assert CARD not in told[1]
    said = load("en").notes
    assert said["phones"].format(heading="备注", count=1) in reading.notes
    assert said["numbers"].format(heading="备注", count=1) in reading.notes
    assert said["names_in_text"].format(heading="备注", count=2, rows="2, 4") in reading.notes


def test_names_and_telephones_as_numbers_of_customers_are_said() -> None:
    names = customers(["客户号", "资产"], ["张三丰", "5"], ["李四", "5"])
    assert SAID["name_ids"].format(heading="客户号", count=2) in names.notes
    phones = customers(["客户号", "资产"], ["13800138000", "5"], ["13900139000", "5"])
    assert SAID["phone_ids"].format(heading="客户号", count=2) in phones.notes


# -- other currencies, however they are written ---------------------------------------------------


@pytest.mark.parametrize(
    "above", [["单位：万美元"], ["金额单位:美元"], ["Unit: USD"], ["（万港元）"]]
)
def test_a_unit_of_another_currency_above_the_heading_is_refused(above: list[str]) -> None:
    with pytest.raises(BadInput, match=r"cannot be read as yuan"):
        read(as_csv([above, ["客户号", "资产"], ["1", "5230"], ["2", "8850"]]))


@pytest.mark.parametrize("heading", ["总资产(USD)", "总资产（万美元）", "总资产（单位：港元）"])
def test_a_mapping_makes_no_yuan_of_another_currency(heading: str) -> None:
    rows = as_csv([["客户号", heading], ["1", "52300"], ["2", "88500"]])
    with pytest.raises(BadInput, match=r"cannot be read as yuan.*unit: yuan"):
        read(rows, columns={heading: "资产"})
    turned = read(rows, columns={heading: Meant("资产", unit="元")})
    assert turned.rows["assets"].tolist() == [5_230_000, 8_850_000]


def test_the_sheet_or_the_file_names_the_unit() -> None:
    rows = [["客户号", "资产"], ["1", "523"], ["2", "885"]]
    by_sheet = workbook(lambda book: _filled(book, "AUM(万元)", rows))
    assert read(by_sheet).rows["assets"].tolist() == [523_000_000, 885_000_000]
    by_file = read_bytes(as_csv(rows), "客户资产（万元）(1).csv", "customers", ReadOptions("en"))
    assert by_file.rows["assets"].tolist() == [523_000_000, 885_000_000]
    assert any("name of the sheet or file" in note for note in by_file.notes)


def _filled(book: openpyxl.Workbook, title: str, rows: list[list[str]]) -> None:
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)


# -- the month of a table whose rows do not say it ------------------------------------------------

BALANCES = [["客户号", "AUM余额（元）"], ["1", "52300"], ["2", "88500"]]


@pytest.mark.parametrize(
    ("sheet", "above", "name"),
    [
        ("202611", [], "book.xlsx"),
        ("2026年11月", [], "book.xlsx"),
        ("AUM2026-11", [], "book.xlsx"),
        ("Sheet1", [["数据日期：2026年11月30日"]], "book.xlsx"),
        ("Sheet1", [["城东支行2026年11月末客户资产"]], "book.xlsx"),
        ("Sheet1", [], "余额_20261130.xlsx"),
        ("2026.11", [["打印日期：2026-12-03"]], "book.xlsx"),
    ],
)
def test_the_month_is_taken_from_sheet_title_or_file(
    sheet: str, above: list[list[str]], name: str
) -> None:
    content = workbook(lambda book: _filled(book, sheet, [*above, *BALANCES]))
    reading = read_bytes(content, name, "balances", ReadOptions("en", today=TODAY))
    assert [f"{day:%Y-%m}" for day in reading.rows["month"]] == ["2026-11", "2026-11"]
    assert any("2026-11" in note and "Month" in note for note in reading.notes)
    assert "month" not in reading.missing


@pytest.mark.parametrize(
    ("sheet", "above", "name"),
    [
        ("Sheet1", [["打印日期：2026-12-03"]], "book.xlsx"),
        ("Sheet1", [["2026-09 至 2026-11"]], "book.xlsx"),
        ("Sheet1", [], "余额_20261203.xlsx"),
        ("2027年1月", [], "book.xlsx"),
        ("11月", [], "book.xlsx"),
        ("客户2026112", [], "book.xlsx"),
    ],
)
def test_no_month_is_made_up(sheet: str, above: list[list[str]], name: str) -> None:
    content = workbook(lambda book: _filled(book, sheet, [*above, *BALANCES]))
    reading = read_bytes(content, name, "balances", ReadOptions("en", today=TODAY))
    assert "month" in reading.missing


def test_a_column_of_months_counts_before_the_name_of_the_sheet() -> None:
    rows = [["客户号", "月份", "AUM余额（元）"], ["1", "2026-10", "52300"]]
    content = workbook(lambda book: _filled(book, "2026-11", rows))
    assert [f"{day:%Y-%m}" for day in read(content, "balances").rows["month"]] == ["2026-10"]


# -- the direction of signed amounts --------------------------------------------------------------


def test_signs_tell_the_direction_where_no_column_does() -> None:
    head = ["客户号", "交易日期", "交易金额"]
    rows = [["1", "2026-11-02", "-1200.5"], ["1", "2026-11-03", "+5000"], ["2", "2026-11-04", "0"]]
    reading = read(as_csv([head, *rows]), "transactions")
    assert reading.rows["direction"].tolist()[:2] == ["out", "in"]
    assert pd.isna(reading.rows["direction"].iloc[2])
    assert any("signs of “交易金额”" in note for note in reading.notes)
    assert reading.rejected.empty


@pytest.mark.parametrize("amounts", [("1200", "5000"), ("-1200", "-5000")])
def test_amounts_of_one_sign_tell_no_direction(amounts: tuple[str, str]) -> None:
    rows = [["1", "2026-11-02", amounts[0]], ["1", "2026-11-03", amounts[1]]]
    reading = read(as_csv([["客户号", "交易日期", "交易金额"], *rows]), "transactions")
    assert "direction" in reading.missing


# -- small things ---------------------------------------------------------------------------------


def test_none_is_a_no_where_yes_or_no_is_asked() -> None:
    rows = [["1", "5000", "有", "无"], ["2", "6000", "无", "無"], ["3", "7000", "", "有"]]
    found = customers(["客户号", "资产", "是否代发", "勿扰"], *rows).rows
    assert found["payroll"].tolist()[:2] == [True, False]
    assert pd.isna(found["payroll"].iloc[2])
    assert found["do_not_contact"].tolist() == [False, False, True]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_short_file_in_utf_16_without_its_mark(encoding: str) -> None:
    rows = [["客户号", "总资产"], ["C01", "523000"], ["C02", "885000"]]
    assert read(as_csv(rows, encoding, "\t")).rows["id"].tolist() == ["C01", "C02"]


def test_the_column_of_owners_and_our_own_headings_are_not_called_unknown() -> None:
    rows = [
        ["行号", "问题", "怎么改", "客户号", "资产", "管户"],
        ["3", "x", "y", "1", "5000", "张"],
    ]
    reading = read(as_csv(rows), by="管户")
    assert reading.mended
    assert not any(word in note for note in reading.notes for word in ("管户", "行号", "怎么改"))


# -- amounts that were turned into yuan; the headings of forms ------------------------------------


@pytest.mark.parametrize(
    "heads",
    [
        ["币种", "持有金额", "折人民币金额"],
        ["币种", "原币余额", "折人民币余额（元）"],
        ["交易币种", "金额", "金额（折合人民币）"],
    ],
)
def test_of_two_amounts_the_one_in_yuan_counts(heads: list[str]) -> None:
    head = ["客户号", "产品名称", *heads]
    rows = [["B1", "美元定存", "USD", "5000", "35500"], ["B2", "安心宝", "CNY", "50000", "50000"]]
    reading = read(as_csv([head, *rows]), "holdings")
    assert reading.rejected.empty
    assert reading.rows["amount"].tolist() == [3_550_000, 5_000_000]


def test_a_column_in_another_currency_refuses_no_file_that_has_one_in_yuan() -> None:
    head = ["客户号", "资产（人民币，万元）", "资产（美元，万）"]
    reading = customers(head, ["C1", "50", "3"], ["C2", "60", "4"])
    assert reading.rows["assets"].tolist() == [50_000_000, 60_000_000]
    assert any("资产（美元，万）" in note for note in reading.notes)
    assert reading.questions == ()


def test_last_month_beside_this_month_is_no_question() -> None:
    rows = [
        ["客户", "本月（万元）", "", "上月（万元）", ""],
        ["客户号", "AUM", "存款", "AUM", "存款"],
        ["C1", "50", "20", "40", "10"],
        ["C2", "60", "20", "50", "10"],
    ]
    reading = read(as_csv(rows))
    assert (reading.rows["assets"].tolist(), reading.questions) == ([50_000_000, 60_000_000], ())


def test_headings_of_forms_and_with_line_breaks() -> None:
    head = [" 客 户 号（必填）", "*总资产（必填）", "最近一次\n联系日期（选填）", "另\n外"]
    reading = customers(head, ["C1", "5000", "2026-11-03", "x"], ["C2", "6000", "", "y"])
    assert (reading.rows["assets"].tolist(), reading.missing.count("last_contact")) == (
        [500_000, 600_000],
        0,
    )
    assert not any("\n" in note for note in reading.notes)


def test_a_mapping_the_wrong_way_round_says_so(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("客户代码: 客户号\n资产: zc\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"map.yaml:2:5: .*write “zc: 资产”"):
        read_mapping(path, language="en")


def test_posting_days_are_days() -> None:
    rows = [["客户号", "记账日", "金额"], ["C1", "20261103", "5000"]]
    assert "date" not in read(as_csv(rows), "transactions").missing
