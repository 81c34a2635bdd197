"""Bytes → text, without ever replacing an invalid character."""

from __future__ import annotations

import codecs

from workbook.customers.pack import Pack
from workbook.errors import BadInput

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TRIED = ("utf-8", "gb18030")
OFFERED = ("utf-8", "gb18030", "utf-16", "big5", "cp1252")


def decodings(content: bytes, name: str, chosen: str | None, words: Pack) -> list[tuple[str, str]]:
    """All (text, encoding) that are valid for the bytes, likeliest first: as :func:`decoded` says,
    and where that is a guess, Big5; with many NULs, UTF-16 without a byte-order mark.

    Raises BadInput where there is none.
    """
    if chosen is not None or content.startswith(tuple(mark for mark, _ in MARKS)):
        return [decoded(content, name, chosen, words)]
    odd, even, few = content[1:400:2].count(0), content[:400:2].count(0), len(content[:400]) / 10
    wide = ("utf-16-le",) if odd > few else ("utf-16-be",) if even > few else ()
    found = [
        (text, used) for used in (*wide, *TRIED) if (text := _sound(content, used)) is not None
    ]
    if not found or found[0][1] == "gb18030":
        big5 = _sound(content, "big5")
        found += [(big5, "big5")] if big5 is not None else []
    return found or [decoded(content, name, None, words)]


def _sound(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def decoded(content: bytes, name: str, chosen: str | None, words: Pack) -> tuple[str, str]:
    """(text, encoding): as ``chosen``, or by the byte-order mark, or UTF-8, or GB18030.

    No statistical guess: that misreads short Chinese files. Raises BadInput that says how to
    choose.
    """
    if chosen is not None:
        return _as_chosen(content, name, chosen, words)
    marked = [encoding for mark, encoding in MARKS if content.startswith(mark)]
    for encoding in marked or TRIED:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise BadInput(words.errors["encoding"].format(name=name, encodings=", ".join(OFFERED)))


def _as_chosen(content: bytes, name: str, chosen: str, words: Pack) -> tuple[str, str]:
    try:
        encoding = _offered(chosen)
        return content.decode(encoding), encoding
    except (LookupError, ValueError):
        refused = words.errors["unknown_encoding"]
        shown = ", ".join(OFFERED)
        raise BadInput(refused.format(name=name, encoding=chosen, encodings=shown)) from None


def _offered(chosen: str) -> str:
    names = {codecs.lookup(name).name: name for name in OFFERED}
    # A superset of GBK and GB2312; utf-8-sig drops a byte-order mark.
    wider = {"gbk": "gb18030", "gb2312": "gb18030", "utf-8": "utf-8-sig", "utf-8-sig": "utf-8-sig"}
    canonical = codecs.lookup(chosen.strip()).name
    return wider.get(canonical) or names[canonical]
