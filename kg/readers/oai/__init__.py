"""OAI-PMH -> records. Reads: a source. Emits: Record, Finding, Reject."""
