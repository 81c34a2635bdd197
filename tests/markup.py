"""What a browser would make of a page: its elements, where they lead, and the text people read."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import Any

INVISIBLE = ("style", "script")
# A text keeps its line breaks, and the signs of a formula stand in spans of their own.
OF_TEXT = ("span", "br")


class Page(HTMLParser):
    """The elements with their attributes, and the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not set(self._open) & set(INVISIBLE):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def built_of(self) -> Counter[Any]:
        """Each element with the names of its attributes: what no typed text may change."""
        return Counter(
            (tag, *sorted(attributes)) for tag, attributes in self.elements if tag not in OF_TEXT
        )

    def leads_to(self) -> list[str]:
        """Every address and every script in an attribute."""
        named = ("href", "src", "action", "srcdoc", "style")
        return [
            f"{name}={value}"
            for _, attributes in self.elements
            for name, value in attributes.items()
            if name in named or name.startswith("on")
        ]
