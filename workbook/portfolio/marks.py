"""The words by which a bank's exports say what a transaction is, in Chinese and English.

Ours; a text counts when it holds one of the words, in capitals or small letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

OWN_BANK = ("本行", "我行", "行内", "own bank", "our bank", "this bank", "same bank", "internal")
WALLETS = (
    "第三方支付",
    "支付宝",
    "微信",
    "财付通",
    "云闪付",
    "third-party payment",
    "third party payment",
    "wallet",
    "alipay",
    "wechat",
    "paypal",
)
SALARY = ("工资", "薪", "代发", "payroll", "salary")
RECEIPTS = ("收单", "收款码", "扫码收款", "商户", "acquiring", "merchant", "pos credit")
# The customer's own money takes another form: nothing came, nothing left.
INSIDE = (
    "到期",
    "定投",
    "申购",
    "认购",
    "赎回",
    "转存定期",
    "matured",
    "maturity",
    "savings plan",
    "subscription",
    "redemption",
)
FARM = (
    "惠农",
    "粮款",
    "农资",
    "农机",
    "土地流转",
    "farm",
    "crop",
    "fertiliser",
    "fertilizer",
    "land lease",
    "machinery",
)
TRADE = (
    "货款",
    "员工工资",
    "结汇",
    "购汇",
    "trade receipts",
    "trade payments",
    "wages paid",
    "foreign exchange",
)
CREDIT = ("信用卡还款", "房贷", "按揭", "card repayment", "mortgage")


def says(texts: pd.Series[Any], words: Sequence[str]) -> pd.Series[Any]:
    """Whether each text holds one of the words; a blank one does not."""
    known = [text for text in texts.dropna().unique() if _holds(str(text).casefold(), words)]
    return texts.isin(known)


def _holds(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)
