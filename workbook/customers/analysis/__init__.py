"""Analyses of a manager's customers, as of a day: tiers, signals, stages, who may be contacted."""
