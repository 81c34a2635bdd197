"""What a manager's customers say, as of a day: tiers, signals, stages, who may be contacted."""
