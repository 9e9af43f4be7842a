"""Papers of Semantic Scholar and of S2ORC -> records. Reads: a source. Emits: Record, Reject."""
