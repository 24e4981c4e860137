"""A file → its sentences: reading, the language, where a sentence ends."""
