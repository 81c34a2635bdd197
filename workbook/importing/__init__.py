"""Files → store: the roster, a trainee's customers, filled-in entries, a coach's remarks.

The same file a second time changes nothing, and nothing that is there goes without a word.
"""

from workbook.importing.choosing import import_choices, with_choices
from workbook.importing.entries import import_entries
from workbook.importing.joining import Change
from workbook.importing.parting import Parted, import_by
from workbook.importing.remarks import import_remarks
from workbook.importing.reports import How, Report, told
from workbook.importing.rosters import import_roster
from workbook.importing.strangers import Strangers
from workbook.importing.tables import (
    bring_customers,
    import_customers,
    keep,
    restored_version,
    taken,
    weighed,
)
from workbook.importing.telling import told_change

__all__ = [
    "Change",
    "How",
    "Parted",
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
