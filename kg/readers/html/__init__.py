"""HTML pages -> records. Reads: a source. Emits: Record, Reject."""
