"""Pages as PDF: sheets on one page each, and whole chapters."""

from workbook.export.pdf.chapter import page_pdf
from workbook.export.pdf.sheets import sheet_pdf

__all__ = ["page_pdf", "sheet_pdf"]
