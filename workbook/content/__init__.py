"""Templates → checked content in one language.

A chapter's folder in ``templates/`` holds ``<chapter>.yaml`` (keys, order, numbers, sources) and
one file of words for each written language (``zh.yaml``, ``en.yaml``) with the same keys. They are
merged and checked against the chapter's ``PACK``, a frozen pydantic model, so that every language
is complete or reports at ``file:line:col`` what it lacks. Traditional Chinese is derived from
Simplified.
"""

from workbook.content import tree
from workbook.content.chinese import simplified, traditional
from workbook.content.loader import (
    LANGUAGES,
    Bundle,
    Language,
    bundle,
    bundle_from,
    digest_of,
    lacking,
    load,
    problems,
    read,
    shipped,
)
from workbook.content.sentences import in_language
from workbook.content.tree import PLACEHOLDER

__all__ = [
    "LANGUAGES",
    "PLACEHOLDER",
    "Bundle",
    "Language",
    "bundle",
    "bundle_from",
    "digest_of",
    "in_language",
    "lacking",
    "load",
    "problems",
    "read",
    "shipped",
    "simplified",
    "traditional",
    "tree",
]
