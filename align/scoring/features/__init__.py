"""What is seen of a candidate bead, a sentence, a pair of documents: one small function each."""
