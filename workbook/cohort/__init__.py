"""A cohort on one page: what each manager may practise this week, and what all have in common."""

from workbook.cohort.members import Member
from workbook.cohort.page import Cohort, open_cohort

__all__ = ["Cohort", "Member", "open_cohort"]
