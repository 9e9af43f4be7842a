"""Our graph -> what is to be linked, and what its identifiers spell out. Reads: triples. Emits: Entity, Link."""
