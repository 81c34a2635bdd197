"""Filling in: the live form of a chapter wired to the book, and its read-only twin."""

from __future__ import annotations
