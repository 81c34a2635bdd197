"""What a notebook shows: pages, forms, uploads, copies, the cohort's page."""
