"""Files → store: the roster, a trainee's customers, filled-in entries, a coach's remarks.

The same file a second time changes nothing, and nothing is lost without a message.
"""

from workbook.book.importing.branch_files import Parted, import_by
from workbook.book.importing.conflict_choices import import_choices, with_choices
from workbook.book.importing.entries import import_entries
from workbook.book.importing.messages import told_change
from workbook.book.importing.remarks import import_remarks
from workbook.book.importing.reports import Report, told
from workbook.book.importing.rosters import import_roster
from workbook.book.importing.table_changes import Change
from workbook.book.importing.tables import (
    bring_customers,
    import_customers,
    keep,
    restored_version,
    taken,
    weighed,
)
from workbook.book.importing.unknown_customers import Strangers
from workbook.customers.files.request import ReadOptions

__all__ = [
    "Change",
    "Parted",
    "ReadOptions",
    "Report",
    "Strangers",
    "bring_customers",
    "import_by",
    "import_choices",
    "import_customers",
    "import_entries",
    "import_remarks",
    "import_roster",
    "keep",
    "restored_version",
    "taken",
    "told",
    "told_change",
    "weighed",
    "with_choices",
]
