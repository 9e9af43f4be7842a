"""RDF that describes papers -> records. Reads: a source. Emits: Record, Reject."""
