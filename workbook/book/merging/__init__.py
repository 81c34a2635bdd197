"""Merges two people's changes of one page: one-sided changes are taken, conflicts are shown."""
