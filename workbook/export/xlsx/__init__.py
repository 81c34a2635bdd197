"""A page as a spreadsheet that goes out, is filled in without Jupyter, and comes in again."""

from workbook.export.xlsx.reading import read_back
from workbook.export.xlsx.writing import workbook_file

__all__ = ["read_back", "workbook_file"]
