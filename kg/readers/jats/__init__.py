"""JATS XML -> records. Reads: a source. Emits: Record, Reject."""
