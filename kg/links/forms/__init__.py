"""Links -> files, and back. Reads: Link, SSSOM, links.ttl. Emits: SSSOM, forms of other tools, void:Linkset, Link."""
