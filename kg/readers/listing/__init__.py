"""Listing pages -> records. Reads: a source. Emits: PageFacts, Record, Reject."""
