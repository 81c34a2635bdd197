"""A text as a spreadsheet cell can hold it, so that a text compares equal after a round trip."""

from __future__ import annotations

import re

LONGEST = 32_767  # characters in a cell of Excel
NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
PICTURES = {sign: 0x2400 + sign for sign in range(32) if chr(sign) not in "\n\t"} | {127: 0x2421}


def shown(text: str) -> str:
    """``text`` as a cell can hold it: symbols for control characters, and cut to the limit."""
    breaks = text.replace("\r\n", "\n").replace("\r", "\n")
    return NO_XML.sub("\ufffd", breaks).translate(PICTURES)[:LONGEST]


def unescaped(text: str) -> str:
    """The text that a spreadsheet shows for what stands in its XML."""
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
