"""Lines of `kg read`, and lines that people write like them -> records. Reads: a source. Emits: Record ..."""
