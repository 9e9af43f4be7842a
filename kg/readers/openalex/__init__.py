"""OpenAlex works -> records. Reads: a source. Emits: Record, Reject."""
