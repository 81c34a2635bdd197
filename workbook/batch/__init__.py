"""A cohort's pages: trainees × chapters through papermill, and the index that leads to them."""

from workbook.batch.run import Page, Summary, run_cohort

__all__ = ["Page", "Summary", "run_cohort"]
