"""The corpus table → the formats of other programs."""
