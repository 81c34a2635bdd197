"""Under which name the browser keeps what is typed and not yet in the store."""

from __future__ import annotations

import hashlib

from workbook.book.trainee_workbook import Book


def draft_key(book: Book, *place: str) -> str:
    """Store, trainee and place: the same trainee may exist in another store."""
    store = hashlib.sha256(book.store.place.encode()).hexdigest()[:12]
    return "/".join((store, book.trainee.id, *place))
