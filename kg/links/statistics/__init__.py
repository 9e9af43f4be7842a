"""Links and things -> how far a graph is linked. Reads: Link, Entities. Emits: coverage and conflicts, text, JSON."""
