"""Plain lists of references -> records. Reads: lines. Emits: Record."""
