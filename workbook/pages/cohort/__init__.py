"""A cohort on one page: what each manager may practise this week, and what all share."""

from workbook.pages.cohort.members import Member
from workbook.pages.cohort.page import Cohort, open_cohort

__all__ = ["Cohort", "Member", "open_cohort"]
