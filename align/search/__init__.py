"""Potentials → beads: long pairs cut into blocks, and the best tiling of a block."""
