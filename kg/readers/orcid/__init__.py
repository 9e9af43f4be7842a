"""ORCID records -> persons and their works. Reads: a source. Emits: PersonAuthority, Record, Reject."""
