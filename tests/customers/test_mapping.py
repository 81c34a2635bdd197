"""The mapping file of --columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.customers.samples import FILES
from workbook.customers.files.column_mapping import Meant, read_mapping
from workbook.errors import BadInput


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "map.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_heading_a_line() -> None:
    assert read_mapping(FILES / "dirty.yaml") == {
        "ClientRef": "id",
        "Lastname": "name",
        "Sex": "gender",
        "Years": "age",
        "Balance": "deposits",
        "NumProducts": "products",
    }


def test_headings_stay_text(tmp_path: Path) -> None:
    path = written(tmp_path, "客户 号: id\n2026: assets\nno: notes\n")
    assert read_mapping(path) == {"客户 号": "id", "2026": "assets", "no": "notes"}


@pytest.mark.parametrize("colon", ["：", ":", "： ", ": "])
def test_any_colon_and_our_own_labels(tmp_path: Path, colon: str) -> None:
    lines = [
        "# 说明：无",
        f"CIF编号{colon}客户号",
        f"资产（单位：万元）{colon}資產",
        f"性别{colon}忽略 # 不要：无",
    ]
    assert read_mapping(written(tmp_path, "\n".join(lines))) == {
        "CIF编号": "客户号",
        "资产（单位：万元）": "資產",
        "性别": Meant(ignored=True),
    }


def test_values_and_units_in_a_block(tmp_path: Path) -> None:
    text = "性别代码:\n  列: 性别\n  值:\n    0: 男\n    1：女\n性别: {M: 男}\n"
    text += "规模: {column: assets, unit: 万元}\n"
    assert read_mapping(written(tmp_path, text)) == {
        "性别代码": Meant("性别", values={"0": "男", "1": "女"}),
        "性别": Meant(values={"m": "男"}),
        "规模": Meant("assets", unit="万元"),
    }
    with pytest.raises(BadInput, match=r"map.yaml:1:5.*斤"):
        read_mapping(written(tmp_path, "规模: {column: assets, unit: 斤}\n"))


def test_a_mapping_saved_by_a_chinese_windows(tmp_path: Path) -> None:
    path = written(tmp_path, "规模: assets\n".encode("gb18030"))
    assert read_mapping(path) == {"规模": "assets"}


def test_everything_that_is_wrong_at_once_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "A: asets\nB:\nC: [id]\nD: id\nD: id\n")
    with pytest.raises(BadInput) as caught:
        read_mapping(path, language="en")
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "map.yaml:1:4",
        "map.yaml:2:1",
        "map.yaml:3:1",
        "map.yaml:5:1",
    ]
    assert "Assets" in lines[0]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("", "map.yaml:1:1"),
        ("- id\n", "map.yaml:1:1"),
        ("just text", "map.yaml:1:1"),
        ("{}", "map.yaml:1:1"),
        ("a: id\n b: [\n", "map.yaml:2:3"),
        ("[" * 600, "map.yaml:1:1"),
        (b"a: \0", "map.yaml:1:1"),
    ],
)
def test_what_is_no_mapping(tmp_path: Path, content: str | bytes, place: str) -> None:
    with pytest.raises(BadInput, match=place):
        read_mapping(written(tmp_path, content), language="en")


def test_a_missing_mapping(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"找不到文件 map.yaml"):
        read_mapping(tmp_path / "map.yaml")
