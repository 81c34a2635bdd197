"""The customer journey 客户旅程: five stages, signals, critical customers. Source: S4, A2."""

from workbook.chapters.journey.tool import TOOL

__all__ = ["TOOL"]
