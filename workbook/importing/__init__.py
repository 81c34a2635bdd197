"""Files → store: the roster, a trainee's customers, filled-in entries, a coach's remarks.

The same file a second time changes nothing.
"""

from workbook.importing.lines import import_entries, import_remarks
from workbook.importing.tables import (
    How,
    Report,
    bring_customers,
    import_customers,
    import_roster,
    told,
)

__all__ = [
    "How",
    "Report",
    "bring_customers",
    "import_customers",
    "import_entries",
    "import_remarks",
    "import_roster",
    "told",
]
