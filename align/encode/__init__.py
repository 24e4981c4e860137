"""Sentences → vectors: the embedded encoder, sentence-transformers, where the models are."""
