"""The corpus table: an alignment as TSV, and beads read back from it."""
