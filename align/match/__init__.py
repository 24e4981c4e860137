"""Two heaps of documents → which of them belong together."""
