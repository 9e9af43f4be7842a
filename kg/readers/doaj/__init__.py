"""Articles of DOAJ -> records. Reads: a source. Emits: Record, Reject."""
