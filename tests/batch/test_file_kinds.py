"""Hashes of folders, and texts without the machine's folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.batch.file_kinds import digest_of_folder, without_folders, without_known

OUT = Path("/srv/coach lin/pages {x}")


def test_code_and_templates_count_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    before = digest_of_folder(tmp_path)
    (tmp_path / "notes.txt").write_text("1", encoding="utf-8")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.py").write_text("1", encoding="utf-8")
    assert digest_of_folder(tmp_path) == before
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert digest_of_folder(tmp_path) != before


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("读不出 [/home/li/a.db: X]", "读不出 [a.db: X]"),
        ("文件/home/li/a.db坏了", "文件a.db坏了"),
        (r"C:\Users\li\a.db", "a.db"),
        ("中文 / English", "中文 / English"),
        ("pacing/zh.yaml:3:1: x", "pacing/zh.yaml:3:1: x"),
        ("2026/12/09, 1/2", "2026/12/09, 1/2"),
        (f"in {OUT}/.work/tmp1/workbook.db: X", "in workbook.db: X"),
        (f"in “{OUT}”", "in “pages {x}”"),
    ],
)
def test_messages_lose_folders_and_nothing_else(text: str, clean: str) -> None:
    assert without_folders(text, [OUT]) == clean


@given(st.text(alphabet=st.characters(exclude_characters="/\\")))
def test_text_without_a_path_stays_as_it_is(text: str) -> None:
    assert without_folders(text, [OUT]) == text


def test_a_root_folder_would_take_every_slash_and_is_left_alone() -> None:
    assert without_known("<p>a/b</p>", [Path("/")]) == "<p>a/b</p>"
