"""What people decided, and which links stand. Reads: decisions.tsv, links. Emits: decisions.tsv, links that agree."""
