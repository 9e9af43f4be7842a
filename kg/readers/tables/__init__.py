"""Tables (CSV, TSV) of papers -> records. Reads: a source. Emits: Record, Finding, Reject."""
