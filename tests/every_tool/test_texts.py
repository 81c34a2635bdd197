"""What people type is text on every page, and a private number in it is named."""

from __future__ import annotations

import pytest
from markup import Page
from typed import book_of

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.pages import parts
from workbook.pages.read_only_forms import twin
from workbook.store import Store

from .bodies import filled, with_one_text

IDENTITY, CARD = "11010519491231002X", "6222021234567890128"  # a specimen; made up
PRIVATE = (IDENTITY, CARD, "13800138000")
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0 [a](javascript:b) $x$ {n:count} %s",
    "</style></td></table></section> **bold** ' onmouseover='alert(1)",
)


def saved(book: Book, tool: str, body: dict[str, object]) -> Book:
    entry = book.entry(tool)
    book.save(tool, body, entry.version if entry else 0)
    return book


@pytest.mark.parametrize("tool", chapters.names())
def test_a_private_number_is_named_in_whatever_field_it_is_typed(tool: str, book: Book) -> None:
    for number in PRIVATE:
        for loc, body in with_one_text(book, tool, f"see {number}"):
            found = saved(book, tool, body).findings(tool)
            named = [one for one in found if one.rule == "number_like_card"]
            assert [one.loc for one in named] == [loc]
            assert number not in str(named)


@pytest.mark.parametrize("tool", chapters.names())
def test_a_page_without_one_is_not_blamed(tool: str, book: Book) -> None:
    found = saved(book, tool, filled(book, tool, "C0013, 2026-12-05, 1,200,000")).findings(tool)
    assert "number_like_card" not in [one.rule for one in found]


@pytest.mark.parametrize("tool", chapters.names())
def test_hostile_text_stays_text(tool: str, store: Store) -> None:
    plain = shown(saved(book_of(store), tool, filled(book_of(store), tool, "harmless")), tool)
    # Another text may have other findings: elements are compared by kind, not by number.
    built = {one for page in plain.values() for one in page.built_of()}
    leads = {one for page in plain.values() for one in page.leads_to()}
    for text in HOSTILE:
        hostile = shown(saved(book_of(store), tool, filled(book_of(store), tool, text)), tool)
        for name, page in hostile.items():
            assert set(page.built_of()) <= built, name
            assert set(page.leads_to()) <= leads, name
        assert "".join(text.split()) in "".join(hostile["form"].text.split())


def shown(book: Book, tool: str) -> dict[str, Page]:
    """All that a page shows but its figures."""
    still = book.still()
    tables = {name: parts.table(still, tool, name) for name in chapters.chapter(tool).tables}
    around = {"head": parts.head(still, tool), "findings": parts.findings(still, tool)}
    every = {**tables, **around, "form": twin(still, tool, ())}
    return {name: Page(one.html) for name, one in every.items()}
