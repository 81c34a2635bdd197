"""How the fictitious cohort is made."""
