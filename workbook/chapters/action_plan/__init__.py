"""The 531 action plan 531行动计划: five, three, one, week by week. Source: S4, methodology A4."""

from workbook.chapters.action_plan.tool import TOOL

__all__ = ["TOOL"]
