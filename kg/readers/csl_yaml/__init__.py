"""CSL-YAML -> records. Reads: a source. Emits: Record, Reject."""
