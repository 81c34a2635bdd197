"""Common to all chapters: the inputs of their rules, flags, checks of the last line."""
