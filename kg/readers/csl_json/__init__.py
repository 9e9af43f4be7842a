"""CSL-JSON -> records. Reads: a source. Emits: Record, Reject."""
