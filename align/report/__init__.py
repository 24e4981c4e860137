"""A corpus, or the errors of an alignment, as one page to look at."""
