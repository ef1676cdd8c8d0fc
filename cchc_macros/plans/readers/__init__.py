"""Readers of documents: the bytes of a file in, its lines out (`Document`)."""
