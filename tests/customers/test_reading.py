"""Whole files, as a manager brings them."""

from __future__ import annotations

import datetime as dt
import hashlib
import time

import pandas as pd
import pytest

from tests.customers.samples import (
    FILES,
    TODAY,
    as_csv,
    as_xlsx,
    customers,
    flaws,
    read,
    words,
)
from workbook.customers.files.column_mapping import read_mapping
from workbook.customers.files.file_reader import read_bytes, read_file
from workbook.customers.files.request import ReadOptions
from workbook.customers.pack import KINDS, load
from workbook.errors import BadInput, NotFound

HEADING = ["客户号", "姓名", "性别", "出生日期", "手机号", "AUM（万元）", "持有产品数", "是否代发"]
CHEN = ["0012", "陈静", "女", "1980年2月29日", "13800138000", "12.3", "3", "是"]


def test_a_chinese_export_in_gb18030_is_read_as_it_stands() -> None:
    reading = read(as_csv([HEADING, CHEN], "gb18030"), language="zh-Hans")
    assert reading.rows.to_dict("records") == [
        {
            "id": "0012",
            "gender": "female",
            "birthday": "02-29",
            "age": 46,
            "assets": 12_300_000,
            "products": 3,
            "payroll": True,
        }
    ]
    assert reading.encoding == "gb18030"
    assert load("zh-Hans").notes["encoding"].format(encoding="GB18030") in reading.notes


def test_the_same_file_as_a_workbook_gives_the_same_rows() -> None:
    row = [*CHEN[:3], dt.datetime.fromisoformat("1980-02-29"), 13800138000, 12.3, 3, True]
    from_xlsx = read(as_xlsx([HEADING, row])).rows
    pd.testing.assert_frame_equal(from_xlsx, read(as_csv([HEADING, CHEN])).rows)


def test_columns_have_the_types_that_the_analyses_count_on() -> None:
    heading = ["id", "gender", "birthday", "age", "opened", "assets", "products", "payroll"]
    types = {
        "id": "str",
        "gender": "str",
        "birthday": "str",
        "age": "Int64",
        "opened": "datetime64[us]",
        "assets": "Int64",
        "products": "Int64",
        "payroll": "boolean",
    }
    full = customers(heading, ["1", "F", "1-2", "33", "2020-01-05", "1", "2", "no"]).rows
    none_good = customers(heading, ["", "", "", "", "", "", "", ""], ["1", *["?"] * 7]).rows
    assert full.dtypes.astype(str).to_dict() == types
    assert none_good.dtypes.astype(str).to_dict() == types
    assert len(none_good) == 0
    assert full["opened"].tolist() == [pd.Timestamp(2020, 1, 5)]


def test_a_dirty_file_with_foreign_headings() -> None:
    mapping = read_mapping(FILES / "dirty.yaml", language="en")
    reading = read_file(FILES / "dirty.csv", "customers", ReadOptions("en", mapping, today=TODAY))
    assert flaws(reading) == [
        (3, "ClientRef", words("same_row", first=2)),
        (9, "ClientRef", words("same_id", first=8)),
        (10, "ClientRef", words("blank_required")),
        (11, "", words("no_value", columns="Balance")),
        (12, "", words("too_few_cells", cells=8, columns=10)),
    ]
    assert reading.rows["deposits"].tolist() == [
        *(0, 8_380_786, 15_966_080, 123_450, 12_551_082, 11_375_578),
        13_460_388,
    ]
    assert reading.rows.set_index("id")["products"].isna().sum() == 1
    assert any("NumProducts" in note and "25" in note for note in reading.notes)
    assert any("Years" in note and "27.5" in note for note in reading.notes)
    assert "name" not in reading.rows
    assert reading.rows_read == 12
    assert reading.sha256 == hashlib.sha256((FILES / "dirty.csv").read_bytes()).hexdigest()
    assert reading.source == "dirty.csv"


def test_the_example_mapping_is_needed() -> None:
    with pytest.raises(BadInput, match=r"ClientRef.*--columns"):
        read_file(FILES / "dirty.csv", "customers", ReadOptions("en"))


def test_names_stay_out_unless_the_bank_switched_them_on() -> None:
    rows = (["id", "name", "phone", "assets"], ["1", "陈静", "13800138000", "5"])
    assert list(customers(*rows).rows) == ["id", "assets"]
    assert list(customers(*rows, keep_names=True).rows) == ["id", "name", "assets"]
    assert load("en").notes["left_out"].format(headings="name, phone") in customers(*rows).notes


def test_no_customers_data_in_the_repr() -> None:
    reading = customers(["id", "assets", "notes"], ["8765", "5", "likes tea"], ["", "x", "tea"])
    assert "8765" not in repr(reading)
    assert "tea" not in repr(reading)


def test_without_a_day_nothing_is_compared_with_it() -> None:
    rows = (["id", "assets", "birthday", "opened"], ["1", "5", "1990-05-01", "2099-01-01"])
    assert "age" not in customers(*rows, today=None).rows
    assert flaws(customers(*rows, today=None)) == []
    later = customers(*rows)
    assert later.rows["opened"].isna().all()
    assert any(words("future", today=TODAY) in note for note in later.notes)


def test_an_age_that_the_file_says_is_kept_and_a_missing_one_counted() -> None:
    rows = (["id", "assets", "age", "birthday"], [1, 5, 70, "1990-05-01"], [2, 5, "", "1990-12-10"])
    assert customers(*rows).rows["age"].tolist() == [70, 35]


def test_birthdays_without_a_year_tell_no_age() -> None:
    reading = customers(["id", "assets", "birthday"], ["1", "5", "5-1"])
    assert list(reading.rows) == ["id", "birthday", "assets"]
    assert "age" in reading.missing


def test_missing_columns_come_with_the_analyses_that_want_them() -> None:
    reading = customers(["id", "assets"], ["1", "5"])
    assert "star_points" in reading.missing
    assert "assets" not in reading.missing
    assert "phone" not in reading.missing
    assert reading.needed_by["star_points"] == ("star rating",)
    assert any("star rating (Star points, Cards and agreements)" in said for said in reading.told())


def test_all_is_told_in_the_language_of_the_reader() -> None:
    reading = read(as_csv([["id", "assets"], ["1", "x"], ["", "2"]]), language="zh-Hans")
    assert reading.told()[:3] == [
        "客户名册：共 2 行，读入 0 行，退回 2 行。",
        "第 2 行“assets”（x）：不是数字。写成 12345.67、12,345.67 或 1.2万；"
        "小数点用半角句点，逗号只作千位分隔。",
        "第 3 行“id”：这一格是空的。补上后再导入；原表若有合并单元格，请先取消合并并逐行填满。",
    ]


def test_a_thousand_problems_are_counted_and_the_first_ones_told() -> None:
    reading = customers(["id", "assets"], *[[n, "x"] for n in range(1000)])
    told = reading.told()
    assert len(reading.rejected) == 1000
    assert load("en").told.more.format(count=980) in told
    assert len(told) < 30


def test_blank_rows_and_what_stands_above_the_heading_are_mentioned() -> None:
    title = ["客户清单", "", ""]
    reading = customers(title, ["id", "assets", "?"], ["", "", ""], ["1", "5", ""], ["2", "x", ""])
    said = load("en").notes
    assert said["above_heading"].format(row=2, count=1) in reading.notes
    assert said["blank_rows"].format(count=1) in reading.notes
    assert flaws(reading) == [(5, "assets", words("not_a_number"))]
    assert reading.rows_read == 2


def test_equal_transactions_are_kept_and_mentioned() -> None:
    row = ["1", "2026-11-05", "8.80"]
    reading = read(as_csv([["customer", "date", "amount"], row, row]), "transactions")
    assert len(reading.rows) == 2
    assert load("en").notes["twins"].format(count=1, rows=3) in reading.notes


def test_fractions_of_a_fen_are_rounded_and_mentioned() -> None:
    reading = customers(["id", "assets"], ["1", "0.125"], ["2", "0.12"])
    assert reading.rows["assets"].tolist() == [13, 12]
    assert load("en").notes["rounded"].format(heading="assets", count=1) in reading.notes


def test_blank_cells_are_counted() -> None:
    reading = customers(["id", "assets", "age"], ["1", "5", ""], ["2", "5", "NULL"], ["3", "5", 9])
    assert load("en").notes["blank_cells"].format(counts="age 2") in reading.notes


def test_one_balance_a_customer_and_month() -> None:
    heading = ["customer", "month", "assets"]
    rows = [heading, ["1", "2026-10", "5"], ["1", "2026年10月", "6"], ["2", "202610", "7"]]
    reading = read(as_csv(rows), "balances")
    assert flaws(reading) == [(3, "customer", words("same_id", first=2))]
    assert reading.rows["month"].tolist() == [pd.Timestamp(2026, 10, 1)] * 2


def test_a_roster_keeps_names_and_checks_ids() -> None:
    heading = ["编号", "姓名", "班级", "支行", "教练", "语言", "岗位"]
    rows = [
        heading,
        ["chen-jie", "陈洁", "2026-a", "", "", "英文", ""],
        ["1.2E+08", "李", "a"] + [""] * 4,
    ]
    reading = read(as_csv(rows), "roster")
    assert flaws(reading) == [(3, "编号", words("scientific_id"))]
    [chen] = reading.rows.to_dict("records")
    assert (chen["id"], chen["name"], chen["language"]) == ("chen-jie", "陈洁", "en")


def test_entries_are_lines_of_json() -> None:
    line = '{"trainee":"chen-jie","chapter":"pacing","key":"2026-12","body":{"answer":"好 😀"}}\n'
    reading = read((line + "[1]\n").encode(), "entries")
    assert reading.rows["body"].tolist() == ['{"answer": "好 😀"}']
    assert flaws(reading) == [(2, "", words("not_json"))]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_cannot_do_without(kind: str) -> None:
    with pytest.raises(BadInput, match="--columns"):
        read("甲,乙\n丙,丁\n".encode(), kind)


def test_a_file_with_data_and_no_heading_is_not_quoted() -> None:
    with pytest.raises(BadInput) as caught:
        read("张三,100\n李四,200\n".encode(), "customers")
    assert "张三" not in str(caught.value)


def test_an_unknown_kind_or_language_gets_the_nearest_names() -> None:
    with pytest.raises(NotFound, match="customers"):
        read(b"id,assets\n1,2\n", "customer")
    with pytest.raises(NotFound, match="zh-Hans"):
        read_bytes(b"id,assets\n1,2\n", "a.csv", "customers", ReadOptions("zh"))


def test_a_missing_file_a_folder_and_an_empty_file() -> None:
    with pytest.raises(BadInput, match="no file nowhere"):
        read_file(FILES / "nowhere.csv", "customers", ReadOptions("en"))
    with pytest.raises(BadInput, match="is no file but a folder"):
        read_file(FILES, "customers", ReadOptions("en"))
    for nothing in (b"", b"\xef\xbb\xbf", b"  \r\n\t\n", b"\0\0\0"):
        with pytest.raises(BadInput, match="is empty"):
            read(nothing)
    with pytest.raises(BadInput, match="not one row"):
        read(b"id,assets\n\n")


def test_twenty_thousand_transactions_load_in_about_a_second() -> None:
    heading = ["客户号", "交易日期", "交易类型", "交易金额", "收支方向", "对方银行"]
    rows = [
        [
            f"C{n % 500:04}",
            f"2026-{n % 11 + 1:02}-{n % 28 + 1:02}",
            "转账",
            f"{n}.{n % 100:02}",
            "收",
            "甲行",
        ]
        for n in range(20_000)
    ]
    content = as_csv([heading, *rows], "gb18030")
    began = time.process_time()
    reading = read(content, "transactions")
    assert time.process_time() - began < 3  # 0.4 s on an idle machine
    assert len(reading.rows) == 20_000
    assert reading.rows["amount"].sum() == sum(n * 100 + n % 100 for n in range(20_000))
