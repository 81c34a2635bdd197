"""The words that classify a bank's transactions: the shipped ones, and the bank's own.

The shipped ones are in ``templates/marks``; a bank's own ``bank.yaml`` is added to them. A text
matches when it contains one of the words: width, case, blanks and Traditional characters make no
difference; a Chinese word may be anywhere, an English one has to be whole.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from workbook.content import simplified
from workbook.domain.templates import Frozen

Mark = Literal[
    "own_bank",
    "wallets",
    "brokers",
    "trade",
    "wages",
    "repayments",
    "own_products",
    "elsewhere",
    "cash",
    "automatic",
    "unanswered",
    "salary",
    "receipts",
    "farm",
    "business",
    "credit",
    "product_like",
]

BLANK = re.compile(r"[\W_]+")
BESIDE_CHINESE = re.compile(r"(?<=[㐀-鿿]) | (?=[㐀-鿿])")
DIGITS = re.compile(r"\d{3,}")  # without reference numbers a thousand texts become one
# Parts of a bank's name besides the name itself: the form of the company, a branch.
FORM = re.compile(
    r"(股份)?(有限)?(责任)?公司.*$|(?<=银行).*(支行|分行|营业部|营业厅|分理处|储蓄所).*$"
    r"|,?\s*\b(co|ltd|limited|plc|inc|corporation|corp)\b.*$",
    re.IGNORECASE,
)
# Words that fit every bank; a name of such words alone is matched only as a whole.
GENERAL = re.compile(
    "银行|支行|分行|总行|营业部|商业|农村|城市|农商|城商|村镇|信用社|信用合作社|理财|股份|有限|责任|公司|中国|"
    r"\b(the|of|bank|branch|commercial|city|rural|china|co|ltd|limited)\b|\s"
)
NATIONAL = ("中国银行", "bank of china")
MOST_TEXTS = 100_000  # of which the marks are kept: a manager's customers have some thousands


class Words(Frozen):
    """The words of each mark, as written."""

    own_bank: tuple[str, ...]
    wallets: tuple[str, ...]
    brokers: tuple[str, ...]
    trade: tuple[str, ...]
    wages: tuple[str, ...]
    repayments: tuple[str, ...]
    own_products: tuple[str, ...]
    elsewhere: tuple[str, ...]
    cash: tuple[str, ...]
    automatic: tuple[str, ...]
    unanswered: tuple[str, ...]
    salary: tuple[str, ...]
    receipts: tuple[str, ...]
    farm: tuple[str, ...]
    business: tuple[str, ...]
    credit: tuple[str, ...]
    product_like: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Marks:
    """Words and the bank's own names, ready for matching; made by :func:`marks_of`.

    text: stands for them in a hash and in a key.
    """

    words: Words
    names: tuple[str, ...] = ()
    text: str = ""

    def says(self, texts: pd.Series[Any] | Answers, *marks: Mark) -> pd.Series[bool]:
        """Whether each text contains a word of one of the marks; a blank one does not."""
        wanted = frozenset(marks)
        return _answers(texts).which(lambda text: not wanted.isdisjoint(self.of(text)))

    def ours(self, texts: pd.Series[Any] | Answers) -> pd.Series[bool]:
        """Whether each name of the other side is our own bank; a blank one is not."""
        return _answers(texts).which(self.is_ours)

    def of(self, text: str) -> frozenset[str]:
        """The marks of one text."""
        return self._marked(DIGITS.sub("", text))

    @functools.cached_property
    def is_ours(self) -> Callable[[str], bool]:
        """Whether a name of the other side is our own bank's."""
        return functools.lru_cache(MOST_TEXTS)(self._ours)

    def _ours(self, text: str) -> bool:
        said = compared(text)
        named = self._names is not None and self._names.search(said) is not None
        return named or "own_bank" in self.of(text)

    @functools.cached_property
    def _marked(self) -> Callable[[str], frozenset[str]]:
        return functools.lru_cache(MOST_TEXTS)(self._marks)

    def _marks(self, text: str) -> frozenset[str]:
        said = compared(text)
        return frozenset(name for name, wanted in self._patterns.items() if wanted.search(said))

    @functools.cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        fields = {name: getattr(self.words, name) for name in Words.model_fields}
        return {name: _pattern(words) for name, words in fields.items() if words}

    @functools.cached_property
    def _names(self) -> re.Pattern[str] | None:
        """Chinese names may be anywhere, Latin ones at the beginning: “Bank of X” must not match
        “Agricultural Bank of X”."""
        told = [name_of(name) for name in self.names]
        return re.compile("|".join(_name(one) for one in told)) if told else None


class Answers:
    """The texts of a column, each distinct one once, so that testing them is cheap."""

    def __init__(self, texts: pd.Series[Any]) -> None:
        codes, known = pd.factorize(texts)
        self._index, self._codes = texts.index, codes
        self._known = [str(text) for text in known]

    def which(self, holds: Callable[[str], bool]) -> pd.Series[bool]:
        """Whether the test holds for each; for a blank text it does not."""
        answers = np.array([*map(holds, self._known), False], dtype=bool)
        return pd.Series(answers[self._codes], index=self._index)  # blank is −1: the last element


def _answers(texts: pd.Series[Any] | Answers) -> Answers:
    return texts if isinstance(texts, Answers) else Answers(texts)


def compared(text: str) -> str:
    """A text in the form used for comparison: lower-case, half-width, simplified, without
    separators."""
    plain = BLANK.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
    return simplified(BESIDE_CHINESE.sub("", plain))


def name_of(name: str) -> str:
    """A bank's name in the form used for comparison, without company form and branch."""
    return FORM.sub("", compared(name)).strip()


def shown_name(text: str) -> str:
    """A bank's name as people write it, from the name of one of its branches."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return FORM.sub("", plain).strip()


def too_general(name: str) -> bool:
    """Whether a name has nothing that distinguishes one bank from another."""
    return not GENERAL.sub("", name_of(name)) and name_of(name) not in NATIONAL


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted({_word(compared(one)) for one in words}, reverse=True)))


def _word(word: str) -> str:
    """A pattern that must not continue beyond the letters at its ends, except for a plural."""
    first = r"(?<![a-z])" if re.match("[a-z]", word) else ""
    last = r"s?(?![a-z])" if re.search("[a-z]$", word) else ""
    return f"{first}{re.escape(word)}{last}"


def _name(name: str) -> str:
    return f"^(?:the )?{_word(name)}" if re.match("[a-z]", name) else _word(name)


def marks_of(
    words: Words,
    own: Sequence[tuple[str, Sequence[str]]] = (),
    names: Sequence[str] = (),
    without: Sequence[str] = (),
    text: str = "",
) -> Marks:
    """The shipped words, with a bank's ``own`` lists added and some removed, and its names."""
    gone = {compared(one) for one in without}
    kept = {
        name: tuple(one for one in getattr(words, name) if compared(one) not in gone)
        for name in Words.model_fields
    }
    for name, more in own:
        kept[name] = (*kept[name], *more)
    return Marks(Words(**kept), tuple(names), text)
