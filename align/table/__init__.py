"""The corpus table: an alignment as TSV, and beads read back from it.

What a line holds, and so the columns, is `Row` in align/types.py.
"""
