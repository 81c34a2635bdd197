"""A live notebook's way to bring in a file of customers: chosen, sent in parts, read, looked at."""

from workbook.pages.upload.widget import Upload, upload

__all__ = ["Upload", "upload"]
