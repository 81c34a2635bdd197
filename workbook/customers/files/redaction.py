"""Masks private data in texts about a customer: phone numbers, identities, names.

Source: methodology G. Numbers are masked before they are stored; so are names that occur in the
file's own column of names. What only looks like a name is counted and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from workbook.customers.files.column_reader import Value
from workbook.customers.files.grid import text_of
from workbook.customers.files.layout import Arranged
from workbook.customers.files.masking import masked
from workbook.customers.files.request import Wish
from workbook.customers.files.validation import Cells, Sifted
from workbook.customers.pack import TABLES, heading_key, known_headings
from workbook.domain.privacy import looks_like_name, without_private

OTHERS = ("product", "by", "name")  # a product's code may have eleven digits; a manager has a name
IS_PHONE = re.compile(r"(?:86)?1[3-9]\d{9}")
CHIEFS = "总董"  # matches 王总, and also 总量
MOST_NAMED = 12

Good = dict[str, list[Value | None]]


def veiled(
    good: Mapping[str, Cells], sifted: Sifted, layout: Arranged, wish: Wish
) -> tuple[Good, tuple[str, ...]]:
    """The values of the good rows without such numbers and names, and the notes about it."""
    # A good row holds no Trouble.
    found: Good = {name: cast("list[Value | None]", cells) for name, cells in good.items()}
    if wish.kind not in TABLES:
        return found, ()
    rows = [sifted.even[at].row for at in sifted.good]
    names = [""] * len(rows) if wish.keep_names else _names(rows, sifted, layout)
    said: list[str] = []
    for each in sifted.heading.placed:
        column = wish.table.columns[each.column]
        if each.column not in found:
            continue
        if column.reads == "text" and each.column not in OTHERS:
            texts = found[each.column]
            masks = {text: _masked(text) for text in set(texts)}
            # Nothing to mask is the rule, and a copy of a long column takes memory.
            if any(names) or any(text != mask for text, mask in masks.items()):
                found[each.column] = [masks[text] for text in texts]
            said += _said(each.heading, texts, found[each.column], wish)
            said += _named(each.heading, found[each.column], names, rows, wish)
        if column.reads == "id":
            said += _ids(each.heading, found[each.column], wish)
    return found, tuple(said)


def _masked(text: Value | None) -> Value | None:
    if not isinstance(text, str):
        return text
    return masked(text, phones=True)


def _said(
    heading: str, before: Sequence[object], after: Sequence[object], wish: Wish
) -> Iterator[str]:
    pairs = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    numbers = sum(without_private(str(one)) != one for one, _ in pairs)
    phones = len(pairs) - numbers
    # A cell with both kinds of number is reported as the graver one.
    if numbers:
        yield wish.pack.notes["numbers"].format(heading=heading, count=numbers)
    if phones:
        yield wish.pack.notes["phones"].format(heading=heading, count=phones)


def _names(rows: Sequence[int], sifted: Sifted, layout: Arranged) -> list[str]:
    """The customer's name in each row, where the file has it; "" where it does not."""
    known = known_headings("customers")
    cells = layout.heading.cells
    at = next((at for at, text in enumerate(cells) if known.get(heading_key(text)) == "name"), None)
    if at is None:
        return [""] * len(rows)
    return ["".join(map(text_of, sifted.even[n].cells[at : at + 1])) for n in sifted.good]


def _named(
    heading: str, texts: list[Value | None], names: Sequence[str], rows: Sequence[int], wish: Wish
) -> Iterator[str]:
    """Mask the known names, in place, and return the rows that had any."""
    found, called = [], _called(wish)
    known = {text: bool(called.search(text)) for text in set(texts) if isinstance(text, str)}
    for at, (text, name, row) in enumerate(zip(texts, names, rows, strict=True)):
        if not isinstance(text, str):
            continue
        if len(name) > 1 and name in text:
            texts[at] = text.replace(name, "＊＊")
            found.append(row)
        elif known[text]:
            found.append(row)
    if found:
        shown = wish.pack.join.join(map(str, found[:MOST_NAMED]))
        yield wish.pack.notes["names_in_text"].format(
            heading=heading, count=len(found), rows=shown + "…" * (len(found) > MOST_NAMED)
        )


def _called(wish: Wish) -> re.Pattern[str]:
    """A surname with a form of address: 王女士, 李建国先生, 王总, Mr Smith."""
    surnames, called = wish.pack.surnames, "|".join(wish.pack.called)
    return re.compile(
        rf"[{surnames}](?:[一-鿿]{{1,2}})?(?:{called})"
        rf"|(?<![一-鿿])[{surnames}][{CHIEFS}](?![一-鿿])"
        r"|(?:Mr|Mrs|Ms|Miss)\.? [A-Z][a-z]+"
    )


def _ids(heading: str, ids: Sequence[object], wish: Wish) -> Iterator[str]:
    texts = Counter(map(str, ids))
    said = wish.pack.notes
    for words, looks in ((said["name_ids"], looks_like_name), (said["phone_ids"], _is_phone)):
        count = sum(times for text, times in texts.items() if looks(text))
        if count * 2 > len(ids):
            yield words.format(heading=heading, count=count)


def _is_phone(text: str) -> bool:
    return IS_PHONE.fullmatch(text) is not None
