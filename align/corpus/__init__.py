"""Many pairs of documents: where they are, their alignments in order, the folder they go to."""
