"""A chapter's page as PDF: numbered pages with a running title, good page breaks, its own font."""

from __future__ import annotations

import html as markup
import re
from pathlib import Path

from workbook.export.html import POLICY as PAGE_POLICY
from workbook.export.pdf.browser import printed
from workbook.rendering.printed_sheet import POLICY
from workbook.rendering.typeface import print_style

TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


def page_pdf(html: str, title: str) -> bytes:
    """The page ``html``, as :func:`workbook.export.html.page` makes it, on numbered A4 pages.

    title: above every page but the first, and the file's own. Folded parts are shown: nobody can
    unfold paper.
    """
    return printed(for_paper(html, title))


def for_paper(html: str, title: str) -> str:
    """The page with the print styles: the font, the running title, the breaks."""
    css = (Path(__file__).parent / "chapter.css").read_text(encoding="utf-8")
    above = f"@page {{ @top-left {{ content: {_css_text(title)}; }} }}\n"
    style = print_style(markup.unescape(html) + title)
    return (
        TITLE.sub(lambda _: f"<title>{markup.escape(title)}</title>", html, count=1)
        .replace(PAGE_POLICY, POLICY, 1)
        .replace("<details>", "<details open>")
        .replace("</head>", f"<style>\n{style}{above}{css}</style>\n</head>", 1)
    )


def _css_text(text: str) -> str:
    """A text as a CSS string; no character in it can end the string, the rule or the style."""
    return '"' + "".join(one if one.isalnum() else f"\\{ord(one):x} " for one in text) + '"'
