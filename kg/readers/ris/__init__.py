"""RIS -> records. Reads: a source. Emits: Record, Reject."""
