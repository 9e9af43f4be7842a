"""TEI documents -> records. Reads: a source. Emits: Record, Reject."""
