"""Pages for other programs: HTML for a browser, a spreadsheet, a calendar, plain tables."""

from __future__ import annotations
