"""Whether a mark of completion names a countable number. Source: methodology A4."""

from __future__ import annotations

import re

from workbook.domain.fields import plain

# 三份, 每位: a numeral counts before a measure word. 第一, 统一 and 十分 are no numbers.
CHINESE = re.compile(
    r"(?<![第统統])[一二两兩三四五六七八九十百千半每]+"
    r"(?:个|個|位|份|笔|筆|户|戶|次|张|張|条|條|通|件|人|家|天|页|頁|万|萬|组|組|项|項|名|套|场|場|"
    r"元|分钟|分鐘|小时|小時|周|週|月|年|句|处|處|遍|封|批|只|支|块|塊|行|段|样|樣|成|倍)"
)
ENGLISH = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|hundred|dozen|half|both|each|every|once|twice|zero)\b",
    re.IGNORECASE,
)


def countable(mark: str) -> bool:
    """Whether the mark contains a number: in digits, or in Chinese or English words."""
    text = plain(mark)
    digits = any(sign.isdigit() for sign in text)
    return digits or bool(CHINESE.search(text) or ENGLISH.search(text))
