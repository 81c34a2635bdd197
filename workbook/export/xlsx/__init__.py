"""A page as a spreadsheet, to be filled in without Jupyter and imported again."""

from workbook.export.xlsx.reader import read_back
from workbook.export.xlsx.writer import whole_file, workbook_file

__all__ = ["read_back", "whole_file", "workbook_file"]
