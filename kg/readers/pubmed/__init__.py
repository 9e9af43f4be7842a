"""PubMed's XML and its tagged format (NBIB, MEDLINE) -> records. Reads: a source. Emits: Record, Reject."""
