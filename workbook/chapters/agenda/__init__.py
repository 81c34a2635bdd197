"""One list of today 今天: whom to contact, out of all that the tools ask for. Source: ours."""

from workbook.chapters.agenda.tool import TOOL

__all__ = ["TOOL"]
