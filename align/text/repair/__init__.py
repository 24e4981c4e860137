"""Damaged text → text that can be split, embedded and compared; the damaged one is kept beside."""
