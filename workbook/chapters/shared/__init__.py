"""What all chapters share: the inputs of their rules, flags, checks of the last line."""
