"""The contents of a notebook: pages, forms, uploads, copies, the cohort's page."""
