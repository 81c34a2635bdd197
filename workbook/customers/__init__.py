"""A manager's customers as data: reading the files that a bank exports, and what they say.

``files`` reads: ``file_reader.read_file`` gives a ``Reading`` of good rows, rejected rows with
their remedies, and what is missing. ``analysis`` has pure functions over a book, kind of file →
table, as of a day; a column that a bank's files lack is blank in what they give.
"""

from workbook.domain import pandas_options

pandas_options.settle()
