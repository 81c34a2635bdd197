"""The upload of a customers' file in a live notebook: choose, send in parts, read, review."""

from workbook.pages.upload.widget import Upload, upload

__all__ = ["Upload", "upload"]
