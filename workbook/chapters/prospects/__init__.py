"""Prospects 潜客储备: the nine-grid and the month's reserve. Source: S0, methodology A5."""

from workbook.chapters.prospects.tool import TOOL

__all__ = ["TOOL"]
