"""Two people changed the same page: what only one of them changed is taken, the rest is shown."""
