"""A manager's customers as data: reading the files that a bank exports.

``read_file`` gives a ``Reading``: good rows, rejected rows with their remedies, what is missing.
"""

from workbook.portfolio.mapping import read_mapping
from workbook.portfolio.pack import Pack, unique
from workbook.portfolio.reading import Reading, read_bytes, read_file, rejected_file

PACK = Pack
KINDS = ("customers", "holdings", "balances", "contacts", "transactions", "roster", "entries")

__all__ = [
    "KINDS",
    "PACK",
    "Pack",
    "Reading",
    "read_bytes",
    "read_file",
    "read_mapping",
    "rejected_file",
    "unique",
]
