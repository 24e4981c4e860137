"""Tables of rows: the formats they are written in and read from, and beads read back.

What a row holds, and so the columns, is `Row` in align/types.py.
"""
