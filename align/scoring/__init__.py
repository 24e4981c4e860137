"""Vectors → potentials: what can be seen of a candidate bead, and how well it fits."""
