"""BibTeX and BibLaTeX -> records. Reads: a source. Emits: Record, Reject."""
