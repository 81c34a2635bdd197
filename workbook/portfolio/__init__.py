"""A manager's customers as data: reading the files that a bank exports, and what they say.

``read_file`` gives a ``Reading``: good rows, rejected rows with their remedies, what is missing.
The analyses are pure functions over a book, kind of file → table, as of a day: tiers, warning
signals, stages, the seven critical kinds, who may be contacted, the queue of the day, segments;
``lacking`` says which columns they would need. What they give stands at each; a column that a
bank's files lack is blank there.
"""

from workbook.domain import pandas_options
from workbook.portfolio.asof import until
from workbook.portfolio.bankfile import common, marks_for
from workbook.portfolio.critical import CRITICAL_KINDS, critical
from workbook.portfolio.filters import FLAGS, contactable
from workbook.portfolio.guessing import Guess, guessed
from workbook.portfolio.lacks import lacking, words
from workbook.portfolio.limits import CriticalLimits, SegmentLimits, SignalLimits, StageLimits
from workbook.portfolio.mapping import Columns, Meant, read_mapping
from workbook.portfolio.marks import Marks
from workbook.portfolio.pack import Pack, unique
from workbook.portfolio.placing import tiered
from workbook.portfolio.preview import Preview, most_bytes, preview
from workbook.portfolio.queue import queue
from workbook.portfolio.reading import (
    Progress,
    Reading,
    read_bytes,
    read_file,
    rejected_file,
    unseen,
)
from workbook.portfolio.segments import SEGMENTS, segment_statistics, segmented
from workbook.portfolio.signals import SIGNALS, STRONG, seen_signals, signals, with_notes
from workbook.portfolio.silence import uncontacted
from workbook.portfolio.stages import REASONS, STAGES, facts, staged, stages
from workbook.portfolio.tables import OTHERS, Book

PACK = Pack
KINDS = ("customers", "holdings", "balances", "contacts", "transactions", "roster", "entries")

pandas_options.settle()

__all__ = [
    "CRITICAL_KINDS",
    "FLAGS",
    "KINDS",
    "OTHERS",
    "PACK",
    "REASONS",
    "SEGMENTS",
    "SIGNALS",
    "STAGES",
    "STRONG",
    "Book",
    "Columns",
    "CriticalLimits",
    "Guess",
    "Marks",
    "Meant",
    "Pack",
    "Preview",
    "Progress",
    "Reading",
    "SegmentLimits",
    "SignalLimits",
    "StageLimits",
    "common",
    "contactable",
    "critical",
    "facts",
    "guessed",
    "lacking",
    "marks_for",
    "most_bytes",
    "preview",
    "queue",
    "read_bytes",
    "read_file",
    "read_mapping",
    "rejected_file",
    "seen_signals",
    "segment_statistics",
    "segmented",
    "signals",
    "staged",
    "stages",
    "tiered",
    "uncontacted",
    "unique",
    "unseen",
    "until",
    "with_notes",
    "words",
]
