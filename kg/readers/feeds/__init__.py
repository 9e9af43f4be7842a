"""News feeds -> records. Reads: a source. Emits: Record, Reject."""
