"""Pacing 月度节奏: the month planned from its end. Source: S0, methodology A1."""

from workbook.chapters.pacing.tool import TOOL

__all__ = ["TOOL"]
