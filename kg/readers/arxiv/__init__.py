"""Answers of arXiv's API -> records. Reads: a source. Emits: Record, Reject."""
