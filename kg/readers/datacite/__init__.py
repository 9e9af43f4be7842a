"""DataCite's metadata -> records. Reads: a source. Emits: Record, Reject."""
